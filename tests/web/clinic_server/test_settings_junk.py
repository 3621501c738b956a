"""Whatever stands in the settings of a clinic's server: it starts with what is safe, or says what is odd.

The long form: ``MIDLINE_JUNK=100000 pytest -m soak -s tests/web/clinic_server/test_settings_junk.py``.
"""

import os
from pathlib import Path
from random import Random
from time import process_time

import pytest

from tests.web.clinic_server.test_settings import GOOD
from web.clinic_server.settings import Settings, settings_from
from web.errors import SettingsError

ALL = GOOD | {
    "MIDLINE_LISTEN": "127.0.0.1:8080",
    "MIDLINE_PROXIES": "1",
    "MIDLINE_WORKERS": "2",
    "MIDLINE_THREADS": "8",
    "MIDLINE_DATABASE_PASSWORD": "two herons",
}
ODD = (
    *(
        "",
        "[",
        "://",
        "//",
        ".",
        "/etc/passwd",
        "9" * 5000,
        "²",
        "٣",
        "-1",
        "1e3",
        "\x00",
        "\udcff",
        "\x1b[2J",
    ),
    *(
        "http://[",
        "https://[::1",
        "https://a:b@c",
        "https://a:99999",
        "https://a/b?c#d",
        "https://x y",
        "http://a",
    ),
    *("http://localhost:x", "javascript:x", "mysql://x/y", "sqlite://", "data", "x" * 3000),
    *(
        "postgresql://",
        "postgresql+psycopg://u:p@h:x/d",
        "postgresql+psycopg://[::1/d",
        "postgresql+other://x/y",
    ),
    *("127.0.0.1:²", "127.0.0.1:" + "9" * 5000, "[::1]:80", "127.0.0.1:65536", "127.0.0.1"),
)
LETTERS = "[]:/@%²# ?\\\x00\udcff\n"


def odd(chance: Random, file: Path) -> dict[str, str]:
    """Good settings, one of which is another, or in a file that holds something else."""
    name, kind = chance.choice(list(ALL)), chance.random()
    text = ALL[name]
    at = chance.randrange(len(text))
    other = text[:at] + chance.choice(LETTERS) + text[at + chance.randrange(2) :]
    value = chance.choice((chance.choice(ODD), other, chance.randbytes(9).decode("latin-1")))
    if kind < 0.8:
        return ALL | {name: value}
    left = {one: known for one, known in ALL.items() if one != name}
    file.write_bytes(value.encode(errors="replace") if kind < 0.9 else chance.randbytes(90))
    return left | {f"{name}_FILE": chance.choice((str(file), str(file), "/nowhere", "/", "a\x00b", ""))}


def is_safe(settings: Settings) -> bool:
    safe = settings.secure or settings.public_address.startswith(("http://127.0.0.1", "http://localhost"))
    return safe and len(settings.secret) >= 32 and 1 <= settings.workers <= 32 and settings.proxies <= 4


def starts_safely_or_says_why(numbers: range, folder: Path) -> int:
    """How often it does not start."""
    refused = 0
    for number in numbers:
        given = odd(Random(number), folder / "value")  # noqa: S311
        try:
            assert is_safe(settings_from(given)), (number, given)
        except SettingsError:
            refused += 1
    return refused


def test_odd_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert starts_safely_or_says_why(range(600), tmp_path) > 400
    assert [one.name for one in tmp_path.iterdir()] == ["value"]  # no folder for a database was made


@pytest.mark.soak
def test_a_hundred_thousand_odd_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    count, begun = int(os.environ.get("MIDLINE_JUNK", "100000")), process_time()
    refused = starts_safely_or_says_why(range(count), tmp_path)
    rate = count / (process_time() - begun)
    print(f"{count} settings, {rate:.0f} in a second of its own time; {refused} refused")
