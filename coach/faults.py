"""What pydantic found in a file that a person wrote, in words. Pure."""

import json
from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from coach.errors import Fault
from coach.exercise import Exercise, broken

#: What would be accepted, for each kind of fault that pydantic names.
WANTED = {
    "missing": "a value",
    "extra_forbidden": "no field of this name",
    "unexpected_keyword_argument": "no field of this name",
    "string_type": "text (in quotes where it could be read as something else)",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number, times in seconds",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "model_type": "a table of fields",
    "dict_type": "a table of fields",
    "dataclass_type": "a table of fields",
    "greater_than_equal": "at least {ge:g}",
    "less_than_equal": "at most {le:g}",
    "string_too_short": "some text",
    "string_too_long": "at most {max_length} characters",
    "string_pattern_mismatch": "lower-case letters, digits and underscores, a letter first",
    "enum": "one of {expected}",
    "no_words": "a phrase with at least one word",
    "too_short": "at least {min_length} entry",
    "too_long": "at most {max_length} entries",
}


def exercise_faults(file: str, text: str, error: ValidationError) -> tuple[Fault, ...]:
    """Every fault of an exercise's file, the rules between those fields that can be read included.

    Args:
        text: the file as JSON.
    """
    found = faults(file, text, error)
    data = json.loads(text)
    if not isinstance(data, dict) or any(not one["loc"] for one in error.errors()):
        return found
    unreadable = {str(detail["loc"][0]) for detail in error.errors()}
    readable = {
        name: TypeAdapter[Any](field.annotation or object).validate_json(json.dumps(data[name]))
        for name, field in Exercise.model_fields.items()
        if name in data and name not in unreadable
    }
    rules = broken(Exercise.model_construct(**readable), unreadable)
    return (*found, *(Fault(file, *rule) for rule in rules))


def faults(file: str, _text: str, error: ValidationError) -> tuple[Fault, ...]:
    """Every fault of one file."""
    return tuple(fault for detail in error.errors() for fault in _faults(file, detail))


def _faults(file: str, detail: ErrorDetails) -> Iterator[Fault]:
    where = ".".join(str(part) for part in detail["loc"])
    context: dict[str, Any] = detail.get("ctx") or {}
    if detail["type"] == "rules":
        for rule in context["broken"]:
            field = ".".join(part for part in (where, rule.field) if part)
            yield Fault(file, field, rule.wanted, rule.got)
        return
    known = WANTED.get(detail["type"])
    wanted = known.format(**context) if known else detail["msg"]
    got = "nothing" if detail["type"] == "missing" else in_words(detail["input"])
    yield Fault(file, where or "the whole file", wanted, got)


def in_words(value: object) -> str:
    """A value as it would be written, shortened."""
    if value is None:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."
