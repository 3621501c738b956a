"""A clinic's server in this process, and a network before it that fails in every way, by a seed."""

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime
from random import Random

from coach.errors import ClinicError
from coach.signed import public_key_of
from coach.store import Store
from coach.sync.client import API, Request, Response
from coach.sync.proof import proves
from coach.sync.serving import Answer, Told, compare, give_down, take_record
from coach.sync.several import take_records
from tests.coach.store.test_pairing import PAIRED
from tests.coach.sync.sides import CLINIC_KEY, SENDER


class Killed(BaseException):
    """The laptop's program has died here and now."""


class Server:
    """What the clinic's server does with a request; ``store`` is asked for anew each time."""

    def __init__(self, store: Callable[[], Store], now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now
        self.nonces: set[str] = set()
        self.tokens: set[str] = set()
        self.delivered = 0

    def __call__(self, request: Request) -> Response:
        answer = self._answer(request)
        return Response(answer.status, json.dumps(answer.body).encode())

    def _answer(self, request: Request) -> Answer:
        path = request.path.removeprefix(API)
        if path.startswith("/device/"):
            return self._device(path, request.body)
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return Answer(401, {"error": "no token"})
        if path == "/records":
            answer = take_records(self._store(), SENDER, request.body, self._now())
            self.delivered += len(answer.body.get("answers", []))
            return answer
        if path.startswith("/records/"):
            return self._record(path.removeprefix("/records/"), request)
        if path.startswith("/down?after="):
            answer = give_down(self._store(), SENDER, path.removeprefix("/down?after="), CLINIC_KEY)
            self.delivered += len(answer.body["items"])
            return answer
        return compare(self._store(), SENDER, request.body, self._now())

    def _record(self, record_id: str, request: Request) -> Answer:
        names = ("Kind", "Sequence", "SHA256", "Sent-At")
        told = Told(record_id, *(request.headers.get(f"Midline-{name}", "") for name in names))
        self.delivered += 1
        return take_record(self._store(), SENDER, told, request.body, self._now())

    def _device(self, path: str, body: bytes) -> Answer:
        try:
            data = json.loads(body)
        except ValueError:
            return Answer(400, {"error": "no JSON"})
        if path == "/device/challenge":
            nonce = secrets.token_hex(32)
            self.nonces.add(nonce)
            return Answer(200, {"nonce": nonce})
        if data["nonce"] not in self.nonces:
            return Answer(400, {"error": "used already"})
        self.nonces.remove(data["nonce"])
        if not proves(public_key_of(PAIRED.device_key), data["nonce"], data["signature"]):
            return Answer(403, {"error": "no proof"})
        token = secrets.token_hex(8)
        self.tokens.add(token)
        return Answer(200, {"token": token, "expires_in": 900})


class FaultyNetwork:
    """Stands between a laptop and the server."""

    FAULTS = (
        "drop_before",
        "drop_after",
        "double",
        "late",
        "cut_request",
        "cut_answer",
        "answer_500",
        "answer_503",
        "partition",
        "kill_before",
        "kill_after",
    )
    WEIGHTS = (5,) * 9 + (1, 1)  # starting anew takes the longest

    def __init__(self, server: Server, chance: Random, share: float) -> None:
        self._server, self._chance, self.share = server, chance, share
        self._held: list[Request] = []
        self._apart = 0
        self.counted = dict.fromkeys(self.FAULTS, 0)

    def __call__(self, request: Request) -> Response:
        self._deliver_late()
        if self._apart:
            self._apart -= 1
            raise ClinicError("apart")
        if self._chance.random() >= self.share:
            return self._server(request)
        fault = self._chance.choices(self.FAULTS, self.WEIGHTS)[0]
        self.counted[fault] += 1
        answer: Response = getattr(self, f"_{fault}")(request)
        return answer

    def _deliver_late(self) -> None:
        """What was held back arrives at last, in any order, often after what was sent later."""
        if self._held and self._chance.random() < 0.4:
            self._server(self._held.pop(self._chance.randrange(len(self._held))))

    def _drop_before(self, request: Request) -> Response:
        raise ClinicError(f"lost: {request.path}")

    def _drop_after(self, request: Request) -> Response:
        self._server(request)
        raise ClinicError("the answer was lost")

    def _double(self, request: Request) -> Response:
        self._server(request)
        return self._server(request)

    def _late(self, request: Request) -> Response:
        self._held.append(request)
        raise ClinicError("no answer in time")

    def _cut_request(self, request: Request) -> Response:
        return self._server(
            replace(request, body=request.body[: self._chance.randrange(len(request.body) + 1)])
        )

    def _cut_answer(self, request: Request) -> Response:
        answer = self._server(request)
        return replace(answer, body=answer.body[: self._chance.randrange(len(answer.body))])

    def _answer_500(self, request: Request) -> Response:
        self._server(request)
        return Response(500, b"<h1>Internal Server Error</h1>")

    def _answer_503(self, request: Request) -> Response:
        return Response(503, json.dumps({"error": f"busy: {asdict(request)['path']}"}).encode())

    def _partition(self, request: Request) -> Response:
        self._apart = self._chance.randrange(1, 8)
        raise ClinicError(f"apart: {request.path}")

    def _kill_before(self, request: Request) -> Response:
        raise Killed(request.path)

    def _kill_after(self, request: Request) -> Response:
        self._server(request)
        raise Killed(request.path)
