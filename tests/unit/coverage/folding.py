"""What the view makes of some records."""

from datetime import timedelta
from typing import Any

from projections.operation_coverage.project import NO_OPERATION, coverages, evidence_in
from projections.operation_coverage.shares import Share
from tests.unit.coverage.said import (
    MONDAY,
    operation,
)

LATER = MONDAY + timedelta(days=30)


def given(*bodies: bytes) -> dict[str, dict[str, Any]]:
    return {coverage.row["operation"]: coverage.row for coverage in folded(*bodies)}


def folded(*bodies: bytes) -> list[Any]:
    said: dict[str, list[Any]] = {}
    for body in bodies:
        for about, evidence in evidence_in(body):
            said.setdefault(about, []).append(evidence)
    elsewhere = said.pop(NO_OPERATION, [])
    return coverages(said, elsewhere)


def the_row(*bodies: bytes) -> dict[str, Any]:
    return given(*bodies)[operation()]


def shares(dimension: str, *bodies: bytes) -> list[Share]:
    return [share for share in folded(*bodies)[0].shares if share.dimension == dimension]
