"""The tables of what is kept of a patient beside the sessions."""

from dataclasses import dataclass

from coach.assessment import Assessment
from coach.diary import GuideRecord
from coach.event import Event, Muscle
from coach.letter import Letter
from coach.prescription import Published
from coach.report.table import Column, Table, columns, fields_of
from coach.reviewed import Dismissal, Goal, Score
from coach.store import Assigned, Patient, ProgressionAnswer

AUTHOR = "who wrote it down"
ON_REQUEST = "; a therapist's own words, empty where they were not asked for"


@dataclass(frozen=True)
class Injected:
    """One muscle of an injection."""

    event: Event
    muscle: Muscle


PATIENT: Table[Patient] = Table(
    "patient",
    "who it is",
    fields_of(
        {
            "id": "the patient's id",
            "name": "a name or initials; empty where it was not asked for",
            "made_up": "1: nobody real",
            "note": f"about the patient{ON_REQUEST}",
        },
        lambda p: p,
    ),
)

GUIDES: Table[GuideRecord] = Table(
    "guides",
    "one row a spoken guide, newest first",
    columns(
        fields_of(
            {
                "id": "which",
                "begun_at": "when it began, with its zone",
                "ended_at": "when it ended; empty where the page was closed in the middle of it",
                "ending": "how it ended; empty in the same case",
            },
            lambda g: g,
        ),
        fields_of(
            {
                "exercise_id": "which guide",
                "exercise_version": "its version",
                "name": "its name",
                "programme_id": "which programme it is a part of",
                "programme_version": "the programme's version",
                "tension_before": "0 to 10; empty where not answered",
            },
            lambda g: g.opening,
        ),
        fields_of(
            {
                "tension": "afterwards, 0 to 10; empty where not answered",
                "minutes": "minutes, where only the patient knows, as with walking",
                "words": "the patient's own words",
                "sleep": "on the morning after, 0 to 10; empty where not answered",
            },
            lambda g: g.answers,
        ),
    ),
)

EVENTS: Table[Event] = Table(
    "events",
    "one row an event, oldest first",
    fields_of(
        {
            "id": "which",
            "on": "the day",
            "kind": "injection, dbs_surgery, dbs_setting, medicine, illness, visit, fall or other",
            "words": "what it was",
            "product": "of an injection",
            "units": "of an injection, in the product's own units, which are not comparable between products",
            "author": AUTHOR,
        },
        lambda e: e,
    ),
)

MUSCLES: Table[Injected] = Table(
    "injected_muscles",
    "one row an injected muscle",
    columns(
        Column("event_id", "which injection, as in events.csv", lambda i: i.event.id),
        Column("on", "the day", lambda i: i.event.on),
        fields_of(
            {
                "name": "the muscle",
                "side": "the patient's own side; empty where not written down",
                "units": "the product's own units; empty where not written down",
            },
            lambda i: i.muscle,
        ),
    ),
)

LETTERS: Table[Letter] = Table(
    "letters",
    "one row a message to the patient or a question of the patient, newest first; a therapist's notes only "
    "where they were asked for",
    fields_of(
        {
            "id": "which",
            "written_at": "when, with its zone",
            "kind": "message: to the patient; question: from the patient; note: a therapist's own",
            "author": "who signed it",
            "words": "the text",
            "session_id": "the session it is about; empty where about none",
            "position": "the place of the exercise it is about, from 0; empty where about none",
            "read_at": "when it was read, with its zone; empty until then",
        },
        lambda one: one,
    ),
)

SCORES: Table[Score] = Table(
    "scores",
    "one row a score that a clinician found in the clinic, oldest first",
    fields_of(
        {
            "id": "which",
            "on": "the day",
            "name": "the scale, as the clinician calls it",
            "value": "the score, in the scale's own points",
            "highest": "the highest possible score; empty where not written down",
            "words": "what was said about it",
            "author": AUTHOR,
        },
        lambda s: s,
    ),
)

GOALS: Table[Goal] = Table(
    "goals",
    "the goal that the patient sees",
    fields_of(
        {
            "measure": "which number it is followed by",
            "words": "the goal in the patient's words",
            "author": "who chose it",
            "chosen_at": "when, with its zone",
        },
        lambda g: g,
    ),
)

DISMISSALS: Table[Dismissal] = Table(
    "dismissed_alerts",
    "one row an alert that a therapist put away",
    fields_of(
        {
            "at": "when, with its zone",
            "rule": "the rule that raised it",
            "key": "what raised it",
            "author": "who put it away",
            "note": f"why{ON_REQUEST}",
        },
        lambda d: d,
    ),
)

ASSIGNMENTS: Table[Assigned] = Table(
    "assignments",
    "one row an assignment of a ready-made programme, oldest first; the newest holds until there is a "
    "version in programme_versions.csv",
    columns(
        Column("assigned_at", "when, with its zone", lambda a: a.at),
        fields_of(
            {
                "programme_id": "which programme",
                "programme_version": "its version",
                "corrective_rotation": "the patient's own side to turn to",
                "corrective_lateral_flexion": "the patient's own side to tilt to",
                "note": f"about it{ON_REQUEST}",
            },
            lambda a: a.assignment,
        ),
        fields_of(
            {
                "rotation_left_deg": "comfortable turn to the left, degrees",
                "rotation_right_deg": "comfortable turn to the right, degrees",
                "lateral_flexion_left_deg": "comfortable tilt to the left, degrees",
                "lateral_flexion_right_deg": "comfortable tilt to the right, degrees",
                "extension_deg": "comfortable chin up, degrees",
                "flexion_deg": "comfortable chin down, degrees",
            },
            lambda a: a.assignment.reach,
            "reach_",
        ),
    ),
)

VERSIONS: Table[Published] = Table(
    "programme_versions",
    "one row a published version of the patient's programme, oldest first; each whole in the folder versions",
    columns(
        fields_of(
            {
                "version": "from 1",
                "published_on": "the day",
                "author": "who published it",
                "reason": "why; the patient reads it",
            },
            lambda p: p,
        ),
        Column("title", "its title", lambda p: p.draft.title),
        Column("bouts_a_day", "practices a day", lambda p: p.draft.bouts_a_day),
        Column("days_a_week", "days a week", lambda p: p.draft.days_a_week),
        Column("exercises", "their ids, in order", lambda p: [t.exercise.id for t in p.prescribed.tasks]),
    ),
)

ASSESSMENTS: Table[Assessment] = Table(
    "assessments",
    "one row an assessment, oldest first",
    columns(
        Column("assessed_on", "the day", lambda a: a.assessed_on),
        Column("injected_on", "the last injection then; empty where there was none", lambda a: a.injected_on),
        Column(
            "findings",
            "everything that was found, as JSON; the side of a pull is the patient's own, a turn's that of "
            "the chin, a tilt's that of the ear",
            lambda a: a.canonical_json(),
        ),
    ),
)

ANSWERS: Table[ProgressionAnswer] = Table(
    "next_steps",
    "one row an answer of a therapist to a proposal to ask for more, oldest first",
    fields_of(
        {
            "at": "when, with its zone",
            "exercise_id": "which exercise",
            "programme_version": "of which version",
            "approved": "1: it became a new version",
            "note": f"why{ON_REQUEST}",
        },
        lambda a: a,
    ),
)
