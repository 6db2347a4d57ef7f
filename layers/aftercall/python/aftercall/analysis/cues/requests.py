"""Demos and documents that rules and cues see the caller ask for (spec 3.8)."""

from typing import Final

from aftercall.analysis.conversation import Conversation
from aftercall.analysis.cues.together import Cue, Trust, together
from aftercall.reports.action_items import DemoRequest, DocumentRequest
from aftercall.session.prepared import CueKind

# Chosen on calls that neither trained the network nor are reported (docs/models/cues.md).
TRUST: Final = Trust(alone=0.8, beside_rule=0.4)


def demos_with_cues(conversation: Conversation, by_rules: tuple[DemoRequest, ...]) -> tuple[DemoRequest, ...]:
    """Give what the caller wants to be shown."""
    return together(conversation, CueKind.DEMO_REQUEST, by_rules, TRUST, _demo)


def _demo(cue: Cue, known: DemoRequest | None) -> DemoRequest:
    return DemoRequest(
        feature=known.feature if known else None,
        format=known.format if known else None,
        confidence=round(cue.confidence, 2),
        evidence=(cue.evidence(),),
    )


def documents_with_cues(
    conversation: Conversation, by_rules: tuple[DocumentRequest, ...]
) -> tuple[DocumentRequest, ...]:
    """Give the documents that the caller wants."""
    return together(conversation, CueKind.DOCUMENT_REQUEST, by_rules, TRUST, _document)


def _document(cue: Cue, known: DocumentRequest | None) -> DocumentRequest:
    evidence = cue.evidence()
    return DocumentRequest(
        document=known.document if known else " ".join(evidence.quote.split()).strip(" ,.?!"),
        format=known.format if known else None,
        needed_by=known.needed_by if known else None,
        confidence=round(cue.confidence, 2),
        evidence=(evidence,),
    )
