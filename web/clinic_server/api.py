"""The door for paired laptops: JSON in and out, no cookie, a token that is good for a quarter of an hour.
What is answered to records is in `coach.sync.serving`, how a laptop proves itself in `coach.sync.proof`.

=========================================  ================================================================
``POST /api/v1/pair``                      ``{"code", "public_key", "name"}`` gives ``{"device", "clinic",
                                           "clinic_name", "clinic_public_key", "patient", "words"}``; the
                                           same again for the same code and key, while the code lasts
``POST /api/v1/device/challenge``          ``{"device"}`` gives ``{"nonce"}``
``POST /api/v1/device/token``              ``{"device", "nonce", "signature"}`` gives ``{"token",
                                           "expires_in"}``, seconds
``PUT /api/v1/records/<uuid>``             and the others with ``Authorization: Bearer <token>``
``GET /api/v1/down?after=<revision>``
``POST /api/v1/reconcile``
=========================================  ================================================================

==========  ===============================================================================================
401         no such laptop, no good token, or an answer that is not right
403         the code opens nothing
411 to 415  a body without its length, too long a one, or none of JSON
422         a body that is not what is wanted
423         a therapist has not compared the four words yet
429, 503    later, after ``Retry-After`` seconds
==========  ===============================================================================================

Every refusal has ``error``, a sentence, and ``faults``, a list of ``{"file", "field", "wanted", "got"}``.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict
from math import ceil

from flask import Blueprint, Response, abort, g, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from coach.accounts import Device
from coach.accounts.codes import OPENS_NOTHING
from coach.accounts.devices import CHALLENGE_LIFE, TOKEN_LIFE
from coach.accounts.values import Clinic
from coach.errors import (
    CodeError,
    DeviceError,
    FaultyError,
    NotFoundError,
    StoreError,
    UnconfirmedError,
)
from coach.signed import public_key_of
from coach.store import Sender, Store
from coach.sync.serving import LONGEST_BODY, Answer, Told, compare, give_down, refusal, take_record
from coach.sync.several import LINES, take_records
from coach.wire.compared_words import words_to_compare
from web.clinic_server.api_bodies import ChallengeBody, PairBody, TokenBody, read_body
from web.clinic_server.doing import from_here, server_secret
from web.clinic_server.guard import now, stores
from web.errors import RequestError
from web.travel import private_key

bp = Blueprint("api", __name__, url_prefix="/api/v1")

#: What a laptop may ask before it has a token.
OPEN = ("api.pair", "api.challenge", "api.token", "api.nothing")
#: Bytes of a body that is neither a record nor a list of them.
SHORT = 2_000
AGAIN_S = 5  # seconds until a database that was away may be back
NO_TOKEN = "This token is not good, or no longer. Please ask for another with a challenge."  # noqa: S105
MANY = "There were many codes from this address that open nothing. Please wait."
NOT_THERE = "There is nothing of this name and method here."


@bp.before_request
def _door() -> None:
    """No browser's cookie, no page of another site; and whoever asks for more than a token has one."""
    if "Cookie" in request.headers or "Origin" in request.headers:
        raise RequestError(400, "Cookie, Origin", "neither: no browser comes in here", "one of them")
    if request.endpoint not in OPEN:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        found = stores().accounts.device_of(token, now()) if kind == "Bearer" else None
        if found is None:
            raise DeviceError(NO_TOKEN)
        g.device, g.clinic = found


@bp.post("/pair")
def pair() -> Response:
    """A code is swapped for a place at the clinic; nothing is taken in until the words were compared."""
    body = read_body(PairBody, _bytes(SHORT))
    device = _placed(body)
    clinic = stores().accounts.clinic(device.clinic_id)
    if clinic.closed_at:
        raise CodeError(OPENS_NOTHING)
    store = stores().of(clinic)
    key = public_key_of(private_key(store))
    place = {"device": device.id, "clinic": clinic.id, "clinic_name": clinic.name, "clinic_public_key": key}
    place["patient"] = store.patient(device.patient_id).id
    return _answered(Answer(201, place | {"words": words_to_compare(key, body.public_key, device.id)}))


def _placed(body: PairBody) -> Device:
    """The laptop in its place. Wrong codes are counted for the code itself (five end it), and for where they
    come from, so that nobody goes through the beginnings of codes."""
    accounts, at = stores().accounts, now()
    here = from_here("pair")
    if wait := accounts.try_once(here, at):
        abort(_refused(429, MANY, ceil(wait.total_seconds())))
    key = bytes.fromhex(body.public_key)
    device = accounts.take_place(body.code, body.name, key, secret=server_secret(), now=at)
    accounts.take_back(here)
    return device


@bp.post("/device/challenge")
def challenge() -> Response:
    """What a laptop is to sign."""
    body, nonce = read_body(ChallengeBody, _bytes(SHORT)), secrets.token_hex(32)
    stores().accounts.challenge(body.device, nonce, now())
    return _answered(Answer(200, {"nonce": nonce, "expires_in": CHALLENGE_LIFE.total_seconds()}))


@bp.post("/device/token")
def token() -> Response:
    """A token for a laptop that signed it."""
    body, made = read_body(TokenBody, _bytes(SHORT)), secrets.token_urlsafe(32)
    stores().accounts.let_in(body.device, body.nonce, body.signature, made, now())
    return _answered(Answer(200, {"token": made, "expires_in": TOKEN_LIFE.total_seconds()}))


@bp.put("/records/<record_id>")
def put(record_id: str) -> Response:
    """A record that goes up."""
    said = (request.headers.get(f"Midline-{name}", "") for name in ("Kind", "Sequence", "SHA256", "Sent-At"))
    return _answered(take_record(_store(), _sender(), Told(record_id, *said), _bytes(LONGEST_BODY), now()))


@bp.post("/records")
def put_together() -> Response:
    """Several records that go up at once."""
    return _answered(take_records(_store(), _sender(), _bytes(LONGEST_BODY, LINES), now()))


@bp.get("/down")
def down() -> Response:
    """What the clinic wrote since."""
    store = _store()
    return _answered(give_down(store, _sender(), request.args.get("after", ""), private_key(store)))


@bp.post("/reconcile")
def reconcile() -> Response:
    """What is here beside the laptop's list."""
    return _answered(compare(_store(), _sender(), _bytes(LONGEST_BODY), now()))


@bp.route("/<path:anything>", methods=["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def nothing(anything: str) -> Response:  # noqa: ARG001
    """Anything else is told as JSON too."""
    abort(404, NOT_THERE)


def _sender() -> Sender:
    device: Device = g.device
    return Sender(device.id, device.patient_id)


def _store() -> Store:
    clinic: Clinic = g.clinic
    return stores().of(clinic)


def _bytes(most: int, kind: str = "application/json") -> bytes:
    """The body, of which the length is told and the bytes are as they are, not packed.

    Raises:
        RequestError: it is none of ours.
    """
    length, packed = request.content_length, request.headers.get("Content-Encoding")
    if request.mimetype != kind:
        raise RequestError(415, "Content-Type", kind, request.mimetype)
    if packed is not None:
        raise RequestError(415, "Content-Encoding", "none", packed)
    if length is None:
        raise RequestError(411, "Content-Length", "the length of the body", "nothing")
    if length > most:
        raise RequestError(413, "Content-Length", f"at most {most} bytes", str(length))
    request.max_content_length = most
    return request.get_data()


def _answered(answer: Answer) -> Response:
    response = jsonify(answer.body)
    response.status_code = answer.status
    return response


def _refused(status: int, sentence: str, again_s: int | None = None) -> Response:
    response = _answered(Answer(status, {"error": sentence, "faults": []}))
    if again_s is not None:
        response.headers["Retry-After"] = str(again_s)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


@bp.errorhandler(HTTPException)
def _sorry(error: HTTPException) -> ResponseReturnValue:
    return error.response or _refused(error.code or 500, error.description or "")


@bp.errorhandler(RequestError)
def _no_request(error: RequestError) -> Response:
    return _answered(Answer(error.status, {"error": str(error), "faults": [asdict(error.fault)]}))


@bp.errorhandler(FaultyError)
def _faulty(error: FaultyError) -> Response:
    return _answered(refusal(error))


@bp.errorhandler(CodeError)
def _no_code(error: CodeError) -> Response:
    return _refused(403, str(error))


@bp.errorhandler(StoreError)
def _not_now(error: StoreError) -> Response:
    """What the store says; its words may hold what is a patient's, those of a laptop's own do not."""
    statuses = {UnconfirmedError: 423, DeviceError: 401, NotFoundError: 410}
    status = statuses.get(type(error))
    if status is None:
        return _refused(503, "The clinic's server cannot keep anything just now.", AGAIN_S)
    return _refused(status, str(error))
