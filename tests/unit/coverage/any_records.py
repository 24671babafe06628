"""Records of every kind that contradict, repeat, amend and withdraw one another."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as some

from tests.unit.coverage.said import (
    AGENCY,
    MINISTRY,
    MONDAY,
    escort_report,
    figures,
    milestone,
    notice,
    observation,
    plan,
    presence,
)

LARGEST = 8
"""Records in one example."""


@some.composite
def record(draw: some.DrawFn, number: int) -> bytes:  # noqa: PLR0911 - one for each kind of record
    """Any record about one of two operations, which may amend any other, even itself or one unheard of."""
    of = draw(some.integers(1, 2))
    amending = draw(some.integers(0, 2)) > 0
    envelope: dict[str, Any] = {
        "by": draw(some.sampled_from([AGENCY, AGENCY, AGENCY, MINISTRY, None])),
        "at": MONDAY + timedelta(days=draw(some.integers(0, 1))),
        "amends": draw(some.integers(1, LARGEST + 1)) if amending else None,
        "kind": draw(some.sampled_from(["correction", "withdrawal", "withdrawal", "addition"]))
        if amending
        else None,
    }
    match draw(some.integers(0, 7)):
        case 0 | 1:
            return figures(
                number,
                of,
                document=draw(some.sampled_from(["a.xlsx", "b.xlsx"])),
                row=draw(some.sampled_from(["1", "2"])),
                returnees=draw(some.integers(0, 3)),
                participating_country=draw(some.sampled_from(["DE", "FR", None])),
                departed_on=draw(some.sampled_from([date(2023, 12, 31), date(2024, 1, 1), None])),
                **envelope,
            )
        case 2:
            return presence(number, draw(some.sampled_from([of, None])), **envelope)
        case 3:
            return observation(number, of, seen=draw(some.integers(1, 2)), **envelope)
        case 4:
            return plan(number, of, planned_returnees=draw(some.integers(0, 3)), **envelope)
        case 5:
            return notice(number, of, hours_before_start=draw(some.sampled_from(["72", "-1"])), **envelope)
        case 6:
            return escort_report(number, of, departed_count=draw(some.integers(0, 3)), **envelope)
        case _:
            return milestone(number, of, returnees_on_board=draw(some.integers(0, 3)), **envelope)


records = some.integers(1, LARGEST).flatmap(
    lambda count: some.tuples(*(record(number) for number in range(1, count + 1)))
)
