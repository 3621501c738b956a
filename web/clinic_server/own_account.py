"""One's own account: where one is logged in, another password, another app."""

from __future__ import annotations

import secrets

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.accounts import second_factor
from coach.accounts.audit import What
from coach.accounts.passwords import hash_password, right_password
from coach.accounts.throttles import Throttle
from web import therapist_words as words
from web.clinic_server import doing
from web.clinic_server.guard import now, stores, visit
from web.clinic_server.key_page import TOO_LATE, key_page, key_page_again, waiting_for_digits
from web.clinic_server.login import FREE_PASSWORDS
from web.clinic_server.set_up import password_faults
from web.therapist_form import Answered

bp = Blueprint("own", __name__, url_prefix="/account")

NOT_YOURS = "You are not logged in there, or no longer."
NOT_THE_PASSWORD = "This is not your password."  # noqa: S105


@bp.get("")
def page() -> str:
    """Where one is logged in, and what one can change."""
    account = visit().account
    logins = stores().accounts.logins(account.id, now())
    here = visit().login.id
    return render_template("clinic_server/own.html", logins=logins, here=here, words=words)


@bp.post("/logins/<login_id>/end")
def end(login_id: str) -> ResponseReturnValue:
    """One login ends; the one that asks ends by logging out.

    :raise 404: it is none of one's own.
    """
    own = {one.id for one in stores().accounts.logins(visit().account.id, now())}
    if login_id not in own:
        abort(404, NOT_YOURS)
    stores().accounts.end_login(login_id, now())
    doing.note(What.LOGGED_OUT, visit().account)
    return redirect(url_for(".page"), code=303)


@bp.post("/logins/end-others")
def end_others() -> ResponseReturnValue:
    """Every login ends but the one that asks."""
    stores().accounts.end_logins(visit().account.id, now(), but=visit().login.id)
    doing.note(What.LOGGED_OUT, visit().account)
    return redirect(url_for(".page"), code=303)


@bp.get("/password")
def ask_password() -> str:
    """The password of now, and another one."""
    return _password_page({})


@bp.post("/password")
def change_password() -> ResponseReturnValue:
    """Another password; every other login ends."""
    account = visit().account
    faults = _own_password_faults(request.form.get("now", ""))
    names = (account.name, account.login_name, visit().clinic.name)
    faults = faults or password_faults(request.form, names)
    if faults:
        return _password_page(faults), 422
    hashed = hash_password(request.form["password"])
    stores().accounts.set_password(account.id, hashed, now(), but=visit().login.id)
    doing.note(What.CHANGED, account)
    return redirect(url_for(".page"), code=303)


@bp.get("/app")
def ask_key() -> str:
    """The password, before another app."""
    return _app_page({})


@bp.post("/app")
def show_key() -> ResponseReturnValue:
    """A new key; the one of before is good until the first digits of the new one are right."""
    account = visit().account
    if faults := _own_password_faults(request.form.get("now", "")):
        return _app_page(faults), 422
    key = second_factor.new_key(secrets.SystemRandom())
    return key_page(url_for(".change_key"), key, account.login_name, account_id=account.id)


@bp.post("/app/digits")
def change_key() -> ResponseReturnValue:
    """The new key counts; every other login ends."""
    account, chosen = visit().account, waiting_for_digits()
    if chosen is None or chosen.get("account_id") != account.id:
        return _app_page({"now": TOO_LATE}), 422
    step = second_factor.step_of(chosen["key"], request.form.get("digits", ""), now())
    if step is None:
        return key_page_again(), 422
    key = second_factor.sealed_key(chosen["key"], account.id, doing.server_secret(), now())
    stores().accounts.set_second_factor(account.id, key, step, now(), but=visit().login.id)
    doing.note(What.CHANGED, account)
    return redirect(url_for(".page"), code=303)


def _own_password_faults(password: str) -> dict[str, str]:
    """Whoever finds an open browser does not change the account; tries are counted."""
    account = visit().account
    limit = Throttle(f"own password of {account.id}", FREE_PASSWORDS)
    if wait := stores().accounts.try_once(limit, now()):
        return {"now": f"Too many tries in a row. Please wait {doing.wait_in_words(wait)}."}
    if not right_password(account.password_hash, password):
        return {"now": NOT_THE_PASSWORD}
    stores().accounts.was_right(limit)
    return {}


def _password_page(faults: dict[str, str]) -> str:
    return render_template("clinic_server/own_password.html", answered=Answered({}, faults))


def _app_page(faults: dict[str, str]) -> str:
    return render_template("clinic_server/own_app.html", answered=Answered({}, faults))
