"""Every page of the product by a name, with its address on the made-up clinic."""

from collections.abc import Callable
from dataclasses import dataclass

from coach.record import SessionKind
from coach.store import SessionHead, Store

#: What is answered with data, a file or another page; and what stands there for a moment only.
NO_PAGES = {
    "static",
    "healthz",
    "launch",
    "auth.ask",
    "exports.leave",
    "own_data.leave",
    "sharing.record",  # with other buttons, see `take_clinic_pictures`
    "sharing.exactly",
    "live.asked",
    "live.events",
    "live.frame",
    "desk.events",
    "whose.ask",
    "therapist.plotly_js",
    "trends.figures",
    "therapist.reps_csv",
    "therapist.trace",
    "therapist.trace_csv",
    "clinic.exercise",
    "events.change",
    "travelling.leave",
}
#: Whose page shows which story.
STORIES = {
    "improving": "Elena M.",
    "less-tilt": "Chiara F.",
    "wearing-off": "Amina K.",
    "overdoing": "Farid H.",
    "giving-up": "Karl W.",
    "dark-room": "Bertil A.",
    "swallowing": "Pablo C.",
    "new-camera": "Esther N.",
    "stimulation": "Dmitri V.",
    "what-works": "Bruno H.",
    "target": "Greta S.",
    "new": "Sven U.",
    "trains-here": "Amina K.",
}


@dataclass(frozen=True)
class Known:
    """Ids on the made-up clinic: patients by their story; sessions with and without a trace, a check, and one
    of whoever trains here."""

    patients: dict[str, str]
    session: str
    older: str
    check: str
    own: str


#: For pages that are about nobody.
NOBODY = Known({}, "", "", "", "")
Address = Callable[[Known], str]


def known(store: Store) -> Known:
    """What is there."""
    ids = {patient.name: patient.id for patient in store.patients()}
    heads = store.sessions(ids[STORIES["improving"]])
    trained = _of(heads, SessionKind.TRAINING)
    checks = _of(heads, SessionKind.CHECK)
    own = _of(store.sessions(ids[STORIES["trains-here"]]), SessionKind.TRAINING)
    stories = {story: ids[name] for story, name in STORIES.items()}
    return Known(stories, trained[0], trained[-1], checks[0], own[0])


def _of(heads: tuple[SessionHead, ...], kind: SessionKind) -> list[str]:
    return [head.id for head in heads if head.kind is kind]


def _of_patient(end: str = "", story: str = "improving") -> Address:
    return lambda found: f"/therapist/patients/{found.patients[story]}{end}"


def _at(path: str) -> Address:
    return lambda _: path


PAGES: dict[str, Address] = {
    "today": _at("/"),
    "about": _at("/about"),
    "exercises": _at("/exercises"),
    "done": _at("/done"),
    "guide": _at("/guides/let_go_scan"),
    "messages": _at("/messages"),
    "progress": _at("/progress"),
    "reminders": _at("/reminders"),
    "your-data": _at("/your-data"),
    "sharing": _at("/sharing"),
    "pairing": _at("/pairing"),
    "pair-patient": _of_patient("/pairing"),
    "erase-own": _at("/your-data/erase"),
    "erase-session": lambda found: f"/your-data/sessions/{found.own}/erase",
    "own-paper": _at("/paper"),
    "before-a-session": _at("/session"),
    "patients": _at("/therapist/"),
    "new-patient": _at("/therapist/patients/new"),
    "edit-patient": _of_patient("/edit"),
    **{f"patient-{story}": _of_patient(story=story) for story in STORIES if story != "trains-here"},
    "erase": _of_patient("/erase"),
    "event": _of_patient("/events/new?kind=injection"),
    "score": _of_patient("/scores/new"),
    "assessment": _of_patient("/assessment"),
    "programme": _of_patient("/programme"),
    "versions": _of_patient("/versions/"),
    "compare": _of_patient("/versions/compare?before=2&after=3"),
    "file": _of_patient("/file/"),
    "letters": _of_patient("/letters/"),
    "paper": _of_patient("/paper"),
    "session": lambda found: f"/therapist/sessions/{found.session}",
    "session-without-trace": lambda found: f"/therapist/sessions/{found.older}",
    "check": lambda found: f"/therapist/sessions/{found.check}",
    "numbers": _at("/therapist/help"),
    "clinic-exercises": _at("/therapist/clinic/exercises"),
    "new-exercise": _at("/therapist/clinic/exercises/new?like=slow_turn"),
    "refusals": _at("/therapist/clinic/refusals"),
    "templates": _at("/therapist/clinic/templates"),
    "desk": _at("/therapist/desk/"),
    "station": _at("/therapist/desk/here"),
    "stations": _at("/therapist/desk/stations"),
}
