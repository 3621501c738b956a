"""The programme that holds as a FHIR CarePlan, and what the patient trains for as a Goal."""

from coach.changes import seconds, times
from coach.prescription import Published
from coach.programme import Task
from coach.report.fhir_parts import Ids, Json, coded, day, extension, filled, quantity, signed, text
from coach.reviewed import Goal
from coach.trend_measures import BY_NAME


def care_plan(ids: Ids, published: Published, goal: Goal | None) -> Json:
    """The version that holds, with each exercise and its dose as an activity."""
    return ids.resource(
        "CarePlan",
        identifier=[{"system": "urn:midline:programme-version", "value": str(published.version)}],
        status="active",
        intent="plan",
        title=text(published.draft.title),
        description=text(published.reason),
        subject=ids.subject,
        period={"start": day(published.published_on)},
        created=day(published.published_on),
        author=signed(published.author),
        goal=[ids.to("Goal")] if goal else [],
        activity=[{"detail": _detail(task, published)} for task in published.prescribed.tasks],
    )


def goal_of(ids: Ids, goal: Goal) -> Json:
    """The goal that the patient sees, by the number that it is followed by."""
    known = BY_NAME.get(goal.measure)
    label = known.label if known else goal.measure
    return ids.resource(
        "Goal",
        lifecycleStatus="active",
        description={"text": text(goal.words) or label},
        subject=ids.subject,
        startDate=day(goal.chosen_at.date()),
        target=[{"measure": coded("trend", goal.measure, label)}],
        expressedBy=signed(goal.author),
    )


def _detail(task: Task, published: Published) -> Json:
    exercise, draft = task.exercise, published.draft
    timing = {"frequency": draft.bouts_a_day * draft.days_a_week, "period": 1, "periodUnit": "wk"}
    return filled(
        {
            "extension": [_dose(task)],
            "code": coded("exercise", exercise.id, task.plan.name, str(exercise.version)),
            "status": "in-progress",
            "scheduledTiming": {"repeat": timing},
            "description": text(f"{exercise.purpose} {_in_words(task)} {task.note}"),
        }
    )


def _dose(task: Task) -> Json:
    """Sets, repetitions, how long each is held and rested."""
    plan = task.plan
    parts = [
        extension("sets", valuePositiveInt=plan.sets),
        extension("repetitions", valuePositiveInt=plan.reps),
        extension("hold", valueDuration=quantity(plan.hold_s, "s")),
        extension("rest", valueDuration=quantity(plan.rest_s, "s")),
    ]
    return extension("dose") | {"extension": parts}


def _in_words(task: Task) -> str:
    plan = task.plan
    side = f"To the patient's {plan.side}. " if plan.side else ""
    sets = f"{plan.sets} sets of {plan.reps}" if plan.sets > 1 else times(plan.reps).capitalize()
    return f"{side}{sets}, each for {seconds(plan.hold_s)}, {seconds(plan.rest_s)} of rest between."
