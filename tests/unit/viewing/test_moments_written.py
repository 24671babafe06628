"""A moment is written with an offset, in whatever letters."""

from datetime import UTC, datetime

import pytest

from foundation.moments import moment_of
from returnwatch.faults import UserFaultError
from returnwatch.options import moment_option


@pytest.mark.parametrize("text", ["2025-05-06T00:00:00Z", "2025-05-06t02:00:00+02:00", "2025-05-06T00:00z"])
def test_a_time_with_offset_is_read(text: str) -> None:
    assert moment_of(text) == datetime(2025, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2025-05-06", "2025-05-06T00:00:00", "tomorrow", ""])
def test_anything_else_is_refused_with_an_example_and_without_what_was_written(text: str) -> None:
    with pytest.raises(UserFaultError) as refused:
        moment_option("--as-of", text)

    assert refused.value.lines == (
        "--as-of: write a time with offset, for example 2025-05-06T00:00:00+02:00",
    )
