"""Where sources begin, and which positions make others superfluous."""

import pytest

from projections.runner.answers import Position
from projections.runner.opening import open_database
from projections.runner.positions import covers, first_place


def at(source: str, place: int, sequence: int, service: str = "return_operation") -> Position:
    return Position(source, service, place, sequence)


def test_a_log_begins_at_one_and_a_partition_at_zero() -> None:
    assert first_place("return_operation") == 1
    assert first_place("returnwatch.return-operation/3") == 0


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        ([], at("topic/0", 1, 1), False),
        ([at("topic/0", 5, 9)], at("topic/0", 5, 9), True),
        ([at("topic/0", 4, 9)], at("topic/0", 5, 9), False),
        ([at("return_operation", 9, 9)], at("topic/0", 5, 9), True),
        ([at("return_operation", 8, 8)], at("topic/0", 5, 9), False),
        ([at("topic/1", 99, 99)], at("topic/0", 5, 9), False),
        ([at("topic/0", 99, 99)], at("return_operation", 9, 9), False),
        ([at("return_operation", 9, 9)], at("other/0", 5, 9, "post_return"), False),
    ],
)
def test_a_position_is_covered_by_the_same_source_or_by_the_log_of_its_service(
    new: list[Position], old: Position, *, expected: bool
) -> None:
    assert covers(new, old) is expected


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://somewhere/views"])
def test_a_database_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="sqlite:///FILE or postgresql"):
        open_database(url)
