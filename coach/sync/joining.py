"""A laptop joins a clinic: with a key of its own, and a code that a therapist has made for a place there."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from coach.errors import ClinicError, CodeError
from coach.parts import canonical
from coach.signed import public_key_of
from coach.store import Pairing
from coach.sync.client import API, Request, Response, Send
from coach.wire.compared_words import words_to_compare

NO_MIDLINE = (
    "Something else answers at this address, not the server of a clinic with Midline. Please compare it with "
    "the address on the therapist's screen, above the code."
)
NO_CODE = (
    "This code opens nothing. It lasts ten minutes and can be used once. Please compare its letters with the "
    "therapist's screen, or ask for a new one."
)
GONE = "The clinic no longer knows whom this code is for. Please ask the therapist for a new one."
WAIT = (
    "There were many tries from here. Please wait a minute, then try again; the code may have ended by then."
)
NOT_NOW = "The clinic's server cannot do this just now. Please try again in a minute; the code is still good."

_Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")]


class _Place(BaseModel):
    """What a server answers to a code that is right. Its own four words are not looked at: whoever sits
    between would tell any."""

    model_config = ConfigDict(strict=True, extra="ignore")

    device: _Id
    clinic: _Id
    clinic_name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    clinic_public_key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    patient: _Id


@dataclass(frozen=True)
class Joining:
    """What a laptop asks with.

    Attributes:
        patient_id: the patient here.
        address: of the clinic's server, as `coach.sync.transport.checked_address` gives it.
        code: as it was typed.
        name: what this laptop calls itself.
        device_key: made for this pairing alone, 32 random bytes.
    """

    patient_id: str
    address: str
    code: str
    name: str
    device_key: bytes = field(repr=False)


def join(send: Send, asked: Joining, at: datetime) -> Pairing:
    """Swap a code for a place at a clinic. Nothing is shared yet: the pairing is paused from its first moment
    until somebody has seen the same four words on both sides.

    Raises:
        CodeError: the code opens nothing.
        ClinicError: the server was not reached, or does not answer as ours do.
    """
    body = {"code": asked.code, "public_key": public_key_of(asked.device_key), "name": asked.name}
    headers = {"Content-Type": "application/json"}
    place = _read(send(Request("POST", f"{API}/pair", headers, canonical(body).encode())))
    return Pairing(
        patient_id=asked.patient_id,
        address=asked.address,
        clinic_id=place.clinic,
        clinic_name=place.clinic_name,
        clinic_key=place.clinic_public_key,
        device_id=place.device,
        device_key=asked.device_key,
        patient_there=place.patient,
        paired_at=at,
        paused_at=at,
    )


def words_of(pairing: Pairing) -> str:
    """The four words of a pairing as this laptop has them."""
    return words_to_compare(pairing.clinic_key, public_key_of(pairing.device_key), pairing.device_id)


def _read(answer: Response) -> _Place:
    if answer.status in {403, 422}:
        raise CodeError(NO_CODE)
    said = {410: GONE, 429: WAIT, 502: NOT_NOW, 503: NOT_NOW, 504: NOT_NOW}.get(answer.status, NO_MIDLINE)
    if answer.status != 201:
        raise ClinicError(said)
    try:
        return _Place.model_validate_json(answer.body)
    except ValidationError as error:
        raise ClinicError(NO_MIDLINE) from error
