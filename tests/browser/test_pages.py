"""No page goes without its picture."""

from pathlib import Path

from tests.browser.pages import NO_PAGES, PAGES, STORIES, Known
from web import create_app
from web.config import Config

SOMEBODY = Known(dict.fromkeys(STORIES, "somebody"), "newest", "oldest", "check", "own")


def test_every_page_is_in_the_list_of_which_pictures_are_taken(tmp_path: Path) -> None:
    app = create_app(Config(tmp_path, "browser", made_up=True))
    addresses = app.url_map.bind("localhost")
    shown = {addresses.match(path(SOMEBODY).partition("?")[0])[0] for path in PAGES.values()}
    there = {str(rule.endpoint) for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert there - shown == NO_PAGES
