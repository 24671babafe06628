"""Feeds the view from lists of stored events and shows its rows."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine

from projections.operation_coverage.projection import OperationCoverage
from projections.operation_coverage.view import coverage
from projections.runner.page import Delivered, Page
from projections.runner.reading import ask
from projections.runner.runner import Runner

SERVICE = "return_operation"


def delivered(bodies: Sequence[bytes], first: int = 1) -> tuple[Delivered, ...]:
    """Consecutive records of one log."""
    return tuple(Delivered(SERVICE, number, body, number) for number, body in enumerate(bodies, start=first))


def page(bodies: Sequence[bytes], first: int = 1) -> Page:
    """Consecutive records of one log as a page."""
    return Page(SERVICE, delivered(bodies, first))


def feed(engine: Engine, bodies: Sequence[bytes], size: int = 1000) -> None:
    """Apply a whole log in pages of one size."""
    runner = Runner(engine, OperationCoverage())
    for first in range(0, len(bodies), size):
        runner.apply(page(bodies[first : first + size], first + 1))


def rows(engine: Engine, by: str | None = None, **filters: str) -> list[dict[str, Any]]:
    """The rows of an answer."""
    return ask(engine, lambda connection: coverage(connection, by, filters).rows)
