"""Buying signals, wishes, troubles and people that rules and cues see together (spec 3.1)."""

import re
from typing import Final

from aftercall.analysis.conversation import Conversation
from aftercall.analysis.cues.together import Cue, Trust, together
from aftercall.analysis.sales.features import shortened
from aftercall.analysis.sales.pain_points import impact_of, solutions_to
from aftercall.profile.models import Profile
from aftercall.reports.sales_intelligence import (
    BuyingSignal,
    FeatureRequest,
    Influence,
    PainPoint,
    Stakeholder,
    Strength,
)
from aftercall.session.prepared import CueKind

# Chosen on calls that neither trained the network nor are reported (docs/models/cues.md).
TRUST: Final = {
    CueKind.BUYING_SIGNAL: Trust(alone=0.65, beside_rule=0.4),
    CueKind.FEATURE_REQUEST: Trust(alone=0.75, beside_rule=0.6),
    CueKind.PAIN_POINT: Trust(alone=0.75, beside_rule=0.5),
    CueKind.STAKEHOLDER: Trust(alone=0.68, beside_rule=0.35),
}
_ORDER: Final = {Strength.STRONG: 0, Strength.MEDIUM: 1, Strength.WEAK: 2}
_ARTICLE = re.compile(r"^(?:(?:my|our|the|a|an|your|his|her|their|some|that|this|one of (?:my|our|the))\s+)+")
_NAME_FIRST = re.compile(r"^[a-z'-]+,? (?:who(?:'s| is)|is|our|my|the) ")


def signals_with_cues(
    conversation: Conversation, by_rules: tuple[BuyingSignal, ...]
) -> tuple[BuyingSignal, ...]:
    """Give the buying signals of rules and cues together, the strongest first."""
    kind = CueKind.BUYING_SIGNAL
    found = together(conversation, kind, by_rules, TRUST[kind], _signal)
    return tuple(sorted(found, key=lambda item: _ORDER[item.strength]))


def _signal(cue: Cue, known: BuyingSignal | None) -> BuyingSignal:
    return BuyingSignal(
        strength=Strength(cue.span.values.get("strength", Strength.MEDIUM)),
        explicit=known.explicit if known else False,
        kind=known.kind if known else "interest",
        confidence=round(cue.confidence, 2),
        evidence=(cue.evidence(),),
    )


def wishes_with_cues(
    conversation: Conversation, by_rules: tuple[FeatureRequest, ...]
) -> tuple[FeatureRequest, ...]:
    """Give the feature requests of rules and cues together."""
    kind = CueKind.FEATURE_REQUEST
    return together(conversation, kind, by_rules, TRUST[kind], _wish)


def _wish(cue: Cue, known: FeatureRequest | None) -> FeatureRequest:
    evidence = cue.evidence()
    return FeatureRequest(
        feature=known.feature if known else shortened(evidence.quote),
        must_have=cue.span.values.get("priority") == "must_have",
        confidence=round(cue.confidence, 2),
        evidence=(evidence,),
    )


def pains_with_cues(
    conversation: Conversation, by_rules: tuple[PainPoint, ...], profile: Profile
) -> tuple[PainPoint, ...]:
    """Give the troubles that rules and cues see together, each with the features that address it."""
    kind = CueKind.PAIN_POINT
    return together(conversation, kind, by_rules, TRUST[kind], lambda cue, known: _pain(cue, known, profile))


def _pain(cue: Cue, known: PainPoint | None, profile: Profile) -> PainPoint:
    evidence = cue.evidence()
    return PainPoint(
        problem=evidence.quote,
        impact=known.impact if known else impact_of(cue.utterance, cue.span.start, cue.span.end),
        solutions=known.solutions if known else solutions_to(evidence.quote.lower(), profile),
        confidence=round(cue.confidence, 2),
        evidence=(evidence,),
    )


def people_with_cues(
    conversation: Conversation, by_rules: tuple[Stakeholder, ...]
) -> tuple[Stakeholder, ...]:
    """Give the people that rules and cues see together, each role once."""
    kind = CueKind.STAKEHOLDER
    found = together(conversation, kind, by_rules, TRUST[kind], _person)
    return tuple({person.role: person for person in reversed(found)}.values())[::-1]


def _person(cue: Cue, known: Stakeholder | None) -> Stakeholder | None:
    role = known.role if known else _ARTICLE.sub("", _NAME_FIRST.sub("", cue.words.strip(" ,.?!")))
    if not role:
        return None
    influence = cue.span.values.get("influence", "")
    guessed = Influence(influence) if influence in set(Influence) else Influence.INFLUENCER
    return Stakeholder(
        role=role,
        influence=guessed,
        joins_calls=known.joins_calls if known else None,
        confidence=round(cue.confidence, 2),
        evidence=(cue.evidence(),),
    )
