"""Records that are whole, canonical and of the right shape but for one thing, which is drawn; whoever sends
one tells its right hash. None of them may be taken, whichever place it is broken in."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

from coach.parts import canonical
from coach.wire import Kind
from tests.coach.faulty import OTHERS, Path, nodes
from tests.coach.sync.broken_traces import spoiled

#: Stands for something that is no JSON until the record is text.
HERE = "\ue000"
#: What a reader takes as it usually is where it is left out.
MAY_BE_LEFT_OUT = {
    *("format", "marked", "interventions", "measures", "bout", "kind", "version", "reason", "position"),
    *("before", "after", "words", "tension_before", "tension", "minutes", "sleep", "effort", "pain", "side"),
    *("eased_s", "notes", "frames", "seen_share", "frames_per_s", "dropped", "second_person_s"),
    *("camera_lost", "compensations"),
}
#: Fields with one word of a list.
WORDS = {"ending", "side", "hand", "movement", "kind", "flag"}
ANSWERS = {"pain", "tension", "effort", "tension_before", "sleep"}
MOMENTS = (
    *("", "yesterday", "2026-03-02T09:30:00", "1999-12-31T23:59:59Z", "2200-01-02T00:00:00Z"),
    *("2026-02-30T09:30:00Z", "2026-03-02T25:00:00Z", "+10000-01-01T00:00:00Z", "2026-03-02T09:30:00+99:00"),
)
KEYS = ("", " ", "a b", "../../etc", "x" * 37, "é", "a/b", "q\n", "' OR 1=1 --")
MANY = b"[" + b"null," * 5000 + b"null]"
NO_NUMBERS = ("NaN", "Infinity", "-Infinity", "1e999", "-1e999", "01", "+1", "0x10", "1.", "9" * 5000)


@dataclass(frozen=True)
class Sample:
    """A record that would be taken: its kind and its bytes."""

    kind: Kind
    body: bytes

    @cached_property
    def data(self) -> dict[str, Any]:
        return dict(json.loads(self.body))

    @cached_property
    def places(self) -> list[tuple[Path, Any]]:
        """Every value but the whole, with where it is."""
        return [(path, value) for path, value in nodes(self.data) if path]

    def some(self, chance: Random, *kinds: type) -> tuple[Path, Any]:
        """One value of these types with its place."""
        return chance.choice([(path, value) for path, value in self.places if type(value) in kinds])

    def called(self, *names: str) -> list[Path]:
        """The places of all fields of these names that hold something."""
        return [path for path, value in self.places if path[-1] in names and value not in (None, [])]

    def tables(self) -> list[tuple[Path, dict[str, Any]]]:
        """Every table whose names are fixed, the whole one included."""
        inside = [(path, value) for path, value in self.places if isinstance(value, dict)]
        return [((), self.data), *(one for one in inside if one[0][-1] != "versions")]


Breaking = Callable[[Random, Sample], bytes]


def broken(chance: Random, sample: Sample) -> tuple[str, bytes]:
    """What was done to it, and what came of it."""
    way = chance.choice(OF_A_SESSION if sample.kind is Kind.SESSION else EVERYWHERE)
    return way.__name__, way(chance, sample)


def changed(data: Any, path: Path, value: Any) -> Any:
    """The same data with another value in one place; what is not on the way there is shared."""
    if not path:
        return value
    key: Any = path[0]
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[key] = changed(data[key], path[1:], value)
    return copy


def _with(sample: Sample, path: Path, value: Any) -> bytes:
    return canonical(changed(sample.data, path, value)).encode(errors="surrogatepass")


def wrong_type(chance: Random, sample: Sample) -> bytes:
    path, value = chance.choice(sample.places)
    others = [{"no": [[HERE]]}] if value is None else [one for one in OTHERS[type(value)] if one != 1.5]
    return _with(sample, path, chance.choice(others))


def huge_number(chance: Random, sample: Sample) -> bytes:
    path, _ = sample.some(chance, int, float)
    return _with(sample, path, chance.choice((1e8, -1e8, 1e300, -1e300, 10**60, -(10**60))))


def no_number(chance: Random, sample: Sample) -> bytes:
    path, _ = sample.some(chance, int, float)
    return _with(sample, path, HERE).replace(f'"{HERE}"'.encode(), chance.choice(NO_NUMBERS).encode())


def below_nothing(chance: Random, sample: Sample) -> bytes:
    """Less than no seconds, no repetitions, no answer; or an answer beyond ten."""
    counted = [one for one, value in sample.places if type(value) in (int, float) and _is_counted(one[-1])]
    path = chance.choice(counted or sample.called("format"))
    return _with(sample, path, chance.choice((-1, 11) if path[-1] in ANSWERS else (-1, -1000)))


def _is_counted(name: str | int) -> bool:
    return str(name).endswith("_s") or name in ANSWERS | {"reps", "sets", "frames", "format"}


def too_long(chance: Random, sample: Sample) -> bytes:
    path, _ = sample.some(chance, str)
    return _with(sample, path, chance.choice("yß\U0001f600") * 9000)


def unseen_letters(chance: Random, sample: Sample) -> bytes:
    path, text = sample.some(chance, str)
    at = chance.randrange(len(text) + 1)
    return _with(sample, path, text[:at] + chance.choice("\x00\x01\x07\x08\x1b\x7f\ud800\udfff") + text[at:])


def unknown_field(chance: Random, sample: Sample) -> bytes:
    path, table = chance.choice(sample.tables())
    name = chance.choice(("picture", "sound", "patient_id", "", "__class__", "Ending", "x" * 900, "\x00"))
    return _with(sample, path, table | {name: chance.choice((1, "two", True, [], {}, None))})


def missing_field(chance: Random, sample: Sample) -> bytes:
    path, table = chance.choice([one for one in sample.tables() if set(one[1]) - MAY_BE_LEFT_OUT])
    gone = chance.choice(sorted(set(table) - MAY_BE_LEFT_OUT))
    return _with(sample, path, {name: value for name, value in table.items() if name != gone})


def unknown_word(chance: Random, sample: Sample) -> bytes:
    path = chance.choice(sample.called(*WORDS) or sample.called("id", "session"))
    return _with(sample, path, chance.choice(("no such word", "", "DO NE", "lef t", "\u202edone", " ")))


def no_moment(chance: Random, sample: Sample) -> bytes:
    fields = [path for path, value in sample.places if str(path[-1]).endswith("_at") and value]
    path = chance.choice(fields or sample.called("session"))
    return _with(sample, path, chance.choice(MOMENTS if fields else KEYS))


def no_key(chance: Random, sample: Sample) -> bytes:
    return _with(sample, chance.choice(sample.called("id", "session")), chance.choice(KEYS))


def too_deep(chance: Random, sample: Sample) -> bytes:
    path, _ = chance.choice(sample.places)
    opened, closed = chance.choice((("[", "]"), ('{"a":', "}")))
    deep = chance.choice((12, 12, 12, 200, 200, 990, 990, 3000, 3000, 100_000))
    whole = _with(sample, path, HERE)
    return whole.replace(f'"{HERE}"'.encode(), (opened * deep + "1" + closed * deep).encode())


def too_many(chance: Random, sample: Sample) -> bytes:
    path, _ = chance.choice(sample.places)
    whole = _with(sample, path, HERE)
    return whole.replace(f'"{HERE}"'.encode(), chance.choice((MANY, MANY.replace(b"null", b'"a"'))))


def written_otherwise(chance: Random, sample: Sample) -> bytes:
    """The same data, but not in the one way of writing it."""
    ways = (
        lambda: json.dumps(sample.data),
        lambda: json.dumps(sample.data, indent=1),
        lambda: canonical(dict(reversed(sample.data.items()))).replace(":", ": ", 1),
        lambda: canonical(sample.data).replace("e", "\\u0065", 1),
        lambda: chance.choice(" \t\n\r") + canonical(sample.data),
        lambda: canonical(sample.data) + chance.choice(" \t\n\r\x00;,"),
        lambda: canonical(sample.data).replace('"', "'"),
        lambda: canonical(sample.data)[:-1] + ",}",
        lambda: "\ufeff" + canonical(sample.data),
    )
    return chance.choice(ways)().encode()


def field_twice(chance: Random, sample: Sample) -> bytes:
    text = canonical(sample.data)
    name = chance.choice(list(sample.data))
    return f'{{"{name}":0,{text[1:]}'.encode() if chance.random() < 0.5 else _twice_the_same(text, name)


def _twice_the_same(text: str, name: str) -> bytes:
    value = canonical(json.loads(text)[name])
    return f'{{"{name}":{value},{text[1:]}'.encode()


def cut_short(chance: Random, sample: Sample) -> bytes:
    return sample.body[: chance.randrange(len(sample.body))]


def doubled(chance: Random, sample: Sample) -> bytes:
    return sample.body + chance.choice((b"", b",", b"\n")) + sample.body


def no_utf8(chance: Random, sample: Sample) -> bytes:
    at = chance.randrange(len(sample.body) + 1)
    other = sample.body.decode().encode(chance.choice(("utf-16", "utf-32", "utf-7")))
    odd = chance.choice((b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\x80"))
    return chance.choice((sample.body[:at] + odd + sample.body[at:], other[:-2] + b"\xff\xff"))


def something_else(chance: Random, sample: Sample) -> bytes:
    others = (
        *(b"", b"null", b"[]", b"{}", b"0", b'"x"', b"true", b"NaN", b"\x00", b"[" * 9000, b'{"a":' * 900),
        *(zlib.compress(sample.body), base64.b64encode(sample.body), b"[" + sample.body + b"]"),
        *(canonical(sample.body.decode()).encode(), b'{"format":' + b"9" * 5000 + b"}", b"PK\x03\x04"),
    )
    return chance.choice((*others, chance.randbytes(chance.randrange(1, 400))))


# What only a session has


def no_trace(chance: Random, sample: Sample) -> bytes:
    """A piece of a trace that is none."""
    (path, text) = chance.choice([one for one in sample.places if "chunks" in one[0] and type(one[1]) is str])
    chunk = base64.b64decode(text)
    return _with(sample, path, base64.b64encode(spoiled(chance, chunk)).decode())


def no_base64(chance: Random, sample: Sample) -> bytes:
    (path, text) = chance.choice([one for one in sample.places if "chunks" in one[0] and type(one[1]) is str])
    odd = (text[:-1], text + "=", text[:8] + "!" + text[8:], " " + text, text[:4] + "é" + text[4:], "A")
    return _with(sample, path, chance.choice(odd))


def not_together(chance: Random, sample: Sample) -> bytes:
    """Every field is right and two of them contradict each other."""
    session = sample.data
    text = canonical({"id": f"starter {chance.randrange(10**6)}"})
    places = (
        (("exercises",), session["exercises"][1:]),
        (("exercises",), [*session["exercises"], session["exercises"][0]]),
        (("opening", "plans"), session["opening"]["plans"][:1]),
        (("opening", "programme_text"), text),
        (("opening", "programme_sha256"), "ab" * 32),
        (("opening", "plans", 0, "movement"), "swimming"),
        (("exercises", 0, "measures", 0, "name"), chance.choice(("a-b", "1a", "x" * 61, "é", ""))),
    )
    return _with(sample, *chance.choice(places))


EVERYWHERE: tuple[Breaking, ...] = (
    *(wrong_type, huge_number, no_number, below_nothing, too_long, unseen_letters, unknown_field),
    *(missing_field, unknown_word, no_moment, no_key, too_deep, too_many, written_otherwise, field_twice),
    *(cut_short, doubled, no_utf8, something_else),
)
OF_A_SESSION: tuple[Breaking, ...] = (*EVERYWHERE, no_trace, no_trace, no_base64, not_together)
