"""A change stream over files of its own, fed with the records of scenarios as services would deliver them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from events.cloudevents import encode
from foundation.event_store.opening import open_store
from foundation.event_store.store import CheckedEventStore
from projections.finding_changes.telling import FindingChanges
from projections.runner.opening import open_database
from projections.runner.page import Delivered, Page
from projections.runner.runner import Runner
from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.record import AnyRecord

PAST_ALL_LIMITS = datetime.fromisoformat("2030-01-01T00:00:00+00:00")


@contextmanager
def change_stream(
    where: Path | str, parameters: Parameters | None = None
) -> Iterator[tuple[FindingChanges, CheckedEventStore]]:
    """An open stream with its log, in a folder or in the database at an address."""
    numbers = parameters or Parameters()
    url = where if isinstance(where, str) else f"sqlite:///{where / 'findings.sqlite'}"
    log = open_store(url)
    engine = open_database(url)
    try:
        yield FindingChanges(engine, log, lambda: numbers), log
    finally:
        engine.dispose()
        log.close()


def deliver(runner: Runner, records: Sequence[AnyRecord], first: int = 1, source: str = "pre_return") -> None:
    """One page of a service's log, from the sequence `first` on."""
    runner.apply(
        Page(
            source,
            tuple(
                Delivered(source, place, encode(record.envelope, record.data), place)
                for place, record in enumerate(records, first)
            ),
        )
    )


def told(log: CheckedEventStore) -> list[dict[str, Any]]:
    """Every event of the log, as a CloudEvent."""
    return [orjson.loads(record.body) for record in log.read(0, 100_000)]
