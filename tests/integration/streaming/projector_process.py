"""A projector of the tally as a process of its own: DATABASE_URL BOOTSTRAP TOPIC GROUP."""

import logging
import sys

from projections.runner.opening import open_database
from projections.runner.runner import Runner
from projections.streaming.feeding import Feed
from projections.streaming.running import run_projection
from tests.integration.streaming.tally import NAME, Tally


def main(url: str, bootstrap: str, topic: str, group: str) -> None:
    """Feed the tally until told to stop."""
    logging.basicConfig(level=logging.INFO)

    def open_feed() -> Feed:
        engine = open_database(url)
        return Feed(Runner(engine, Tally()), engine)

    run_projection(
        NAME,
        {topic: "return_operation"},
        bootstrap,
        open_feed,
        group_id=group,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
