"""Everything that is kept of a patient as tables in one ZIP file, with a text that explains every column."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from coach.report import led_tables as led
from coach.report import patient_tables as tables
from coach.report import session_tables as done
from coach.report import trace_text as traces
from coach.report.kept import Kept, Wanted
from coach.report.table import Table
from coach.store import Patient, StoredSession

#: Spreadsheets read a file as UTF-8 only with this mark at its head.
ENCODING = "utf-8-sig"
#: A table up to this size waits in memory, a larger one on the disk.
IN_MEMORY_BYTES = 8_000_000
README = """What Midline kept of one patient
================================

{who}
Written on {on}.

The tables are text files in UTF-8: values between commas, a decimal point, names of columns first.
An empty cell means that there is no value. Times carry their zone; "+00:00" is UTC. Several words in one cell
stand between spaces.
A text that a spreadsheet would run as a formula begins with an apostrophe, which is not part of it.

Left and right are the patient's own. In numbers left and up are positive, right and down negative.
All angles and times of movement are a webcam's estimates; each number in measures.csv has its standard error.
Nothing here is a score of a clinical scale, except what a clinician typed into scores.csv.
{notes}
{tables}

{trace}

programmes/*.json: the text of each programme that a session followed, as that session kept it.
versions/*.json: each published version, with the assessment that it was made from.

Midline is not a medical device. It does not diagnose, and its numbers can be wrong.
"""
WITH_NOTES = "Therapists' notes are in it, because they were asked for.\n"
WITHOUT_NOTES = "Therapists' notes were not asked for and are left out.\n"
WITHOUT_TRACES = "The angles of every moment were not asked for and are left out."
#: The tables that are filled session by session.
BY_SESSION: tuple[tuple[Table[Any], Callable[[StoredSession], Iterable[Any]]], ...] = (
    (done.SESSIONS, lambda session: [session]),
    (done.EXERCISES, done.exercises_of),
    (done.REPETITIONS, done.repetitions_of),
    (done.MEASURES, done.numbers_of),
    (led.MARKS, led.marks_of),
    (led.INTERVENTIONS, led.interventions_of),
)
#: The tables of everything else.
BESIDE: tuple[tuple[Table[Any], Callable[[Kept], Iterable[Any]]], ...] = (
    (tables.PATIENT, lambda kept: [kept.patient]),
    (tables.ASSESSMENTS, lambda kept: kept.assessments),
    (tables.ASSIGNMENTS, lambda kept: kept.assignments),
    (tables.VERSIONS, lambda kept: kept.versions),
    (tables.ANSWERS, lambda kept: kept.answers),
    (tables.GUIDES, lambda kept: kept.guides),
    (tables.EVENTS, lambda kept: kept.events),
    (tables.MUSCLES, lambda kept: [tables.Injected(e, one) for e in kept.events for one in e.muscles]),
    (tables.LETTERS, lambda kept: kept.letters),
    (tables.SCORES, lambda kept: kept.scores),
    (tables.GOALS, lambda kept: [kept.goal] if kept.goal else []),
    (tables.DISMISSALS, lambda kept: kept.dismissals),
)


def write_archive(out: IO[bytes], kept: Kept, at: datetime, wanted: Wanted) -> None:
    """Write the ZIP file.

    Args:
        at: what is written as the day of the files; aware.
    """
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        into = _Into(archive, at)
        into.add("README.txt", _readme(kept.patient, at, wanted))
        for table, rows in BESIDE:
            into.add(f"{table.name}.csv", table.file(rows(kept)))
        _sessions(into, kept.sessions, wanted)
        for version in kept.versions:
            into.add(f"versions/version-{version.version}.json", version.canonical_json())


class _Into:
    """A ZIP file that is the same for the same content and day."""

    def __init__(self, archive: ZipFile, at: datetime) -> None:
        self._archive = archive
        self._when = at.timetuple()[:6]
        self._there: set[str] = set()

    def open(self, name: str) -> IO[bytes]:
        info = ZipInfo(name, self._when)
        info.compress_type = ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        self._there.add(name)
        return self._archive.open(info, "w")

    def add(self, name: str, text: str) -> None:
        """A text as a file; one that is there already stays."""
        if name not in self._there:
            with self.open(name) as file:
                file.write(text.encode("utf-8" if name.endswith(".json") else ENCODING, "replace"))


def _sessions(into: _Into, sessions: Iterable[StoredSession], wanted: Wanted) -> None:
    """Session by session; the tables wait until the last one is read, the angles are written at once."""
    with ExitStack() as open_files:
        waiting = {
            table.name: open_files.enter_context(SpooledTemporaryFile(IN_MEMORY_BYTES))
            for table, _ in BY_SESSION
        }
        for table, _ in BY_SESSION:
            waiting[table.name].write(table.header().encode(ENCODING))
        for session in sessions:
            for table, rows in BY_SESSION:
                waiting[table.name].write(table.text(rows(session)).encode("utf-8", "replace"))
            opening = session.record.opening
            into.add(f"programmes/{opening.programme_sha256}.json", opening.programme_text)
            if wanted.traces:
                _traces(into, session)
        for name, table_file in waiting.items():
            table_file.seek(0)
            with into.open(f"{name}.csv") as file:
                while piece := table_file.read(1 << 20):
                    file.write(piece)


def _traces(into: _Into, session: StoredSession) -> None:
    started = session.head.started_at
    folder = f"traces/{started:%Y-%m-%d-%H%M}-{session.head.id}"
    for one in done.exercises_of(session):
        if one.exercise.trace is not None:
            text = traces.header() + traces.text(one)
            into.add(f"{folder}/{one.position}-{one.exercise.plan.exercise_id}.csv", text)


def _readme(patient: Patient, at: datetime, wanted: Wanted) -> str:
    every = [table for table, _ in (*BY_SESSION, *BESIDE)]
    who = f"Patient {patient.id}{f', {patient.name}' if patient.name else ''}"
    return README.format(
        who=who,
        on=f"{at:%Y-%m-%d}",
        notes=WITH_NOTES if wanted.notes else WITHOUT_NOTES,
        tables="\n\n".join("\n".join(table.told()) for table in every),
        trace="\n".join(traces.told()) if wanted.traces else WITHOUT_TRACES,
    )
