"""A laptop and a clinic, each with a store of its own, and what goes to and fro without a network."""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from coach.signed import public_key_of
from coach.store import Pairing, Patient, Sealed, Sender, Store, open_store
from coach.sync.down import Judge, take_down
from coach.sync.serving import Answer, Told, compare, give_down, receipt_of, take_record
from coach.wire import UP, Kind
from tests.coach.builders import LIBRARY
from tests.coach.store.builders import ANNA, MONDAY
from tests.coach.store.test_pairing import PAIRED

#: The same person is called otherwise at the clinic, and has another id.
THERE = Patient("55555555-0000-4000-8000-000000000001", "A. B.")
CLINIC_KEY = bytes(range(32))
SENDER = Sender(PAIRED.device_id, THERE.id)
NOW = MONDAY + timedelta(days=1)
JUDGE = Judge("1", LIBRARY.refusals)


@dataclass
class Sides:
    """Both stores, open."""

    laptop: Store
    clinic: Store
    sender: Sender = SENDER

    @property
    def pairing(self) -> Pairing:
        found = self.laptop.pairing(ANNA.id)
        assert found
        return found

    def close(self) -> None:
        self.laptop.close()
        self.clinic.close()

    def told(self, record: Sealed) -> Told:
        return Told(record.id, record.kind, str(record.sequence), record.sha256, NOW.isoformat())

    def put(self, record: Sealed) -> Answer:
        """One record to the clinic's server, whose answer is lost."""
        return take_record(self.clinic, self.sender, self.told(record), record.body, NOW)

    def up(self) -> list[Answer]:
        """Everything that waits, with its receipts."""
        answers = []
        for line in self.laptop.waiting(ANNA.id, UP):
            answers.append(self.put(self.laptop.sealed(line.id)))
            if answers[-1].status in {200, 201}:
                self.laptop.acknowledge(receipt_of(answers[-1].body), NOW)
        return answers

    def fetched(self, after: int) -> list[Sealed]:
        """What the clinic wrote after a revision."""
        answer = give_down(self.clinic, self.sender, str(after), CLINIC_KEY)
        assert answer.status == 200
        return [
            Sealed(one["id"], Kind(one["kind"]), one["revision"], one["sha256"], one["body"].encode())
            for one in answer.body["items"]
        ]

    def take(self, record: Sealed) -> str:
        return take_down(self.laptop, self.pairing, record, JUDGE, NOW)

    def down(self) -> list[str]:
        """Everything that is new, and what was said to each."""
        told = []
        for record in self.fetched(self.pairing.last_revision):
            told.append(self.take(record))
            self.laptop.note_down_to(ANNA.id, record.sequence)
        return told

    def compared(self) -> Answer:
        """What the clinic says to the laptop's list."""
        text = ",".join(f'["{one}","{sha}"]' for one, sha in self.laptop.listed(ANNA.id, NOW))
        return compare(self.clinic, self.sender, f'{{"records":[{text}]}}'.encode(), NOW)


def make_sides(folder: Path) -> None:
    """Anna's laptop, paired with a clinic, closed again."""
    both = open_sides(folder)
    both.laptop.add_patient(ANNA)
    both.clinic.add_patient(THERE)
    both.laptop.pair(replace(PAIRED, patient_there=THERE.id, clinic_key=public_key_of(CLINIC_KEY)))
    both.close()


def open_sides(folder: Path) -> Sides:
    """Both, as they are kept in a folder."""
    return Sides(open_store(folder / "laptop"), open_store(folder / "clinic"))
