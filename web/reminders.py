"""Reminders on this computer: while a page of Midline is open, and only where they were switched on."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.errors import AskedError
from web.services import services

bp = Blueprint("reminders", __name__, url_prefix="/reminders")

SETTING = "reminders"
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
#: Times offered the first time: morning and late afternoon. Judgement.
USUAL = ("10:00", "17:00")
#: A day has at most this many bouts.
MOST = 4


@dataclass(frozen=True)
class Reminders:
    """Whether and when, in the time of this computer, such as 09:30."""

    on: bool = False
    times: tuple[str, ...] = USUAL


def reminders_here() -> Reminders:
    """Those of this computer; off until somebody switches them on."""
    kept = services().store.setting(SETTING)
    if kept is None:
        return Reminders()
    found = json.loads(kept)
    return Reminders(on=found["on"], times=tuple(found["times"]))


def asked_for(on: str, times: list[str]) -> Reminders:
    """The form as a setting; times that are left empty are left out.

    Raises:
        AskedError: a time is none, or reminders are on without one.
    """
    given = sorted({time for time in times if time})
    for time in given:
        if not TIME.fullmatch(time):
            raise AskedError(f"A time looks like 09:30, from 00:00 to 23:59; {time} does not.")
    if len(given) > MOST:
        raise AskedError(f"There can be {MOST} times at most; {len(given)} were given.")
    if on == "yes" and not given:
        raise AskedError("To be reminded, please give at least one time.")
    return Reminders(on=on == "yes", times=tuple(given))


@bp.get("")
def page() -> ResponseReturnValue:
    """On or off, and when."""
    return render_template("patient/reminders.html", reminders=reminders_here(), trouble="", most=MOST)


@bp.post("")
def keep() -> ResponseReturnValue:
    """Keeps the setting."""
    try:
        wanted = asked_for(request.form.get("on", ""), request.form.getlist("time"))
    except AskedError as error:
        told = {"reminders": reminders_here(), "trouble": str(error), "most": MOST}
        return render_template("patient/reminders.html", **told), 422
    services().store.set_setting(SETTING, json.dumps(asdict(wanted)))
    return redirect(url_for(".page"), code=303)
