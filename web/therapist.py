"""The therapist's pages: patients, one patient, one session with its trace and replay. All behind the PIN."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from time import monotonic
from uuid import uuid4

import plotly
from flask import Blueprint, Response, abort, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from coach.parts import AXES
from coach.record import ExerciseRecord
from coach.report import session_tables as tables
from coach.report import trace_text
from coach.store import Patient, StoredSession
from pose.version import MEASURE_VERSION
from web import beside, letters, patients_page, prescribing_words, review_page
from web import therapist_form as form
from web import therapist_help as help_page
from web import therapist_measures as numbers
from web import therapist_session as one_session
from web import therapist_trace as traces
from web import therapist_words as words
from web.auth import therapist_only
from web.handing_over import hand_over
from web.led_words import beside_exercise
from web.security import csp
from web.services import services
from web.session_moments import moments
from web.therapist_check import check_lines

#: A search is cut to the length that a name can have.
LONGEST_SEARCH = 80

bp = Blueprint("therapist", __name__, url_prefix="/therapist")
bp.context_processor(lambda: {"words": words, "say": prescribing_words})


@bp.get("/")
@therapist_only
def home() -> ResponseReturnValue:
    """A page of patients, whoever needs a look on top; ``?q=`` searches their names, ``?from=50`` goes on."""
    search = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    offset = max(request.args.get("from", 0, type=int), 0)
    page = patients_page.context(search, offset, _now(), monotonic)
    return render_template("therapist/patients.html", **page)


@bp.route("/patients/new", methods=["GET", "POST"])
@therapist_only
def new_patient() -> ResponseReturnValue:
    """A new patient; the assessment follows."""
    patient = Patient(str(uuid4()), "", made_up=services().config.made_up)
    if request.method == "GET":
        return _form_page(None, form.Answered({}))
    return _keep(patient, None)


@bp.route("/patients/<patient_id>/edit", methods=["GET", "POST"])
@therapist_only
def edit_patient(patient_id: str) -> ResponseReturnValue:
    """The same form later.

    :raise 404: no such patient.
    """
    patient = services().store.patient(patient_id)
    if request.method == "GET":
        return _form_page(patient, form.Answered(form.filled(patient)))
    return _keep(patient, patient)


@bp.get("/patients/<patient_id>")
@therapist_only
def patient(patient_id: str) -> ResponseReturnValue:
    """One patient, from what is wrong to what is next; each part of the page brings its own.

    :raise 404: no such patient.
    """
    page = review_page.context(patient_id, _now(), every_session="all" in request.args)
    store = services().store
    joined, apart = store.pairing(patient_id), store.open_apart(patient_id)
    return render_template("therapist/patient.html", joined=joined, apart=apart, **page)


@bp.post("/patients/<patient_id>/here")
@therapist_only
def trains_here(patient_id: str) -> ResponseReturnValue:
    """This patient's programme is the one that starts on this computer.

    :raise 404: no such patient.
    :raise 409: a session is under way.
    """
    hand_over(services(), patient_id)
    return redirect(url_for(".patient", patient_id=patient_id), code=303)


@bp.get("/sessions/<session_id>")
@therapist_only
def session(session_id: str) -> ResponseReturnValue:
    """One session; ``?exercise=2`` chooses whose trace is shown, ``?beside=`` another session beside it.

    :raise 404: no such session.
    """
    stored = services().store.session(session_id)
    position = _chosen(stored)
    exercise = stored.record.exercises[position] if stored.record.exercises else None
    g.csp = csp(style_src="'self' 'unsafe-inline'")  # Plotly styles its drawing in place
    return render_template(
        "therapist/session.html",
        head=stored.head,
        patient=services().store.patient(stored.head.patient_id),
        happened=one_session.account(stored),
        exercises=one_session.exercise_lines(stored),
        position=position,
        exercise=exercise,
        reps=one_session.rep_lines(exercise) if exercise else [],
        moments=moments(exercise, beside_exercise(stored.record, position)) if exercise else [],
        seconds=traces.second_by_second(exercise) if exercise else [],
        columns=numbers.repetition_columns(exercise.measures, len(exercise.reps)) if exercise else {},
        measures=numbers.measure_lines(exercise.measures) if exercise else [],
        hand=numbers.hand_seen(exercise.measures) if exercise else False,
        jitter=numbers.jitter(stored.record.measures),
        check=check_lines(stored.record.measures),
        **beside.context(stored, exercise, request.args.get("beside")),
        **letters.session_context(stored, _now()),
    )


@bp.get("/sessions/<session_id>/exercises/<int:position>.json")
@therapist_only
def trace(session_id: str, position: int) -> ResponseReturnValue:
    """The trace of one exercise, for chart and replay.

    :raise 404: no such session or exercise.
    """
    stored = services().store.session(session_id)
    return traces.figure_and_chart(_exercise(stored, position), beside_exercise(stored.record, position))


@bp.get("/sessions/<session_id>/reps.csv")
@therapist_only
def reps_csv(session_id: str) -> ResponseReturnValue:
    """The repetitions of a session as a table file.

    :raise 404: no such session.
    """
    stored = services().store.session(session_id)
    return _file(stored, "repetitions", tables.REPETITIONS.file(tables.repetitions_of(stored)))


@bp.get("/sessions/<session_id>/trace.csv")
@therapist_only
def trace_csv(session_id: str) -> ResponseReturnValue:
    """The whole trace of a session as a table file.

    :raise 404: no such session.
    """
    stored = services().store.session(session_id)
    return _file(stored, "trace", trace_text.session_text(stored))


@bp.get("/help")
@therapist_only
def numbers_help() -> ResponseReturnValue:
    """What each number means, how good it is, and what the camera cannot see."""
    data = help_page.figures()
    return render_template(
        "therapist/help.html",
        axes=help_page.axis_lines(data),
        ranges=help_page.range_lines(data),
        methods=help_page.method_lines(data),
        people=data["people"],
        pictures=data["pictures"],
        version=help_page.version_words(data, MEASURE_VERSION),
        **help_page.LIMITS,
    )


@bp.get("/plotly.js")
@therapist_only
def plotly_js() -> ResponseReturnValue:
    """Plotly's own JavaScript, from the installed package; kept by the browser, as it is the same for all."""
    g.cached = "private, max-age=86400"
    return send_file(BytesIO(_plotly()), mimetype="text/javascript")


@cache
def _plotly() -> bytes:
    """Kept: it is large, and whoever leaves a page while it comes would leave its file open."""
    return (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_bytes()


def _now() -> datetime:
    return datetime.now(UTC)


def _form_page(patient: Patient | None, answered: form.Answered) -> ResponseReturnValue:
    page = render_template("therapist/form.html", patient=patient, answered=answered)
    return (page, 422) if answered.faults else page


def _keep(patient: Patient, known: Patient | None) -> ResponseReturnValue:
    """Take a sent form: the patient's name and note."""
    store, answered = services().store, form.read(request.form)
    if answered.faults:
        return _form_page(known, answered)
    changed = form.patient_from(request.form, patient)
    (store.change_patient if known else store.add_patient)(changed)
    to = ".patient" if known else "assessing.assessment"
    return redirect(url_for(to, patient_id=patient.id), code=303)


def _chosen(stored: StoredSession) -> int:
    """The exercise asked for, else the first whose movement has a direction, else the first with a trace."""
    wanted = request.args.get("exercise", type=int)
    if wanted is not None and 0 <= wanted < len(stored.record.exercises):
        return wanted
    traced = [(i, e.plan.movement) for i, e in enumerate(stored.record.exercises) if e.trace]
    return next((i for i, movement in traced if movement in AXES), traced[0][0] if traced else 0)


def _exercise(stored: StoredSession, position: int) -> ExerciseRecord:
    if position >= len(stored.record.exercises):
        abort(404, "There is no such exercise in this session.")
    return stored.record.exercises[position]


def _file(stored: StoredSession, what: str, text: str) -> Response:
    """A download; its name holds the time and nobody's name."""
    name = f"midline-{stored.head.started_at.astimezone():%Y-%m-%d-%H%M}-{what}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype="text/csv", headers=headers)
