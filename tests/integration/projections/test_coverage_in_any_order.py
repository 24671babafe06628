"""Whatever order, repetition and paging records arrive in, the view has the same rows."""

import tempfile
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import Engine

from projections.operation_coverage.projection import OperationCoverage
from projections.runner.opening import open_database
from projections.runner.rebuild import rebuild
from tests.integration.projections.views import feed, page, rows
from tests.unit.coverage.any_records import records
from tests.unit.coverage.said import figures


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


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
