"""A programme leaves from one computer's page and arrives on another's."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from coach.signed import fingerprint, public_key_of, sign
from coach.store import Store, open_store
from tests.coach.clinic import draft, published
from tests.web.prescribing import ANNA, in_clinic
from tests.web.reading import Page
from web.services import Services
from web.travel import private_key

FILE = f"/therapist/patients/{ANNA.id}/file/"
SENT = published(draft("midline_hold"))


@pytest.fixture
def store(services: Services) -> Store:
    in_clinic(services, ANNA)
    return services.store


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Store]:
    """Another computer that Anna's programme comes from."""
    there = open_store(tmp_path / "elsewhere")
    yield there
    there.close()


def signer(store: Store) -> str:
    return fingerprint(public_key_of(private_key(store)))


def left_from(store: Store, therapist: FlaskClient) -> bytes:
    """The file of a version that is published here."""
    store.publish(ANNA.id, SENT)
    answer = therapist.get(f"{FILE}1")
    assert answer.status_code == 200
    assert "Anna" not in answer.headers["Content-Disposition"]
    return bytes(answer.data)


def arriving(therapist: FlaskClient, text: bytes, trusting: str = "") -> tuple[int, str]:
    data = {"file": (BytesIO(text), "programme.json"), "trusting": trusting}
    answer = therapist.post(FILE, data=data, content_type="multipart/form-data")
    return answer.status_code, Page(answer.text).words


def test_what_left_here_is_refused_while_it_is_here_and_nothing_changes(
    therapist: FlaskClient, store: Store
) -> None:
    status, words = arriving(therapist, left_from(store, therapist))

    assert status == 422
    assert "Nothing was taken in." in words
    assert store.published(ANNA.id) == (SENT,)


def test_a_stranger_is_taken_in_once_the_fingerprint_is_given(
    therapist: FlaskClient, store: Store, elsewhere: Store
) -> None:
    text = sign(SENT, ANNA.id, private_key(elsewhere)).encode()

    assert signer(elsewhere) in arriving(therapist, text)[1]
    assert store.published(ANNA.id) == ()
    assert arriving(therapist, text, "0000-0000-0000-0000")[0] == 422
    assert arriving(therapist, text, signer(elsewhere))[0] == 303
    assert store.published(ANNA.id) == (SENT,)
    assert store.assessments(ANNA.id) == (SENT.assessment,)


@pytest.mark.parametrize("text", [b"", b"\xff\x00", b"{}", b"[1, 2"])
def test_what_is_no_programme_is_told(therapist: FlaskClient, store: Store, text: bytes) -> None:
    status, words = arriving(therapist, text)

    assert status == 422
    assert "Nothing was taken in." in words
    assert store.published(ANNA.id) == ()


def test_no_file_is_asked_for(therapist: FlaskClient, store: Store) -> None:
    left_empty = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename=""\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n\r\n--x--\r\n"
    )

    nothing = therapist.post(FILE, data={})
    empty = therapist.post(FILE, data=left_empty, content_type="multipart/form-data; boundary=x")

    assert "Please choose the file" in Page(nothing.text).words
    assert "Please choose the file" in Page(empty.text).words
    assert store.published(ANNA.id) == ()
