"""An exercise that is not for this patient: blocked from its card in the builder, and allowed again. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.assessment import MOST_BLOCKED, Assessment, with_block, without_block
from web.form_text import Needed, text_faults

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.prescription import Draft

BLOCK, ALLOW = "block", "allow"
#: As long as every text of an assessment.
REASON = Needed(400, "Please say why, for whoever reads this later.")


def faults(press: str, typed: Mapping[str, str], found: Assessment) -> dict[str, str]:
    """Why a press of ``block-2`` cannot be done, at its field; of every other press nothing."""
    name, _, place = press.partition("-")
    field = f"block_reason_{place}"
    if name != BLOCK:
        return {}
    if found_wanting := dict(text_faults(typed, {field: REASON})):
        return found_wanting
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
