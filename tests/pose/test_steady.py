"""The networks' correction of the mesh, taken slowly."""

import numpy as np
import pytest
from numpy.typing import NDArray

from pose.crop import Crop
from pose.geometry import Fit, angles_deg, rotation_matrix
from pose.reading import Reading
from pose.steady import Slow, quick_head, steadied
from pose.turned import Turned

FPS = 30
PLACE = np.array([0.0, 0.0, 80.0])


def rotations(
    mesh_deg: NDArray[np.float64],
    networks_deg: NDArray[np.float64],
    share: float = 0.5,
    aside_cm: float = 0.0,
) -> NDArray[np.float64]:
    """What is read of the rotation, frame by frame, when both read these angles."""
    slow: Slow | None = None
    read = []
    for number, (mesh, networks) in enumerate(zip(mesh_deg, networks_deg, strict=True)):
        place = PLACE + np.array([number * aside_cm, 0, 0])
        both = Reading(Fit(rotation_matrix(mesh + share * (networks - mesh), 0, 0), place, 0.2), share)
        slow, reading = steadied(slow, number / FPS, rotation_matrix(mesh, 0, 0), both)
        read.append(angles_deg(reading.fit.head)[0])
    return np.array(read)


def test_the_first_frame_is_corrected_at_once() -> None:
    assert rotations(np.array([10.0]), np.array([14.0])) == pytest.approx([12])


def test_a_tremor_that_only_the_mesh_sees_is_read_whole() -> None:
    tremor = 2 * np.sin(2 * np.pi * 5 * np.arange(90) / FPS)
    read = rotations(10 + tremor, np.full(90, 14.0))
    assert np.ptp(read[30:]) / 2 == pytest.approx(np.ptp(tremor) / 2, rel=0.03)
    assert read[30:].mean() == pytest.approx(12, abs=0.2), "and still corrected"


def test_a_turning_head_is_corrected_without_delay() -> None:
    turn = np.linspace(0, 40, 30)
    read = rotations(turn, 1.1 * turn)
    assert read[-10:] == pytest.approx(1.05 * turn[-10:], abs=0.4)


def test_a_head_that_moves_aside_is_corrected_without_delay() -> None:
    networks = np.linspace(0, 6, 5)
    assert rotations(np.zeros(5), networks, aside_cm=6.0) == pytest.approx(networks / 2, abs=0.01)
    assert rotations(np.zeros(5), networks)[-1] < 1, "a still one slowly"


def test_where_the_networks_read_nearly_alone_nothing_is_slow() -> None:
    read = rotations(np.full(3, 50.0), np.array([60.0, 64.0, 60.0]), share=1.0)
    assert read == pytest.approx([60, 64, 60])


def test_without_a_mesh_the_reading_stays_as_it_is() -> None:
    alone = Reading(Fit(rotation_matrix(70, 0, 0), PLACE, 1.0), 1.0)
    assert steadied(None, 0.0, None, alone) == (None, alone)


def test_the_quick_head_is_that_of_all_meshes() -> None:
    near = Fit(rotation_matrix(10, 0, 0), PLACE, 0.2)
    look = Turned(near, 0.0, 1.0, Crop(np.zeros(2), 200.0, 0.0), rotation_matrix(13, 0, 0))
    assert angles_deg(quick_head(near, look))[0] == pytest.approx(11, abs=0.01)
    assert quick_head(near, None) is near.head
