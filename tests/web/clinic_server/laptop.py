"""A patient's laptop before the server's door, without a network."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import SystemRandom
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coach.accounts import Account, Stores
from coach.accounts.codes import Bound, Purpose
from coach.signed import public_key_of
from coach.sync.proof import prove
from tests.web.clinic_server.conftest import ADDRESS, SECRET

API = "/api/v1"


def now() -> datetime:
    return datetime.now(UTC)


def a_code(stores: Stores, by: Account, patient_id: str, at: datetime | None = None) -> str:
    """A code that a therapist has made for a patient's laptop."""
    bound = Bound(by.clinic_id, patient_id=patient_id, made_by=by.id)
    made = stores.accounts.make_code(
        Purpose.PAIR, bound, secret=SECRET.encode(), now=at or now(), rng=SystemRandom()
    )
    return made[0]


@dataclass
class Laptop:
    """Its key, what it was told when it was paired, and its token."""

    app: Flask
    key: bytes = bytes(range(32))
    place: dict[str, Any] = field(default_factory=dict)
    token: str = ""

    def ask(self, method: str, path: str, **more: Any) -> TestResponse:
        """A request as Midline makes it on a laptop, whoever sends it."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= more.pop("headers", {})
        client = FlaskClient(self.app, use_cookies=False)
        return client.open(API + path, method=method, base_url=ADDRESS, headers=headers, **more)

    def pair(self, code: str, **changed: Any) -> TestResponse:
        body = {"code": code, "public_key": public_key_of(self.key), "name": "Anna's laptop"} | changed
        answer = self.ask("POST", "/pair", json=body)
        self.place = answer.get_json() if answer.status_code == 201 else self.place
        return answer

    def nonce(self) -> str:
        return str(self.ask("POST", "/device/challenge", json={"device": self.place["device"]}).json["nonce"])  # type: ignore[index]

    def come_in(self, **changed: str) -> TestResponse:
        nonce = changed.get("nonce") or self.nonce()
        body = {"device": self.place["device"], "nonce": nonce, "signature": prove(self.key, nonce)} | changed
        answer = self.ask("POST", "/device/token", json=body)
        self.token = answer.get_json()["token"] if answer.status_code == 200 else ""
        return answer
