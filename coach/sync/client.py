"""What a laptop asks the clinic's server: lets itself in, sends records, fetches what is new, compares lists.

The address and the shape of everything stand in `coach.sync.serving` and `coach.sync.proof`. How bytes get
there is given (`Send`), see `coach.sync.transport`.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from coach.errors import (
    ClinicError,
    CoachError,
    ConflictError,
    Fault,
    NotLetInError,
    RecordError,
    ServerFailedError,
    TooEarlyError,
)
from coach.parts import canonical
from coach.store import Admission, Comparison, Receipt, Sealed
from coach.sync.proof import prove
from coach.sync.several import LINES, together
from coach.wire.reading import kind_of, sha256_of

T = TypeVar("T")

API = "/api/v1"
NOT_KNOWN = "The clinic does not know this laptop any more. Please ask your clinic for a new code."
#: A token that runs out within this time is not used any more.
ALMOST_OUT_S = 30.0
NOT_READ = "The clinic's server answered in a way that cannot be read."


@dataclass(frozen=True)
class Request:
    """What is asked; ``path`` begins with a slash."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Response:
    """What was answered."""

    status: int
    body: bytes = field(repr=False)


#: Sends a request; raises `ClinicError` where there is no answer.
Send = Callable[[Request], Response]


class Client:
    """One laptop at one clinic. Every method raises `ClinicError` where the server does not answer as it
    should, and `NotLetInError` where it does not know the laptop or the patient any more."""

    def __init__(
        self, admission: Admission, send: Send, now: Callable[[], datetime], now_s: Callable[[], float]
    ) -> None:
        """
        Args:
            now: the time of day, aware, as this laptop has it.
            now_s: seconds that only ever rise.
        """
        self._admission, self._send, self._now, self._now_s = admission, send, now, now_s
        self._token, self._until_s = "", 0.0

    def put(self, record: Sealed) -> Receipt:
        """Send a record.

        Raises:
            RecordError: refused for what it is.
            TooEarlyError: what it is about is to be sent first.
            ConflictError: the clinic has another of this id.
        """
        headers = {
            "Content-Type": "application/json",
            "Midline-Kind": record.kind.value,
            "Midline-Sequence": str(record.sequence),
            "Midline-SHA256": record.sha256,
            "Midline-Sent-At": self._now().isoformat(),
        }
        answer = self._ask(Request("PUT", f"{API}/records/{record.id}", headers, record.body))
        return _receipt(record, answer)

    def put_together(self, records: Sequence[Sealed]) -> list[Receipt | CoachError]:
        """Send several records at once, see `coach.sync.several`; of each its receipt, or what `put` would
        have raised."""
        body = together(records, self._now())
        answer = self._ask(Request("POST", f"{API}/records", {"Content-Type": LINES}, body))
        answers = answer.get("answers")
        if not isinstance(answers, list) or len(answers) != len(records):
            raise ClinicError(NOT_READ)
        return [_outcome(record, one) for record, one in zip(records, answers, strict=True)]

    def down(self, after: int) -> tuple[tuple[Sealed, ...], bool]:
        """What the clinic wrote after a revision, in order, and whether there is more."""
        answer = self._ask(Request("GET", f"{API}/down?after={after}"))
        try:
            return tuple(map(_item, answer["items"])), bool(answer["more"])
        except (KeyError, TypeError, ValueError, AttributeError, RecordError) as error:
            raise ClinicError("The clinic's server gave something down that cannot be read.") from error

    def compare(self, listed: Sequence[tuple[str, str]]) -> Comparison:
        """What the clinic has beside this list of ids and hashes."""
        body = canonical({"records": listed}).encode()
        headers = {"Content-Type": "application/json"}
        return _read(Comparison, self._ask(Request("POST", f"{API}/reconcile", headers, body)))

    def _ask(self, request: Request) -> dict[str, Any]:
        """The answer with a token that holds; where it held no longer, once more with a new one."""
        status, answer = self._once(request)
        if status == 401:
            self._token = ""
            status, answer = self._once(request)
        if status not in {200, 201}:
            raise refused(status, answer)
        return answer

    def _once(self, request: Request) -> tuple[int, dict[str, Any]]:
        headers = {**request.headers, "Authorization": f"Bearer {self._let_in()}"}
        return _answered(self._send(Request(request.method, request.path, headers, request.body)))

    def _let_in(self) -> str:
        """A token; made anew before it runs out."""
        if not self._token or self._now_s() >= self._until_s:
            device = {"device": self._admission.device_id}
            nonce = str(self._post("challenge", device).get("nonce", ""))
            proof = {"nonce": nonce, "signature": prove(self._admission.device_key, nonce)}
            answer = self._post("token", device | proof)
            try:
                self._token = str(answer["token"])
                self._until_s = self._now_s() + float(answer["expires_in"]) - ALMOST_OUT_S
            except (KeyError, TypeError, ValueError) as error:
                raise ClinicError("The clinic's server let nobody in.") from error
        return self._token

    def _post(self, what: str, data: dict[str, str]) -> dict[str, Any]:
        headers = {"Content-Type": "application/json"}
        request = Request("POST", f"{API}/device/{what}", headers, canonical(data).encode())
        status, answer = _answered(self._send(request))
        if status not in {200, 201}:
            raise refused(status, answer)
        return answer


def _receipt(record: Sealed, answer: Mapping[str, Any]) -> Receipt:
    receipt = _read(Receipt, {name: answer.get(name) for name in ("id", "sha256", "revision", "duplicate")})
    if (receipt.id, receipt.sha256) != (record.id, record.sha256):
        raise ClinicError("The clinic's server gave a receipt for something else.")
    return receipt


def _outcome(record: Sealed, answer: object) -> Receipt | CoachError:
    """What one of several was answered."""
    told = answer if isinstance(answer, dict) else {}
    status = told.get("status")
    if status in {200, 201}:
        return _receipt(record, told)
    if not isinstance(status, int):
        raise ClinicError(NOT_READ)
    return refused(status, told)


def refused(status: int, answer: Mapping[str, Any]) -> CoachError:
    """What an answer means that is not the one asked for."""
    said = str(answer.get("error") or f"The clinic's server answered {status}.")
    if status == 409:
        return ConflictError(said)
    if status in {413, 422}:
        return RecordError(_faults(answer) or (Fault("the record", "the whole", "a record", said),))
    if status == 425:
        return TooEarlyError(said)
    if status in {401, 403, 404, 410}:
        return NotLetInError(NOT_KNOWN)
    return ServerFailedError(said)


def _answered(response: Response) -> tuple[int, dict[str, Any]]:
    try:
        data = json.loads(response.body or b"{}")
    except (ValueError, RecursionError):
        data = None
    if isinstance(data, dict):
        return response.status, data
    if response.status in {200, 201}:
        raise ClinicError("The clinic's answer was cut off on the way.")
    return response.status, {}


def _read(kind: type[T], answer: Mapping[str, Any]) -> T:
    try:
        return TypeAdapter(kind).validate_python(answer)
    except ValidationError as error:
        raise ClinicError(NOT_READ) from error


def _faults(answer: Mapping[str, Any]) -> tuple[Fault, ...]:
    try:
        return TypeAdapter(tuple[Fault, ...]).validate_python(answer.get("faults", ()))
    except ValidationError:
        return ()


def _item(one: Mapping[str, Any]) -> Sealed:
    body = one["body"].encode()
    if sha256_of(body) != one["sha256"]:
        raise ValueError("damaged on the way")
    return Sealed(str(one["id"]), kind_of(one["kind"]), int(one["revision"]), str(one["sha256"]), body)
