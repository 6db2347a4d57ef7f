"""Clauses that only take up what was said: "yeah", "okay got it", "mm-hmm, right", "sure, Dana".

A clause counts when nothing but such phrases stands in it, in any order and number, at least one of
them more than thanks. Words that keep the floor may stand before them ("well yeah") and not behind
("okay so" goes on). A short form of address may follow.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from aftercall.language.personal_data_tokens import is_rare_name

LONGEST_ACKNOWLEDGEMENT: Final = 14
_LONGEST_WORD = 12
_REMEMBERED_CLAUSES = 1024

_WORDS = """
yeah yea yeh yes yep yup yip ya aye ok okay okey okey-dokey kay 'kay mkay mm'kay m'kay alright right righto
alrighty roger sure great good perfect cool nice fine excellent wonderful awesome fantastic lovely
brilliant super superb terrific amazing splendid fabulous marvellous marvelous grand beautiful neat
sweet groovy ideal absolutely definitely certainly totally completely exactly precisely indeed
naturally clearly true correct agreed understood noted gotcha fair done affirmative likewise
really wow whoa ha haha gosh goodness interesting works fascinating hilarious nope nah no ditto amen
"""
_PHRASES = """
uh huh|um hmm|um hum|mm hm|m hm|mm hmm|all right|all righty|okie dokie|okey dokey|okey doke|okay then
alright then|all right then|right then|right on|right you are|sure thing|for sure|that's for sure
sure enough|yes indeed|sounds like a plan|sounds about right|of course|by all means|without a doubt
no doubt|why not|not bad|of course not|absolutely not|definitely not|certainly not|not really|not at all
not a problem|no problem|no problem at all|no worries|no worries at all|no trouble|no no|no i don't
no we don't|no it doesn't|all good|it's all good|exactly right|spot on|you bet|you got it|copy that
ten four|fair enough|fair point|good point|good call|good idea|great idea|good question|great question
good to know|good to hear|great to hear|glad to hear that|glad to hear it|nice to hear
happy to hear that|sorry to hear that|i'm sorry to hear that|point taken|duly noted|very good|very nice
very well|very true|very cool|very interesting|very much|very much so|pretty good|pretty cool
pretty much|really good|really nice|really cool|so cool|so true|too true|quite true|quite right|quite so
just so|too right|too bad|oh no|oh dear|oh boy|oh man|oh my|oh god|oh my god|oh gosh|oh my goodness
my goodness|my god|no way|no kidding|i see|i see that|i can see that|i see what you mean
i see what you're saying|i see your point|i know|i know right|i know what you mean|i get it|i get that
i got it|i got that|i got you|i've got it|i've got that|we got it|got it|got that|got you
message received|i understand|i understand that|i understand completely|i completely understand
i totally understand|i totally understand that|i completely understand that|i fully understand
i understand now|i hear you|i hear that|i agree|i totally agree|i completely agree|i do agree
i agree with that|i agree with you|i would agree|i'd agree|i'd agree with that|i couldn't agree more
i do too|so do i|me too|me neither|same here|i think so|i think so too|i believe so|i guess so
i suppose so|i'd say so|i would say so|i would think so|i hope so|i'm with you|i follow|i'm following
i follow you|fine by me|fine with me|good with me|okay with me|works for me|that works|that works for me
that'll work|that will work|that would work|that'd work|that'll do|that will be fine|that will be great
that'll be fine|that'll be great|that would be good|that would be great|that would be fine
that would be nice|that would be perfect|that would be lovely|that would be wonderful|makes sense
that makes sense|it makes sense|this makes sense|makes perfect sense|that makes perfect sense
that makes a lot of sense|makes a lot of sense|makes total sense|that makes total sense
that does make sense|that would make sense|yes it is|yes it does|yes i do|yes we do|yes i am|yes we are
yes please|yes i have|yes we have|yes i can|yes i did|yeah i do|yeah we do|yeah i know|yeah it is
yeah it does|yeah i have|yeah i did|yeah i am|yeah we are|it is|it does|it is indeed|it does indeed
you're right|you are right|you're absolutely right|you're welcome|my pleasure|you got that right
you can say that again|i bet|i'm sure|don't worry|don't worry about it|never mind|no i know|no i see
no i understand|no i agree|how interesting|how nice|how lovely|how funny|how cool|happy to|okay now
exactly yes|that's it|that is it|that's the one|that's the idea|that's all right|that's exactly right
that's exactly it|that's what i thought|that's what i mean|that's good to know|that's good to hear
that's great to hear|that's nice to hear|that's a relief|that's a good point|that's a fair point
that's a good idea|that's a great idea|that's a good question|that's a great question|that's good news
that's great news|that's a shame|that's a pity|that's too bad|that is all right|i like that|i like it
i love it|i love that
"""
_THANKS = """
thank you|thanks|thank you very much|thank you so much|thanks very much|thanks so much|thanks a lot
cheers|thanks for that|thank you for that|many thanks|much appreciated|i appreciate it|i appreciate that
i really appreciate it|i really appreciate that|appreciate it|appreciate that
"""
_SUBJECTS = ("that's", "that is", "that'd be", "that sounds", "it's", "it is", "this is", "sounds")
_DEGREES = ("", "so", "very", "really", "pretty", "quite", "just", "absolutely", "totally", "perfectly")
_PRAISE = """
good great nice cool fine perfect lovely awesome wonderful excellent fantastic brilliant amazing interesting
funny true right fair helpful useful clear understandable reasonable better okay ok alright neat sweet super
terrific fabulous impressive exciting hilarious beautiful handy correct smart clever ideal
"""
_LEADING = frozenset(("well", "and", "but", "so", "then", "just", "oh", "ah"))
_ADDRESSES = frozenset((
    "sir", "ma'am", "madam", "miss", "man", "mate", "guys", "everyone", "everybody", "dude", "buddy", "folks",
    "dear", "honey",
))  # fmt: skip
_DENIALS = frozenset(("no", "nope", "nah", "not"))
_HUMMED = re.compile(r"m+|h+m+|m+h+m+|hu+h|o+h+|a+h+a*|u+h+u+h+|oo+")
_MARKS_AS_BLANKS = str.maketrans(dict.fromkeys(",.!?;:-", " "))


@dataclass(frozen=True, slots=True)
class _Phrases:
    """Phrases as words, and how long those are that begin with a word."""

    all: frozenset[tuple[str, ...]]
    sizes: dict[str, tuple[int, ...]]
    humming: bool


@lru_cache(maxsize=_REMEMBERED_CLAUSES)
def is_acknowledgement(clause: str) -> bool:
    """Tell whether a clause of normalised text does nothing but take up what was said."""
    words = _words(clause)
    return _made_of(words, _answering()) and not _made_of(words, _thanking())


@lru_cache(maxsize=_REMEMBERED_CLAUSES)
def is_thanks(clause: str) -> bool:
    """Tell whether a clause of normalised text only thanks."""
    return _made_of(_words(clause), _thanking())


@lru_cache(maxsize=16)
def _words(clause: str) -> tuple[str, ...]:
    """Cut a short clause into words; remembered, since it is asked for twice in a row."""
    words = clause.translate(_MARKS_AS_BLANKS).split()
    return tuple(words) if len(words) <= LONGEST_ACKNOWLEDGEMENT else ()


def _made_of(words: tuple[str, ...], phrases: _Phrases) -> bool:
    """Follow every way to cut the words into phrases; at least one, and an address at the end at most."""
    reached = {0}
    begun = False
    for place, word in enumerate(words):
        if place not in reached:
            if place > max(reached):
                return False
            continue
        if begun and place == len(words) - 1 and _addresses(words):
            return True
        if not begun and word in _LEADING:
            reached.add(place + 1)
        sizes = _sizes(words, place, phrases)
        reached.update(place + size for size in sizes)
        begun = begun or bool(sizes)
    return begun and len(words) in reached


def _sizes(words: tuple[str, ...], place: int, phrases: _Phrases) -> list[int]:
    """Give how long the phrases are that begin at a place."""
    word = words[place]
    found = [size for size in phrases.sizes.get(word, ()) if words[place : place + size] in phrases.all]
    if not found and phrases.humming and len(word) <= _LONGEST_WORD and _HUMMED.fullmatch(word):
        return [1]
    return found


def _addresses(words: Sequence[str]) -> bool:
    """Tell whether the last word addresses somebody; "no, Miguel" corrects a name."""
    last = words[-1]
    return last in _ADDRESSES or (words[-2] not in _DENIALS and is_rare_name(last))


@cache
def _answering() -> _Phrases:
    praise = [
        f"{subject} {degree} {word}".split()
        for subject in _SUBJECTS
        for degree in _DEGREES
        for word in _PRAISE.split()
    ]
    listed = _listed(_WORDS.replace(" ", "|")) + _listed(_PHRASES) + _listed(_THANKS)
    return _phrases(map(tuple, (*listed, *praise)), humming=True)


@cache
def _thanking() -> _Phrases:
    return _phrases(map(tuple, _listed(_THANKS)), humming=False)


def _listed(phrases: str) -> list[list[str]]:
    return [phrase.split() for line in phrases.split("\n") for phrase in line.split("|") if phrase.strip()]


def _phrases(given: Iterable[tuple[str, ...]], *, humming: bool) -> _Phrases:
    each = frozenset(given)
    sizes: dict[str, set[int]] = {}
    for words in each:
        sizes.setdefault(words[0], set()).add(len(words))
    return _Phrases(each, {first: tuple(sorted(found)) for first, found in sizes.items()}, humming)
