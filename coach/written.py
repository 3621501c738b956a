"""Edge: YAML that people write by hand to JSON, read more strictly than YAML is, and refused in words."""

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml

from coach.errors import Fault, ProgrammeError


class StrictLoader(yaml.SafeLoader):
    """Plain YAML with its traps closed: a key written twice keeps the last one silently, ``1:30`` is the
    number 90 and ``010`` the number 8, references and tags make of few words something else or very much."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.doubled: list[tuple[str, int]] = []  # key and line

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or event.anchor or event.tag:
            raise yaml.MarkedYAMLError(problem="a tag or a reference", problem_mark=event.start_mark)
        return super().compose_node(parent, index)


def _mapping(loader: StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise yaml.MarkedYAMLError(problem="a key that is no word", problem_mark=key.start_mark)
        if key.value in seen:
            loader.doubled.append((key.value, key.start_mark.line + 1))
        seen.add(key.value)
    return loader.construct_mapping(node, deep=True)


StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
StrictLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if not tag.endswith((":int", ":float", ":timestamp", ":merge", ":value"))
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
StrictLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789")
)
StrictLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+$"), list("-+0123456789")
)


def as_json(file: str, text: str) -> tuple[str, tuple[Fault, ...]]:
    """A text as JSON, with the fields that are written twice, of which the last one is taken.

    Raises:
        ProgrammeError: it cannot be read at all.
    """
    try:
        loader = StrictLoader(text)
        found = json.dumps(loader.get_single_data(), allow_nan=False)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ProgrammeError((Fault(file, f"line {line}", "readable YAML", str(error.problem)),)) from error
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise ProgrammeError((Fault(file, "the whole file", "readable YAML", _short(error)),)) from error
    except RecursionError as error:
        got = "lists in lists, too deep to be read"
        raise ProgrammeError((Fault(file, "the whole file", "readable YAML", got),)) from error
    return found, tuple(_doubled(file, loader))


def _doubled(file: str, loader: StrictLoader) -> Iterator[Fault]:
    for key, line in loader.doubled:
        yield Fault(file, f"{key}, line {line}", "each field once", "the same field again")


def _short(error: Exception) -> str:
    return str(error).splitlines()[0][:100] if str(error) else type(error).__name__
