"""Exercises of long ago in the made-up clinic: repetitions without a trace, drawn after what the coach made
of the traced ones. All numbers are invention."""

from dataclasses import dataclass

import numpy as np

from coach.exercise import Movement
from coach.metrics import summarise
from coach.programme import Task
from coach.record import Ending, ExerciseRecord, RepRecord
from coach.state import Tally
from web.madeup_people import Day, Person


@dataclass(frozen=True)
class Sketch:
    """One exercise of one person on one day."""

    person: Person
    day: Day
    task: Task
    rng: np.random.Generator

    def record(self, start_s: float, reps: int | None = None) -> tuple[ExerciseRecord, float]:
        """The exercise and when it ends, seconds since the session began; after ``reps`` they stop."""
        plan = self.task.plan
        asked = plan.sets * plan.reps
        done, t_s = [], start_s + self.task.exercise.prepare_s
        for number in range(asked if reps is None else min(reps, asked)):
            rep = self._rep(number // plan.reps + 1, number % plan.reps + 1, t_s)
            done.append(rep)
            t_s = rep.ended_s + plan.rest_s
        unseen_s = sum(rep.unseen_s for rep in done)
        tally = Tally(seen_s=t_s - start_s - unseen_s, unseen_s=unseen_s)
        ending = Ending.DONE if len(done) == asked else Ending.STOPPED
        return ExerciseRecord(plan, tuple(done), summarise(tuple(done), tally, ending)), t_s

    def _rep(self, set_number: int, rep_number: int, start_s: float) -> RepRecord:
        rng, plan, severity = self.rng, self.task.plan, self.day.severity
        breathing = self.task.exercise.movement is Movement.PRESENCE
        completed = breathing or rng.random() > 0.2 * severity
        hold_s = plan.hold_s + rng.uniform(0, 0.06) if completed else plan.hold_s * rng.uniform(0.1, 0.9)
        around_s = 0.0 if breathing else rng.uniform(4, 8) + 10 * (not completed)
        hand_s = rng.uniform(2, 5) if rng.random() < self.person.trick else 0.0
        return RepRecord(
            set_number=set_number,
            rep_number=rep_number,
            started_s=start_s,
            ended_s=start_s + hold_s + around_s,
            completed=bool(completed),
            peak_deg=self._peak(),
            hold_s=hold_s,
            in_band_s=hold_s + (0.0 if breathing else rng.uniform(0.1, 1.2)),
            steadiness_deg=self._steadiness(),
            peak_speed_deg_s=self._speed(),
            unseen_s=rng.exponential(1.1) if rng.random() < 0.06 else 0.0,
            trick_s=hand_s,
            compensations=self._compensations(),
        )

    def _peak(self) -> float | None:
        movement, target = self.task.exercise.movement, abs(self.task.plan.target)
        if movement is Movement.PRESENCE:
            return None
        if movement is Movement.EAR_HEIGHT:
            return float(self.rng.uniform(0.01, 0.025))
        if movement is Movement.DEVIATION:
            return float(self.rng.uniform(5, 9) + 4 * self.day.severity * self.rng.random())
        return float(target * self.rng.normal(1.02, 0.07) + 0.5)

    def _steadiness(self) -> float | None:
        movement = self.task.exercise.movement
        if movement is Movement.PRESENCE:
            return None
        size = 0.006 if movement is Movement.EAR_HEIGHT else 0.25 + self.person.tremor_deg * 0.3
        return float(size * self.rng.uniform(0.5, 3) * (0.5 + self.day.severity))

    def _speed(self) -> float | None:
        movement, target = self.task.exercise.movement, abs(self.task.plan.target)
        if movement in {Movement.PRESENCE, Movement.EAR_HEIGHT}:
            return None
        way_deg = 6.0 if movement is Movement.DEVIATION else target + 8 * self.day.severity
        return float(way_deg * self.rng.uniform(0.3, 0.5))

    def _compensations(self) -> tuple[str, ...]:
        side, often = self.person.raises
        if self.task.exercise.movement is Movement.PRESENCE:
            return ()
        raised = self.rng.random() < often * (0.5 + self.day.severity)
        return (f"shoulder_hike_{side.value}",) if raised else ()
