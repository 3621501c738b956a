"""One patient with everything that prescribing needs to know, from the store and the library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from coach.assessment import Assessment
from coach.compose import compose
from coach.errors import RefusedError
from coach.exercise import Exercise
from coach.prescription import Draft, Published
from coach.progression import Practice
from coach.proposal import starter
from coach.refusal import RefusalList, refusals_of_text
from coach.store import Patient, Store
from web import builder_form
from web.clinic_list import clinic_refusals, every_exercise
from web.day_plan import last_injection
from web.services import services
from web.signing import remember

#: So far back is looked for five days running; with gaps they lie within two weeks. Judgement.
LOOK_BACK = timedelta(days=28)


@dataclass(frozen=True)
class Case:
    """One patient with everything that prescribing needs to know.

    :raise 404: no such patient.
    """

    patient: Patient
    store: Store

    @classmethod
    def of(cls, patient_id: str) -> Case:
        store = services().store
        return cls(store.patient(patient_id), store)

    @cached_property
    def assessments(self) -> tuple[Assessment, ...]:
        """Oldest first."""
        return self.store.assessments(self.patient.id)

    @property
    def assessment(self) -> Assessment | None:
        """The newest."""
        return self.assessments[-1] if self.assessments else None

    @cached_property
    def newest(self) -> Published | None:
        return self.store.newest_published(self.patient.id)

    @cached_property
    def injected_on(self) -> date | None:
        """The newest injection that is known."""
        return last_injection(self.store, self.patient.id, self.newest)

    @cached_property
    def practice(self) -> tuple[Practice, ...]:
        """What was done lately, each exercise of each session."""
        done = self.store.practice(self.patient.id, datetime.now(UTC) - LOOK_BACK)
        return tuple(Practice(at.astimezone().date(), plan, completed) for at, plan, completed in done)

    @property
    def library(self) -> dict[str, Exercise]:
        return services().library.exercises

    @cached_property
    def exercises(self) -> dict[str, Exercise]:
        """Those of the library and the clinic's own."""
        return every_exercise(self.store, services().library)

    @cached_property
    def refusal_list(self) -> RefusalList:
        return clinic_refusals(self.store, services().library)

    def starting(self, assessment: Assessment) -> Draft:
        """What the builder opens with: the draft, else the programme that holds, else the starter."""
        draft = self.store.draft(self.patient.id)
        draft = draft or (self.newest.draft if self.newest else None)
        draft = draft or starter(assessment, self.exercises, self.refusal_list)
        return self.whole(draft)

    def whole(self, draft: Draft) -> Draft:
        """With the own exercises that it uses, as they are now, or as it brought them along."""
        brought = {one.id: one for one in draft.own}
        return builder_form.with_own(draft, {**brought, **self.exercises}, self.library)

    def version(self, found: Assessment, draft: Draft, author: str, reason: str) -> Published:
        """The draft as the next version would be, not kept yet.

        Raises:
            RefusedError: something in it must not be prescribed.
        """
        number = self.newest.version + 1 if self.newest else 1
        return Published(
            version=number,
            published_on=today(),
            author=author,
            reason=reason,
            assessment=found,
            draft=draft,
            prescribed=compose(draft, found, self.library, self.refusal_list, number),
        )

    def holds_already(self, found: Assessment, draft: Draft) -> bool:
        """Whether the version that holds asks for the very same.

        Raises:
            RefusedError: something in the draft must not be prescribed.
        """
        if self.newest is None:
            return False
        made, old = self.version(found, draft, author="preview", reason="preview"), self.newest
        same = made.prescribed.model_copy(update={"version": old.version}) == old.prescribed
        often = ("bouts_a_day", "days_a_week")
        return same and all(getattr(draft, name) == getattr(old.draft, name) for name in often)

    def save(self, before: Draft, after: Draft) -> None:
        """The next step; the first one keeps what the builder opened with, to go back to."""
        if self.store.draft(self.patient.id) is None:
            self.store.save_draft(self.patient.id, before)
        if after != before:
            self.store.save_draft(self.patient.id, after)


def today() -> date:
    """The day on this computer."""
    return datetime.now(UTC).astimezone().date()


def publish(case: Case, found: Assessment, draft: Draft, author: str, reason: str) -> Published:
    """A new version, checked whole.

    Raises:
        RefusedError: something in it, or the reason, must not be prescribed.
    """
    if refused := refusals_of_text(reason, "reason", case.refusal_list):
        raise RefusedError(refused)
    made = case.version(found, draft, author, reason)
    case.store.publish(case.patient.id, made)
    remember(author)
    return made
