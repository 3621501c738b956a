"""Set up an account with a code from an admin: a password, and an app for the six digits.

Nothing is kept until the first six digits are right: what was chosen waits sealed in the page itself, so that
an account always has both or neither, and any process can go on.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.accounts import second_factor
from coach.accounts.audit import What
from coach.accounts.codes import Code, Purpose
from coach.accounts.passwords import hash_password, refused_password
from coach.accounts.secret import SET_UP, seal, unseal
from coach.errors import CodeError
from web.clinic_server import doing
from web.clinic_server.guard import now, stores
from web.clinic_server.key_picture import key_picture
from web.therapist_form import Answered

bp = Blueprint("set_up", __name__, url_prefix="/set-up")

#: How long there is for putting the key into an app (ASVS 5.0, 6.5.5).
LASTS = timedelta(minutes=10)
PURPOSES = (Purpose.ACTIVATE, Purpose.RESET)
DIFFERENT = "The two passwords differ. Please type the same one twice."
TOO_LATE = "This took longer than ten minutes. Please begin again with your code, while it lasts."
NOT_THESE = (
    "These are not the digits of this key just now. Please take those that the app shows at this moment."
)


@dataclass(frozen=True)
class Chosen:
    """What somebody chose, before the first six digits."""

    code: str
    password_hash: str
    key: str
    login_name: str


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
    key = second_factor.new_key(secrets.SystemRandom())
    hashed = hash_password(request.form["password"])
    chosen = Chosen(request.form["code"], hashed, key, account.login_name)
    return _key_page(chosen, seal(json.dumps(asdict(chosen)), SET_UP, doing.server_secret(), now()), "")


@bp.post("/digits")
def finish() -> ResponseReturnValue:
    """The first six digits are right: the code is used, and the account has its password and its key."""
    sealed = request.form.get("chosen", "")
    opened = unseal(sealed, SET_UP, doing.server_secret(), now(), LASTS)
    if opened is None:
        return _page(Answered({}, {"code": TOO_LATE})), 422
    chosen = Chosen(**json.loads(opened))
    step = second_factor.step_of(chosen.key, request.form.get("digits", ""), now())
    if step is None:
        return _key_page(chosen, sealed, NOT_THESE), 422
    code = _open_code(chosen.code, use=True)
    if isinstance(code, CodeError):
        return _page(Answered({}, {"code": str(code)})), 422
    account = stores().accounts.account(code.bound.account_id or "")
    key = second_factor.sealed_key(chosen.key, account.id, doing.server_secret(), now())
    stores().accounts.set_up(account.id, chosen.password_hash, key, step, now())
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


def _key_page(chosen: Chosen, sealed: str, trouble: str) -> str:
    return render_template(
        "clinic_server/key.html",
        action=url_for("set_up.finish"),
        chosen=sealed,
        picture=key_picture(chosen.key, chosen.login_name),
        fours=second_factor.in_fours(chosen.key),
        trouble=trouble,
    )
