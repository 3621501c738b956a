"""Pictures of every page of a made-up clinic's server and of a laptop that shares with it: ``make pictures``.

python -m tests.browser.take_clinic_pictures FOLDER [LOOK ...]
"""

import argparse
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.clinic_pages import DOOR, LAPTOP, PAGES
from tests.browser.conftest import launch
from tests.browser.madeup_sharing import NEW, WAITING, Sharing, logged_in, sharing
from tests.browser.take_pictures import LOOKS, Look, context_of, is_there, signed_in
from tests.coach.accounts.builders import ADA, GRACE
from tests.web.clinic_server.people import PASSWORD, a_set_up_code
from web.clinic_server.guard import PLAIN_COOKIE

Shoot = Callable[[str], None]


def main() -> None:
    """Takes them all, or those of some looks."""
    wanted = argparse.ArgumentParser(description="Take pictures of every page of a made-up clinic's server.")
    wanted.add_argument("folder", type=Path, help="where they go")
    wanted.add_argument("looks", nargs="*", help=f"of {', '.join(LOOKS)}; all where none is named")
    asked = wanted.parse_args()
    with sharing() as found, sync_playwright() as player:
        browser = launch(player, shutil.which("chromium") or sys.exit("Chromium is not installed."))
        for name in asked.looks or LOOKS:
            (asked.folder / name).mkdir(parents=True, exist_ok=True)
            for look_at in (_door, _clinic, _laptop, _fresh):
                look_at(browser, found, asked.folder / name, LOOKS[name])
        browser.close()


@contextmanager
def _window(browser: Browser, look: Look, folder: Path) -> Iterator[tuple[BrowserContext, Page, Shoot]]:
    """A window, and what takes a picture of it under a name."""
    context = context_of(browser, look)
    page = context.new_page()

    def shoot(name: str) -> None:
        is_there(page)
        page.emulate_media(media=look.media)
        page.screenshot(path=folder / f"{name}.png", full_page=True)
        page.emulate_media(media="screen")  # paper has nothing to press
        print(folder / f"{name}.png", flush=True)

    yield context, page, shoot
    context.close()


def _door(browser: Browser, found: Sharing, folder: Path, look: Look) -> None:
    """Before a login, and what stands there when something is not right."""
    with _window(browser, look, folder) as (_context, page, shoot):
        for name, path in DOOR.items():
            page.goto(found.address + path)
            shoot(f"clinic-{name}")
        page.goto(f"{found.address}/login?next=/account")
        for password in ("not this one", PASSWORD):
            page.fill("#name", GRACE.login_name)
            page.fill("#password", password)
            page.get_by_role("button", name="Go on").click()
            page.wait_for_load_state()
            shoot("clinic-digits" if password == PASSWORD else "clinic-login-refused")
        page.fill("#digits", "000000")
        page.get_by_role("button", name="Log in").click()
        shoot("clinic-digits-refused")
        _set_up(page, found, shoot)


def _set_up(page: Page, found: Sharing, shoot: Shoot) -> None:
    """A new account chooses a password, first one that will not do, and is shown the key."""
    code = a_set_up_code(found.stores, NEW, ADA)
    page.goto(f"{found.address}/set-up")
    for password, name in (("password", "clinic-set-up-refused"), (PASSWORD, "clinic-key")):
        page.fill("#code", code)
        page.fill("#password", password)
        page.fill("#again", password)
        page.get_by_role("button", name="Go on to the app").click()
        page.wait_for_load_state()
        shoot(name)


def _clinic(browser: Browser, found: Sharing, folder: Path, look: Look) -> None:
    """With an admin before it."""
    with _window(browser, look, folder) as (context, page, shoot):
        cookie = logged_in(found.stores, ADA)
        context.add_cookies([{"name": PLAIN_COOKIE, "value": cookie, "url": found.address}])
        for name, path in PAGES.items():
            page.goto(found.address + path(found.ids))
            shoot(f"clinic-{name}")
        page.goto(f"{found.address}/people/{WAITING.id}")
        shoot("clinic-person-waits")
        page.goto(f"{found.address}/people/{NEW.id}")
        page.get_by_role("button", name="Make a code").click()
        shoot("clinic-person-code")
        page.goto(f"{found.address}/therapist/patients/{found.ids.shares}/laptops")
        page.get_by_role("button", name="Make a code for a laptop").click()
        page.wait_for_url(re.compile("/code"))
        shoot("clinic-laptops-code")


def _laptop(browser: Browser, found: Sharing, folder: Path, look: Look) -> None:
    """A patient's laptop that shares: shared, paused, one record, and the four words."""
    with _window(browser, look, folder) as (_context, page, shoot):
        signed_in(page, found.laptop)
        base = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
        for name, path in LAPTOP.items():
            page.goto(base + path(found.ids))
            shoot(f"shared-{name}")
        page.goto(f"{base}/sharing")
        page.get_by_role("button", name="Pause sharing").click()
        shoot("shared-sharing-paused")
        page.get_by_role("button", name="Go on sharing").click()
        page.locator(".done-list a").first.click()
        shoot("shared-record")


def _fresh(browser: Browser, found: Sharing, folder: Path, look: Look) -> None:
    """A laptop's first minutes: the first page, joining a clinic, and a code that opens nothing."""
    with _window(browser, look, folder) as (_context, page, shoot):
        page.goto(found.fresh.link())
        shoot("fresh-today")
        page.get_by_role("link", name="I have a code from my clinic").click()
        shoot("fresh-pairing")
        for label, typed in (("name", "Anna"), ("Address", found.address), ("Code", "BCDF-GHJK")):
            page.get_by_label(label).fill(typed)
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("alert").wait_for()
        shoot("fresh-pairing-refused")


if __name__ == "__main__":
    main()
