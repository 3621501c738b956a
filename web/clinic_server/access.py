"""Who may ask for what: every route of a clinic's server has its line here; one without is never answered."""

from enum import StrEnum


class Access(StrEnum):
    """Whom a route is for."""

    EVERYBODY = "everybody"  # before a login: it shows nothing of anybody
    HALF_WAY = "half-way"  # the password was given, the second factor is due
    THERAPIST = "therapist"  # whoever works at the clinic, for its patients only
    ADMIN = "admin"  # who also decides who else may come in, at their own clinic
    DEVICE = "device"  # a paired laptop, for its own patient only
    LAPTOP = "laptop"  # of the program on a patient's own computer; a server does not have it


_EVERYBODY = (
    "static healthz readyz home login.ask login.give set_up.ask set_up.choose set_up.finish set_up.done"
)
_HALF_WAY = "login.ask_digits login.give_digits"
_THERAPIST = """
    therapist.home therapist.new_patient therapist.edit_patient therapist.patient therapist.session
    therapist.trace therapist.reps_csv therapist.trace_csv therapist.numbers_help therapist.plotly_js
    dismissing.dismiss erasing.ask erasing.erase exports.leave paper.of_patient trends.figures
    events.new events.change events.take_back scores.new scores.take_back review_goal.choose
    letters.page letters.message letters.note letters.read letter_templates.page letter_templates.change
    assessing.assessment prescribing.programme prescribing.change_programme advancing.answer
    versions.versions versions.compare versions.open_again travelling.ask travelling.arrive travelling.leave
    erasure_requests.page erasure_requests.erase erasure_requests.keep
    settling.settle login.leave own.page own.end own.end_others own.ask_password own.change_password
    own.ask_key own.show_key own.change_key audit.of_patient
    laptops.page laptops.make_code laptops.waiting laptops.compared laptops.ask laptops.take_off
    clinic.exercises clinic.new_exercise clinic.exercise clinic.refusals clinic.change_refusals
"""
_ADMIN = """
    people.page people.ask people.make people.person people.code people.approve people.close
    people.change_role people.end_logins audit.page
"""
#: Before a laptop has a token it may ask for the first three.
_DEVICE = "api.pair api.challenge api.token api.put api.put_together api.down api.reconcile api.nothing"
_LAPTOP = "therapist.trains_here paper.own"
#: Answered with data or a file; nobody is led there from a login.
_NO_PAGES = """
    therapist.trace therapist.reps_csv therapist.trace_csv therapist.plotly_js trends.figures
    exports.leave travelling.leave laptops.waiting
"""
NO_PAGES = frozenset(_NO_PAGES.split())

ACCESS: dict[str, Access] = {
    endpoint: access
    for access, endpoints in (
        (Access.EVERYBODY, _EVERYBODY),
        (Access.HALF_WAY, _HALF_WAY),
        (Access.THERAPIST, _THERAPIST),
        (Access.ADMIN, _ADMIN),
        (Access.DEVICE, _DEVICE),
        (Access.LAPTOP, _LAPTOP),
    )
    for endpoint in endpoints.split()
}
