"""Files that are whole by their own checksum and are no backup, or hold what no backup of ours holds: each is
refused in a sentence, and nothing is changed.

The long form: ``MIDLINE_JUNK=10000 pytest -m soak -s tests/coach/store/test_backup_junk.py``.
"""

import hashlib
import io
import json
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import pytest

from coach.errors import BackupError, NewerDataError
from coach.keeping import Identity, Passphrase, new_identity
from coach.keeping.content import in_line
from coach.keeping.pieces import TRAILER
from coach.keeping.sealed import MAGIC, seal
from tests.coach.store.backups import PUBLIC, SECRET, Files, bring_back, laptop, lines_in, made
from tests.coach.store.builders import ANNA

__all__ = ["laptop", "made"]

Key = Passphrase | Identity | None
#: Of a file and the key that it is opened with; none of them may come back.
Junk = Callable[[Random, Files, list[Any]], tuple[bytes, Key]]

#: A gzip's first bytes hold a time and a system, and may be others.
GZIP_HEAD = 10
SALT = "AAAAAAAAAAAAAAAAAAAAAA=="
HEADS = (
    *(
        b"",
        b"{}",
        b"[1]",
        b"null",
        b'"key"',
        b"[" * 4000,
        b'{"a":' * 800,
        b"\xff",
        b'{"key":NaN',
        b"{" * 9000,
    ),
    *(
        b'{"key":"passphrase"}',
        b'{"key":["none"]}',
        b'{"key":"recipient"}',
        b'{"key":"other"}',
        b'{"key":"none"}',
    ),
    *(
        f'{{"key":"passphrase","salt":"{salt}","identity":"{identity}"}}'.encode()
        for salt, identity in (
            (SALT, ""),
            (SALT, "AAAA"),
            (SALT, "é"),
            ("", "AAAA"),
            ("!", "!"),
            ("é", "AAAA"),
        )
    ),
)
NO_LINES = (
    *(b"", b"[1]", b"[]", b"{}", b"null", b"nonsense", b"NaN", b"\xff\xfe", b"[" * 5000, b'{"a":' * 3000),
    *(b"9" * 5000, b'{"store":"clinic"}', b'{"store":"other","revision":"x"}', b'{"store":["clinic"]}'),
    *(b'{"table":"patient"}', b'{"table":"nowhere","columns":[],"rows":0}', b'{"end":"x"}', b'{"end":-1}'),
    *(b'{"table":["x"],"columns":5,"rows":null}', b'{"backup":1}', b'{"rows":1}'),
)
OTHERS: dict[type, tuple[Any, ...]] = {
    str: (7, 1.5, True, ["a"], {"a": 1}),
    int: ("seven", True, 1.5, [1], 10**30, -(10**30)),
    float: ("x", True, [1.5], {}),
    bool: ("perhaps", 5, [True]),
}


def closed(whole: bytes) -> bytes:
    """A file with the right length and hash at its end."""
    return whole + len(whole).to_bytes(8, "big") + hashlib.sha256(whole).digest()


def packed(lines: list[Any]) -> bytes:
    """Lines as a file that is not sealed, written as `back_up` writes it."""
    file = io.BytesIO()
    seal([one + b"\n" if isinstance(one, bytes) else in_line(one) for one in lines], file, None)
    return file.getvalue()


def noise(chance: Random, made: Files, _: list[Any]) -> tuple[bytes, Key]:
    begun = chance.choice((b"", MAGIC, MAGIC[:-2] + b"2\n", b"Midline backup " + b"9" * 90, b"PK\x03\x04"))
    raw = begun + chance.randbytes(chance.randrange(300))
    return chance.choice((raw, closed(raw), raw + made[None][-TRAILER:])), chance.choice((None, SECRET))


def odd_head(chance: Random, made: Files, _: list[Any]) -> tuple[bytes, Key]:
    head = chance.choice(HEADS)
    keys = (
        (None, SECRET)
        if b"salt" not in head or chance.random() < 0.9
        else (Passphrase("four or five words"),)
    )
    rest = chance.choice((b"", b"\n", b"\n" + chance.randbytes(90), b"\n" + made[None][60:-TRAILER]))
    return closed(MAGIC + head + rest), chance.choice(keys)


def damaged_inside(chance: Random, made: Files, _: list[Any]) -> tuple[bytes, Key]:
    """A bit is another, or something is cut off or doubled, and the hash of that is told."""
    public, key = chance.choice(((PUBLIC, SECRET), (None, None)))
    whole = made[public][:-TRAILER]
    at = chance.randrange(whole.index(b"\n", len(MAGIC)) + 1 + GZIP_HEAD, len(whole))
    other = chance.choice(
        (whole[:at], whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :])
    )
    return closed(chance.choice((other, whole + whole[at:], whole[:at] + b"\x00" + whole[at:]))), key


def other_key(chance: Random, made: Files, _: list[Any]) -> tuple[bytes, Key]:
    text = SECRET.text
    at = chance.randrange(len(text))
    odd = (
        text[:at],
        text[:at] + chance.choice("b1é\x00 ") + text[at + 1 :],
        "AGE-SECRET-KEY-1",
        "",
        PUBLIC.text,
    )
    keys = (*map(Identity, odd), new_identity()[0], Passphrase("four or five words"), None)
    return made[PUBLIC], chance.choice(keys)


def odd_line(chance: Random, _: Files, lines: list[Any]) -> tuple[bytes, Key]:
    at = chance.randrange(len(lines))
    return packed([*lines[:at], chance.choice(NO_LINES), *lines[at + chance.randrange(2) :]]), None


def missing_line(chance: Random, _: Files, lines: list[Any]) -> tuple[bytes, Key]:
    at, to = sorted(chance.sample(range(len(lines) + 1), 2))
    return packed(chance.choice((lines[:at] + lines[to:], lines[:to] + lines[at:]))), None


def odd_value(chance: Random, _: Files, lines: list[Any]) -> tuple[bytes, Key]:
    """One value of one row is of another kind, or one is too many."""
    at = chance.choice([number for number, line in enumerate(lines) if isinstance(line, list)])
    row = list(lines[at])
    place = chance.choice([number for number, value in enumerate(row) if value is not None])
    if chance.random() < 0.8:
        row[place] = chance.choice(OTHERS[type(row[place])])
    else:
        row = chance.choice((row[:-1], [*row, 1], [], row * 2))
    return packed([*lines[:at], row, *lines[at + 1 :]]), None


def odd_part(chance: Random, _: Files, lines: list[Any]) -> tuple[bytes, Key]:
    """The line that begins a part, or the last one, says something else."""
    at = chance.choice([number for number, line in enumerate(lines) if isinstance(line, dict)])
    part = dict(lines[at])
    name = chance.choice([one for one in part if one not in {"program", "made_at"}])
    odd = {
        "columns": (part.get("columns", [])[1:], [], "id", 5),
        "store": ("other", 5, [], ""),
        "backup": (2, "x"),
    }
    odd |= {
        "rows": (-1, part.get("rows", 0) + 1, "x", 10**9),
        "end": (0, -1, "x"),
        "revision": ("9999_x", 5, ""),
    }
    part[name] = chance.choice(odd.get(name, ("nowhere", "", 5)))
    return packed([*lines[:at], part, *lines[at + 1 :]]), None


def nobody_of_theirs(chance: Random, _: Files, lines: list[Any]) -> tuple[bytes, Key]:
    """A row belongs to a patient who is not there."""
    theirs = [number for number, line in enumerate(lines) if isinstance(line, list) and ANNA.id in line[1:]]
    at = chance.choice(theirs)
    row = ["nobody" if value == ANNA.id else value for value in lines[at]]
    return packed([*lines[:at], row, *lines[at + 1 :]]), None


QUICK: tuple[Junk, ...] = (noise, odd_head, damaged_inside, other_key)
#: These come as far as the tables, which are made for them and dropped again.
DEEP: tuple[Junk, ...] = (odd_line, missing_line, odd_value, odd_value, odd_part, nobody_of_theirs)


def refusal(file: bytes, key: Key, folder: Path) -> str:
    """What is said to a file; nothing where it comes back."""
    try:
        bring_back(io.BytesIO(file), folder, key)
    except (BackupError, NewerDataError) as error:
        return str(error)
    return ""


def refuse_all(made: Files, folder: Path, count: int) -> Counter[str]:
    """Those of the first numbers; how often what was said."""
    lines, said = [json.loads(line) for line in lines_in(made[PUBLIC])], Counter[str]()
    for number in range(count):
        chance = Random(number)  # noqa: S311
        junk = chance.choice(DEEP if number % 5 == 0 else QUICK)
        file, key = junk(chance, made, lines)
        told = refusal(file, key, folder)
        assert "othing was changed" in told, (number, junk.__name__, told)
        assert not folder.exists() or not any(folder.iterdir()), number
        said[told[:40]] += 1
    return said


@pytest.mark.parametrize("head", HEADS)
def test_a_second_line_that_is_none_is_refused(head: bytes, tmp_path: Path) -> None:
    key = Passphrase("four or five words") if b"salt" in head else None
    assert "othing was changed" in refusal(closed(MAGIC + head + b"\n"), key, tmp_path)


@pytest.mark.parametrize("line", NO_LINES)
def test_a_line_that_is_none_is_refused(line: bytes, tmp_path: Path) -> None:
    begun = {"backup": 1, "made_at": "2026-03-09T18:00:00+00:00", "program": "0.1.0"}
    for lines in ([line], [begun, line], [begun, line, {"end": 0}]):
        assert "othing was changed" in refusal(packed(lines), None, tmp_path)


def test_a_value_that_its_column_does_not_hold_is_refused(made: Files, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in lines_in(made[PUBLIC])]
    at = next(number for number, line in enumerate(lines) if isinstance(line, list) and line[0] == ANNA.id)
    for odd in ("seven", True, 10**30):
        row = [*lines[at][:-1], odd]  # how many records there were of her
        file = packed([*lines[:at], row, *lines[at + 1 :]])
        assert "othing was changed" in refusal(file, None, tmp_path)


@pytest.mark.parametrize("more", [{"end": -1}, {"end": "x"}])
def test_the_number_of_rows_is_told_once_and_last(made: Files, tmp_path: Path, more: dict[str, Any]) -> None:
    lines = [json.loads(line) for line in lines_in(made[PUBLIC])]
    for where in ([*lines, lines[-1]], [*lines[:-1], more, lines[-1]], [*lines[:9], more, *lines[9:]]):
        assert "othing was changed" in refusal(packed(where), None, tmp_path / "new")


def test_whole_files_that_are_no_backup_are_refused(made: Files, tmp_path: Path) -> None:
    assert len(refuse_all(made, tmp_path / "new", 15)) >= 4


@pytest.mark.soak
def test_ten_thousand_are_refused(made: Files, tmp_path: Path) -> None:
    count, begun = int(os.environ.get("MIDLINE_JUNK", "10000")), process_time()
    said = refuse_all(made, tmp_path / "new", count)
    print(f"{count} files, {count / (process_time() - begun):.0f} in a second of its own time: {dict(said)}")
