"""A whole session opens no connection beyond this machine."""

import sys
from pathlib import Path

import pytest

from tests.web.sandbox import missing, outside_addresses, run_without_network
from tests.web.whole_session import WORDS
from web.who_trains import DEMO_PATIENT

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"No network sandbox here: {missing()}.")


@pytest.mark.parametrize(
    ("call", "address", "outside"),
    [
        ("connect(4,", 'sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")', True),
        ('sendto(4, "x", 1, 0,', 'sa_family=AF_INET, sin_addr=inet_addr("8.8.8.8")', True),
        ("connect(4,", 'sa_family=AF_INET6, inet_pton(AF_INET6, "2001:db8::1", &sin6_addr)', True),
        ("bind(4,", 'sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("0.0.0.0")', True),
        ("connect(4,", 'sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")', True),
        ("connect(4,", 'sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")', False),
        ("connect(4,", 'sa_family=AF_UNIX, sun_path="/run/x"', False),
        ("bind(4,", "sa_family=AF_NETLINK, nl_pid=0", False),
    ],
)
def test_an_outside_address_is_seen(call: str, address: str, outside: bool) -> None:  # noqa: FBT001
    assert bool(outside_addresses(f"7 {call} {{{address}}}, 16) = 0")) is outside


def test_a_program_that_calls_out_is_caught(tmp_path: Path) -> None:
    """The control: the same sandbox, a program that does what later releases of MediaPipe do."""
    calls_out = "import socket; socket.socket().connect_ex(('192.0.2.1', 443))"
    _, outside = run_without_network([sys.executable, "-c", calls_out], tmp_path / "trace")
    assert outside == {"connect 192.0.2.1"}


def test_a_whole_session_stays_on_this_machine(tmp_path: Path) -> None:
    session = [sys.executable, "-m", "tests.web.whole_session", str(tmp_path / "data")]
    ended, outside = run_without_network(session, tmp_path / "trace")
    assert ended.returncode == 0, ended.stderr
    assert outside == set()
    assert "AF_INET" in (tmp_path / "trace").read_text()  # the page was served, and seen to be
    logged = (tmp_path / "data" / "logs" / "midline.log").read_text()
    assert "/live/<command>" in logged
    for word in (DEMO_PATIENT.name, WORDS.split()[-1]):
        assert word not in logged + ended.stdout + ended.stderr
