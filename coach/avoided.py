"""What must never be prescribed, found in a text by its words. Pure.

A text that warns against it ("no weights in the hands", "a collar often worsens it") is none that prescribes
it. A warning is only believed where its negation stands right before, with nothing but small words, or things
of the same kind, between; in doubt the text is refused, and the therapist writes it more plainly.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from coach.parts import Id, Part, Words

Sentence = tuple[str, ...]
Pattern = tuple[str, ...]


class Span(NamedTuple):
    """Words of a sentence from ``first`` up to, but without, ``end``."""

    first: int
    end: int


SAME = str.maketrans({"’": "'", "‘": "'", "`": "'", "ʼ": "'"})
WORD = r"[^\W_]+(?:'[^\W_]+)*"


def _plain(text: str) -> str:
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKC", text).translate(SAME).casefold()
    return "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")


@cache
def _pattern(phrase: str) -> Pattern:
    """The words of a phrase, each as it is written, or with ``*`` as its beginning."""
    return tuple(re.findall(rf"{WORD}\*?", _plain(phrase)))


def _has_words(phrase: str) -> str:
    if not _pattern(phrase):
        raise PydanticCustomError("no_words", "a phrase with at least one word")
    return phrase


Phrase = Annotated[Words, AfterValidator(_has_words)]


class Together(Part):
    """Words that reveal something only in one sentence with others; a word may end in ``*``."""

    one_of: tuple[Phrase, ...] = Field(min_length=1)
    with_one_of: tuple[Phrase, ...] = Field(min_length=1)


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
    phrases: tuple[Phrase, ...] = Field(min_length=1)
    together: tuple[Together, ...] = ()
    harmless: tuple[Phrase, ...] = ()
    told: Words
    reason: Words
    source: Words
    author: Words

    @cached_property
    def telling(self) -> tuple[frozenset[str], tuple[str, ...]]:
        """The longest word of everything that reveals it: whole ones, and beginnings of words. A sentence
        without any of them need not be looked at."""
        revealing = (*self.phrases, *(one for pair in self.together for one in pair.one_of))
        longest = {max(_pattern(phrase), key=len) for phrase in revealing}
        whole = frozenset(word for word in longest if not word.endswith("*"))
        return whole, tuple(word[:-1] for word in longest if word.endswith("*"))


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _phrases(*texts: str) -> tuple[Pattern, ...]:
    return tuple(_words(text) for text in texts)


#: The words of a warning. Judgement, as all lists below: they are what English warnings are made of.
PLAIN = _phrases(
    "no", "not", "not allowed", "never", "cannot", "nor", "neither", "nobody", "no one", "don't", "doesn't",
    "mustn't", "shouldn't",
)  # fmt: skip
TAKING_AWAY = _phrases(
    "without", "with no", "avoid", "avoids", "avoiding", "skip", "omit", "stop", "refrain from", "instead of",
    "rather than", "leave out", "leave off", "away from", "free of", "free from", "take off",
)  # fmt: skip
#: Between a negation and what it negates: small words,
SMALL = frozenset(
    _words(
        "a an the any your his her their this that of for with in on to and or kind sort form need hand neck "
        "soft heavy light small upper body gym extra should must may can anybody anyone ,"
    )
)
#: doing,
DOING = frozenset(
    _words(
        "use using wear wearing put lift lifting do doing have having get getting give giving let take "
        "taking hold holding carry carrying add adding apply train training exercise work working be "
        "receive ask book sleep sit walk rest"
    )
)
#: and things of the same kind.
THINGS = frozenset(
    _words(
        "band bands load loads machine machines bottle bottles pressure force pulling weights dumbbells "
        "collar collars brace massage massages manipulation manipulations overpressure traction"
    )
)
FAR = 12  # words
#: What makes a warning one with an exception: "no weights over 2 kg".
BUT = _phrases(
    "over", "above", "heavier", "more", "beyond", "except", "unless", "until", "but", "yet", "other"
)

#: What follows in a warning that begins with the thing.
AFTER = re.compile(
    r"(?: (?:of|for|to|on|around)(?: the| your| a)? \w+(?: (?:and|or) \w+)?)?"
    r"(?: (?:often|usually|mostly|can|may|might|could|will|would))*"
    r"(?: (?:(?:worsens?|harms?)(?: it| things| the \w+| your \w+)?"
    r"|makes? (?:it|things|the \w+|your \w+) worse|(?:do|does) not help"
    r"|(?:is|are) (?:forbidden|refused|harmful)"
    r"|(?:is|are|should be|must be|is to be|are to be) avoided"
    r"|(?:is|are|should|must|may) (?:not|never)(?: be)? (?:allowed|advised|recommended|helpful|needed"
    r"|used|given|prescribed|worn|wanted|good|suitable|a good idea|part"
    r"|for (?:you|this|him|her|anybody|anyone))))"
    r"(?= *$| [,:]| because| here| in | on | for | with | over | of )"
)

TOKEN = re.compile(WORD + "|[,:]")


def prescribes(text: tuple[Sentence, ...], avoided: Avoided) -> bool:
    """Whether a text, as its sentences, asks for it, in whole words, and does not warn against it."""
    return any(_asks(sentence, tuple(found(sentence, avoided))) for sentence in text)


def _asks(sentence: Sentence, spans: tuple[Span, ...]) -> bool:
    named = {at for span in spans for at in range(*span)}
    return any(
        not _negated_before(sentence, span, named) and not _negated_after(sentence, span) for span in spans
    )


def sentences(text: str) -> Iterator[Sentence]:
    """A text as sentences of plain small words; commas and colons are words of their own."""
    plain = re.sub(r"\s[-–—]+\s|[–—()\[\]/]", " , ", _plain(text))
    for part in re.split(r"[!?;…\n]|\.(?!\d)", plain):
        words = tuple(TOKEN.findall(part))
        if words:
            yield words


def found(sentence: Sentence, avoided: Avoided) -> Iterator[Span]:
    """Where it is named, but for what only sounds like it."""
    whole, beginnings = avoided.telling
    if whole.isdisjoint(sentence) and not any(word.startswith(beginnings) for word in sentence):
        return
    harmless = tuple(_all_spans(sentence, avoided.harmless))
    yield from _outside(_all_spans(sentence, avoided.phrases), harmless)
    for pair in avoided.together:
        if any(_outside(_all_spans(sentence, pair.with_one_of), harmless)):
            yield from _outside(_all_spans(sentence, pair.one_of), harmless)


def _all_spans(sentence: Sentence, phrases: tuple[str, ...]) -> Iterator[Span]:
    for phrase in phrases:
        yield from _spans(sentence, _pattern(phrase))


def _spans(sentence: Sentence, phrase: Pattern) -> Iterator[Span]:
    length = len(phrase)
    if phrase[0] not in sentence and not phrase[0].endswith("*"):
        return  # nearly always, and at once
    for first in range(len(sentence) - length + 1):
        if all(map(_same, sentence[first : first + length], phrase)):
            yield Span(first, first + length)


def _same(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


def _outside(spans: Iterator[Span], others: tuple[Span, ...]) -> Iterator[Span]:
    for span in spans:
        if not any(one.first < span.end and span.first < one.end for one in others):
            yield span


def _negated_after(sentence: Sentence, span: Span) -> bool:
    after = " ".join(("", *sentence[span.end :]))
    return AFTER.match(after) is not None and not _negations(sentence[: span.first], (*PLAIN, *TAKING_AWAY))


def _negated_before(sentence: Sentence, span: Span, named: set[int]) -> bool:
    """Walks back to the negation, over nothing that could end its reach."""
    doing = False
    for at in range(span.first, max(0, span.first - FAR), -1):
        negation = _ends_with(sentence[:at], (*TAKING_AWAY, *PLAIN))
        if negation:
            nearest = sentence[at : span.first]
            whole = nearest[:1] != (",",) and sentence[span.end : span.end + 1] not in BUT
            return whole and _stands_alone(sentence[: at - len(negation)], negation)
        word = sentence[at - 1]
        thing = word in THINGS or at - 1 in named
        if word == ":" and at >= 2 and _ends_with(sentence[: at - 1], PLAIN):
            continue  # "Never: ..."
        if word in DOING:
            doing = True
        elif (word not in SMALL and not thing) or (doing and (word == "," or thing)):
            return False
    return False


def _stands_alone(before: Sentence, negation: tuple[str, ...]) -> bool:
    """Whether nothing turns the negation round, as in "never without" or "if you have no"."""
    if "if" in _after_last(before, {",", ":"}):
        return False
    near = before if negation in TAKING_AWAY else _after_last(before, {",", ":", "and", "or", "nor", "but"})
    return not _negations(near, (*PLAIN, *TAKING_AWAY))


def _after_last(words: Sentence, ends: set[str]) -> Sentence:
    return words[max((at for at, word in enumerate(words) if word in ends), default=0) :]


def _negations(words: Sentence, phrases: tuple[tuple[str, ...], ...]) -> bool:
    return any(_ends_with(words[:end], phrases) for end in range(1, len(words) + 1))


def _ends_with(words: Sentence, phrases: tuple[tuple[str, ...], ...]) -> tuple[str, ...] | None:
    return next((phrase for phrase in phrases if words[-len(phrase) :] == phrase), None)
