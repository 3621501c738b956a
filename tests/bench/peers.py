"""Others' figures, typed in as data: they are not measured here.

Source: the measurement notes this project started from, section 3: 2,528 stills of eight rendered people, one
thread, 640x480; "in range" is rotation within 45 degrees, extension and flexion within 30, all combinations.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Peer:
    """One method.

    Attributes:
        name: which, and what it was given.
        frame_ms: time for one frame.
        in_range: mean of three axes and geodesic error after neutral, degrees.
        rotations: found and error at rotations of 50-60, 65-75 and 80-90 degrees.
    """

    name: str
    frame_ms: float
    in_range: tuple[float, float]
    rotations: tuple[str, str, str]


PEERS = (
    Peer("MediaPipe matrix", 12.5, (1.7, 3.5), ("75 % 4.5", "44 % 7.1", "12 % 53")),
    Peer("MediaPipe, fit of 468", 13.1, (1.8, 3.7), ("75 % 3.9", "44 % 7.1", "12 % 26")),
    Peer("opentrack net 0.4 (int8)", 3.4, (1.9, 3.9), ("100 % 3.3", "100 % 5.4", "100 % 17")),
    Peer("3DDFA_V2 mb05 (true face box given)", 1.8, (1.6, 3.2), ("4.9", "5.6", "5.2")),
    Peer("FSA-Net (true face box given)", 2.4, (3.2, 6.4), ("4.7", "5.1", "13")),
    Peer("OpenVINO adas-0001 (true face box)", 1.5, (4.7, 9.6), ("12", "30", "49")),
    Peer("OpenSeeFace (smallest net)", 9.3, (6.1, 12.0), ("92 % 11", "77 % 10", "75 % 9")),
    Peer("six-point solvePnP of the tutorials", 12.8, (11.6, 23.0), ("flips", "flips", "flips")),
    Peer("Pose Landmarker ears and nose", 28.9, (5.9, 11.5), ("14", "20", "34")),
)

#: Mean absolute error on AFLW2000 and BIWI as their authors print it, degrees.
PUBLISHED = (
    ("Hopenet", "6.16", "5.18"),
    ("FSA-Net", "5.07", "4.00"),
    ("WHENet-V", "4.83", "3.48"),
    ("DirectMHP", "4.04", "4.35"),
    ("6DRepNet", "3.97", "3.47"),
    ("img2pose", "3.91", "3.79"),
    ("SynergyNet", "3.31", "-"),
    ("Sensors 26(10) 3266 (2026)", "3.72", "3.26"),
)
CLINIC = (
    "Against motion capture (Sensors 2022, 22, 6850): 3DDFA_V2 up to 5.6, MediaPipe up to 11.0, OpenFace 2.0 "
    "up to 14.1 degrees.\nThe clinic's own instrument (CROM device): standard error 2.3 to 4.1, detectable "
    "change 5.4 to 9.6 degrees."
)


def peer_lines() -> Iterator[str]:
    """The tables of the others."""
    yield "\nOthers on stills like these, after neutral (typed in, not measured here): degrees"
    yield f"{'':38}{'ms':>6}{'in range mean':>15}{'geodesic':>10}{'50-60':>11}{'65-75':>11}{'80-90':>11}"
    for peer in PEERS:
        mean, geodesic = peer.in_range
        far = "".join(f"{cell:>11}" for cell in peer.rotations)
        yield f"{peer.name:38}{peer.frame_ms:6.1f}{mean:15.1f}{geodesic:10.1f}{far}"
    yield "\nPublished mean absolute error on photographs (AFLW2000, BIWI), typed in: degrees"
    for name, aflw, biwi in PUBLISHED:
        yield f"{name:38}{aflw:>6}{biwi:>8}"
    yield CLINIC
