"""What a patient does on the session page, step by step, and what the page shows of it."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pose.angles import head_angles
from pose.geometry import rotation_matrix
from tests.browser.serving import Served

CLIPS = Path(__file__).parents[3] / "shared" / "data" / "clips"
#: Long enough for a computer with much else to do.
SOON_MS = 90_000
#: The therapist's.
PIN = "271828"


def patients_list(page: Page, served: Served) -> Page:
    """The list of patients, behind the PIN, which is chosen with it."""
    page.goto(served.link())
    page.goto(f"{served.url}/therapist/")
    page.fill("[name=pin]", PIN)
    page.fill("[name=again]", PIN)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Patients")).to_be_visible(timeout=SOON_MS)
    page.wait_for_load_state("load")  # the lists' own keys are bound by then
    return page


def clip(name: str) -> Path:
    """A clip of the shared data, or the reason why the test cannot run."""
    path = CLIPS / name
    if not path.exists():
        pytest.skip(f"The shared clip {name} is not here.")
    return path


@dataclass(frozen=True)
class Turn:
    """One turn to the right in a clip's truth: furthest point, and seconds between two angles."""

    peak_deg: float
    in_band_s: float


def known_turns(path: Path, label: str, low_deg: float, high_deg: float) -> list[Turn]:
    """The turns whose frames are labelled so, by the true angle of the head on the trunk."""
    with path.open() as file:
        rows = [row for row in csv.DictReader(file) if re.search(label, row["label"])]
    names = dict.fromkeys(re.search(label, row["label"])[0] for row in rows)  # type: ignore[index]
    turns = [[_turned_right_deg(row) for row in rows if name in row["label"]] for name in names]
    return [Turn(max(turn), sum(low_deg <= deg <= high_deg for deg in turn) / 30) for turn in turns]


def _turned_right_deg(row: dict[str, str]) -> float:
    head = rotation_matrix(
        float(row["head_rotation_deg"]),
        float(row["head_extension_deg"]),
        float(row["head_lateral_flexion_deg"]),
    )
    trunk = rotation_matrix(float(row.get("trunk_rotation_deg", "0")), 0.0, float(row["trunk_lean_left_deg"]))
    return -head_angles(trunk.T @ head).rotation_deg


def answer_check(page: Page, pain: int = 2, **yes: bool) -> None:
    """The questions before a session; `yes` names those that are answered with yes."""
    page.check(f"#pain-{pain}", force=True)
    page.check("#tension-4", force=True)
    for name in ("swallowing_trouble", "dizziness", "anything_new"):
        page.check(f"#{name}-{'yes' if yes.get(name) else 'no'}", force=True)
    page.get_by_role("button", name="Go on", exact=True).click()


def open_session(page: Page, link: str, camera: str = "") -> None:
    """From the launch link to the question about the camera."""
    page.goto(link)
    page.get_by_role("link", name=camera or "Start").click()
    page.get_by_role("button", name="I know these, go on").click()
    answer_check(page)


def camera_on(page: Page) -> None:
    page.get_by_role("button", name="Switch the camera on").click()
    expect(page.locator("#camera-on-words")).not_to_have_text("Camera is starting", timeout=SOON_MS)
    expect(page.get_by_role("button", name="I sit well, go on")).to_be_visible(timeout=SOON_MS)


def neutral(page: Page) -> None:
    page.get_by_role("button", name="I sit well, go on").click()
    page.get_by_role("button", name="Keep this").click(timeout=SOON_MS)


def begin(page: Page) -> None:
    page.get_by_role("button", name="Begin", exact=True).click()


@dataclass(frozen=True)
class Heard:
    """One sentence that the page has said."""

    key: str
    text: str


def heard(page: Page) -> list[Heard]:
    """Everything that was said, in order."""
    pairs = page.locator("#said li").evaluate_all("items => items.map((i) => [i.dataset.key, i.textContent])")
    return [Heard(key, text) for key, text in pairs]
