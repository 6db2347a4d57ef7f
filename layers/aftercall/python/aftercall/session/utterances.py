"""Utterances as transcription services report them: who spoke, interim texts, one turn in pieces."""

from collections.abc import Sequence
from itertools import groupby

from aftercall.session.errors import UnreadableReport
from aftercall.session.models import Speaker, Turn
from aftercall.session.reading import require_text

SPEAKERS = {
    "user": Speaker.USER,
    "caller": Speaker.USER,
    "customer": Speaker.USER,
    "agent": Speaker.AGENT,
    "assistant": Speaker.AGENT,
}
SILENT_ROLES = frozenset({"system", "developer", "tool"})


def read_speaker(value: object, field: str) -> Speaker | None:
    """Tell the speaker; None for instructions to the model, which nobody speaks.

    Raises UnreadableReport for any other word: a turn of an unknown speaker cannot be counted.
    """
    name = require_text(value, field).lower()
    if name in SILENT_ROLES:
        return None
    if name not in SPEAKERS:
        raise UnreadableReport(field, 'who speaks, "user" or "agent"')
    return SPEAKERS[name]


def drop_superseded(turns: Sequence[Turn]) -> list[Turn]:
    """Leave out interim texts that the same speaker's next final text replaces.

    An interim text that never became final is kept: it is all there is of the last words before a
    line broke. ``turns`` must be in chronological order.
    """
    kept: list[Turn] = []
    for _, group in groupby(turns, key=lambda turn: turn.speaker):
        run = list(group)
        last_final = max((index for index, turn in enumerate(run) if turn.final), default=-1)
        open_end = run[last_final + 1 :]
        kept.extend(turn for turn in run[: last_final + 1] if turn.final)
        kept.extend(open_end[-1:])
    return kept


def join_utterances(turns: Sequence[Turn]) -> list[Turn]:
    """Join what one speaker says in a row into one turn, under the first utterance's id and time.

    Recognition cuts at every pause, so a speaker's turn arrives in pieces. The turn is as certain
    as its least certain piece. ``turns`` must be in chronological order.
    """
    return [_joined(list(run)) for _, run in groupby(turns, key=lambda turn: turn.speaker)]


def _joined(run: list[Turn]) -> Turn:
    confidences = [turn.transcript_confidence for turn in run if turn.transcript_confidence is not None]
    return run[0].model_copy(
        update={
            "text": " ".join(turn.text for turn in run),
            "final": all(turn.final for turn in run),
            "transcript_confidence": min(confidences, default=None),
        }
    )
