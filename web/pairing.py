"""This laptop joins a clinic: with the address and the code that a therapist reads out, then with the same
four words on both screens.

Pairing changes who gets to see what is measured here. So it is done by a therapist, or on a laptop that holds
nothing yet, or again with the clinic that sees it already.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.errors import ClinicError, CodeError, TakenError
from coach.store import Pairing, Patient, Store
from coach.sync.joining import words_of
from web.auth import therapist_only
from web.form_text import text_faults
from web.pairing_attempt import NAME, NEEDED, paired
from web.services import services, therapist_here
from web.who_trains import patient_here

bp = Blueprint("pairing", __name__)


@bp.route("/pairing", methods=["GET", "POST"])
def first() -> ResponseReturnValue:
    """On a laptop that holds nothing yet: whoever trains here is new too."""
    if not nothing_here(services().store):
        return redirect(url_for("patient.home"), code=303)
    return _asked(None)


@bp.route("/pairing/again", methods=["GET", "POST"])
def again() -> ResponseReturnValue:
    """Another key for a computer that shares already, such as after it was taken off at the clinic. It is the
    same clinic and patient, so whoever trains here may do it.

    :raise 404: nobody here shares.
    """
    here = services()
    patient = patient_here(here.config, here.store)
    found = here.store.pairing(patient.id) if patient else None
    if found is None:
        abort(404, "Nobody here shares with a clinic.")
    return _words_next(found) if found.words_open else _asked(patient, found)


@bp.route("/therapist/patients/<patient_id>/pairing", methods=["GET", "POST"])
@therapist_only
def of_patient(patient_id: str) -> ResponseReturnValue:
    """For somebody who is known here already.

    :raise 404: no such patient.
    """
    store = services().store
    patient = store.patient(patient_id)
    if found := store.pairing(patient.id):
        return _words_next(found) if found.words_open else redirect(_patient_page(patient), code=303)
    return _asked(patient)


@bp.get("/pairing/<patient_id>")
def words(patient_id: str) -> ResponseReturnValue:
    """The four words, large and spoken.

    :raise 404: nobody waits for them.
    """
    pairing = _open(patient_id)
    return render_template("pairing/words.html", pairing=pairing, four=words_of(pairing).split())


@bp.post("/pairing/<patient_id>")
def compared(patient_id: str) -> ResponseReturnValue:
    """The words are the same, and it is shared from now on; or they are not, and nothing ever was.

    :raise 404: nobody waits for them.
    """
    store, pairing = services().store, _open(patient_id)
    if request.form.get("same") == "yes":
        store.resume_sharing(patient_id)
        if carries := services().carries:
            carries.wake()
        return redirect(url_for("sharing.page"), code=303)
    store.unpair(patient_id)
    return render_template("pairing/differed.html", pairing=pairing)


def nothing_here(store: Store) -> bool:
    """Whether nobody trains here yet, and no therapist has chosen a PIN."""
    return not store.patients() and store.pin_hash() is None


def _open(patient_id: str) -> Pairing:
    pairing = services().store.pairing(patient_id)
    if pairing is None or not pairing.words_open or not shown_here(pairing):
        abort(404, "There are no words to compare.")
    return pairing


def shown_here(pairing: Pairing) -> bool:
    """Whether it is of whoever is before this page: the patient of this computer, or a therapist."""
    here = services()
    patient = patient_here(here.config, here.store)
    return therapist_here() or (patient is not None and patient.id == pairing.patient_id)


def _patient_page(patient: Patient) -> str:
    return url_for("therapist.patient", patient_id=patient.id)


def _words_next(pairing: Pairing) -> ResponseReturnValue:
    return redirect(url_for("pairing.words", patient_id=pairing.patient_id), code=303)


def _asked(patient: Patient | None, before: Pairing | None = None) -> ResponseReturnValue:
    """The form, or what it was sent with; nothing typed is lost. ``before`` is how it is shared already."""
    if request.method == "GET":
        return _form(patient, {"address": before.address} if before else {}, {}, before)
    typed = request.form
    faults = dict(text_faults(typed, NEEDED if patient else NEEDED | NAME))
    if not faults:
        try:
            return _words_next(paired(services().store, patient, typed))
        except (CodeError, TakenError) as error:
            faults = {"code": str(error)}
        except ClinicError as error:
            faults = {"address": str(error)}
    return _form(patient, typed, faults, before), 422


def _form(
    patient: Patient | None, typed: Mapping[str, str], faults: Mapping[str, str], before: Pairing | None
) -> str:
    return render_template("pairing/form.html", patient=patient, typed=typed, faults=faults, before=before)
