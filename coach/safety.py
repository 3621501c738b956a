"""The fixed stop rules and what an answer before a session means. Pure.

The rules ask and stop; they name no illness and judge no urgency beyond their fixed sentences.
"""

from pydantic import Field

from coach.parts import Part, Words
from coach.record import CheckIn

#: Pain from here on makes a session one of rest and breathing. Judgement of the clinical reference,
#: section 6; published home programmes stop exercises at 5 of 10.
RED_PAIN = 7


class RedWords(Part):
    """Why a session becomes one of rest and breathing, and what to do, for each red answer."""

    pain: Words
    swallowing: Words
    dizziness: Words
    anything_new: Words


class SafetyWords(Part):
    """The stop rules as they are shown and read out."""

    stop_now_title: Words
    stop_now: tuple[Words, ...] = Field(min_length=1)
    stop_now_do: Words
    tell_title: Words
    tell_therapist: tuple[Words, ...] = Field(min_length=1)
    red: RedWords
    red_session: Words


def red_answers(check_in: CheckIn) -> tuple[str, ...]:
    """The red answers of a check, as the field names of `RedWords`; none of them means a full session."""
    red = {
        "pain": check_in.pain >= RED_PAIN,
        "swallowing": check_in.swallowing_trouble,
        "dizziness": check_in.dizziness,
        "anything_new": check_in.anything_new,
    }
    return tuple(name for name, is_red in red.items() if is_red)
