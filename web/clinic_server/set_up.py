"""Set up an account with a code from an admin: a password, and an app for the six digits.

Nothing is kept until the first six digits are right, so that an account always has both or neither.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.accounts import second_factor
from coach.accounts.audit import What
from coach.accounts.codes import Code, Purpose
from coach.accounts.passwords import hash_password, refused_password
from coach.errors import CodeError
from web.clinic_server import doing
from web.clinic_server.guard import now, stores
from web.clinic_server.key_page import TOO_LATE, key_page, key_page_again, waiting_for_digits
from web.therapist_form import Answered

bp = Blueprint("set_up", __name__, url_prefix="/set-up")

PURPOSES = (Purpose.ACTIVATE, Purpose.RESET)
DIFFERENT = "The two passwords differ. Please type the same one twice."


@bp.get("")
def ask() -> str:
    """The code and a password."""
    return _page(Answered({}))


@bp.post("")
def choose() -> ResponseReturnValue:
    """Where both will do, the key for the app is shown."""
    if wait := stores().accounts.try_once(doing.from_here("set-up"), now()):
        trouble = f"Too many tries came from here. Please wait {doing.wait_in_words(wait)}."
        return _page(Answered(request.form, {"code": trouble})), 429
    code = _open_code(request.form.get("code", ""))
    if isinstance(code, CodeError):
        return _page(Answered(request.form, {"code": str(code)})), 422
    stores().accounts.take_back(doing.from_here("set-up"))
    account = stores().accounts.account(code.bound.account_id or "")
    clinic = stores().accounts.clinic(account.clinic_id)
    faults = password_faults(request.form, (account.name, account.login_name, clinic.name))
    if faults:
        return _page(Answered(request.form, faults)), 422
    hashed = hash_password(request.form["password"])
    key = second_factor.new_key(secrets.SystemRandom())
    action = url_for(".finish")
    return key_page(action, key, account.login_name, code=request.form["code"], password_hash=hashed)


@bp.post("/digits")
def finish() -> ResponseReturnValue:
    """The first six digits are right: the code is used, and the account has its password and its key."""
    chosen = waiting_for_digits()
    if chosen is None or "code" not in chosen:
        return _page(Answered({}, {"code": TOO_LATE})), 422
    step = second_factor.step_of(chosen["key"], request.form.get("digits", ""), now())
    if step is None:
        return key_page_again(), 422
    code = _open_code(chosen["code"], use=True)
    if isinstance(code, CodeError):
        return _page(Answered({}, {"code": str(code)})), 422
    account = stores().accounts.account(code.bound.account_id or "")
    key = second_factor.sealed_key(chosen["key"], account.id, doing.server_secret(), now())
    stores().accounts.set_up(account.id, chosen["password_hash"], key, step, now())
    doing.note(What.SET_UP, account)
    return redirect(url_for(".done"), code=303)


@bp.get("/done")
def done() -> str:
    """What comes next."""
    return render_template("clinic_server/set_up_done.html")


def password_faults(form: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """What is the matter with a new password that was typed twice, by its field."""
    password = form.get("password", "")
    if fault := refused_password(password, names):
        return {"password": fault}
    return {} if form.get("again") == password else {"again": DIFFERENT}


def _open_code(typed: str, *, use: bool = False) -> Code | CodeError:
    """A code of either kind; a wrong one is counted for the one that was meant."""
    accounts = stores().accounts
    look = accounts.redeem_code if use else accounts.check_code
    refusal = CodeError()
    for purpose in PURPOSES:
        try:
            return look(purpose, typed, secret=doing.server_secret(), now=now())
        except CodeError as error:
            refusal = error
    return refusal


def _page(answered: Answered) -> str:
    return render_template("clinic_server/set_up.html", answered=answered)
