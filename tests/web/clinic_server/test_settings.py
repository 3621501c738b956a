"""A server that would be unsafe does not start, and says all of what is the matter at once."""

from pathlib import Path

import pytest
import yaml

from tests.web.clinic_server.conftest import ADDRESS, SECRET
from web.clinic_server.settings import Settings, settings_from
from web.errors import SettingsError

ROOT = Path(__file__).parents[3]
URL = "postgresql+psycopg://midline@127.0.0.1:5432/midline"
GOOD = {"MIDLINE_DATABASE_URL": URL, "MIDLINE_SECRET": SECRET, "MIDLINE_PUBLIC_ADDRESS": ADDRESS}


def test_three_settings_are_enough() -> None:
    settings = settings_from(GOOD)
    assert settings == Settings(URL, SECRET, ADDRESS)
    assert (settings.host, settings.secure) == ("midline.north.example", True)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("MIDLINE_SECRET", "", "missing"),
        ("MIDLINE_SECRET", "too-short", "can be guessed"),
        ("MIDLINE_SECRET", "ab" * 30, "can be guessed"),
        ("MIDLINE_SECRET", "change-me-change-me-0123456789-xyz", "placeholder"),
        ("MIDLINE_PUBLIC_ADDRESS", "http://midline.north.example", "wanted https"),
        ("MIDLINE_PUBLIC_ADDRESS", "midline.north.example", "wanted one such as https"),
        ("MIDLINE_PUBLIC_ADDRESS", "https://midline.north.example/path", "wanted one such as https"),
        ("MIDLINE_DATABASE_URL", "sqlite:///data", "wanted postgresql"),
        ("MIDLINE_DATABASE_URL", "", "wanted postgresql"),
        ("MIDLINE_LISTEN", "everywhere", "an address and a port"),
        ("MIDLINE_WORKERS", "0", "from 1 to 32"),
        ("MIDLINE_THREADS", "many", "from 1 to 64"),
        ("FLASK_DEBUG", "1", "shows the program's inside"),
        ("MIDLINE_DEBUG", "true", "shows the program's inside"),
    ],
)
def test_what_is_unsafe_or_wrong_stops_it(name: str, value: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        settings_from(GOOD | {name: value})


@pytest.mark.parametrize(
    "held", [b"ht\ntps://midline.north.example", b"https://midline.north.example\x00", b"\xff"]
)
def test_a_file_that_holds_no_setting_stops_it(tmp_path: Path, held: bytes) -> None:
    (tmp_path / "address").write_bytes(held)
    told = {name: value for name, value in GOOD.items() if name != "MIDLINE_PUBLIC_ADDRESS"}
    with pytest.raises(SettingsError, match="PUBLIC_ADDRESS_FILE: wanted"):
        settings_from(told | {"MIDLINE_PUBLIC_ADDRESS_FILE": str(tmp_path / "address")})


def test_all_that_is_the_matter_is_said_at_once() -> None:
    with pytest.raises(SettingsError) as stopped:
        settings_from({"FLASK_DEBUG": "on"})
    assert str(stopped.value).count("\n- ") == 4


def test_plain_http_is_for_this_very_machine_only() -> None:
    assert not settings_from(GOOD | {"MIDLINE_PUBLIC_ADDRESS": "http://127.0.0.1:8080"}).secure


def test_the_password_of_the_database_can_be_apart() -> None:
    apart = settings_from(GOOD | {"MIDLINE_DATABASE_PASSWORD": "p@ss"})
    assert apart.database_url == "postgresql+psycopg://midline:p%40ss@127.0.0.1:5432/midline"


def test_the_compose_file_sets_what_is_asked_for_and_nothing_that_is_unsafe() -> None:
    """As the proxy, the app and the database are started together; secrets are files, made by the clinic."""
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    told = {name: value for name, value in services["app"]["environment"].items() if "_FILE" not in name}
    told |= {"MIDLINE_SECRET": SECRET, "MIDLINE_PUBLIC_ADDRESS": ADDRESS, "MIDLINE_WORKERS": "2"}
    assert settings_from(told).listen == "0.0.0.0:8080"
    assert "ports" not in services["app"]
    assert "ports" not in services["database"]
    assert services["app"]["read_only"]


def test_a_value_can_be_in_a_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("secrets") / "secret"
    file.write_text(SECRET + "\n")
    without = {name: value for name, value in GOOD.items() if name != "MIDLINE_SECRET"}
    assert settings_from(without | {"MIDLINE_SECRET_FILE": str(file)}).secret == SECRET
    with pytest.raises(SettingsError, match="cannot be read"):
        settings_from(without | {"MIDLINE_SECRET_FILE": str(file) + "x"})
