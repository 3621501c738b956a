"""What is written about the program is true, and its files keep the rules they were written by."""

import ast
import re
import subprocess
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from statistics import median, quantiles

import click
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from web.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS_PAGE = (ROOT / "web" / "COMMANDS.md").read_text(encoding="utf-8")
CLINIC_PAGE = (ROOT / "web" / "clinic_server" / "COMMANDS.md").read_text(encoding="utf-8")
#: The three packages and their tests are measured apart, so that neither hides the other.
PARTS = ("pose", "coach", "web", "tests")
LONGEST_FILE = 300
WRITTEN_BY_HAND = {".py", ".js", ".css", ".html", ".md", ".sh"}

#: The project speaks of itself alone. Split, so that this file does not find itself.
NOT_HERE = re.compile(
    "|".join(
        [
            r"/wo" r"rk/",
            r"/fa" r"rm/",
            r"\btmp/br" r"ief",
            r"py" r"pi\.org",
            r"python" r"hosted",
            r"np" r"mjs\.",
            r"\bcla" r"ude\b",
            r"anth" r"ropic",
            r"open" r"ai\b",
            r"\bl" r"lm\b",
            r"\bchat" r"gpt",
            r"language mo" r"del",
            r"\bassis" r"tants?\b",
            r"\bsub-?age" r"nts?\b",
            r"\bissue (?:#|number )?" r"\d{1,2}\b",
        ]
    ),
    re.IGNORECASE,
)


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("This copy is not a git checkout, so its files cannot be listed.")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    """The file's text; nothing for pictures, clips and other binary files."""
    raw = path.read_bytes()
    return "" if b"\0" in raw[:8192] else raw.decode(errors="replace")


def commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """A group, its commands and theirs, by their names."""
    yield before.strip(), group
    context = click.Context(group)
    for name in group.list_commands(context):
        command, whole = group.get_command(context, name), f"{before} {name}"
        assert command is not None
        yield from (
            commands(command, whole) if isinstance(command, click.Group) else [(whole.strip(), command)]
        )


COMMANDS = dict(commands(main))


def help_of(name: str) -> str:
    command = COMMANDS[name]
    context = click.Context(command, info_name=f"midline {name}".strip(), max_content_width=100)
    context.terminal_width = 100
    return command.get_help(context).strip()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_of_commands_shows_each_as_its_help_does(name: str) -> None:
    page = CLINIC_PAGE if name.startswith("clinic") else COMMANDS_PAGE
    assert f"```text\n{help_of(name)}\n```" in page


def test_the_readme_lists_the_commands() -> None:
    assert f"```text\n{help_of('')}\n```" in README


def test_the_readme_names_the_two_commands_and_their_windows_twins() -> None:
    for command in ("make run", "make test", ".venv\\Scripts\\midline run", ".venv\\Scripts\\pytest"):
        assert command in README


def test_the_readme_says_what_midline_is_not() -> None:
    words = " ".join(README.replace(">", " ").split())
    assert "It is not a medical device: not CE-marked, not cleared by the FDA." in words
    assert "It does not diagnose, does not choose or change treatment, and its numbers can be wrong." in words
    assert "Stop if you feel new pain, dizziness, numbness or trouble swallowing" in words


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "web/COMMANDS.md",
        "web/clinic_server/COMMANDS.md",
        "web/clinic_server/README.md",
        "web/clinic_server/THREATS.md",
        "CHANGELOG.md",
        "programmes/README.md",
        "programmes/EXERCISES.md",
        "programmes/PRESCRIBING.md",
    ],
)
def test_links_and_pictures_are_there(name: str) -> None:
    page = ROOT / name
    text = page.read_text(encoding="utf-8")
    anchors = {re.sub(r"[^\w\- ]", "", head).strip().lower().replace(" ", "-") for head in headings(text)}
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in anchors, target
        elif "://" not in target:
            assert (page.parent / target.split("#")[0]).is_file(), target


def headings(text: str) -> list[str]:
    return re.findall(r"^#+ (.+)$", text, re.MULTILINE)


def test_the_programmes_page_is_checked_by_a_test() -> None:
    assert (ROOT / "programmes" / "README.md").is_file()
    tests = (ROOT / "tests" / "coach").rglob("test_*.py")
    assert any("README.md" in test.read_text(encoding="utf-8") for test in tests)


def test_the_changelog_knows_this_version() -> None:
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version
    assert f"## {version[1]}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_files_speak_of_the_project_alone() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in tracked()
        for hit in NOT_HERE.finditer(text_of(path))
    ]
    assert not found


def test_no_file_is_too_long() -> None:
    lengths = {path: text_of(path).count("\n") for path in tracked() if path.suffix in WRITTEN_BY_HAND}
    assert not {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > LONGEST_FILE}


@pytest.mark.parametrize("part", PARTS)
def test_functions_are_short(part: str) -> None:
    """Half of them under 8 lines, nine in ten under 30; docstrings are not counted."""
    lengths = [length for path in sorted((ROOT / part).rglob("*.py")) for length in function_lengths(path)]
    assert median(lengths) < 8
    assert quantiles(lengths, n=10)[-1] < 30


def function_lengths(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or 0) - node.lineno + 1 - _docstring_lines(node)


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    if ast.get_docstring(node) is None:
        return 0
    first = node.body[0]
    return (first.end_lineno or 0) - first.lineno + 1


def test_constraints_name_no_place() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert not [
        line for line in lines if line and not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)
    ]


def needed(name: str, extra: str = "") -> Iterator[str]:
    """What a distribution needs here, and what that needs in turn."""
    for line in metadata.requires(name) or []:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield canonicalize_name(requirement.name)
            yield from needed(requirement.name, next(iter(requirement.extras), ""))


def test_constraints_pin_everything_that_is_needed() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    pinned = {canonicalize_name(line.split("==")[0]) for line in lines}
    extras = ("", "camera", "clinic", "dev")
    assert {name for extra in extras for name in needed("midline", extra)} <= pinned
