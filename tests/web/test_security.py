"""Who is listened to: our own page, opened by a person, in a browser that came by a launch link."""

from string import ascii_letters, digits

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

from tests.web.conftest import OWN, PORT
from web.launch import LINK_LIFE_S, Launch, new_token
from web.security import MAX_REQUEST_BYTES, csp, from_our_page

OTHER_PORT = "http://127.0.0.1:8301"
OPENED = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize(
    ("method", "headers", "ours"),
    [
        ("GET", OPENED, True),  # typed, bookmarked, opened by `midline run`
        ("POST", OPENED, False),
        ("GET", {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "no-cors"}, False),
        ("GET", OURS, True),
        ("POST", OURS, True),
        ("POST", OURS | {"Origin": OWN}, True),
        ("POST", OURS | {"Origin": "null"}, True),  # a form of ours, under Referrer-Policy: no-referrer
        ("POST", OURS | {"Origin": OTHER_PORT}, False),
        ("GET", {"Sec-Fetch-Site": "same-site"}, False),
        ("GET", {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate"}, False),
        ("GET", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, False),
        ("GET", {"Sec-Fetch-Site": "cross-site"}, False),
        # browsers from before 2023 say nothing of the site
        ("POST", {"Origin": OWN}, True),
        ("POST", {"Origin": OTHER_PORT}, False),
        ("POST", {"Origin": "null"}, False),
        ("POST", {}, False),
        ("GET", {"Accept": "text/html"}, True),
        ("GET", {"Accept": "text/html", "Origin": OTHER_PORT}, False),
        ("GET", {"Accept": "image/png"}, False),
        ("GET", {}, False),
    ],
)
def test_only_our_own_page_is_listened_to(method: str, headers: dict[str, str], ours: bool) -> None:  # noqa: FBT001
    asked = Headers(headers | {"Host": f"127.0.0.1:{PORT}"})
    assert from_our_page(method, asked) is ours


def test_a_plain_tool_may_ask_for_health_only() -> None:
    asked = Headers({"Host": f"127.0.0.1:{PORT}"})
    assert from_our_page("GET", asked, open_to_tools=True)
    assert not from_our_page("POST", asked, open_to_tools=True)
    assert not from_our_page("GET", Headers({"Sec-Fetch-Site": "cross-site"}), open_to_tools=True)


@pytest.mark.parametrize("path", ["/", "/static/midline.css", "/nowhere", "/healthz", "/launch?token=x"])
def test_every_answer_carries_every_header(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        headers = answer.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == "camera=(self), microphone=(), geolocation=()"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    policy = headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'self'", "frame-ancestors 'none'", "object-src 'none'"} < set(policy)
    assert "base-uri 'none'" in policy
    assert "access-control" not in str(headers).lower()


def test_a_view_can_widen_the_policy_for_its_own_page(app: Flask, client: FlaskClient) -> None:
    def chart() -> str:
        g.csp = csp(style_src="'self' 'unsafe-inline'")
        return "chart"

    app.view_functions["healthz"] = chart
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in client.get("/").headers["Content-Security-Policy"]


def test_a_refusal_says_what_to_do(stranger: FlaskClient) -> None:
    page = stranger.get("/", headers=OPENED)
    assert page.status_code == 403
    assert "Please start Midline from its own window" in page.text


def test_a_script_is_refused_in_json(stranger: FlaskClient) -> None:
    answer = stranger.post("/live/pause", headers={"Sec-Fetch-Dest": "empty"})
    assert answer.status_code == 403
    assert answer.get_json()["error"].startswith("Please start Midline from its own window")


def test_a_launch_link_lets_one_browser_in(stranger: FlaskClient, launch: Launch) -> None:
    link = f"/launch?token={launch.token()}"
    let_in = stranger.get(link, headers=OPENED)
    assert (let_in.status_code, let_in.location) == (303, "/")
    assert stranger.get("/", headers=OPENED).status_code == 200
    assert "used before" in stranger.get(link, headers=OPENED).text


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(stranger: FlaskClient, launch: Launch) -> None:
    def cookie(agent: str) -> str:
        link = f"/launch?token={launch.token()}"
        return stranger.get(link, headers={"User-Agent": agent}).headers["Set-Cookie"]

    safari, chromium = cookie("Version/18 Safari/605"), cookie("Chrome/156 Safari/537")
    assert safari.startswith(f"midline-{PORT}=")
    assert chromium.startswith(f"__Host-midline-{PORT}=")
    assert "; Secure; HttpOnly; Path=/; SameSite=Strict" in chromium
    assert "; HttpOnly; Path=/; SameSite=Strict" in safari


def test_a_launch_token_is_fresh_signed_and_used_once() -> None:
    now_s = [1_000_000.0]
    launch = Launch(b"a" * 32, lambda: now_s[0])
    token = launch.token()
    assert launch.redeem("") is None
    assert launch.redeem(("B" if token[0] == "A" else "A") + token[1:]) is None
    assert launch.redeem(new_token(b"b" * 32, launch.clock)) is None
    browser = launch.redeem(new_token(b"a" * 32, launch.clock))  # as a second start makes it
    assert launch.knows(browser)
    assert not launch.knows("somebody else")
    assert not launch.knows(None)
    assert launch.redeem(token) is not None
    assert not [char for char in ascii_letters + digits + "-_=" if launch.redeem(token[:-1] + char)]
    assert launch.redeem(token) is None
    late = launch.token()
    now_s[0] += LINK_LIFE_S + 1
    assert launch.redeem(late) is None


def test_a_token_has_256_bits() -> None:
    tokens = {new_token(b"a" * 32, lambda: 0.0).split(".")[0] for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {43}  # 32 bytes in base64


def test_a_big_request_is_refused(client: FlaskClient) -> None:
    sent = client.post("/pin", data={"pin": "1" * (MAX_REQUEST_BYTES + 1)})
    assert sent.status_code == 413
