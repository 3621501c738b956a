"""Real models, real pictures. Tests of shared pictures are skipped where those are not beside the project."""

import pytest

from pose.frame import Frame
from pose.landmarker import Models, load_models
from tests.bench.shared import DATA, STILLS_FPS, Truth, picture, sequences


@pytest.fixture(scope="session")
def models() -> Models:
    """The checked model files."""
    return load_models()


class Stills:
    """The shared pictures with known angles."""

    def walk(
        self, person: str, sequence: str, picked: range | None = None
    ) -> tuple[list[Frame], list[Truth]]:
        """The pictures of one sequence with their rows, or some of them, at 30 a second."""
        folder = DATA / "stills" / person
        rows = dict(sequences(folder))[sequence]
        rows = [rows[i] for i in picked] if picked else rows
        frames = [picture(folder / row.row["file"], i / STILLS_FPS) for i, row in enumerate(rows)]
        return frames, rows


@pytest.fixture(scope="session")
def stills() -> Stills:
    """See `Stills`."""
    if not (DATA / "stills").is_dir():
        pytest.skip(f"the shared pictures are not at {DATA}")
    return Stills()
