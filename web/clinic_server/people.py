"""Who works at the clinic, for its admins: make an account, hand over a code, let in, change, close."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import uuid4

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.accounts import Account, Role
from coach.accounts.audit import What
from coach.accounts.codes import Bound, Purpose, in_two
from coach.errors import LastAdminError, NotFoundError, TakenError
from web import therapist_words as words
from web.clinic_server import doing, people_form
from web.clinic_server.guard import now, parts, stores, visit
from web.therapist_form import Answered

bp = Blueprint("people", __name__, url_prefix="/people")

NO_SUCH = "Nobody of this clinic has this account."
COMES, WAITS = "can log in", "waits for you to let them in"
OWN_CODE = "For your own account you change the password and the app on your own page."


@bp.get("")
def page() -> str:
    """Everybody of the clinic and how far they are; first those who wait to be let in."""
    everybody = stores().accounts.accounts(visit().clinic.id)
    waiting = [account for account in everybody if state_of(account) == WAITS]
    ordered = [*waiting, *(account for account in everybody if account not in waiting)]
    told = [(account, state_of(account)) for account in ordered]
    return render_template(
        "clinic_server/people.html", told=told, waiting=waiting, clinic=visit().clinic, words=words
    )


@bp.get("/new")
def ask() -> str:
    """The form of a new account."""
    return _form(Answered({"role": Role.THERAPIST}))


@bp.post("/new")
def make() -> ResponseReturnValue:
    """A new account, and the code with which its owner sets it up."""
    form = request.form
    faults = people_form.faults(form)
    if faults:
        return _form(Answered(form, faults)), 422
    role = Role.ADMIN if form.get("role") == Role.ADMIN else Role.THERAPIST
    login_name, name = form["login_name"].strip().lower(), form["name"].strip()
    account = Account(str(uuid4()), visit().clinic.id, login_name, name, role, now())
    try:
        stores().accounts.add_account(account)
    except TakenError as error:
        return _form(Answered(form, {"login_name": str(error)})), 422
    doing.note_about(What.MADE, account.id)
    return _with_code(account)


@bp.get("/<account_id>")
def person(account_id: str) -> str:
    """One account.

    :raise 404: nobody of this clinic has it.
    """
    return _person(_of_here(account_id))


@bp.post("/<account_id>/code")
def code(account_id: str) -> ResponseReturnValue:
    """A code for a new start, shown once.

    :raise 404: nobody of this clinic has it.
    """
    account = _of_here(account_id)
    if account.id == visit().account.id:
        return _person(account, trouble=OWN_CODE), 422
    doing.note_about(What.RESET, account.id)
    return _with_code(account)


@bp.post("/<account_id>/approve")
def approve(account_id: str) -> ResponseReturnValue:
    """They come in from now on, also where they were shut out before.

    :raise 404: nobody of this clinic has it.
    """
    stores().accounts.approve(visit().clinic.id, _of_here(account_id).id, now())
    return _done(What.APPROVED, account_id)


@bp.post("/<account_id>/close")
def close(account_id: str) -> ResponseReturnValue:
    """They come in no longer.

    :raise 404: nobody of this clinic has it.
    """
    account = _of_here(account_id)
    try:
        stores().accounts.close_account(visit().clinic.id, account.id, now())
    except LastAdminError as error:
        return _person(account, trouble=str(error)), 422
    return _done(What.CLOSED, account_id)


@bp.post("/<account_id>/role")
def change_role(account_id: str) -> ResponseReturnValue:
    """Therapist or admin.

    :raise 404: nobody of this clinic has it.
    """
    account = _of_here(account_id)
    role = Role.ADMIN if request.form.get("role") == Role.ADMIN else Role.THERAPIST
    try:
        stores().accounts.set_role(visit().clinic.id, account.id, role)
    except LastAdminError as error:
        return _person(account, trouble=str(error)), 422
    return _done(What.CHANGED, account_id)


@bp.post("/<account_id>/end-logins")
def end_logins(account_id: str) -> ResponseReturnValue:
    """They have to log in again, everywhere.

    :raise 404: nobody of this clinic has it.
    """
    stores().accounts.end_logins(_of_here(account_id).id, now())
    return _done(What.LOGGED_OUT, account_id)


def state_of(account: Account) -> str:
    """How far an account is, in words."""
    if account.closed_at:
        return f"closed since {words.day(account.closed_at)}"
    if account.password_hash is None:
        return "has not used the code yet"
    return COMES if account.approved_at else WAITS


def _of_here(account_id: str) -> Account:
    """An account of the clinic of whoever asks."""
    try:
        account = stores().accounts.account(account_id)
    except NotFoundError:
        abort(404, NO_SUCH)
    if account.clinic_id != visit().clinic.id:
        abort(404, NO_SUCH)
    return account


def _with_code(account: Account) -> str:
    """The page of an account with a new code, which is shown once and kept nowhere."""
    purpose = Purpose.RESET if account.password_hash else Purpose.ACTIVATE
    bound = Bound(account.clinic_id, account_id=account.id, made_by=visit().account.id)
    made, ends_at = stores().accounts.make_code(
        purpose, bound, secret=doing.server_secret(), now=now(), rng=secrets.SystemRandom()
    )
    return _person(account, code=in_two(made), ends_at=ends_at)


def _done(what: What, account_id: str) -> ResponseReturnValue:
    doing.note_about(what, account_id)
    return redirect(url_for(".person", account_id=account_id), code=303)


def _form(answered: Answered) -> str:
    return render_template("clinic_server/new_person.html", answered=answered)


def _person(account: Account, *, trouble: str = "", code: str = "", ends_at: datetime | None = None) -> str:
    return render_template(
        "clinic_server/person.html",
        person=account,
        state=state_of(account),
        logins=stores().accounts.logins(account.id, now()),
        own=account.id == visit().account.id,
        trouble=trouble,
        code=code,
        ends_at=ends_at,
        set_up_at=parts().settings.public_address + url_for("set_up.ask"),
        words=words,
    )
