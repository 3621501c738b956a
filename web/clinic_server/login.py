"""Log in with a name and a password, then with six digits; log out. A name that nobody has, a wrong password,
an account that is closed or waits for an admin, and too many tries are all answered alike, and as slowly."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.accounts import second_factor
from coach.accounts.audit import What
from coach.accounts.logins import Login
from coach.accounts.passwords import hash_password, outdated, right_password
from coach.accounts.secret import hidden
from coach.accounts.throttles import Throttle
from web.clinic_server import doing
from web.clinic_server.browser_words import browser_words
from web.clinic_server.guard import now, stores, visit

if TYPE_CHECKING:
    from coach.accounts import Account

bp = Blueprint("login", __name__)

#: Wrong passwords in a row for one name; then 5 s, doubling, at most a quarter of an hour, so that nobody is
#: shut out for long by somebody else's tries. Judgement.
FREE_PASSWORDS = 5
#: Wrong digits in a row, by whoever has the password already; then a minute, doubling, at most half a day: a
#: guess is right once in 100,000 days. Judgement.
FREE_DIGITS, FIRST_WAIT, LONGEST_WAIT = 5, timedelta(minutes=1), timedelta(hours=12)

FROM_ELSEWHERE = {"cross-site", "same-site"}

REFUSED = (
    "This name and password do not let you in. It may be a letter typed differently, an account that an "
    "admin of the clinic has not opened, or too many tries in a row: then wait a quarter of an hour."
)
NOT_THESE = (
    "These digits do not let you in. Each six digits can be used once: please wait for the next ones in your "
    "app. If they never do, the clock of your phone may be off, or an admin gives you a code for a new start."
)


@bp.get("/login")
def ask() -> str:
    """The name and the password. Whoever follows a link of another site may be logged in all the same: the
    cookie does not come along from there (``SameSite=Strict``), but does when our own page leads on."""
    if request.headers.get("Sec-Fetch-Site") in FROM_ELSEWHERE:
        return render_template("clinic_server/from_elsewhere.html", to=doing.going_to())
    return _page("")


@bp.post("/login")
def give() -> ResponseReturnValue:
    """Where they are right, the six digits are next."""
    if wait := stores().accounts.try_once(doing.from_here("login"), now()):
        return _page(f"Too many tries came from here. Please wait {doing.wait_in_words(wait)}."), 429
    account = _whose(request.form.get("name", ""), request.form.get("password", ""))
    if account is None:
        return _page(REFUSED), 403
    stores().accounts.take_back(doing.from_here("login"))
    token, at = doing.new_token(), now()
    browser = browser_words(request.headers.get("User-Agent", ""))
    stores().accounts.begin_login(Login(str(uuid4()), account.id, browser, at, at, whole=False), token)
    return doing.with_cookie(redirect(url_for(".ask_digits", next=doing.going_to()), code=303), token)


@bp.get("/login/digits")
def ask_digits() -> str:
    """The six digits of the app."""
    return _digits_page("")


@bp.post("/login/digits")
def give_digits() -> ResponseReturnValue:
    """Where they are right, somebody is logged in."""
    account = visit().account
    limit = Throttle(f"digits of {account.id}", FREE_DIGITS, FIRST_WAIT, LONGEST_WAIT)
    if wait := stores().accounts.try_once(limit, now()):
        return _digits_page(f"Too many tries in a row. Please wait {doing.wait_in_words(wait)}."), 429
    if not _right_digits(account, request.form.get("digits", "")):
        doing.note(What.TRIED, account)
        return _digits_page(NOT_THESE), 403
    stores().accounts.was_right(limit)
    token = doing.new_token()
    stores().accounts.complete_login(visit().login.id, token, now())
    doing.note(What.LOGGED_IN, account)
    return doing.with_cookie(redirect(doing.going_to(), code=303), token)


@bp.post("/logout")
def leave() -> ResponseReturnValue:
    """The login ends, here and in the database."""
    stores().accounts.end_login(visit().login.id, now())
    doing.note(What.LOGGED_OUT, visit().account)
    return doing.without_cookie(redirect(url_for(".ask"), code=303))


def _whose(name: str, password: str) -> Account | None:
    """Whose name and password these are, where the account is open; counted before it is looked at."""
    accounts = stores().accounts
    limit = Throttle(f"password of {hidden(name.strip().lower(), doing.server_secret())}", FREE_PASSWORDS)
    wait = accounts.try_once(limit, now())
    account = accounts.account_called(name) if name.isprintable() else None
    kept = account.password_hash if account and not wait else None
    if not right_password(kept, password) or not account or not kept or not account.is_open:
        doing.note(What.TRIED, account)
        return None
    accounts.was_right(limit)
    if outdated(kept):
        accounts.renew_hash(account.id, kept, hash_password(password))
    return account


def _right_digits(account: Account, digits: str) -> bool:
    key = second_factor.key_of(account.totp_secret or "", account.id, doing.server_secret())
    step = second_factor.step_of(key, digits, now(), account.totp_step) if key else None
    return step is not None and stores().accounts.use_step(account.id, step)


def _page(trouble: str) -> str:
    name = request.form.get("name", "")
    return render_template("clinic_server/login.html", trouble=trouble, name=name, next=doing.going_to())


def _digits_page(trouble: str) -> str:
    return render_template("clinic_server/digits.html", trouble=trouble, next=doing.going_to())
