"""A projection fed from Kafka, as a process."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

from aiokafka.errors import KafkaError  # type: ignore[import-untyped]  # the package ships no types

from projections.streaming.app import create_app
from projections.streaming.feeding import Feed

log = logging.getLogger(__name__)

PAUSE = 1.0
"""Seconds before another try when the broker went away while the application started."""


def run_projection(
    name: str,
    services: Mapping[str, str],
    bootstrap: str,
    open_feed: Callable[[], Feed],
    **consumer: Any,
) -> None:
    """Feed a projection until SIGTERM or SIGINT. Servers that do not answer are tried again for ever.

    `services` names the service of each topic; `open_feed` connects to the projection's database.
    """
    asyncio.run(_run(lambda: create_app(name, services, bootstrap, open_feed, **consumer).run()))


async def _run(application: Callable[[], Any]) -> None:
    while True:
        try:
            await application()
        except KafkaError as fault:
            log.warning("%s while starting: trying again in %.1f s", type(fault).__name__, PAUSE)
            await asyncio.sleep(PAUSE)
        else:
            return
