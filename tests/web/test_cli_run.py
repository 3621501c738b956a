"""`midline` as a process of its own: started, started twice, stopped, killed."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

MIDLINE = [str(Path(sys.executable).with_name("midline"))]
OPENED = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}


class Midline:
    """A running `midline`, and what it has said."""

    def __init__(self, *words: object) -> None:
        self.process = subprocess.Popen(
            [*MIDLINE, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.link = self._link()

    def _link(self) -> str:
        assert self.process.stdout
        for line in self.process.stdout:
            if found := re.search(r"http://\S+", line):
                return found[0]
        raise AssertionError("midline ended without a link")

    def stop(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        self.process.communicate(timeout=30)
        return self.process.returncode


@contextmanager
def running(*words: object) -> Iterator[Midline]:
    midline = Midline(*words)
    try:
        yield midline
    finally:
        if midline.process.poll() is None:
            midline.stop(signal.SIGKILL)
        midline.process.communicate()


def open_page(link: str) -> str:
    """What a browser shows that follows the link."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    browser.addheaders = list(OPENED.items())
    with browser.open(link, timeout=30) as page:
        shown: str = page.read().decode()
    return shown


@pytest.fixture
def place(tmp_path: Path) -> list[object]:
    return ["run", "--camera", "demo", "--no-browser", "--port", "0", "--data-dir", tmp_path / "data"]


@pytest.mark.skipif(sys.platform == "win32", reason="Signals as on Linux and macOS.")
def test_started_twice_stopped_killed_and_started_again(place: list[object], tmp_path: Path) -> None:
    with running(*place) as first:
        assert "Midline" in open_page(first.link)
        with pytest.raises(urllib.error.HTTPError, match="403"):
            open_page(first.link)
        second = running(*place)
        with second as again:
            assert again.process.wait(timeout=30) == 0
            assert again.link.split("/launch")[0] == first.link.split("/launch")[0]
            assert "Midline" in open_page(again.link)
        assert first.stop(signal.SIGINT) == 0
    assert (tmp_path / "data" / "running.lock").read_text() == ""
    with running(*place) as third:
        third.stop(signal.SIGKILL)
    with running(*place) as fourth:
        assert "Midline" in open_page(fourth.link)
        assert fourth.stop(signal.SIGTERM) == 0


def test_what_is_kept_is_the_owner_s_alone(place: list[object], tmp_path: Path) -> None:
    with running(*place):
        kept = tmp_path / "data"
        assert kept.stat().st_mode & 0o777 == 0o700
        assert (kept / "running.lock").stat().st_mode & 0o777 == 0o600


def test_another_mediapipe_is_refused_in_one_sentence(place: list[object], tmp_path: Path) -> None:
    """The installed metadata say 1.2.2, as after a careless upgrade."""
    info = tmp_path / "mediapipe-1.2.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mediapipe\nVersion: 1.2.2\n")
    done = subprocess.run(
        [*MIDLINE, *map(str, place)],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("midline: Midline needs mediapipe 0.10.31, and 1.2.2 is installed.")
    assert "Traceback" not in done.stderr


def test_the_doctor_s_exit_code_is_its_worst_finding(tmp_path: Path) -> None:
    done = subprocess.run(
        [*MIDLINE, "doctor", "--json", "--data-dir", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    findings = json.loads(done.stdout)
    worst = max(("fine", "look", "broken").index(finding["level"]) for finding in findings)
    assert done.returncode == worst, done.stderr
    assert {"mediapipe", "models", "cameras", "speed", "data folder", "disk", "port"} <= {
        f["name"] for f in findings
    }
    assert all(finding["advice"] for finding in findings)
