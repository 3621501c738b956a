"""No page goes without its picture."""

from pathlib import Path
from typing import cast

from flask import Flask

from coach.accounts import Stores
from tests.browser import clinic_pages
from tests.browser.pages import NO_PAGES, PAGES, STORIES, Known
from tests.web.clinic_server.conftest import ADDRESS, SECRET
from web import create_app
from web.clinic_server.access import ACCESS, Access
from web.clinic_server.app import create_clinic_app
from web.clinic_server.settings import Settings
from web.config import Config

SOMEBODY = Known(dict.fromkeys(STORIES, "somebody"), "newest", "oldest", "check", "own")
THERE = clinic_pages.Ids("somebody", "another", "a laptop", "a session")


def pages_of(app: Flask) -> set[str]:
    return {str(rule.endpoint) for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}


def shown_of(app: Flask, *addresses: str) -> set[str]:
    there = app.url_map.bind("localhost")
    return {str(there.match(address.partition("?")[0])[0]) for address in addresses}


def test_every_page_is_in_the_list_of_which_pictures_are_taken(tmp_path: Path) -> None:
    laptop = create_app(Config(tmp_path, "browser", made_up=True))
    own = [path(SOMEBODY) for path in PAGES.values()]
    shared = [path(THERE) for path in clinic_pages.LAPTOP.values()]
    assert pages_of(laptop) - shown_of(laptop, *own, *shared) == NO_PAGES

    clinic = create_clinic_app(Settings("unused", SECRET, ADDRESS), cast("Stores", None))
    shown = shown_of(
        clinic, *clinic_pages.DOOR.values(), *(path(THERE) for path in clinic_pages.PAGES.values())
    )
    more = pages_of(clinic) - pages_of(laptop) - shown
    assert {page for page in more if ACCESS[page] is not Access.DEVICE} == clinic_pages.NO_PAGES
