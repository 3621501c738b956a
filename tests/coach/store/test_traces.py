"""What a trace loses on its way to disk: no more than its resolution says."""

import zlib

import numpy as np
import pytest
from numpy.typing import NDArray

from coach.errors import StoreError
from coach.record import TRACE_COLUMNS, Trace
from coach.store.traces import LAYOUT, Kept, _narrow, join, pack, unpack
from tests.coach.store.builders import a_trace


def one_column(name: str, values: list[float]) -> Trace:
    """A trace that is zero but for one column."""
    whole = np.zeros((len(values), len(TRACE_COLUMNS)))
    whole[:, TRACE_COLUMNS.index(name)] = values
    return Trace(whole)


def kept(name: str, values: list[float]) -> NDArray[np.float64]:
    """What comes back of one column."""
    return unpack(pack(one_column(name, values))).column(name)


def test_every_column_has_its_place() -> None:
    assert tuple(column.name for column in LAYOUT) == TRACE_COLUMNS


@pytest.mark.parametrize("column", LAYOUT, ids=lambda column: column.name)
def test_a_column_keeps_its_resolution(column: Kept) -> None:
    values = np.random.default_rng(7).uniform(-3.2, 3.2, 500)
    back = kept(column.name, values.tolist())
    np.testing.assert_allclose(back, values, atol=column.step / 2 * 1.001)


@pytest.mark.parametrize("column", LAYOUT, ids=lambda column: column.name)
def test_what_was_rounded_before_comes_back_to_the_last_bit(column: Kept) -> None:
    """So that a stored trace judged again gives the very same numbers."""
    drawn = np.random.default_rng(8).uniform(-3.2, 3.2, 500)
    values = [round(value / column.step) * column.step for value in drawn.tolist()]
    assert kept(column.name, values).tolist() == values


def test_time_keeps_a_millisecond_over_an_hour_and_longer() -> None:
    t_s = [0.0, 0.033, 3599.967, 3600.001, 3600.002, 36000.0005]
    np.testing.assert_allclose(kept("t_s", t_s), t_s, atol=0.00006)


@pytest.mark.parametrize("column", LAYOUT[1:], ids=lambda column: column.name)
def test_a_value_beyond_the_limit_stays_at_the_limit(column: Kept) -> None:
    limit = 32767 * column.step
    assert kept(column.name, [1e6, np.inf, -1e6, -np.inf]) == pytest.approx([limit, limit, -limit, -limit])


def test_not_seen_stays_not_seen() -> None:
    back = kept("rotation_deg", [12.0, float("nan"), float("nan"), -40.5])
    np.testing.assert_array_equal(np.round(back, 6), [12.0, np.nan, np.nan, -40.5])


def test_pieces_join_in_order_and_none_is_none() -> None:
    joined = join([a_trace(0.0), a_trace(2.0)])
    assert joined is not None
    assert joined.values.shape == (120, len(TRACE_COLUMNS))
    assert np.all(np.diff(joined.column("t_s")) > 0)
    assert join([]) is None


def test_a_minute_is_small() -> None:
    rng = np.random.default_rng(3)
    noisy = np.cumsum(rng.normal(0, 0.03, (30 * 60, len(TRACE_COLUMNS))), axis=0)
    assert len(pack(Trace(noisy))) < 30 * 60 * 40 * 0.7


def test_another_format_is_refused_in_words() -> None:
    with pytest.raises(StoreError, match="wanted format 1 to 2, got 9"):
        unpack(b"\x09" + pack(a_trace())[1:])


def test_a_trace_from_before_there_were_errors_is_read_without_them() -> None:
    kept_then = [kept for kept in LAYOUT if "_error_" not in kept.name]
    columns = (_narrow(a_trace().column(kept.name), kept).tobytes() for kept in kept_then)
    old = unpack(b"\x01" + zlib.compress(b"".join(columns)))
    np.testing.assert_allclose(old.column("rotation_deg")[:-1], a_trace().column("rotation_deg")[:-1])
    np.testing.assert_array_equal(old.column("phase"), a_trace().column("phase"))
    assert np.isnan(old.column("rotation_error_deg")).all()
