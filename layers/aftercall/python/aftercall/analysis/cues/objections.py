"""Objections that rules and cues see together (spec 3.5)."""

from typing import Final

from aftercall.analysis.conversation import Conversation
from aftercall.analysis.cues.together import Cue, Trust, together
from aftercall.analysis.objection_answers import is_resolved, offered_workaround
from aftercall.reports.objections import Objection, ObjectionCategory, Severity
from aftercall.session.prepared import CueKind

# Chosen on calls that neither trained the network nor are reported (docs/models/cues.md).
TRUST: Final = Trust(alone=0.65, beside_rule=0.5)


def with_cues(conversation: Conversation, by_rules: tuple[Objection, ...]) -> tuple[Objection, ...]:
    """Give the objections of rules and cues together, blockers and open ones first."""

    def build(cue: Cue, known: Objection | None) -> Objection:
        return _objection(conversation, cue, known)

    found = together(conversation, CueKind.OBJECTION, by_rules, TRUST, build)
    return tuple(sorted(found, key=lambda item: (item.severity is Severity.CONCERN, item.resolved)))


def _objection(conversation: Conversation, cue: Cue, known: Objection | None) -> Objection:
    resolved = known.resolved if known else is_resolved(conversation, cue.utterance)
    category = ObjectionCategory(cue.span.values.get("category", ObjectionCategory.OTHER))
    workaround = None
    if category is ObjectionCategory.FEATURES or resolved:
        workaround = offered_workaround(conversation.agent_after(cue.utterance.index))
    return Objection(
        category=category,
        severity=Severity(cue.span.values.get("severity", Severity.CONCERN)),
        explicit=known.explicit if known else False,
        resolved=resolved,
        reason=known.reason if known and known.category is category else None,
        workaround=workaround,
        confidence=round(cue.confidence, 2),
        evidence=(cue.evidence(),),
    )
