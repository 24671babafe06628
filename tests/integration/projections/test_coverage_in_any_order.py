"""Whatever order, repetition and paging records arrive in, the view has the same rows."""

import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import Engine

from projections.operation_coverage.projection import OperationCoverage
from projections.runner.opening import open_database
from projections.runner.rebuild import rebuild
from tests.integration.projections.views import feed, page, rows
from tests.unit.coverage.said import AGENCY, MINISTRY, MONDAY, figures, milestone, observation, plan, presence

LARGEST = 9
"""Records in one example."""


@some.composite
def record(draw: some.DrawFn, number: int) -> bytes:
    """Any record about one of three operations, which may amend any other, even itself or one unheard of."""
    of = draw(some.integers(1, 3))
    amending = draw(some.booleans())
    envelope: dict[str, Any] = {
        "by": draw(some.sampled_from([AGENCY, AGENCY, MINISTRY, None])),
        "at": MONDAY + timedelta(days=draw(some.integers(0, 1))),
        "amends": draw(some.integers(1, LARGEST + 1)) if amending else None,
        "kind": draw(some.sampled_from(["correction", "withdrawal", "addition"])) if amending else None,
    }
    match draw(some.integers(0, 5)):
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
        case _:
            return milestone(number, of, returnees_on_board=draw(some.integers(0, 3)), **envelope)


records = some.integers(1, LARGEST).flatmap(
    lambda count: some.tuples(*(record(number) for number in range(1, count + 1)))
)


def everything(engine: Engine) -> dict[str | None, list[dict[str, Any]]]:
    """Every answer that the view has."""
    return {by: rows(engine, by) for by in (None, "type", "state", "destination", "year")}


def answers(bodies: Sequence[bytes], size: int) -> dict[str | None, list[dict[str, Any]]]:
    """What a fresh view answers after a log."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{folder}/views.sqlite")
        feed(engine, bodies, size)
        found = everything(engine)
        engine.dispose()
        return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records, some.data())
def test_any_order_repetition_and_paging_gives_the_same_rows(
    bodies: tuple[bytes, ...], data: some.DataObject
) -> None:
    repeated = data.draw(some.lists(some.sampled_from(bodies), max_size=3))
    shuffled = data.draw(some.permutations([*bodies, *repeated]))
    size = data.draw(some.integers(1, len(shuffled)))
    assert answers(shuffled, size) == answers(bodies, len(bodies))


LOG = [
    figures(n, n % 7, row=str(n), returnees=n, amends=n - 3 if n % 5 == 0 else None, kind=kind)
    for n in range(1, 60)
    for kind in ["correction" if n % 5 == 0 else None]
]


def test_both_databases_have_the_rows_of_a_fresh_view(engine: Engine) -> None:
    feed(engine, list(reversed(LOG)), 7)
    assert everything(engine) == answers(LOG, 100)


def test_a_rebuilt_view_has_the_rows_it_had(engine: Engine) -> None:
    feed(engine, LOG, 7)
    before = everything(engine)
    rebuilt = rebuild(engine, OperationCoverage(), lambda places: [page(LOG)] if not places else [])
    assert (rebuilt.generation, rebuilt.records) == (2, len(LOG))
    assert everything(engine) == before


@pytest.mark.parametrize("size", [1, 2, 60])
def test_a_correction_may_arrive_long_before_or_after_its_record(size: int) -> None:
    corrected = [
        figures(1, 1, returnees=5),
        figures(2, 2, returnees=6, amends=1, kind="correction"),
        figures(3, 3, returnees=7, amends=2, kind="withdrawal"),
    ]
    first = answers(corrected, size)
    assert [row["returnees"] for row in first[None]] == [5]
    assert answers(corrected[::-1], size) == first
