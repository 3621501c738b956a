"""Whatever is put into the page that takes a programme's file in: it says what is odd, and nothing is taken.

The long form: ``MIDLINE_JUNK=10000 pytest -m soak -s tests/web/test_travelling_junk.py``.
"""

import os
from time import process_time

import numpy as np
import pytest

from coach.signed import fingerprint, public_key_of
from tests.coach.faulty import one_of
from tests.coach.store.backups import everything
from tests.coach.test_faulty_files import KEY, TEXT, changed_and_signed_again, no_signed_file
from tests.web.conftest import Clinic
from tests.web.prescribing import ANNA, in_clinic
from tests.web.reading import Page

#: A form that is cut off leaves its file to be closed by Python.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.Spooled:ResourceWarning")

FILE = f"/therapist/patients/{ANNA.id}/file/"
SIGNER = fingerprint(public_key_of(KEY))
NAMES = (
    '"a.json"',
    '""',
    '"../../etc/passwd"',
    '"' + "x" * 3000 + '"',
    '"\x00"',
    '"é.json"',
    "a.json",
    '"<b>.json"',
)


def form(file: bytes, name: str = '"a.json"', trusting: str = SIGNER) -> bytes:
    """The page's form as a browser sends it."""
    part = "--x\r\nContent-Disposition: form-data; name="
    head = f'{part}"trusting"\r\n\r\n{trusting}\r\n{part}"file"; filename={name}\r\n\r\n'
    return head.encode() + file + b"\r\n--x--\r\n"


def broken_form(rng: np.random.Generator) -> bytes:
    """A form that is cut off or has something in between, or whose file or one of its fields is none."""
    kind = rng.random()
    if kind < 0.6:
        made = changed_and_signed_again(rng) if kind < 0.3 else no_signed_file(rng)
        return form(made, one_of(rng, list(NAMES)))
    whole, begins = form(TEXT.encode()), form(TEXT.encode()).index(TEXT.encode())
    if kind < 0.7:
        return form(
            TEXT.encode(), trusting=one_of(rng, ["", "0000-0000-0000-0000", "x" * 900, "\x00", SIGNER[:-1]])
        )
    at = int(rng.integers(begins, begins + len(TEXT)))
    if kind < 0.8:
        return whole[: int(rng.integers(begins + len(TEXT)))]
    between: bytes = one_of(rng, [b"\r\n--x\r\n", b"\r\n--x--\r\n", b"\xff", b"\x00" * 90])
    return whole[:at] + between + whole[at:]


@pytest.fixture(scope="module")
def anna(clinic: Clinic) -> Clinic:
    in_clinic(clinic.services, ANNA)
    clinic.therapist.get(FILE)  # the clinic's own key is made the first time
    return clinic


def send(clinic: Clinic, body: bytes) -> tuple[int, str]:
    kind = "multipart/form-data; boundary=x"
    answer = clinic.therapist.post(FILE, data=body, content_type=kind)
    return answer.status_code, Page(answer.text).words


def refuse_all(clinic: Clinic, numbers: range) -> None:
    before = everything(clinic.store)
    for number in numbers:
        status, words = send(clinic, broken_form(np.random.default_rng(number)))
        told = "Nothing was taken in." in words or "Please choose the file" in words
        assert (status, told) == (422, True), (number, status, words)
    assert everything(clinic.store) == before


def test_a_faulty_file_is_refused_on_the_page(anna: Clinic) -> None:
    refuse_all(anna, range(40))


@pytest.mark.soak
def test_ten_thousand_faulty_files_are_refused_on_the_page(anna: Clinic) -> None:
    count, begun = int(os.environ.get("MIDLINE_JUNK", "10000")), process_time()
    refuse_all(anna, range(count))
    print(f"{count} files, {count / (process_time() - begun):.0f} in a second of its own time")
    assert send(anna, form(TEXT.encode()))[0] == 303
