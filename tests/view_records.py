"""Records of scenarios, delivered to views as a service's log would deliver them."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from events.cloudevents import encode
from projections.runner.page import Delivered, Page
from projections.runner.runner import Runner
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.scenario.loading import load
from projections.viewing.projecting import MonitoringViews

SCENARIOS = Path(__file__).parent / "scenarios"


def records_of(*scenarios: str) -> list[AnyRecord]:
    """The records of scenarios, named as `refoulement/no-return-without-procedure`."""
    return [record for name in scenarios for record in load(SCENARIOS / f"{name}.yaml").records]


def delivered(records: Sequence[AnyRecord], first: int = 1) -> tuple[Delivered, ...]:
    """The records as consecutive entries of one log."""
    return tuple(
        Delivered("pre_return", place, encode(record.envelope, record.data), place)
        for place, record in enumerate(records, first)
    )


def apply(engine: Engine, views: MonitoringViews, records: Sequence[AnyRecord], pages: int = 1) -> Runner:
    """Apply records in some pages."""
    runner = Runner(engine, views)
    entries = delivered(records)
    size = max(1, -(-len(entries) // pages))
    for start in range(0, len(entries), size):
        runner.apply(Page("pre_return", entries[start : start + size]))
    return runner
