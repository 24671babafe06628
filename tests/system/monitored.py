"""Invented cases sent to the services, and the rows of the monitoring views that each way to run makes."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Engine

from deploy.databases import EVENTS, VAULT, VIEWS
from events.base import SERVICES, Service
from events.catalogue import BY_STEM
from events.kafka_binding import topic
from foundation.event_store.opening import open_store
from foundation.relay.positions import open_positions
from foundation.vault.opening import open_vault
from projections.query.opening import opener_of
from projections.query.views import monitoring_views
from projections.runner.opening import open_database
from projections.runner.poll import catch_up
from projections.runner.positions import serving
from projections.runner.reading import ask
from projections.runner.runner import Runner
from projections.viewing.digest import Digest, digests
from projections.viewing.keeping_time import settle_due
from projections.viewing.means import Means
from projections.viewing.row_seal import row_seal
from projections.viewing.table import NAME, tables
from returnwatch.sample.histories import histories
from tests.system.harness import Installation
from tests.system.reading import has_read_all

PROJECTOR = "project-monitoring-views"
BATCH = 50


def by_service(cases: int, seed: int) -> dict[Service, list[dict[str, Any]]]:
    """The records of invented cases at the service that owns each, in the order of handing in."""
    found: dict[Service, list[dict[str, Any]]] = {service: [] for service in SERVICES}
    for document in histories(cases, seed):
        found[BY_STEM[document["type"].rpartition(".v")[0]].about.service].append(document)
    return found


def send(installation: Installation, token: str, told: dict[Service, list[dict[str, Any]]]) -> None:
    """Hand in records; every one has to be taken."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/cloudevents-batch+json"}
    with httpx.Client(headers=headers, timeout=60, trust_env=False) as client:
        for service, documents in told.items():
            remaining = iter(documents)
            while batch := list(islice(remaining, BATCH)):
                answer = client.post(f"{installation.url_of(service)}/v1/records", json=batch)
                refused = [one for one in answer.json() if one["status"] != httpx.codes.CREATED]
                assert not refused, refused[:3]


def wait_until_projected(installation: Installation) -> None:
    """Wait until the monitoring views hold everything that is stored."""
    wait_until_carried(installation)
    installation.wait_for(lambda: has_read_all(installation, VIEWS, NAME), 240)


def wait_until_carried(installation: Installation) -> None:
    """Wait until the relay of every service has put everything that is stored on its topic."""
    for service in SERVICES:
        installation.wait_for(lambda service=service: _is_carried(installation, service))  # type: ignore[misc]  # one lambda per service


def _is_carried(installation: Installation, service: Service) -> bool:
    with ExitStack() as closing:
        store = open_store(installation.postgres.dsn(EVENTS[service]))
        closing.callback(store.close)
        found = open_positions(installation.postgres.dsn(EVENTS[service]))
        closing.callback(found.close)
        return (found.get(topic(service)) or 0) == store.head()


def distributed_rows(installation: Installation, as_of: datetime) -> list[Digest]:
    """Digests of the rows that the projector keeps."""
    with ExitStack() as closing:
        engine = open_database(installation.postgres.dsn(VIEWS))
        closing.callback(engine.dispose)
        vault = open_vault(installation.postgres.dsn(VAULT), installation.keys)
        closing.callback(vault.close)
        means = Means(opener_of(vault), row_seal(installation.keys, may_create=False))
        return _digests_as_of(engine, means, as_of)


def embedded_rows(installation: Installation, file: Path, as_of: datetime) -> list[Digest]:
    """Digests of the rows that one process makes, in a file, of the same stored events."""
    with ExitStack() as closing:
        engine = open_database(f"sqlite:///{file}")
        closing.callback(engine.dispose)
        vault = open_vault(installation.postgres.dsn(VAULT), installation.keys)
        closing.callback(vault.close)
        stores = {service: open_store(installation.postgres.dsn(EVENTS[service])) for service in SERVICES}
        for store in stores.values():
            closing.callback(store.close)
        means = Means(opener_of(vault))
        catch_up(stores, Runner(engine, monitoring_views(means)))
        return _digests_as_of(engine, means, as_of)


def _digests_as_of(engine: Engine, means: Means, as_of: datetime) -> list[Digest]:
    settle_due(engine, monitoring_views(means), lambda: as_of)
    return ask(
        engine, lambda connection: list(digests(connection, tables(serving(connection, NAME)), means.seal))
    )


def lines_of(digests: Sequence[Digest]) -> list[str]:
    """Digests as `returnwatch rebuild --all` tells them."""
    return [f"{one.view}\t{one.rows} rows\tsha256 {one.sha256}" for one in digests]
