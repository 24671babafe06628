"""How long an event takes from the store over Kafka into the view, at a steady rate."""

import multiprocessing
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine, inspect, select

from bench.rows import Row
from foundation.event_store.opening import open_store
from foundation.event_store.port import Command
from foundation.relay.positions import open_positions
from foundation.relay.relay import Relay
from projections.operation_coverage.projection import OperationCoverage
from projections.runner.opening import open_database
from projections.runner.runner import Runner
from projections.runner.table import POSITION
from projections.streaming.feeding import Feed
from projections.streaming.running import run_projection

RATE = 1_000
"""Events per second."""
SECONDS = 8
WARM_UP = 500
TICK = 0.01
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Places:
    """Where events go from, through and to. The topic has one partition, so that one position tells all."""

    store: str
    views: str
    bootstrap: str
    topic: str


def measured(places: Places, event: Callable[[int], Command]) -> Row:
    """Append at a steady rate while a relay and a projector run, and watch the view's position."""
    context = multiprocessing.get_context("spawn")
    projector = context.Process(target=_project, args=(places,), daemon=True)
    stop = threading.Event()
    relay = threading.Thread(target=_relay, args=(places, stop), daemon=True)
    projector.start()
    relay.start()
    engine = open_database(places.views)
    try:
        delays = sorted(_delays(places, event, engine))
    finally:
        stop.set()
        relay.join()
        projector.terminate()
        projector.join()
        engine.dispose()
    median, high = delays[len(delays) // 2], delays[len(delays) * 99 // 100]
    what = f"event to view through Kafka at {RATE:,}/s: p50 {1000 * median:.0f} ms, p99 {1000 * high:.0f} ms"
    return Row(what, 1 / high, 1.0, "1 / p99, beside 1 / 1 s", 1.0)


def _delays(places: Places, event: Callable[[int], Command], engine: Engine) -> list[float]:
    """Seconds from handing an event to the store until the view rests on it."""
    store = open_store(places.store)
    store.append_many([event(number) for number in range(WARM_UP)])
    _wait(lambda: _reached(engine) >= WARM_UP)
    handed: list[float] = []
    commands = [event(WARM_UP + number) for number in range(RATE * SECONDS)]
    writer = threading.Thread(target=lambda: _write(store.append_many, commands, handed))
    writer.start()
    delays: list[float] = []
    deadline = time.monotonic() + SECONDS + PATIENCE
    while len(delays) < RATE * SECONDS and time.monotonic() < deadline:
        shown, now = _reached(engine) - WARM_UP, time.perf_counter()
        delays += [now - handed[number] for number in range(len(delays), shown)]
        time.sleep(0.005)
    writer.join()
    store.close()
    assert len(delays) == RATE * SECONDS, "the view did not keep up"
    return delays


def _write(append: Callable[[list[Command]], object], commands: list[Command], handed: list[float]) -> None:
    step = int(RATE * TICK)
    begin = time.perf_counter()
    for tick in range(int(SECONDS / TICK)):
        time.sleep(max(0.0, begin + tick * TICK - time.perf_counter()))
        handed += [time.perf_counter()] * step
        append(commands[tick * step : (tick + 1) * step])


def _reached(engine: Engine) -> int:
    if not inspect(engine).has_table(POSITION.name):
        return 0
    with engine.connect() as connection:
        return connection.scalar(select(POSITION.c.sequence)) or 0


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "the projector did not begin"
        time.sleep(0.05)


def _relay(places: Places, stop: threading.Event) -> None:
    store, positions = open_store(places.store), open_positions(places.store)
    positions.provide()
    Relay(store, positions, places.bootstrap, places.topic).run(stop)
    positions.close()
    store.close()


def _project(places: Places) -> None:
    def open_feed() -> Feed:
        engine = open_database(places.views)
        return Feed(Runner(engine, OperationCoverage()), engine)

    run_projection(
        "bench", {places.topic: "return_operation"}, places.bootstrap, open_feed, group_id=places.topic
    )
