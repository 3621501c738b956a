"""A link in a web mail leads to a page of the clinic's server, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from coach.accounts import Stores
from tests.browser.steps import SOON_MS
from tests.coach.accounts.builders import GRACE
from tests.coach.store.builders import ANNA
from tests.web.clinic_server.conftest import quick_hashes, server, stores
from tests.web.clinic_server.people import PASSWORD, digits, set_up
from tests.web.clinic_server.serving import serve_clinic

__all__ = ["quick_hashes", "server", "stores"]

pytestmark = pytest.mark.browser

MAIL = "http://mail.example/"


@pytest.fixture
def clinic(stores: Stores) -> Iterator[str]:
    """The address of a running server, where Grace has an account."""
    set_up(stores, GRACE)
    with serve_clinic(stores) as (_app, address):
        yield address


def follow(context: BrowserContext, link: str) -> Page:
    """Somebody reads a mail of another site and follows the link in it."""
    page = context.new_page()
    letter = f'<!doctype html><title>Mail</title><a href="{link}">Please look at Anna</a>'
    page.route(MAIL, lambda route: route.fulfill(content_type="text/html", body=letter))
    page.goto(MAIL)
    page.get_by_role("link").click()
    return page


def test_a_link_leads_to_its_page_after_the_login_and_without_one_where_somebody_is_logged_in(
    context: BrowserContext, clinic: str
) -> None:
    link = f"{clinic}/therapist/patients/{ANNA.id}"
    page = follow(context, link)
    page.get_by_label("Login name").fill(GRACE.login_name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("six digits").fill(digits())
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(ANNA.name, timeout=SOON_MS)
    assert page.url == link

    again = follow(context, link)  # the cookie stays behind on the way from the mail
    expect(again.get_by_role("heading", level=1)).to_contain_text(ANNA.name, timeout=SOON_MS)
    assert again.url == link
    again.go_back()  # nothing of ours stands between the page and the mail
    assert again.url == MAIL
