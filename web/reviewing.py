"""The facts of one patient with few questions to the store; the lines of the list, kept fresh."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random, SystemRandom
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from coach.adherence import Agreed
from coach.alerts import Alert, AlertRules, alerts
from coach.day import bouts
from coach.errors import CoachError
from coach.facts import DEVIATION, LOOK_BACK_DAYS, Facts
from coach.review import review_line
from web.advancing import next_steps
from web.prescribing_case import Case
from web.services import services

if TYPE_CHECKING:
    from coach.prescription import Published
    from coach.session_head import SessionHead
    from coach.store import Store

#: One of so many stale lines is taken by chance, so that several processes seldom make the same one.
HANDFUL = 50
#: The worker rests for so long after each line, seconds, so that pages are answered first.
REST_S = 0.01


def facts_of(store: Store, patient_id: str, now: datetime) -> Facts:
    """Everything that a line of the list and the four answers stand on.

    Args:
        now: aware.

    Raises:
        NotFoundError: no such patient.
    """
    heads = store.sessions(patient_id, now - timedelta(days=LOOK_BACK_DAYS))
    return facts_of_case(Case(store.patient(patient_id), store), heads, now)


def facts_of_case(case: Case, heads: Sequence[SessionHead], now: datetime) -> Facts:
    """The same where the sessions are at hand, newest first; older ones than are needed may be among them."""
    store, patient_id, since = case.store, case.patient.id, now - timedelta(days=LOOK_BACK_DAYS)
    return Facts(
        patient_id=patient_id,
        now=now.astimezone(),
        heads=[head for head in heads if head.started_at >= since],
        points=store.points(patient_id, [DEVIATION], since),
        events=store.events(patient_id),
        injections=store.injections(patient_id),
        dismissals=store.dismissals(patient_id),
        letters=store.letters(patient_id),
        erasures=store.erasure_requests(patient_id),
        next_steps=next_steps(case),
        agreed=tuple(agreed(one) for one in store.published_since(patient_id, since.astimezone().date())),
    )


def agreed(published: Published) -> Agreed:
    """What a version asks for on each day, in all its bouts."""
    tasks, often = published.prescribed.tasks, published.draft
    parts = bouts(published.prescribed, often.bouts_a_day)
    reps = sum(tasks[i].plan.sets * tasks[i].plan.reps for part in parts for i in part.todo)
    return Agreed(published.published_on, reps, often.days_a_week)


def alerts_now(patient_id: str, now: datetime) -> tuple[Alert, ...]:
    """The alerts of one patient that were not put away."""
    here = services()
    return alerts(facts_of(here.store, patient_id, now), here.library.alerts)


def refresh(store: Store, rules: AlertRules, patient_id: str, now: datetime) -> None:
    """Make one line and keep it. What changes meanwhile, here or in another process, leaves it stale."""
    changes, on = store.changes(patient_id), now.astimezone().date()
    line = review_line(facts_of(store, patient_id, now), rules)
    store.keep_review(patient_id, on, line.need, line.model_dump_json(), changes)


def refresh_within(
    store: Store, rules: AlertRules, stale: Collection[str], budget_s: float, clock: Callable[[], float]
) -> None:
    """Make lines anew until the time is used up; what is left is for the `Refresher`.

    Args:
        budget_s: seconds after which no further line is begun.
        clock: seconds that never run backwards.
    """
    ends_s = clock() + budget_s
    for patient_id in stale:
        if clock() >= ends_s:
            return
        refresh(store, rules, patient_id, datetime.now(UTC))


class Refresher:
    """Brings stale lines up to date in the background: woken, it works until all are fresh, then it rests."""

    def __init__(self, store: Store, rules: AlertRules, chance: Random | None = None) -> None:
        self._store, self._rules = store, rules
        self._chance = chance or SystemRandom()
        self._lock, self._ends = Lock(), Event()
        self._thread: Thread | None = None

    def wake(self) -> None:
        """Begin, where it is not at work already and was not stopped for good."""
        with self._lock:
            if self._ends.is_set() or (self._thread and self._thread.is_alive()):
                return
            self._thread = Thread(target=self._work, name="reviews", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End after the line in hand, for good."""
        with self._lock:
            self._ends.set()
            thread = self._thread
        if thread:
            thread.join()

    def wait(self) -> None:
        """Until all lines are fresh."""
        with self._lock:
            thread = self._thread
        if thread:
            thread.join()

    def _work(self) -> None:
        left_out: set[str] = set()
        while not self._ends.is_set():
            stale = self._store.stale_reviews(_today(), HANDFUL + len(left_out))
            todo = [one for one in stale if one not in left_out]
            if not todo or self._ends.wait(REST_S):
                return
            left_out |= self._try(self._chance.choice(todo))

    def _try(self, patient_id: str) -> set[str]:
        """One line; whoever cannot be read is left out until the next time."""
        try:
            refresh(self._store, self._rules, patient_id, datetime.now(UTC))
        except CoachError:
            return {patient_id}
        return set()


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
