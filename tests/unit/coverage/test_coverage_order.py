"""The order in which something is said does not change what is shown."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from projections.operation_coverage.evidence import Evidence
from projections.operation_coverage.project import NO_OPERATION, coverages, evidence_in
from tests.unit.coverage.any_records import records


def shown(bodies: Sequence[bytes]) -> dict[str, Any]:
    said: dict[str, list[Evidence]] = {}
    for body in bodies:
        for operation, evidence in evidence_in(body):
            said.setdefault(operation, []).append(evidence)
    elsewhere = said.pop(NO_OPERATION, [])
    return {coverage.row["operation"]: coverage for coverage in coverages(said, elsewhere)}


@settings(max_examples=400, deadline=None)
@given(records.flatmap(lambda bodies: some.tuples(some.just(bodies), some.permutations(bodies))))
def test_any_order_gives_the_same_rows(told: tuple[tuple[bytes, ...], Sequence[bytes]]) -> None:
    first, shuffled = told
    assert shown(shuffled) == shown(first)
