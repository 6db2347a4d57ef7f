"""What hurts today: the caller's problems in the caller's words, with what they cost (spec 3.1)."""

import re
from collections.abc import Iterator

from aftercall.analysis.context import is_about_others, is_imagined
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.sales.trouble import trouble
from aftercall.language.normalisation import normalise
from aftercall.language.quotes import quote
from aftercall.profile.models import Profile
from aftercall.reports.sales_intelligence import PainPoint
from aftercall.session.prepared import DialogueAct

_ASKED_FOR_TROUBLE = re.compile(
    r"\b(?:what (?:made|brings|brought|prompted|started|is prompting) you|what's (?:wrong|not working"
    r"|going wrong|prompting"
    r"|the (?:problem|issue|matter|worst|hardest))|how (?:is|has|are) (?:that|it|this"
    r"|things)(?: been)? (?:working|going)"
    r"|what (?:happens|happened|goes wrong|went wrong|has been going wrong|bothers|frustrates|does that)"
    r"|biggest|challenge"
    r"|pain|frustrat\w*|slows?|let you down|how (?:do|are|did|does) (?:you|they|it|those|these"
    r"|that) (?:\w+ )?(?:handle"
    r"|handling|do|doing|send|sending|manage|managing|get|track|tracking|collect|work|go)|walk me through"
    r"|look around"
    r"|why (?:are|do) you|cost you|(?:at the moment|today|right now|currently|these days)\?)"
)
_IMPACT_UNITS = frozenset(("hour", "day", "week", "minute", "month", "usd", "percent"))
_CONSEQUENCE = re.compile(
    r"(?:and |so |but )?(?:it|it's|that|that's|this|one of|some of|cost|costs|nobody|which|he|she|because)\b"
)
"""What follows from the problem just told: it belongs to it and is no problem of its own."""

_ABOUT_OTHERS = 0.5
_ASKED_ADDS = 0.4
_UNHAPPY_ADDS = 0.25
_GLAD_TAKES = 0.4
_GLAD = 0.25
_STRONG_PAIN = -0.3
_UNHAPPY = -0.15
_ENOUGH = 0.9
_A_SIGN = 0.3
_LONGEST_LEAD = 60
_LONG_CLAUSE = 14
_FEWEST_WORDS_OF_A_PIECE = 4
_JOINT = re.compile(
    r"\s*,\s+|\s+(?=(?:and|but|because|cause|'cause|so|which|then|yet|since|where)\s)", re.IGNORECASE
)
_FEWEST_WORDS = 4
_NO_COMPLAINT = frozenset((DialogueAct.QUESTION, DialogueAct.COMMITMENT, DialogueAct.ACKNOWLEDGEMENT))


def find_pain_points(conversation: Conversation, profile: Profile) -> tuple[PainPoint, ...]:
    """Find problems the caller has today, with what they cost and which features address them."""
    found: list[PainPoint] = []
    for utterance in conversation.user:
        question = conversation.agent_before(utterance.index)
        just_complained = False
        for clause in utterance.clauses:
            if clause.act in _NO_COMPLAINT or (just_complained and _CONSEQUENCE.match(clause.text)):
                continue
            just_complained = False
            for start, end, weight in _complaints(clause, question):
                just_complained = True
                evidence = quote(clause.turn, start, end)
                confidence = 0.5 + 0.1 * min(weight, 3.0) + (0.1 if clause.sentiment < _STRONG_PAIN else 0.0)
                found.append(
                    PainPoint(
                        problem=evidence.quote,
                        impact=impact_of(utterance, clause.start, clause.end),
                        solutions=solutions_to(clause.text, profile),
                        confidence=round(min(confidence, 0.9), 2),
                        evidence=(evidence,),
                    )
                )
    return tuple(found)


def _complaints(clause: Clause, question: Utterance | None) -> Iterator[tuple[int, int, float]]:
    """Give the stretches of a clause that tell of a problem; of a long one only the part that does."""
    if clause.words <= _LONG_CLAUSE:
        weight = _hurts(clause.text, clause.sentiment, question)
        if weight >= _ENOUGH:
            yield (clause.start, clause.end, weight)
        return
    run: list[tuple[int, int, float]] = []
    before = clause.start
    for start, end in [*_pieces(clause), (clause.end, clause.end)]:
        weight = _hurts(normalise(clause.turn.text[start:end]).text.strip(), clause.sentiment, question)
        if weight >= _A_SIGN:
            run.append((before if end - before <= _LONGEST_LEAD else start, end, weight))
        elif run:
            total = sum(item[2] for item in run)
            if total >= _ENOUGH:
                yield (run[0][0], run[-1][1], total)
            run = []
        before = start


def _pieces(clause: Clause) -> Iterator[tuple[int, int]]:
    """Split a long clause where something new begins; a piece has some words of its own."""
    text = clause.turn.text
    start = clause.start
    for match in _JOINT.finditer(text, clause.start, clause.end):
        if len(text[start : match.start()].split()) >= _FEWEST_WORDS_OF_A_PIECE:
            yield (start, match.start())
            start = match.end()
    yield (start, clause.end)


def _hurts(text: str, sentiment: float, question: Utterance | None) -> float:
    """Weigh the signs that normalised text tells of a problem; 0 when it imagines or none is there."""
    if len(text.split()) < _FEWEST_WORDS or is_imagined(text):
        return 0.0
    weight = trouble(text)
    if not weight:
        return 0.0
    weight += _UNHAPPY_ADDS if sentiment < _UNHAPPY else 0.0
    weight -= _GLAD_TAKES if sentiment > _GLAD else 0.0
    weight += _ASKED_ADDS if question is not None and _ASKED_FOR_TROUBLE.search(question.text) else 0.0
    weight -= _ABOUT_OTHERS if is_about_others(text) else 0.0
    return max(weight, 0.0)


def impact_of(utterance: Utterance, start: int, end: int) -> str | None:
    """Give the time or money that a problem costs, as said in the same breath.

    Parameters
    ----------
    start, end
        Where the problem is told in the turn, in characters.
    """
    after = (clause.end for clause in utterance.clauses if clause.end > end)
    until = next(after, end)
    for quantity in utterance.annotation.quantities:
        if quantity.unit in _IMPACT_UNITS and start <= quantity.start < until:
            return utterance.turn.text[quantity.start : quantity.end]
    return None


def solutions_to(text: str, profile: Profile) -> tuple[str, ...]:
    """Name the features of the profile that address a problem, told in small letters."""
    return tuple(
        feature.name
        for feature in profile.vocabulary.features
        if any(word in text for word in feature.solves)
    )
