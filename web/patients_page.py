"""The therapist's list as a page: found, brought up to date as far as the time allows, told in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from coach.review import ReviewLine
from web import patients_list
from web.patients_list import PAGE
from web.reviewing import refresh_within
from web.services import services

if TYPE_CHECKING:
    from coach.store import Reviews

#: The page waits so long for lines that are not of today, seconds; the others follow in the background.
BUDGET_S = 0.25
#: More stale lines than these are not counted.
MOST_STALE = 10_000


def context(search: str, offset: int, now: datetime, clock: Callable[[], float]) -> dict[str, Any]:
    """Everything of ``therapist/patients.html``.

    Args:
        offset: the first line of the page, from 0; behind the last one means the last page.
        now: aware.
        clock: seconds that never run backwards.
    """
    today = now.astimezone().date()
    found, offset = _page(search, offset)
    stale = [patient.id for patient, text, as_of in found.lines if not _fresh(text, as_of, today)]
    if stale:
        _bring_up_to_date(stale, clock)
        found, offset = _page(search, offset)
    behind = len(services().store.stale_reviews(today, MOST_STALE))
    if behind:
        services().reviews.wake()
    unread = sum(as_of == today and parsed(text) is None for _, text, as_of in found.lines)
    return {
        "lines": [patients_list.line(patient, parsed(text), now) for patient, text, _ in found.lines],
        "place": patients_list.place(found.total, len(found.lines), offset),
        "pages": list(patients_list.pages(found.total, offset)),
        "searched": search,
        "anybody": bool(found.total or (search and _page("", 0)[0].total)),
        "waiting": behind + unread,
    }


def _page(search: str, offset: int) -> tuple[Reviews, int]:
    store = services().store
    found = store.reviews(search, offset, PAGE)
    if found.lines or not found.total:
        return found, offset
    last = (found.total - 1) // PAGE * PAGE
    return store.reviews(search, last, PAGE), last


def _bring_up_to_date(stale: list[str], clock: Callable[[], float]) -> None:
    here = services()
    refresh_within(here.store, here.library.alerts, stale, BUDGET_S, clock)


def _fresh(text: str | None, as_of: date | None, today: date) -> bool:
    return as_of == today and parsed(text) is not None


def parsed(text: str | None) -> ReviewLine | None:
    """A kept line; ``None`` where there is none, or one that another version of Midline has kept."""
    try:
        return ReviewLine.model_validate_json(text) if text else None
    except ValueError:
        return None
