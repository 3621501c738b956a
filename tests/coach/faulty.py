"""Faulty files without end: what people write and programs send, each with one thing broken.

Every way of breaking makes a file that must be refused whatever it was before; which one it is follows from
the generator's seed.
"""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import numpy as np
import yaml

Path = tuple[str | int, ...]
Break = Callable[[Any, np.random.Generator], None]

#: Fields with words of a list, or ids.
WORDS = {
    "movement", "direction", "camera", "patterns", "needs", "ends", "id", "exercise", "form", "side", "tone",
    "strength", "behaviour", "feedback", "shown", "forms", "shoulders_raised",
}  # fmt: skip
#: Fields that cannot be left out, by the field that holds them; nothing for the whole file.
NEEDED: dict[str | int | None, set[str]] = {
    None: {
        "id", "version", "name", "purpose", "why", "source", "position", "movement", "dose", "say", "title",
        "about", "exercises", "avoided", "rules", "published", "sha256", "signature", "public_key", "format",
        "format_version", "patient", "red_answer", "pain_rising", "aborted", "effort_high",
        "question_waiting", "session_open",
    },
    "dose": {"sets", "reps", "hold_s", "rest_s"},
    "say": {"introduce"},
    "published": {
        "version", "published_on", "author", "reason", "assessment", "draft", "prescribed",
    },
    "assessment": {"assessed_on", "reach"},
    "reach": {"rotation_left_deg", "rotation_right_deg", "extension_deg", "flexion_deg"},
    "draft": {"title", "choices"},
    "prescribed": {"id", "version", "title", "tasks"},
    "plan": {"exercise_id", "movement", "target", "band", "sets", "reps", "hold_s", "rest_s"},
    "rules": {"blocked", "stable", "caution", "toward_the_pull"},
}  # fmt: skip


def nodes(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value of a file with its place, the whole file first."""
    yield path, data
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, value in inside:
        yield from nodes(value, (*path, name))


def one_of(rng: np.random.Generator, things: list[Any]) -> Any:
    return things[int(rng.integers(len(things)))]


def _parent(data: Any, path: Path) -> Any:
    for name in path[:-1]:
        data = data[name]
    return data


def unknown(data: Any, rng: np.random.Generator) -> None:
    tables = [value for _, value in nodes(data) if isinstance(value, dict)]
    one_of(rng, tables)[f"weights_{rng.integers(100)}"] = one_of(rng, [1, "two", True, [], {}])


def missing(data: Any, rng: np.random.Generator) -> None:
    known = [path for path, _ in nodes(data) if path and path[-1] in NEEDED.get((None, *path)[-2], set())]
    path = one_of(rng, known)
    del _parent(data, path)[path[-1]]


OTHERS: dict[type, list[Any]] = {
    str: [7, 1.5, True, ["a"], {"a": 1}],
    int: ["seven", True, [1], {"a": 1}, 1.5],
    float: ["seven", False, [1], {"a": 1}],
    bool: ["perhaps", 3, [True], {}],
    list: ["a", 5, {"a": 1}, True],
    dict: ["a", 5, ["a"], True],
}


def wrong_type(data: Any, rng: np.random.Generator) -> None:
    path, value = one_of(rng, [(path, value) for path, value in nodes(data) if path and value is not None])
    others = [one for one in OTHERS[type(value)] if type(value) is not int or path[-1] in WHOLE or one != 1.5]
    _parent(data, path)[path[-1]] = deepcopy(one_of(rng, others))


#: Numbers that are whole; a time may be 1.5 seconds.
WHOLE = {"version", "sets", "reps", "format_version", "age", "older_than", "exercise_version"}


def out_of_bounds(data: Any, rng: np.random.Generator) -> None:
    numbers = [
        (path, value)
        for path, value in nodes(data)
        if isinstance(value, int | float) and path and not isinstance(value, bool)
    ]
    if not numbers:
        return unknown(data, rng)
    path, value = one_of(rng, numbers)
    _parent(data, path)[path[-1]] = type(value)(one_of(rng, [-1e6, 1e6, 1e9, -1.0]))
    return None


def unknown_word(data: Any, rng: np.random.Generator) -> None:
    found = [
        path
        for path, value in nodes(data)
        if isinstance(value, str)
        and WORDS & {path[-1], (None, *path)[-2] if isinstance(path[-1], int) else None}
    ]
    if not found:
        return unknown(data, rng)
    path = one_of(rng, found)
    _parent(data, path)[path[-1]] = one_of(rng, ["No Such Word", "", "lef t", "ROTATION", "-", "\u202eturn"])
    return None


BREAKS: tuple[Break, ...] = (unknown, missing, wrong_type, out_of_bounds, unknown_word)


def broken_data(data: Any, rng: np.random.Generator) -> Any:
    """The data of a file with one thing broken."""
    data = deepcopy(data)
    one_of(rng, list(BREAKS))(data, rng)
    return data


def broken_text(text: str, rng: np.random.Generator, *, needed: str) -> bytes:
    """A file's text broken as a text; ``needed`` begins the last thing in it that cannot be left out."""
    at = int(rng.integers(max(1, text.index(needed))))
    kind = int(rng.integers(6))
    if kind == 0:
        return text[:at].encode()
    if kind == 1:
        return rng.bytes(int(rng.integers(1, 400)))
    if kind == 2:
        return text[:at].encode() + b"\x00\xff" + text[at:].encode()
    if kind == 3:
        deep: str = one_of(rng, ["[", "{", "- ", '{"a":'])
        return (deep * 3000).encode()
    if kind == 4:
        return (text[:at] + "\ufffe" + text[at:]).encode("utf-16")
    return b""


def broken_yaml(data: Any, rng: np.random.Generator, *, needed: str) -> bytes:
    """A YAML file with one thing broken."""
    kind = rng.random()
    if kind < 0.7:
        return dumped(broken_data(data, rng)).encode()
    text = dumped(data)
    if kind < 0.85:
        return broken_text(text, rng, needed=needed)
    lines = text.splitlines()
    if kind < 0.93:
        lines.insert(
            int(rng.integers(len(lines) + 1)),
            one_of(rng, ["]", "}", "@x", "%", "? [a]", "*a", "&a b", "!!set"]),
        )
    else:
        top = [number for number, line in enumerate(lines) if re.match(r"\w+:", line)]
        number = one_of(rng, top)
        lines.append(lines[number].split(":")[0] + ": 1")
    return "\n".join(lines).encode()


def dumped(data: Any) -> str:
    return str(yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=2000))


def broken_json(text: str, rng: np.random.Generator) -> bytes:
    """A JSON file broken as a text, or with a field written twice."""
    if rng.random() < 0.5:
        return broken_text(text, rng, needed=text[-3:])
    field: re.Match[str] = one_of(rng, list(re.finditer(r'[{,]("\w+"):', text)))
    return (text[: field.end()] + "0," + field[1] + ":" + text[field.end() :]).encode()


def changed_on_the_way(text: str, rng: np.random.Generator) -> bytes:
    """One letter or digit of a signed file is another."""
    places = [found.start() for found in re.finditer(r"[a-y0-8]", text)]
    at = one_of(rng, places)
    return (text[:at] + chr(ord(text[at]) + 1) + text[at + 1 :]).encode()
