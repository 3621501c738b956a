"""An exercise that is not for this patient: blocked from its card in the builder, and allowed again. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.assessment import MOST_BLOCKED, Assessment, with_block, without_block

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.prescription import Draft

BLOCK, ALLOW = "block", "allow"
#: The longest reason, as for every text of an assessment.
MOST_LETTERS = 400


def faults(press: str, typed: Mapping[str, str], found: Assessment) -> dict[str, str]:
    """Why a press of ``block-2`` cannot be done, at its field; of every other press nothing."""
    name, _, place = press.partition("-")
    field, reason = f"block_reason_{place}", _reason(typed, place)
    if name != BLOCK:
        return {}
    if not reason:
        return {field: "Please say why, for whoever reads this later."}
    if len(reason) > MOST_LETTERS:
        return {field: f"Please keep it to {MOST_LETTERS} letters; this has {len(reason)}."}
    if len(found.blocked) >= MOST_BLOCKED:
        return {field: f"{MOST_BLOCKED} exercises are blocked, which is as many as there can be."}
    return {}


def _reason(typed: Mapping[str, str], place: str) -> str:
    return typed.get(f"block_reason_{place}", "").strip()


def reassessed(press: str, typed: Mapping[str, str], draft: Draft, found: Assessment) -> Assessment:
    """The findings after a press of ``block-2`` or ``allow-slow_turn``; every other press changes nothing."""
    name, _, about = press.partition("-")
    if name == ALLOW:
        return without_block(found, about)
    if name == BLOCK and about.isdecimal() and int(about) < len(draft.choices):
        return with_block(found, draft.choices[int(about)].exercise, _reason(typed, about))
    return found
