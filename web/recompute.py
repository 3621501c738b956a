"""Every stored number derived again from the stored traces, and what changes. A trace is never touched."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, nullcontext
from dataclasses import asdict, astuple, dataclass, replace
from pathlib import Path
from typing import Any

from coach import metrics
from coach.checkup import whole_measures
from coach.particular import every_measure
from coach.programme import Task
from coach.record import Ending, ExerciseRecord, Hand, Measure, SessionRecord
from coach.store import SessionHead, Store, open_store
from coach.store.database import database_file
from coach.supervised import Intervention
from pose.version import MEASURE_VERSION
from web.errors import AskedError
from web.lockfile import LOCK_NAME, LockFile
from web.measured import tasks_of

NOTHING = "not measured then"
#: Beside the patient's own answers, everything in a summary is derived.
ANSWERED = ("effort",)
HANDS = {Hand.ALL: "", Hand.WITH: ", with a hand at the face", Hand.WITHOUT: ", without a hand at the face"}
HEADER = ("session", "exercise", "metric", "before", "after")
WIDTHS = (25, 24, 52, 18)


@dataclass(frozen=True)
class Change:
    """One number that comes out otherwise; ``exercise`` is empty for a number of the whole session."""

    session: str
    exercise: str
    metric: str
    before: str
    after: str


@dataclass(frozen=True)
class Note:
    """Something to know about a session."""

    session: str
    text: str


def recompute(folder: Path, tell: Callable[[str], object], *, write: bool) -> None:
    """Tells what changes in the data of a folder, one line a number; nothing may run with them while writing.

    Raises:
        AskedError: there are no data, or Midline is running with them.
    """
    path = database_file(folder) if folder.exists() else folder
    if not path.is_file():
        raise AskedError(f"There are no data in {folder}.")
    with _alone(path.parent) if write else nullcontext(), closing(open_store(path)) as store:
        _tell(recompute_all(store, write=write), tell, write=write)


def _alone(folder: Path) -> closing[LockFile]:
    try:
        return closing(LockFile(folder / LOCK_NAME))
    except BlockingIOError:
        raise AskedError("Midline is running with these data; please stop it first.") from None


def _tell(found: Iterable[Change | Note], tell: Callable[[str], object], *, write: bool) -> None:
    changed = 0
    for one in found:
        if isinstance(one, Note):
            tell(f"Session {one.session} {one.text}.")
            continue
        if not changed:
            tell(line(HEADER))
        tell(line(astuple(one)))
        changed += 1
    if not changed:
        tell("Every number comes out as it is kept.")
    else:
        kept = "are written" if write else "are not written; --write keeps them"
        tell(f"{changed} lines above; the new numbers {kept}. Traces are as they were.")


def recompute_all(store: Store, *, write: bool) -> Iterator[Change | Note]:
    """Goes through all sessions that are over, the newest of each patient first.

    Args:
        write: keep the new numbers, session by session.
    """
    for patient in store.patients():
        for head in store.sessions(patient.id):
            if head.ended_at is None:
                yield Note(_name(head), "is still open and was left alone")
            else:
                yield from _session(store, head, write=write)
    if write:
        store.refresh_numbers()


def _session(store: Store, head: SessionHead, *, write: bool) -> Iterator[Change | Note]:
    record = store.session(head.id).record
    if not any(exercise.trace for exercise in record.exercises):
        return
    yield from (Note(_name(head), text) for text in _notes(record))
    tasks = _tasks(record) or (None,) * len(record.exercises)
    again = []
    for index, (task, before) in enumerate(zip(tasks, record.exercises, strict=True)):
        led = tuple(one for one in record.interventions if one.position == index)
        after = derived(before, task, led)
        again.append(after)
        changes = list(_changes(_flat(before), _flat(after)))
        yield from (Change(_name(head), before.plan.name, *change) for change in changes)
        if write and changes:
            store.rewrite(head.id, index, after)
    measures = whole_measures(replace(record, exercises=tuple(again)))
    changes = list(_changes(_numbers(record.measures), _numbers(measures)))
    yield from (Change(_name(head), "", *change) for change in changes)
    if write and changes:
        store.save_measures(head.id, None, measures)


def derived(before: ExerciseRecord, task: Task | None, led: tuple[Intervention, ...] = ()) -> ExerciseRecord:
    """An exercise as its trace gives it; as it was where there is none. Without its ``task`` the repetitions
    stay as they were judged; what a therapist did in it (``led``) is done again."""
    if before.trace is None:
        return before
    if task is None:
        return replace(before, measures=every_measure(before, None))
    ending = before.summary.ending if before.summary else Ending.DONE  # cut off: nothing is closed
    eased_s = before.summary.eased_s if before.summary else ()
    again = metrics.recompute(task, before.trace, ending, eased_s, led)
    summary = before.summary and again.summary and replace(again.summary, effort=before.summary.effort)
    after = replace(before, reps=again.reps, summary=summary)
    return replace(after, measures=every_measure(after, task))


def _tasks(record: SessionRecord) -> tuple[Task, ...] | None:
    """What was prescribed then; ``None`` where this version cannot read it."""
    tasks = tasks_of(record.opening.programme_text)
    return tasks if tasks and len(tasks) == len(record.exercises) else None


def _notes(record: SessionRecord) -> Iterator[str]:
    measured_by = record.opening.versions.get("measure", "without a version")
    if measured_by != str(MEASURE_VERSION):
        yield (
            f"was measured with measuring code {measured_by}, not with today's {MEASURE_VERSION}; its angles "
            "stay those of then and are not to be compared with newer ones"
        )
    if _tasks(record) is None:
        yield "has a programme that this version cannot read, so its repetitions stay as they were judged"


def _flat(exercise: ExerciseRecord) -> dict[str, Any]:
    """Every derived number of an exercise by its name."""
    reps = {
        f"repetition {rep.set_number}.{rep.rep_number} {name}": value
        for rep in exercise.reps
        for name, value in asdict(rep).items()
    }
    summary = asdict(exercise.summary) if exercise.summary else {}
    total = {f"total {name}": value for name, value in summary.items() if name not in ANSWERED}
    return reps | total | _numbers(exercise.measures)


def _numbers(measures: Iterable[Measure]) -> dict[str, Any]:
    return {f"{one.name}{HANDS[one.hand]}": one for one in measures}


def _changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Name, before and after of what differs; numbers that were never taken are one line together."""
    fresh = [name for name, value in after.items() if isinstance(value, Measure)]
    if fresh and not any(isinstance(value, Measure) for value in before.values()):
        yield "numbers of movement", NOTHING, f"{len(fresh)} numbers"
        after = {name: value for name, value in after.items() if name not in fresh}
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) != after.get(name):
            yield name, _words(before.get(name)), _words(after.get(name))


def _words(value: Any) -> str:
    if isinstance(value, Measure):
        number = value.value
        told = (
            number.reason.replace("_", " ") if number.value is None else f"{number.value:.4g} {number.unit}"
        )
        return f"{told} (version {value.version})"
    if isinstance(value, float):
        return f"{value:.4g}"
    return NOTHING if value is None else str(value)


def _name(head: SessionHead) -> str:
    return f"{head.started_at:%Y-%m-%d %H:%M} {head.id[:8]}"


def line(cells: Iterable[str]) -> str:
    """One row of the table."""
    *first, last = cells
    return "  ".join([*(f"{cell:<{width}}" for cell, width in zip(first, WIDTHS, strict=True)), last])
