"""A patient's spoken guides as the therapist reads them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from coach.diary import GuideRecord
from web import therapist_words as words

#: So many of the latest are shown.
SHOWN = 30


@dataclass(frozen=True)
class GuideLine:
    """One spoken guide, in words."""

    when: str
    name: str
    heard: str
    tension: str
    minutes: str
    sleep: str
    words: str


def guide_lines(guides: Sequence[GuideRecord]) -> list[GuideLine]:
    """The latest, newest first."""
    return [_line(guide) for guide in guides[:SHOWN]]


def _line(guide: GuideRecord) -> GuideLine:
    answers, before = guide.answers, guide.opening.tension_before
    return GuideLine(
        when=words.day_and_time(guide.begun_at),
        name=guide.opening.name,
        heard=_heard(guide),
        tension=f"{words.number(before)} before, {words.number(answers.tension)} after",
        minutes=words.number(answers.minutes),
        sleep=words.number(answers.sleep),
        words=answers.words,
    )


def _heard(guide: GuideRecord) -> str:
    if guide.ended_at is None:
        return "begun"
    length = words.length_s(guide.begun_at, guide.ended_at)
    took = "" if length is None else f", {words.count(round(length / 60), 'minute')}"
    return f"{words.ENDINGS[guide.ending]}{took}"
