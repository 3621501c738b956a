"""A page on another port of the same machine, in the browser that was let in, tries everything a page can do.

Chromium sends our cookie along with such requests, so nothing but the rules of `web.security` stands there.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Thread
from typing import Any, cast

import pytest
from playwright.sync_api import BrowserContext, Page

from web.config import Config
from web.server import Server

pytestmark = pytest.mark.browser

ATTACKS = {
    "fetch": "fetch(url, {credentials: 'include'})",
    "fetch without cors": "fetch(url, {credentials: 'include', mode: 'no-cors'})",
    "post": "fetch(url, {method: 'POST', credentials: 'include', mode: 'no-cors', body: 'a=1'})",
    "beacon": "navigator.sendBeacon(url, 'a=1')",
    "picture": "loaded(Object.assign(new Image(), {src: url}))",
    "script": "loaded(added('script', {src: url}))",
    "style": "loaded(added('link', {rel: 'stylesheet', href: url}))",
    "frame": "loaded(added('iframe', {src: url}))",
    "form": "sent(url, 'post')",
    "form by get": "sent(url, 'get')",
    "events": "loaded(new EventSource(url, {withCredentials: true}))",
    "module": "import(url)",
}
TOOLS = """
const loaded = (what) => new Promise((done) => { what.onload = what.onerror = what.onopen = done; });
const added = (tag, how) => document.body.appendChild(Object.assign(document.createElement(tag), how));
const sent = (url, method) => {
  const frame = added('iframe', {name: 'f' + Math.random()});
  const form = added('form', {action: url, method, target: frame.name});
  form.appendChild(Object.assign(document.createElement('input'), {name: 'pin', value: '271828'}));
  const done = loaded(frame);
  form.submit();
  return done;
};
const soon = (promise) => Promise.race([promise, new Promise((done) => setTimeout(done, 3000))]);
"""


@dataclass(frozen=True)
class Asked:
    """One request that reached our port, and the answer's status."""

    method: str
    path: str
    site: str
    cookie: bool
    status: int


class Watched:
    """Notes every request on its way into the app."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app
        self.asked: list[Asked] = []
        self._news = Condition()

    def first(self, timeout_s: float = 10.0) -> list[Asked]:
        """What was asked, once anything was; a beacon comes when it likes."""
        with self._news:
            self._news.wait_for(lambda: self.asked, timeout_s)
        return self.asked

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        def noted(status: str, *rest: Any) -> Any:
            with self._news:
                self.asked.append(_asked(environ, status))
                self._news.notify_all()
            return start(status, *rest)

        if environ["PATH_INFO"] == "/favicon.ico":  # the browser's own, whenever it likes
            return self._app(environ, start)
        return self._app(environ, noted)


def _asked(environ: dict[str, Any], status: str) -> Asked:
    return Asked(
        method=environ["REQUEST_METHOD"],
        path=environ["PATH_INFO"],
        site=environ.get("HTTP_SEC_FETCH_SITE", ""),
        cookie="midline" in environ.get("HTTP_COOKIE", ""),
        status=int(status.split(maxsplit=1)[0]),
    )


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Server(Config(data_dir=tmp_path / "data", camera="demo")) as server:
        yield server


@pytest.fixture
def watched(server: Server) -> Watched:
    watched = Watched(server.app.wsgi_app)
    cast(Any, server.app).wsgi_app = watched
    return watched


class _Evil(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Kittens</title><body>")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def evil() -> Iterator[int]:
    """Port of the attacker's page."""
    site = ThreadingHTTPServer(("127.0.0.1", 0), _Evil)
    thread = Thread(target=site.serve_forever)
    thread.start()
    yield site.server_address[1]
    site.shutdown()
    thread.join()
    site.server_close()


@pytest.fixture
def let_in(context: BrowserContext, server: Server) -> Page:
    """Our own page, open in one tab."""
    page = context.new_page()
    page.goto(server.link())
    return page


def urls(server: Server, host: str) -> list[str]:
    """Every route of the app, with something in place of each variable part."""
    rules = {re.sub("<([a-z]+:)?[a-z_]+>", "7", rule.rule) for rule in server.app.url_map.iter_rules()}
    return [f"http://{host}:{server.config.port}{rule}" for rule in sorted(rules)]


def attack(page: Page, how: str, targets: list[str]) -> None:
    """Tries one thing on every address at once, and waits for all of them to end somehow."""
    page.evaluate(
        f"async (urls) => {{ {TOOLS} await Promise.allSettled(urls.map((url) => soon({how}))); }}", targets
    )


def test_our_own_page_gets_through(let_in: Page, watched: Watched) -> None:
    """The control: the same browser, the same cookie, our page."""
    status = let_in.evaluate("fetch('/static/midline.css').then((answer) => answer.status)")
    assert status == 200
    assert Asked("GET", "/static/midline.css", "same-origin", True, 200) in watched.asked  # noqa: FBT003


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_nothing_gets_through_from_another_port(
    context: BrowserContext, let_in: Page, watched: Watched, server: Server, evil: int, host: str
) -> None:
    let_in.goto("about:blank")
    page = context.new_page()
    page.goto(f"http://{host}:{evil}/")
    targets = urls(server, "127.0.0.1")
    with_cookie = set()
    for name, how in ATTACKS.items():
        watched.asked.clear()
        attack(page, how, targets)
        assert watched.first(), name
        assert {one.status for one in watched.asked} <= {400, 403}, (name, watched.asked)
        with_cookie |= {name for one in watched.asked if one.cookie}
    assert with_cookie >= {"post", "picture", "form", "events"} if host == "127.0.0.1" else not with_cookie
    assert not server.services.live.on  # no camera was started


def test_a_window_opened_by_another_page_shows_nothing(
    context: BrowserContext, let_in: Page, watched: Watched, server: Server, evil: int
) -> None:
    let_in.goto("about:blank")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{evil}/")
    watched.asked.clear()
    with context.expect_page() as opened:
        page.evaluate("(url) => { window.open(url); }", f"http://127.0.0.1:{server.config.port}/")
    opened.value.wait_for_load_state()
    assert "did not come from Midline" in opened.value.inner_text("body")
    assert {(one.site, one.status) for one in watched.asked} == {("same-site", 403)}


def test_a_name_that_is_pointed_at_this_machine_is_refused(context: BrowserContext, server: Server) -> None:
    """DNS rebinding: the attacker's own name, our address; the browser sees one and the same site."""
    page = context.new_page()
    answer = page.goto(f"http://evil.localhost:{server.config.port}/healthz")
    assert answer
    assert answer.status == 400
