"""The clinic's server and a laptop, without a network between them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.diary import Flag
from coach.letter import Letter, LetterKind
from coach.prescription import Choice
from coach.record import Ending
from coach.signed import sealed, sign
from coach.store import Comparison, Sealed
from coach.sync.serving import Told, compare, give_down, take_record
from coach.wire import UP, Kind
from coach.wire.reading import sha256_of
from tests.coach.clinic import draft, published
from tests.coach.store.builders import ANNA, CHECK_OUT, MONDAY, OPENING, QUALITY, directly
from tests.coach.sync.sides import CLINIC_KEY, NOW, THERE, Sides

FIRST, SECOND = (published(draft("midline_hold"), version=number) for number in (1, 2))
MESSAGE = Letter("m", THERE.id, LetterKind.MESSAGE, "Slower is fine.", "Dr. Kim", MONDAY)
STRANGE = "77777777-0000-7000-8000-000000000001"


def trained(sides: Sides, session_id: str = "s") -> None:
    sides.laptop.open_session(session_id, ANNA.id, MONDAY, OPENING)
    sides.laptop.close_session(session_id, Ending.DONE, QUALITY, CHECK_OUT, NOW)


def test_a_session_has_its_receipt_and_an_answer_that_was_lost_costs_nothing(sides: Sides) -> None:
    trained(sides)
    (line,) = sides.laptop.waiting(ANNA.id, UP)
    record = sides.laptop.sealed(line.id)
    first = sides.put(record)
    (again,) = sides.up()
    assert (first.status, again.status) == (201, 200)
    assert again.body == first.body | {"duplicate": True}
    assert sides.laptop.waiting(ANNA.id, UP) == ()
    assert sides.up() == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"record_id": "no uuid"}, "id"),
        ({"record_id": STRANGE.upper()[:35] + "A"}, "id"),
        ({"kind": "programme"}, "kind"),
        ({"kind": "picture"}, "kind"),
        ({"sequence": "-1"}, "sequence"),
        ({"sequence": "9" * 10}, "sequence"),
        ({"sequence": "٣"}, "sequence"),
        ({"sha256": "AB" * 32}, "sha256"),
        ({"sent_at": "yesterday"}, "sent_at"),
        ({"sent_at": "2026-03-02T09:30:00"}, "sent_at"),
        ({"sent_at": "2026-03-02\n09:30:00+00:00"}, "sent_at"),
        ({"sent_at": "9999-12-31T23:59:59-23:00"}, "sent_at"),
    ],
)
def test_headers_that_are_none_are_named(sides: Sides, changed: dict[str, str], field: str) -> None:
    told = Told(STRANGE, "question", "1", "ab" * 32, NOW.isoformat())
    answer = take_record(sides.clinic, sides.sender, replace(told, **changed), b"{}", NOW)
    assert answer.status == 422
    assert [fault["field"] for fault in answer.body["faults"]] == [field]
    assert answer.body["error"]


def test_too_early_conflicting_and_gone_are_told_apart(sides: Sides) -> None:
    trained(sides)
    sides.laptop.set_flag("s", Flag.NOT_GOOD, NOW)
    session, flag = (sides.laptop.sealed(one.id) for one in sides.laptop.waiting(ANNA.id, UP))
    assert sides.put(flag).status == 425
    assert sides.put(session).status == 201
    assert sides.put(flag).status == 201
    body = flag.body.replace(b"not_good", b"not_me")
    assert sides.put(replace(flag, body=body, sha256=sha256_of(body))).status == 409
    sides.clinic.erase_patient(THERE.id, NOW)
    assert sides.put(session).status == 410
    assert compare(sides.clinic, sides.sender, b'{"records":[]}', NOW).status == 410
    assert give_down(sides.clinic, sides.sender, "0", CLINIC_KEY).status == 410


def test_messages_and_programmes_come_down_once_and_in_order(sides: Sides) -> None:
    sides.clinic.publish(THERE.id, FIRST)
    sides.clinic.add_letter(MESSAGE)
    sides.clinic.add_letter(replace(MESSAGE, id="n", kind=LetterKind.NOTE))
    assert sides.down() == ["", ""]
    assert sides.down() == []
    sides.clinic.publish(THERE.id, SECOND)
    assert sides.down() == [""]
    assert sides.laptop.published(ANNA.id) == (FIRST, SECOND)
    assert sides.laptop.assessments(ANNA.id) == (FIRST.assessment,)
    assert sides.laptop.letters(ANNA.id) == (replace(MESSAGE, patient_id=ANNA.id),)
    again = [sides.take(record) for record in sides.fetched(0)]  # as if the cursor had been lost
    assert again == ["", "", ""]
    assert len(sides.laptop.letters(ANNA.id)) == 1
    assert sides.laptop.quarantined() == ()


def test_what_goes_down_is_the_same_whenever_it_goes(sides: Sides) -> None:
    sides.clinic.publish(THERE.id, FIRST)
    first = sides.fetched(0)
    assert first[0].body == sign(FIRST, THERE.id, CLINIC_KEY).encode()
    assert sides.fetched(0) == first


def a_programme(text: str) -> Sealed:
    return Sealed(STRANGE, Kind.PROGRAMME, 9, sha256_of(text.encode()), text.encode())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (sign(FIRST, THERE.id, CLINIC_KEY), "a version after 2"),
        (sign(SECOND, THERE.id, CLINIC_KEY), "a version after 2"),
        (sign(published(draft("midline_hold"), version=3), "another", CLINIC_KEY), "this patient"),
        (sign(published(draft("midline_hold"), version=3), THERE.id, bytes(32)), "a signer that is trusted"),
        (sign(published(draft("midline_hold"), version=3), THERE.id, CLINIC_KEY)[:-9], "signed programme"),
        (sealed({"version": 3}, THERE.id, CLINIC_KEY), "wanted a value"),
    ],
    ids=["older", "the same", "another patient", "another signer", "cut off", "no programme"],
)
def test_a_programme_that_may_not_hold_leaves_the_one_that_does(sides: Sides, text: str, why: str) -> None:
    for version in (FIRST, SECOND):
        sides.clinic.publish(THERE.id, version)
    sides.down()
    for _ in range(2):
        assert why in sides.take(a_programme(text))
    assert sides.laptop.newest_published(ANNA.id) == SECOND
    (kept,) = sides.laptop.quarantined(ANNA.id)
    assert kept.body == text.encode()
    assert why in kept.reason


def test_what_must_not_be_prescribed_is_refused_though_the_clinic_signed_it(sides: Sides) -> None:
    whole = published(draft(Choice(exercise="slow_turn", note="Softly.")))
    text = whole.model_dump_json().replace("Softly.", "Wear a collar.")
    refused = type(whole).model_validate_json(text)
    assert "neck_collar" in sides.take(a_programme(sign(refused, THERE.id, CLINIC_KEY)))
    assert sides.laptop.newest_published(ANNA.id) is None
    assert len(sides.laptop.quarantined()) == 1


def test_a_patients_records_never_come_down_to_another(sides: Sides) -> None:
    other = replace(THERE, id="88888888-0000-4000-8000-000000000001")
    sides.clinic.add_patient(other)
    sides.clinic.publish(other.id, FIRST)
    assert sides.down() == []


def test_comparing_finds_what_either_side_has_lost(sides: Sides) -> None:
    for session in "abc":
        trained(sides, session)
    sides.up()
    before = sides.laptop.outgoing(ANNA.id, UP)
    a, b, _ = (one.id for one in before)
    directly(sides.clinic, f"DELETE FROM received WHERE id = '{a}'")  # noqa: S608
    for table in ("exercise", "session"):
        key = "session_id" if table == "exercise" else "id"
        directly(sides.clinic, f"DELETE FROM {table} WHERE {key} = 'a'")  # noqa: S608
    directly(sides.laptop, f"UPDATE outbox SET receipt = NULL WHERE id = '{b}'")  # noqa: S608
    found = Comparison(**sides.compared().body)
    assert (found.missing, list(found.receipts), found.only_here) == ((a,), [b, before[2].id], 0)

    anew = sides.clinic.compare(replace(sides.sender, device_id="paired anew"), [], NOW)
    assert anew.newest_sequence == found.newest_sequence == before[2].sequence

    sides.laptop.note_comparison(ANNA.id, found, NOW)
    assert [one.id for one in sides.laptop.waiting(ANNA.id, UP)] == [a]
    assert [answer.status for answer in sides.up()] == [201]
    assert {head.id for head in sides.clinic.sessions(THERE.id)} == {"a", "b", "c"}
    assert sides.pairing.compared_at == NOW


def test_comparing_tells_what_differs_and_what_only_the_clinic_has(sides: Sides) -> None:
    for session in "ab":
        trained(sides, session)
    sides.up()
    a, b = (one.id for one in sides.laptop.outgoing(ANNA.id, UP))
    directly(sides.laptop, f"UPDATE outbox SET sha256 = '{'cd' * 32}' WHERE id = '{a}'")  # noqa: S608
    directly(sides.laptop, f"DELETE FROM outbox WHERE id = '{b}'")  # noqa: S608
    sides.laptop.note_comparison(ANNA.id, Comparison(**sides.compared().body), NOW)
    (line,) = sides.laptop.outgoing(ANNA.id, UP)
    assert line.conflicting
    assert "otherwise" in line.refused
    assert sides.pairing.only_there == 1


def test_a_laptop_set_up_from_an_older_copy_goes_on_above_what_the_clinic_has(sides: Sides) -> None:
    for session in "abc":
        trained(sides, session)
    sides.up()
    directly(sides.laptop, "DELETE FROM outbox")
    directly(sides.laptop, "UPDATE patient SET revision = 1")
    sides.laptop.note_comparison(ANNA.id, Comparison(**sides.compared().body), NOW)
    trained(sides, "d")
    assert [one.sequence for one in sides.laptop.waiting(ANNA.id, UP)] == [4]


def test_what_is_older_than_was_asked_for_is_not_compared(sides: Sides) -> None:
    trained(sides)
    sides.up()
    assert len(sides.laptop.listed(ANNA.id, NOW)) == 1
    assert sides.laptop.listed(ANNA.id, NOW + timedelta(days=9999)) == ()


NO_ID = f'{{"records":[["","{"ab" * 32}"]]}}'.encode()
NO_HASH = f'{{"records":[["{STRANGE}","b"]]}}'.encode()


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"records":[["a"]]}', b'{"records":[["a","b"]]}', b'{"x":1}', NO_HASH, NO_ID]
)
def test_a_list_that_is_none_is_refused(sides: Sides, body: bytes) -> None:
    answer = compare(sides.clinic, sides.sender, body, NOW)
    assert answer.status == 422
    assert answer.body["faults"]


def test_a_revision_that_is_none_is_refused(sides: Sides) -> None:
    for after in ("", "-1", "1.5", "x"):
        assert give_down(sides.clinic, sides.sender, after, CLINIC_KEY).status == 422
