"""A real Chromium, and the real app served for it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.browser.bare import open_bare

#: Debian's browser; a fresh profile, no window, no connection of its own.
ARGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is; without it the browser tests are skipped, unless they are required."""
    path = shutil.which("chromium")
    if path is None:
        sentence = "Chromium is not installed (apt-get install chromium), so the browser tests cannot run."
        if os.environ.get("MIDLINE_REQUIRE_BROWSER") == "1":
            pytest.fail(sentence)
        pytest.skip(sentence)
    return path


@pytest.fixture(scope="session")
def player() -> Iterator[Playwright]:
    with sync_playwright() as player:
        yield player


def launch(player: Playwright, path: str, *more: str) -> Browser:
    """A browser of its own, with more arguments."""
    return player.chromium.launch(executable_path=path, args=[*ARGS, *more])


@pytest.fixture(scope="session")
def chromium(player: Playwright, chromium_path: str) -> Iterator[Browser]:
    """The browser that most tests share."""
    browser = launch(player, chromium_path)
    yield browser
    browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh profile; a page that throws fails its test."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="en-GB")
    thrown: list[Any] = []
    context.on("weberror", lambda error: thrown.append(error.error))
    yield context
    context.close()
    assert thrown == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def modules(page: Page) -> Page:
    """A bare page that can import the pages' own modules."""
    open_bare(page)
    return page
