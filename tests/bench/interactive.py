"""From when on a page answers in a real Chromium, and how long it is busy when its charts are drawn."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Thread

import numpy as np
import waitress
from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import ARGS
from tests.web.conftest import PIN
from web import create_app
from web.launch import Launch
from web.server import THREADS, listen, stop_serving
from web.services import Services

TIMES = 8
#: When the page's own scripts have run and it answers, milliseconds since it was asked for; then each time
#: that it is busy for longer than 50 ms.
WATCH = """
window.busy = [];
const times = (list) => list.getEntries().map((one) => [one.startTime, one.duration]);
new PerformanceObserver((list) => window.busy.push(...times(list)))
  .observe({ type: "longtask", buffered: true });
addEventListener("DOMContentLoaded", () => setTimeout(() => { window.answers = performance.now(); }, 0));
"""


def lines(here: Services, path: str) -> Iterator[str]:
    """One line for the page at ``path``, or why there is none."""
    chromium = shutil.which("chromium")
    if chromium is None:
        yield "in Chromium: not measured, because it is not installed"
        return
    with _served(here) as (url, link), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*ARGS])
        found = np.array(list(_looks(browser, url + path, link)))
        browser.close()
    answers, busy = np.median(found, axis=0)
    yield f"{'in Chromium: from when on the page answers':52}{answers:8.0f}{found[:, 0].max():8.0f}{1500:>8}"
    yield f"{'in Chromium: longest time busy after that':52}{busy:8.0f}{found[:, 1].max():8.0f}"


@contextmanager
def _served(here: Services) -> Iterator[tuple[str, str]]:
    listener = listen(0)
    port, launch = listener.getsockname()[1], Launch(b"k" * 32)
    app = create_app(replace(here.config, port=port), here, launch)
    server = waitress.create_server(app, sockets=[listener], threads=THREADS, channel_request_lookahead=1)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{port}"
    yield url, f"{url}/launch?token={launch.token()}"
    stop_serving(server, thread)


def _looks(browser: Browser, address: str, link: str) -> Iterator[tuple[float, float]]:
    """Each time: when it answers, and the longest time busy after that; the first look is not counted."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(link)
    page.goto(address)
    page.fill("[name=pin]", PIN)
    page.keyboard.press("Enter")
    page.wait_for_selector(".js-plotly-plot")
    page.add_init_script(WATCH)
    for _ in range(TIMES):
        page.goto(address)
        page.wait_for_selector(".js-plotly-plot")
        answers, busy = page.evaluate("[window.answers, window.busy]")
        yield answers, max((lasts for began, lasts in busy if began >= answers), default=0.0)
