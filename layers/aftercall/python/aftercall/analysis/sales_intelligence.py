"""Sales intelligence (spec 3.1): what the caller told about the business and the purchase."""

from aftercall.analysis.competitors import find_competitors
from aftercall.analysis.conversation import read_conversation
from aftercall.analysis.cues.sales import (
    pains_with_cues,
    people_with_cues,
    signals_with_cues,
    wishes_with_cues,
)
from aftercall.analysis.cues.single_values import (
    authority_with_cues,
    industry_with_cues,
    timeline_with_cues,
    urgency_with_cues,
)
from aftercall.analysis.outcome import without_strangers
from aftercall.analysis.sales.authority import find_authority
from aftercall.analysis.sales.facts import find_company, find_current_tool
from aftercall.analysis.sales.features import find_feature_requests, find_features_discussed
from aftercall.analysis.sales.industry import find_industry
from aftercall.analysis.sales.integrations import find_integrations
from aftercall.analysis.sales.location import find_location
from aftercall.analysis.sales.monthly_volume import find_monthly_volume
from aftercall.analysis.sales.needs import find_use_cases
from aftercall.analysis.sales.pain_points import find_pain_points
from aftercall.analysis.sales.people import find_stakeholders
from aftercall.analysis.sales.qualification import Understood, disagreements, qualify, qualify_bant
from aftercall.analysis.sales.signals import find_buying_signals
from aftercall.analysis.sales.team_size import find_team_size
from aftercall.analysis.sales.timeline import find_timeline
from aftercall.analysis.sales.urgency import find_urgency
from aftercall.language.call_time import call_time
from aftercall.profile.models import Profile
from aftercall.reports.sales_intelligence import SalesIntelligenceReport
from aftercall.session.prepared import PreparedSession

ANALYZER_VERSION = "5"


def analyze(prepared: PreparedSession, profile: Profile) -> SalesIntelligenceReport:
    """Extract every signal of section 3.1 from what the caller said."""
    session = prepared.session
    conversation = without_strangers(read_conversation(prepared))
    competitors = find_competitors(conversation, profile)
    team_size = find_team_size(conversation)
    call = call_time(session, profile)
    timeline = timeline_with_cues(conversation, find_timeline(conversation, call), call)
    understood = Understood(
        team_size=team_size,
        monthly_volume=find_monthly_volume(conversation, team_size.value if team_size else None),
        integrations=find_integrations(conversation, session, profile),
        industry=industry_with_cues(conversation, find_industry(conversation)),
        location=find_location(conversation),
        current_tool=find_current_tool(conversation, profile, competitors),
        timeline=timeline,
        authority=authority_with_cues(conversation, find_authority(conversation)),
        urgency=urgency_with_cues(conversation, find_urgency(conversation, timeline)),
        use_cases=find_use_cases(conversation),
        pain_points=pains_with_cues(conversation, find_pain_points(conversation, profile), profile),
    )
    signals = signals_with_cues(conversation, find_buying_signals(conversation))
    tier, reasons = qualify(understood, profile.tier_rule, anything_said=bool(conversation.user))
    return SalesIntelligenceReport(
        team_size=understood.team_size,
        monthly_volume=understood.monthly_volume,
        integration_needs=understood.integrations,
        industry=understood.industry,
        location=understood.location,
        company=find_company(conversation, profile),
        current_tool=understood.current_tool,
        decision_timeline=timeline,
        budget_authority=understood.authority,
        urgency=understood.urgency,
        competitors=competitors,
        buying_signals=signals,
        feature_requests=wishes_with_cues(conversation, find_feature_requests(conversation)),
        features_discussed=find_features_discussed(conversation),
        stakeholders=people_with_cues(conversation, find_stakeholders(conversation)),
        use_cases=understood.use_cases,
        pain_points=understood.pain_points,
        bant=qualify_bant(conversation, understood, signals),
        qualification_tier=tier,
        tier_reasons=reasons,
        disagreements=disagreements(session.signals, understood, tier),
    )
