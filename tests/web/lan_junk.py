"""What a station or a desk may say to the other that is no message: good ones that are wrong in one place,
broken frames, and what is none at all. Each is drawn from the chance that is given."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

from tests.coach.faulty import OTHERS, Path, nodes
from tests.coach.sync.broken_records import NO_NUMBERS, changed
from web.lan_messages import (
    Answer,
    Beat,
    CameraTold,
    Come,
    Do,
    Hello,
    PersonTold,
    SessionTold,
    Told,
    Welcome,
    written,
)
from web.lan_wire import LONGEST, LONGEST_AT_FIRST

HERE = "\ue000"
SESSION = SessionTold(
    exercise_name="Slow turn",
    exercise_index=1,
    exercise_count=3,
    phase="hold",
    paused="patient",
    set_number=1,
    sets=2,
    rep_number=1,
    reps=3,
    hold_s=1.5,
    hold_target_s=5.0,
    movement="rotation",
    open=False,
    path="circle",
    target=24.5,
    band=5.5,
    value=12.5,
    in_band=True,
    sentence="Hold it there.",
)
TOLD = Told(
    stage="session",
    camera=CameraTold(on=True),
    age_s=0.5,
    patient="Nobody we know",
    figure={"rotation_deg": 12.5, "extension_deg": 1.5},
    frame_s=3.5,
    session=SESSION,
    advice=("Come a little closer.",),
    along=("shoulder_hike_left",),
    lately=("0:12 marked (A. T.)",),
    undo={"A. T.": "the mark at 0:12"},
)
PEOPLE = (PersonTold(id="p", name="Nobody we know"),)
FROM_A_STATION = (written(TOLD), written(Answer(number=1, got={"at_s": 1.5}, people=PEOPLE)))
FROM_A_DESK = (
    written(Do(number=1, name="mark", author="A. T.", body={"words": "x"})),
    written(Beat(watched=True)),
)
HELLO = written(Hello(nonce="ab" * 32))
WELCOME = written(Welcome())
COME = written(Come(key="ab" * 32, signature="cd" * 64, name="Room 9", code="BBBBBBBB"))
#: What the other side never says here.
OUT_OF_TURN = (*FROM_A_DESK, HELLO, WELCOME), (*FROM_A_STATION, HELLO, COME)
#: Tables whose fields are free, and may hold texts and numbers.
FREE = {"got", "body", "figure"}


def frame(body: bytes, length: int | None = None) -> bytes:
    """A message on the wire."""
    return (len(body) if length is None else length).to_bytes(4, "big") + body


def no_message(chance: Random, good: tuple[dict[str, Any], ...], others: tuple[dict[str, Any], ...]) -> bytes:
    """Bytes that end the connection.

    Args:
        good: messages that would be heard.
        others: messages that would not.
    """
    kind = chance.random()
    if kind < 0.1:
        return frame(json.dumps(chance.choice(others)).encode())
    return chance.choice(FRAMES if kind < 0.4 else MESSAGES)(chance, chance.choice(good))


def _told(message: Any) -> bytes:
    return frame(json.dumps(message).encode())


def _wrong_type(chance: Random, good: dict[str, Any]) -> bytes:
    path, value = chance.choice([one for one in nodes(good) if one[0] and one[1] is not None])
    others = [["a"], {"a": 1}] if set(path[:-1]) & FREE else OTHERS[type(value)]
    if type(value) in (list, dict):
        others = [5, "a", True]
    return _told(changed(good, path, chance.choice(others)))


def _more(chance: Random, good: dict[str, Any]) -> bytes:
    tables = [
        (path, value) for path, value in nodes(good) if isinstance(value, dict) and not set(path) & FREE
    ]
    path, table = chance.choice(tables)
    return _told(changed(good, path, table | {chance.choice(("picture", "", "__class__", "x" * 300)): 1}))


def _less(chance: Random, good: dict[str, Any]) -> bytes:
    """Without one of the fields that are needed."""
    ((name, body),) = good.items()
    path: Path = (name,)
    table, needed = body, NEEDED
    if "session" in body and chance.random() < 0.5:
        path, table, needed = (name, "session"), body["session"], set(body["session"])
    gone = chance.choice([one for one in table if one in needed] or [""])
    left = {field: value for field, value in table.items() if field != gone}
    return _told(changed(good, path, left) if gone else {})


NEEDED = {
    "stage",
    "camera",
    "age_s",
    "number",
    "name",
    "author",
    "body",
    "watched",
    "nonce",
    "key",
    "signature",
}


def _too_long(chance: Random, good: dict[str, Any]) -> bytes:
    texts = [path for path, value in nodes(good) if isinstance(value, str) and not set(path) & FREE]
    if not texts:
        return frame(b"x" * 9)
    return _told(changed(good, chance.choice(texts), chance.choice("yß\U0001f600\ud800") * 500))


def _no_number(chance: Random, good: dict[str, Any]) -> bytes:
    numbers = [path for path, value in nodes(good) if type(value) in (int, float)]
    if not numbers:
        return frame(b"NaN")
    text = json.dumps(changed(good, chance.choice(numbers), HERE), ensure_ascii=False)
    return frame(text.replace(f'"{HERE}"', chance.choice(NO_NUMBERS)).encode())


def _beyond(chance: Random, good: dict[str, Any]) -> bytes:
    limited = [path for path, _ in nodes(good) if "figure" in path[:-1] or (path and path[-1] == "age_s")]
    if not limited:
        return frame(b"1e9")
    return _told(changed(good, chance.choice(limited), chance.choice((1e9, -1e9, 10**60))))


def _deep(chance: Random, good: dict[str, Any]) -> bytes:
    path, _ = chance.choice([one for one in nodes(good) if one[0]])
    opened, closed = chance.choice((("[", "]"), ('{"a":', "}")))
    deep = chance.choice((9, 200, *range(900, 1010, 3), 2000))
    text = json.dumps(changed(good, path, HERE), ensure_ascii=False)
    return frame(text.replace(f'"{HERE}"', opened * deep + "1" + closed * deep).encode())


def _two(_chance: Random, good: dict[str, Any]) -> bytes:
    return _told(good | {"more": {}})


def _other_name(chance: Random, good: dict[str, Any]) -> bytes:
    ((name, body),) = good.items()
    return _told({chance.choice((name.title(), name + " ", "", "message", "picture")): body})


def _cut(chance: Random, good: dict[str, Any]) -> bytes:
    body = json.dumps(good).encode()
    return frame(body[: chance.randrange(len(body))])


def _other_length(chance: Random, good: dict[str, Any]) -> bytes:
    body = json.dumps(good).encode()
    return frame(body, chance.choice((0, 1, len(body) - 1, LONGEST + 1, 2**31, 2**32 - 1)))


def _odd_letters(chance: Random, good: dict[str, Any]) -> bytes:
    body = json.dumps(good).encode()
    at = chance.randrange(1, len(body))
    return frame(body[:at] + chance.choice((b"\xff", b"\x00", b"\xed\xa0\x80")) + body[at:])


def _something(chance: Random, _good: dict[str, Any]) -> bytes:
    others = (b"", b"null", b"[]", b"{}", b"1", b'"x"', b"{]", b"\x00", b"[" * 2000, b'{"a":' * 400)
    return frame(chance.choice((*others, chance.randbytes(chance.randrange(1, 300)))))


def _noise(chance: Random, _good: dict[str, Any]) -> bytes:
    long = b"\xff" + chance.randbytes(chance.randrange(3, 300))  # begins with a length that nobody says
    return chance.choice((long, b"GET / HTTP/1.1\r\n\r\n", frame(b"x" * (LONGEST_AT_FIRST + 1))))


Making = Callable[[Random, dict[str, Any]], bytes]
FRAMES: tuple[Making, ...] = (_cut, _other_length, _odd_letters, _something, _noise)
MESSAGES: tuple[Making, ...] = (
    *(_wrong_type, _wrong_type, _more, _less, _too_long, _no_number, _beyond, _deep, _two, _other_name),
)
