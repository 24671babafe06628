"""Makes the rows of a database anew by the numbers of a body, and is killed after some pages."""

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Engine, select

from projections.query.views import monitoring_views
from projections.runner.opening import open_database
from projections.runner.page import Page
from projections.runner.poll import Pages
from projections.runner.positions import serving
from projections.runner.reading import reading
from projections.safeguards.judging.parameters import Parameters
from projections.viewing.by_recipe import ViewsByRecipe
from projections.viewing.keeping_time import settle_due
from projections.viewing.means import Means
from projections.viewing.renewing import Making, renew
from projections.viewing.table import NAME, tables
from tests.view_histories import PAST_ALL
from tests.view_records import delivered, records_of

RECORDS = records_of("force/medical-check-after", "post_return/arrival-check")
SIZE = 7
BODY = Parameters(version="test-1", body="Test Monitoring Body", medical_check_hours=48, hide_counts_below=3)


def hour() -> datetime:
    """After every limit."""
    return PAST_ALL


def views(parameters: Parameters = BODY) -> ViewsByRecipe:
    """The views by the numbers of the body, or by others."""
    return monitoring_views(Means(parameters=parameters))


def log(places: Mapping[str, int]) -> Iterator[Page]:
    """The pages of the log, from a place on."""
    entries = delivered(RECORDS)
    for first in range(places.get("pre_return", 1) - 1, len(entries), SIZE):
        yield Page("pre_return", entries[first : first + SIZE])


def making(engine: Engine, parameters: Parameters = BODY, pages: Pages = log) -> Making:
    """Making every row of the log, or of other pages, by the numbers of the body, or by others."""
    return Making(engine, views(parameters), lambda: pages, hour)


def rows_in_use(engine: Engine) -> list[Any]:
    """The rows in use, brought to the hour."""
    settle_due(engine, views(), hour)
    with reading(engine) as connection:
        row = tables(serving(connection, NAME)).row
        columns = (row.c.view, row.c.sort, row.c.key, row.c.row)
        return list(map(tuple, connection.execute(select(*columns).order_by(*columns))))


def killed_after(pages: int, places: Mapping[str, int]) -> Iterator[Page]:
    """The pages of the log, some of which are the last that this process ever reads."""
    for number, page in enumerate(log(places)):
        if number == pages:
            os.kill(os.getpid(), signal.SIGKILL)
        yield page
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    engine = open_database(sys.argv[1])
    renew(making(engine, pages=partial(killed_after, int(sys.argv[2]))))
