"""What must never be prescribed, found in a text by its words. Pure.

A text that warns against it ("no weights in the hands", "a collar often worsens it") is none that prescribes
it. A warning is only believed where its negation stands right before, with nothing but small words, or things
of the same kind, between; in doubt the text is refused, and the therapist writes it more plainly.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from pydantic import Field

from coach.parts import Id, Part, Words


class Together(Part):
    """Words that reveal something only in one sentence with others; a word may end in ``*``."""

    one_of: tuple[Words, ...] = Field(min_length=1)
    with_one_of: tuple[Words, ...] = Field(min_length=1)


class Avoided(Part):
    """One thing that must not be prescribed.

    Attributes:
        phrases: words that reveal it on their own; a word may end in ``*``.
        together: words that reveal it together.
        harmless: phrases with the same words that mean something else.
        told: what the therapist is told.
        reason, source, author: why, on what grounds, and who says so.
    """

    id: Id
    name: Words
    phrases: tuple[Words, ...] = Field(min_length=1)
    together: tuple[Together, ...] = ()
    harmless: tuple[Words, ...] = ()
    told: Words
    reason: Words
    source: Words
    author: Words


Sentence = tuple[str, ...]


class Span(NamedTuple):
    """Words of a sentence from ``first`` up to, but without, ``end``."""

    first: int
    end: int


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _phrases(*texts: str) -> tuple[tuple[str, ...], ...]:
    return tuple(_words(text) for text in texts)


#: The words of a warning. Judgement, as all lists below: they are what English warnings are made of.
PLAIN = _phrases("no", "not", "never", "cannot", "nor", "neither", "don't", "doesn't", "mustn't", "shouldn't")
TAKING_AWAY = _phrases(
    "without", "with no", "avoid", "avoids", "avoiding", "skip", "omit", "stop", "refrain from", "instead of",
    "rather than", "leave out", "leave off", "away from", "free of", "free from", "take off",
)  # fmt: skip
#: Between a negation and what it negates: small words,
SMALL = frozenset(
    _words(
        "a an the any your his her their this that of for with in on to and or kind sort form need hand neck "
        "soft heavy light small upper body gym extra , :"
    )
)
#: doing,
DOING = frozenset(
    _words(
        "use using wear wearing put lift lifting do doing have having get getting give giving let take "
        "taking hold holding carry carrying add adding apply train training exercise work working be "
        "receive ask book"
    )
)
#: and things of the same kind.
THINGS = frozenset(_words("band bands load loads machine machines bottle bottles pressure force pulling"))
FAR = 12  # words

#: What follows in a warning that begins with the thing.
AFTER = re.compile(
    r"(?: (?:often|usually|mostly|can|may|might|could|will|would))*"
    r"(?: (?:worsens?|harms?|makes? \w+(?: \w+)? worse|do not help|does not help|is forbidden|are forbidden"
    r"|is refused|are refused|is harmful|are harmful|(?:is|are|should be|must be|to be) avoided"
    r"|is to be avoided|are to be avoided"
    r"|(?:is|are|should|must|may) (?:not|never)(?: be)?"
    r"(?: (?:allowed|advised|recommended|helpful|needed|used|given|prescribed|worn|wanted|good|suitable|part"
    r"|for (?:you|this|him|her|anybody|anyone)))?)"
    r"(?= *$| [,:]| because| here| in | on | for | with | over | of ))"
)

SAME = str.maketrans({"’": "'", "‘": "'", "`": "'", "ʼ": "'"})
TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[,:]")


def prescribes(text: str, avoided: Avoided) -> bool:
    """Whether a text asks for it, in whole words, and does not warn against it."""
    return any(
        not _warned(sentence, span) for sentence in sentences(text) for span in found(sentence, avoided)
    )


def sentences(text: str) -> Iterator[Sentence]:
    """A text as sentences of plain small words; commas and colons are words of their own."""
    plain = unicodedata.normalize("NFKC", text).translate(SAME).casefold()
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    plain = re.sub(r"\s[-–—]+\s|[–—()\[\]/]", " , ", plain)
    for part in re.split(r"[!?;…\n]|\.(?!\d)", plain):
        words = tuple(TOKEN.findall(part))
        if words:
            yield words


def found(sentence: Sentence, avoided: Avoided) -> Iterator[Span]:
    """Where it is named, but for what only sounds like it."""
    harmless = [span for phrase in avoided.harmless for span in _spans(sentence, _words(phrase))]
    for phrase in avoided.phrases:
        yield from _outside(_spans(sentence, _words(phrase)), harmless)
    for pair in avoided.together:
        others = [span for phrase in pair.with_one_of for span in _spans(sentence, _words(phrase))]
        if any(_outside(iter(others), harmless)):
            for phrase in pair.one_of:
                yield from _outside(_spans(sentence, _words(phrase)), harmless)


def _spans(sentence: Sentence, phrase: tuple[str, ...]) -> Iterator[Span]:
    for first in range(len(sentence) - len(phrase) + 1):
        end = first + len(phrase)
        if all(_same(*pair) for pair in zip(sentence[first:end], phrase, strict=True)):
            yield Span(first, end)


def _same(word: str, wanted: str) -> bool:
    wanted = wanted.casefold()
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


def _outside(spans: Iterator[Span], others: list[Span]) -> Iterator[Span]:
    for span in spans:
        if not any(one.first <= span.first < one.end for one in others):
            yield span


def _warned(sentence: Sentence, span: Span) -> bool:
    return _negated_before(sentence, span) or _negated_after(sentence, span)


def _negated_after(sentence: Sentence, span: Span) -> bool:
    after = " ".join(("", *sentence[span.end :]))
    return AFTER.match(after) is not None and not _negations(sentence[: span.first], (*PLAIN, *TAKING_AWAY))


def _negated_before(sentence: Sentence, span: Span) -> bool:
    """Walks back to the negation, over nothing that could end its reach."""
    doing = False
    for at in range(span.first, max(0, span.first - FAR), -1):
        negation = _ends_with(sentence[:at], (*TAKING_AWAY, *PLAIN))
        if negation:
            nearest = sentence[at : span.first]
            return nearest[:1] != (",",) and _stands_alone(sentence[: at - len(negation)], negation)
        word = sentence[at - 1]
        if word in DOING:
            doing = True
        elif (word not in SMALL and word not in THINGS) or (doing and (word == "," or word in THINGS)):
            return False
    return False


def _stands_alone(before: Sentence, negation: tuple[str, ...]) -> bool:
    """ "Never without" and "if you have no" warn of nothing."""
    if "if" in before or "unless" in before:
        return False
    if negation in TAKING_AWAY:
        return not _negations(before, (*PLAIN, *TAKING_AWAY))
    parts = [at for at, word in enumerate(before) if word in {",", ":", "and", "or", "nor", "but"}]
    return not _negations(before[parts[-1] if parts else 0 :], TAKING_AWAY + PLAIN)


def _negations(words: Sentence, phrases: tuple[tuple[str, ...], ...]) -> bool:
    return any(_ends_with(words[:end], phrases) for end in range(1, len(words) + 1))


def _ends_with(words: Sentence, phrases: tuple[tuple[str, ...], ...]) -> tuple[str, ...] | None:
    return next((phrase for phrase in phrases if words[-len(phrase) :] == phrase), None)
