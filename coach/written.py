"""Edge: YAML that people write by hand to JSON, read more strictly than YAML is, and refused in words.

Plain YAML has traps, which are closed here: a key written twice keeps the last one silently, ``1:30`` is the
number 90 and ``010`` the number 8; references and tags make of few words something else, or very much.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml

from coach.errors import Fault, ProgrammeError

#: The fast reader comes with the package on every usual system.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: Lists in lists in tables are read this deep; our deepest file has five. Judgement.
DEEPEST = 20

NOTHING = re.compile(r"(?:~|null|Null|NULL)?")
BOOLS = {
    word: value
    for value, words in ((True, "yes true on"), (False, "no false off"))
    for plain in words.split()
    for word in (plain, plain.capitalize(), plain.upper())
}
INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+")


def as_json(file: str, text: str) -> tuple[str, tuple[Fault, ...]]:
    """A text as JSON, with the fields that are written twice, of which the last one is taken.

    Raises:
        ProgrammeError: it cannot be read at all.
    """
    tree = Tree(file, yaml.parse(text, Loader=LOADER))
    try:
        return json.dumps(tree.document(), allow_nan=False), tuple(tree.doubled)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ProgrammeError((Fault(file, f"line {line}", "readable YAML", str(error.problem)),)) from error
    except (yaml.YAMLError, ValueError) as error:
        got = str(error).partition("\n")[0][:100]
        raise ProgrammeError((Fault(file, "the whole file", "readable YAML", got),)) from error


class Tree:
    """The events of a text to plain values."""

    def __init__(self, file: str, events: Iterator[Any]) -> None:
        self.file = file
        self.events = events
        self.doubled: list[Fault] = []

    def document(self) -> object:
        """The one document of a text; nothing for an empty text."""
        value = None
        started = False
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if started:
                    raise _refused("a second document", event)
                started, value = True, self._value(next(self.events), 0)
        return value

    def _value(self, event: Any, deep: int) -> object:
        if deep > DEEPEST:
            raise _refused("lists in lists, too deep to be read", event)
        if isinstance(event, yaml.AliasEvent) or event.anchor or event.tag:
            raise _refused("a tag or a reference", event)
        if isinstance(event, yaml.ScalarEvent):
            return _plain(event.value) if event.implicit[0] else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return [self._value(one, deep + 1) for one in self._up_to(yaml.SequenceEndEvent)]
        return self._table(deep)

    def _table(self, deep: int) -> dict[str, object]:
        table: dict[str, object] = {}
        for key in self._up_to(yaml.MappingEndEvent):
            is_word = isinstance(key, yaml.ScalarEvent) and not (key.anchor or key.tag)
            if not is_word:
                raise _refused("a field's name that is no plain word", key)
            if key.value in table:
                where = f"{key.value}, line {key.start_mark.line + 1}"
                self.doubled.append(Fault(self.file, where, "each field once", "the same field again"))
            table[key.value] = self._value(next(self.events), deep + 1)
        return table

    def _up_to(self, end: type[yaml.Event]) -> Iterator[Any]:
        for event in self.events:
            if isinstance(event, end):
                return
            yield event


def _plain(word: str) -> object:
    """A word without quotes as what it stands for."""
    if word in BOOLS:
        return BOOLS[word]
    if NOTHING.fullmatch(word):
        return None
    if INT.fullmatch(word):
        return int(word)
    return float(word) if FLOAT.fullmatch(word) else word


def _refused(problem: str, event: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
