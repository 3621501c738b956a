"""Pictures of every page on the made-up clinic, to be looked at: ``make pictures``.

    python -m tests.browser.take_pictures FOLDER [--readme] [--clinic FOLDER]

Each page in each look: light, dark, at 200 %, 320 pixels wide, in forced colours, and as it prints. With
``--readme`` those that the read-me shows are taken anew. With ``--clinic`` an existing made-up clinic is
looked at, else one is made.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.conftest import launch
from tests.browser.pages import NOBODY, PAGES, Known, known
from tests.browser.steps import SOON_MS, answer_check, begin, camera_on, neutral
from web.config import Config
from web.madeup import fill
from web.server import Server
from web.who_trains import PATIENT_SETTING

PIN = "583920"
README = Path(__file__).parents[2] / "web" / "static" / "pictures"
#: What the read-me shows in a window of a usual laptop: a page, its file, and the heading that is on top.
SHOWN = (
    ("patients", "patients", ""),
    ("patient-less-tilt", "patient", "Is it changing"),
    ("session", "therapist", ""),
    ("programme", "programme", ""),
)


class Look(NamedTuple):
    """How a page is looked at; a zoom of 200 % halves the window and doubles its pixels."""

    width: int
    height: int
    scale: float = 1
    scheme: Literal["light", "dark"] = "light"
    media: Literal["screen", "print"] = "screen"
    forced: Literal["active", "none"] = "none"


LOOKS = {
    "light": Look(1366, 768),
    "dark": Look(1366, 768, scheme="dark"),
    "200": Look(683, 384, scale=2),
    "320": Look(320, 640),
    "forced": Look(1366, 768, scheme="dark", forced="active"),
    "print": Look(794, 1123, media="print"),
}
#: Nobody prints a session under way.
SESSION_LOOKS = ("light", "dark", "200", "320", "forced")


def main() -> None:
    """Takes them all."""
    asked = _asked()
    with _serving(asked.clinic) as server, sync_playwright() as player:
        found = known(server.services.store)
        server.services.store.set_setting(PATIENT_SETTING, found.patients["trains-here"])
        browser = launch(player, shutil.which("chromium") or sys.exit("Chromium is not installed."))
        for name, look in LOOKS.items():
            _look_at_everything(browser, server, found, asked.folder / name, look)
        for name in SESSION_LOOKS:
            _look_at_a_session(browser, server, asked.folder / name, LOOKS[name])
        if asked.readme:
            _for_the_readme(browser, server, found)
            shutil.copy(asked.folder / "light" / "session-exercise.png", README / "live.png")
        browser.close()


def _asked() -> argparse.Namespace:
    wanted = argparse.ArgumentParser(description="Take pictures of every page on the made-up clinic.")
    wanted.add_argument("folder", type=Path, help="where they go")
    wanted.add_argument("--readme", action="store_true", help="take those of the read-me anew")
    wanted.add_argument("--clinic", type=Path, help="folder of a made-up clinic")
    return wanted.parse_args()


@contextmanager
def _serving(folder: Path | None) -> Iterator[Server]:
    """The app on the made-up clinic, which is filled where it is not there yet."""
    with (
        tempfile.TemporaryDirectory() as own,
        Server(Config(folder or Path(own), "browser", made_up=True)) as server,
    ):
        here = server.services
        fill(here.store, here.library, datetime.now().astimezone(), np.random.default_rng(1))
        yield server


def _look_at_everything(browser: Browser, server: Server, found: Known, folder: Path, look: Look) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with _window(browser, server, look) as page:
        for name, path in PAGES.items():
            _open(page, server, path(found))
            page.screenshot(path=folder / f"{name}.png", full_page=True)
            print(folder / f"{name}.png", flush=True)


def _for_the_readme(browser: Browser, server: Server, found: Known) -> None:
    with _window(browser, server, LOOKS["light"]) as page:
        for name, file, heading in SHOWN:
            _open(page, server, PAGES[name](found))
            if heading:
                page.get_by_role("heading", name=heading).evaluate("heading => heading.scrollIntoView()")
            page.screenshot(path=README / f"{file}.png")


def _look_at_a_session(browser: Browser, server: Server, folder: Path, look: Look) -> None:
    with _window(browser, server, look) as page:
        page.goto(f"{_base(server)}/session?camera=demo")
        for name in _steps_of_a_session(page):
            page.screenshot(path=folder / f"session-{name}.png")
            if name == "exercise":
                _look_at_the_desk(page.context.new_page(), server, folder)


def _look_at_the_desk(page: Page, server: Server, folder: Path) -> None:
    """What a therapist sees of the session under way: the wall, and its station."""
    for name in ("desk", "station"):
        _open(page, server, PAGES[name](NOBODY))
        expect(page.locator("[data-angle]").first).to_contain_text("°", timeout=SOON_MS)
        page.screenshot(path=folder / f"session-{name}.png", full_page=True)
    page.close()


def _steps_of_a_session(page: Page) -> Iterator[str]:
    """The demo person's session up to a turn that is held, each step as it stands."""
    page.get_by_role("button", name="I know these, go on").click()
    yield "questions"
    answer_check(page)
    yield "place"
    camera_on(page)
    yield "neutral"
    neutral(page)
    yield "ready"
    begin(page)
    for left_out in ("Slow breath", "Grow tall", "Hold the middle"):
        expect(page.locator("#exercise")).to_contain_text(left_out, timeout=SOON_MS)
        page.get_by_role("button", name="Next exercise").click()
    page.locator("body[data-phase=hold]").wait_for(timeout=SOON_MS)
    yield "exercise"
    page.get_by_role("button", name="End").click()
    yield "after"
    page.get_by_role("button", name="Finish without answers").click()
    page.wait_for_url("**/")


@contextmanager
def _window(browser: Browser, server: Server, look: Look) -> Iterator[Page]:
    """A window of its own, with the therapist's PIN given."""
    context = context_of(browser, look)
    page = context.new_page()
    signed_in(page, server)
    page.emulate_media(media=look.media)
    yield page
    context.close()


def context_of(browser: Browser, look: Look) -> BrowserContext:
    """A fresh profile in which pages are looked at so."""
    return browser.new_context(
        viewport={"width": look.width, "height": look.height},
        device_scale_factor=look.scale,
        color_scheme=look.scheme,
        forced_colors=look.forced,
        locale="en-GB",
    )


def signed_in(page: Page, server: Server) -> None:
    """The page comes in by a launch link and gives the therapist's PIN, chosen where there is none."""
    page.goto(server.link())
    page.goto(f"{_base(server)}/pin")
    for field in ("pin", "again"):
        if page.locator(f"[name={field}]").count():
            page.fill(f"[name={field}]", PIN)
    page.keyboard.press("Enter")
    page.wait_for_url("**/therapist/**")


def _open(page: Page, server: Server, path: str) -> None:
    """The session's own stream never ends."""
    page.goto(f"{_base(server)}{path}")
    is_there(page, "load" if path == "/session" or "/desk" in path else "networkidle")


def is_there(page: Page, state: Literal["load", "networkidle"] = "networkidle") -> None:
    """Waits until a page stands as it will, its charts drawn."""
    page.wait_for_load_state(state)
    for chart in page.locator("[data-chart]:visible").all():
        chart.locator(".main-svg").first.wait_for(timeout=SOON_MS)


def _base(server: Server) -> str:
    return f"http://127.0.0.1:{server.config.port}"


if __name__ == "__main__":
    main()
