"""What a patient reads on the pages of the day keeps to the rules of words, as what is said does."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from coach.diary import Flag, GuideAnswers
from coach.record import Ending
from coach.wire import Kind
from tests.coach.store.test_pairing import PAIRED
from tests.coach.test_words import NEVER
from tests.web.prescribed import DAY, OMAR, omars, trained, version
from tests.web.reading import Page
from tests.web.test_day import days_ago
from tests.web.test_spoken import NIGHT
from web.services import Services

PAGES = (
    "/",
    "/exercises",
    "/done",
    "/progress",
    "/messages",
    "/reminders",
    "/your-data",
    "/your-data/erase",
    "/your-data/sessions/{session_id}/erase",
    "/sharing",
    "/guides/night_calm",
    "/guides/move_freely",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_keeps_to_the_rules(app: Flask, services: Services, path: str) -> None:
    fewer = DAY.model_copy(update={"choices": DAY.choices[:-1], "bouts_a_day": 3})
    client = omars(app, version(1), version(2, fewer), version(3, injected_on=days_ago(3)))
    services.store.set_setting(f"read_version:{OMAR.id}", "2")
    services.store.set_flag(trained(services, bout=1), Flag.NOT_GOOD, datetime.now().astimezone())
    evening = datetime.now().astimezone() - timedelta(days=1)
    services.store.begin_guide("g", OMAR.id, evening, NIGHT)
    services.store.end_guide("g", Ending.STOPPED, evening + timedelta(minutes=4))
    services.store.answer_guide("g", GuideAnswers(minutes=4))

    services.store.pair(replace(PAIRED, patient_id=OMAR.id))
    if path.startswith("/your-data/sessions"):
        services.store.sealed(services.store.outgoing(OMAR.id, [Kind.SESSION])[0].id)
        path = path.format(session_id=services.store.sessions(OMAR.id)[0].id)

    told = Page(client.get(path).text).words

    assert len(told) > 200
    found = {what: re.search(pattern, told, re.IGNORECASE) for what, pattern in NEVER.items()}
    assert not [match and match[0] for match in found.values() if match]
