"""A clinic's server and a patient's laptop as their people start them, and what each does in a browser."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyotp
from playwright.sync_api import Browser, Page, expect

from tests.browser.steps import SOON_MS
from tests.web.clinic_server.conftest import SECRET
from tests.web.clinic_server.serving import wait_until_ready
from web.server import listen

MIDLINE = [sys.executable, "-c", "from web.cli import main; main()"]
PASSWORD = "two herons by the weir"  # noqa: S105  of this story only


@dataclass
class Pictures:
    """Takes a picture at each step of a story."""

    folder: Path
    taken: list[Path] = field(default_factory=list)

    def take(self, page: Page, name: str) -> None:
        """The page as it is, numbered."""
        path = self.folder / f"{len(self.taken) + 1:02d}-{name}.png"
        page.bring_to_front()
        page.wait_for_load_state("load")  # on its way to another page it cannot be taken
        page.screenshot(path=path)
        self.taken.append(path)


@dataclass(frozen=True)
class Clinic:
    """A running `midline clinic`."""

    address: str
    settings: dict[str, str]

    def command(self, *words: str) -> str:
        """What a command of the server prints."""
        done = subprocess.run(
            [*MIDLINE, "clinic", *words],
            env=os.environ | self.settings,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return done.stdout


@contextmanager
def running_clinic(database: str) -> Iterator[Clinic]:
    """From an empty database to a server that is ready."""
    with listen(0) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    settings = {
        "MIDLINE_DATABASE_URL": database,
        "MIDLINE_SECRET": SECRET,
        "MIDLINE_PUBLIC_ADDRESS": address,
        "MIDLINE_LISTEN": f"127.0.0.1:{port}",
        "MIDLINE_PROXIES": "0",
    }
    clinic = Clinic(address, settings)
    clinic.command("migrate")
    server = subprocess.Popen([*MIDLINE, "clinic"], env=os.environ | settings)
    try:
        wait_until_ready(address)
        yield clinic
    finally:
        server.terminate()
        server.wait(timeout=30)


@contextmanager
def running_laptop(folder: Path, camera: Path) -> Iterator[str]:
    """A running `midline run` on a fresh folder; its launch link."""
    words = ["run", "--no-browser", "--port", "0", "--camera", str(camera), "--data-dir", str(folder)]
    laptop = subprocess.Popen([*MIDLINE, *words], stdout=subprocess.PIPE, text=True)
    try:
        assert laptop.stdout
        link = next(found[0] for line in laptop.stdout if (found := re.search(r"http://\S+", line)))
        yield link
    finally:
        laptop.send_signal(signal.SIGTERM)
        laptop.communicate(timeout=30)


@dataclass
class Person:
    """Somebody who works at the clinic, before a browser of their own."""

    page: Page
    address: str
    login_name: str
    key: str = ""

    def set_up(self, code: str) -> None:
        """Choose a password with the code, and put the key into the app."""
        self.page.goto(f"{self.address}/set-up")
        self.page.get_by_label("Code").fill(code)
        for entry in self.page.locator("input[type=password]").all():
            entry.fill(PASSWORD)
        self.page.get_by_role("button", name="Go on to the app").click()
        self.key = self.page.locator(".spelled").first.inner_text().replace(" ", "")
        self.page.get_by_label(re.compile("digits", re.IGNORECASE)).fill(self.digits())
        self.page.get_by_role("button", name="Finish").click()
        expect(self.page.get_by_role("heading", name="Your account is set up")).to_be_visible(timeout=SOON_MS)

    def digits(self, steps: int = 0) -> str:
        """What the app shows, or will show so many half minutes later."""
        return pyotp.TOTP(self.key).at(int(time.time()) + 30 * steps)

    def log_in(self) -> None:
        """Those of the set-up are used; the next ones are taken a little early."""
        self.page.goto(f"{self.address}/login")
        self.page.get_by_label("Login name").fill(self.login_name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Go on").click()
        self.page.get_by_label(re.compile("digits", re.IGNORECASE)).fill(self.digits(1))
        self.page.get_by_role("button", name="Log in").click()
        expect(self.page.get_by_role("heading", name="Patients")).to_be_visible(timeout=SOON_MS)


def person(chromium: Browser, clinic: Clinic, login_name: str) -> Person:
    """With a browser that knows nothing yet."""
    context = chromium.new_context(viewport={"width": 1366, "height": 900})
    return Person(context.new_page(), clinic.address, login_name)
