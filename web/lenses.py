"""Vertical field of view of common webcams, by the name that the system gives them. Facts with their sources.

For pictures of 640x480, which is what is asked of a webcam. Where somebody has calibrated the camera at that
size, the focal length they found decides. Else it is the maker's diagonal, which is that of the whole 16:9
picture; at 640x480 such cameras leave out the sides and keep the height (measured on a C920 in
https://wimsworld.wordpress.com/2013/09/26/logitech-c920-angle-of-view/). Cameras whose angle can be switched
(Logitech Brio, Razer Kiyo Pro) and names that stand for several cameras (FaceTime HD) are not here.
"""

from dataclasses import dataclass
from math import atan, degrees, hypot, radians, tan

#: The picture that a maker's diagonal is of, and the height that focal lengths are given for, pixels.
WIDE = (16, 9)
CALIBRATED_HEIGHT_PX = 480

CALIBRATED = "calibrated at 640x480 by FIRST Tech Challenge (FtcRobotController, teamwebcamcalibrations.xml)"
LISTED = "the maker's diagonal as listed in github.com/Buntworthy/buntworthy.github.io, Webcam Field of Views"
C922_SHEET = "the maker's 43.3 degrees as in github.com/childmindresearch/MoBI_Docs, docs/Video.md"
CINEMA_SHEET = (
    "the maker's data sheet as in www.chiefdelphi.com/t/horizontal-fov-of-microsoft-lifecam-cinema/156204"
)


def from_focal(focal_px: float) -> float:
    """Degrees, from a focal length in pixels of a picture 480 pixels high."""
    return degrees(2 * atan(CALIBRATED_HEIGHT_PX / 2 / focal_px))


def from_diagonal(diagonal_deg: float) -> float:
    """Degrees, from the diagonal field of view of a 16:9 picture."""
    return degrees(2 * atan(tan(radians(diagonal_deg) / 2) * WIDE[1] / hypot(*WIDE)))


@dataclass(frozen=True)
class Lens:
    """One camera; ``name`` is the part of the system's name that tells it from others."""

    name: str
    vertical_fov_deg: float
    source: str


LENSES = (
    Lens("C270", from_focal(822.3), CALIBRATED),
    Lens("C310", from_focal(822.0), CALIBRATED),
    Lens("C525", from_diagonal(69), LISTED),
    Lens("C615", from_diagonal(74), LISTED),
    Lens("C910", from_diagonal(83), LISTED),
    Lens("C920", from_focal(622.0), CALIBRATED),
    Lens("C922", 43.3, C922_SHEET),
    Lens("LifeCam HD-3000", from_focal(678.2), CALIBRATED),
    Lens("LifeCam Cinema", from_diagonal(73), CINEMA_SHEET),
    Lens("LifeCam Studio", from_diagonal(75), LISTED),
)


def lens_of(camera: str) -> Lens | None:
    """The lens of a camera by its name; ``None`` where it is not known."""
    told = _plain(camera)
    return next((lens for lens in LENSES if _plain(lens.name) in told), None)


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
