"""The verifier: from an answer of any shape to findings that stand in the transcript.

Pure. Nothing here trusts the Reader: a proposal is kept only when every quote is found, was said by
somebody whose words count, speaks to the agent and not to a machine, bears out the value, and the
whole passes the report's own model. Offsets are computed here; any that were sent are not read.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from aftercall.language.quotes import quote
from aftercall.profile.models import Profile
from aftercall.reading.limits import ReaderLimits
from aftercall.reading.proposals import Proposal, Values
from aftercall.reading.quoting import Place, Transcript
from aftercall.reading.tasks import ProposedField, ReadingTask
from aftercall.reports.evidence import Finding, FindingSource
from aftercall.reports.reader_notes import Discarded, DiscardReason
from aftercall.session.prepared import PreparedSession

_TURN_LABEL = re.compile(r"T?(\d{1,5})")
_UNKNOWN_FIELD = "unknown"
_MOST_QUOTES = 3


@dataclass(slots=True)
class Verified:
    """What is left of an answer, by field, and what was thrown away for which reason."""

    findings: dict[str, list[Finding]] = field(default_factory=dict)
    reasons: Counter[tuple[str, DiscardReason]] = field(default_factory=Counter)

    @property
    def discarded(self) -> tuple[Discarded, ...]:
        """Give the counts for the report, in a steady order."""
        return tuple(
            Discarded(field=name, reason=reason, times=times)
            for (name, reason), times in sorted(self.reasons.items())
        )


@dataclass(frozen=True, slots=True)
class Verifier:
    """Verifies the answers about one call.

    Parameters
    ----------
    transcript
        The texts as the Reader was shown them.
    machine_words
        Finds words that are addressed to a machine.
    """

    prepared: PreparedSession
    profile: Profile
    transcript: Transcript
    limits: ReaderLimits
    machine_words: re.Pattern[str]

    def verify(self, task: ReadingTask, proposals: Mapping[str, object]) -> Verified:
        """Keep what can be believed of an answer."""
        verified = Verified()
        fields = {item.name: item for item in task.fields}
        for name, proposed in proposals.items():
            known = fields.get(name)
            if known is None:
                verified.reasons[_UNKNOWN_FIELD, DiscardReason.MALFORMED] += 1
                continue
            if proposed is None:
                continue
            self._field(known, proposed, verified)
        return verified

    def _field(self, known: ProposedField, proposed: object, verified: Verified) -> None:
        if not known.many:
            items: Sequence[object] = [proposed]
        elif isinstance(proposed, list):
            items = proposed
        else:
            verified.reasons[known.name, DiscardReason.MALFORMED] += 1
            return
        surplus = len(items) - self.limits.maximum_proposals
        if surplus > 0:
            verified.reasons[known.name, DiscardReason.TOO_MANY] += surplus
        for item in items[: self.limits.maximum_proposals]:
            finding = self._finding(known, item)
            if isinstance(finding, DiscardReason):
                verified.reasons[known.name, finding] += 1
            else:
                verified.findings.setdefault(known.name, []).append(finding)

    def _finding(self, known: ProposedField, item: object) -> Finding | DiscardReason:
        if not isinstance(item, dict) or not item.keys().isdisjoint({"source", *known.later}):
            return DiscardReason.MALFORMED
        places = self._places(known, item.get("evidence"))
        if isinstance(places, DiscardReason):
            return places
        values = {name: value for name, value in item.items() if name not in {"evidence", "confidence"}}
        shaped = known.shape(Proposal(values, places, self.prepared, self.profile))
        if isinstance(shaped, DiscardReason):
            return shaped
        return self._modelled(known, shaped, item.get("confidence"), places)

    def _modelled(
        self, known: ProposedField, values: Values, confidence: object, places: tuple[Place, ...]
    ) -> Finding | DiscardReason:
        if (
            isinstance(confidence, bool)
            or not isinstance(confidence, int | float)
            or not 0 <= confidence <= 1
        ):
            return DiscardReason.MALFORMED
        turns = self.prepared.session.turns
        document = {
            **known.later,
            **values,
            "confidence": round(min(float(confidence), self.limits.confidence_ceiling), 2),
            "evidence": tuple(quote(turns[one.turn_index], one.start, one.end) for one in places),
            "source": FindingSource.READER,
        }
        try:
            return known.model.model_validate(document)
        except ValidationError:
            return DiscardReason.MALFORMED

    def _places(self, known: ProposedField, evidence: object) -> tuple[Place, ...] | DiscardReason:
        if not isinstance(evidence, list) or not 0 < len(evidence) <= _MOST_QUOTES:
            return DiscardReason.MALFORMED
        places: list[Place] = []
        for item in evidence:
            place = self._place(known, item)
            if isinstance(place, DiscardReason):
                return place
            if place not in places:
                places.append(place)
        return tuple(places)

    def _place(self, known: ProposedField, item: object) -> Place | DiscardReason:
        words = item.get("quote") if isinstance(item, dict) else None
        if not isinstance(item, dict) or not isinstance(words, str):
            return DiscardReason.MALFORMED
        found = self.transcript.find(words, _turn_index(item.get("turn")))
        if not found:
            return DiscardReason.QUOTE_NOT_FOUND
        allowed = [place for place in found if self.transcript.speaker(place) in known.speakers]
        if not allowed:
            return DiscardReason.WRONG_SPEAKER
        if len(allowed) > 1:
            return DiscardReason.QUOTE_AMBIGUOUS
        return DiscardReason.INSTRUCTION_IN_QUOTE if self._speaks_to_a_machine(allowed[0]) else allowed[0]

    def _speaks_to_a_machine(self, place: Place) -> bool:
        """Tell whether a quote touches words addressed to a machine, if only at its edge."""
        text = self.prepared.session.turns[place.turn_index].text
        return any(
            match.start() < place.end and place.start < match.end()
            for match in self.machine_words.finditer(text)
        )


def _turn_index(label: object) -> int | None:
    match = _TURN_LABEL.fullmatch(label.strip()) if isinstance(label, str) else None
    return int(match.group(1)) - 1 if match else None
