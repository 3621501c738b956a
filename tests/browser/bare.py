"""A bare page that can import the pages' own modules, and what their functions give there."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route

STATIC = Path(__file__).parents[2] / "web" / "static"
SITE = "http://midline.test"
TYPES = {"js": "text/javascript", "css": "text/css"}


def open_bare(page: Page, body: str = "") -> None:
    """Opens the page; its body may hold what a module looks for."""

    def answer(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        kind = name.rsplit(".", 1)[-1]
        if kind in TYPES:
            route.fulfill(body=(STATIC / name).read_text(), content_type=TYPES[kind])
        else:
            route.fulfill(
                body=f"<!doctype html><html lang=en><body>{body}</body></html>", content_type="text/html"
            )

    page.route(f"{SITE}/**", answer)
    page.goto(f"{SITE}/page")


def value(page: Page, module: str, expression: str) -> Any:
    """An expression over the module ``m``."""
    return page.evaluate(f"async () => {{ const m = await import('{SITE}/{module}'); return {expression}; }}")
