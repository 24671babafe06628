"""Two parties that build rows of the same records see by a digest that theirs are the same."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from projections.query.views import monitoring_views
from projections.runner.opening import open_database
from projections.runner.page import Page
from projections.runner.positions import serving
from projections.runner.reading import reading
from projections.runner.rebuild import rebuild
from projections.runner.runner import Runner
from projections.viewing.finishing import Digested, TooEarlyError, up_to_the_hour
from projections.viewing.journal import Journal
from projections.viewing.keeping_time import settle_due
from projections.viewing.opened import unopened
from projections.viewing.row_seal import IN_CLEAR
from projections.viewing.table import NAME, tables
from tests.view_histories import PAST_ALL
from tests.view_records import delivered, records_of

RECORDS = records_of("force/medical-check-after", "post_return/arrival-check")
PAGES = [Page("pre_return", delivered(RECORDS))]
LAST = max(record.recorded_at for record in RECORDS)


def built(engine: Engine, as_of: datetime | None) -> Digested:
    views = monitoring_views()
    told = Digested(views, IN_CLEAR, as_of)
    rebuild(engine, views, lambda _: iter(PAGES), finish=told)
    return told


def elsewhere(folder: Path, as_of: datetime | None) -> Digested:
    """The same on the machine of another party."""
    engine = open_database(f"sqlite:///{folder / 'elsewhere.sqlite'}")
    try:
        return built(engine, as_of)
    finally:
        engine.dispose()


def waiting(engine: Engine, now: datetime) -> int:
    """Subjects whose rows are behind time."""
    with reading(engine) as connection:
        return len(Journal(connection, tables(serving(connection, NAME)), unopened).due(now, 1000))


def test_rows_are_told_as_of_the_last_record_unless_another_moment_is_stated(
    engine: Engine, tmp_path: Path
) -> None:
    here = built(engine, None)

    assert here.as_of == LAST
    assert here.digests == elsewhere(tmp_path, LAST).digests
    assert sum(one.rows for one in here.digests) > 20
    assert here.digests != elsewhere(tmp_path, PAST_ALL).digests


def test_rows_that_time_has_moved_on_are_told_as_of_the_moment_nevertheless(
    engine: Engine, tmp_path: Path
) -> None:
    Runner(engine, monitoring_views()).apply(PAGES[0])
    settle_due(engine, monitoring_views(), lambda: PAST_ALL)

    assert built(engine, None).digests == elsewhere(tmp_path, None).digests


def test_a_moment_before_the_last_record_is_refused_and_the_old_rows_serve(engine: Engine) -> None:
    before = built(engine, None)

    with pytest.raises(TooEarlyError, match="the last record is of"):
        built(engine, LAST - timedelta(microseconds=1))

    assert built(engine, None).digests == before.digests


def test_rows_begin_to_serve_up_to_the_hour(engine: Engine) -> None:
    views = monitoring_views()
    rebuild(engine, views, lambda _: iter(PAGES))
    behind = waiting(engine, PAST_ALL)

    rebuild(engine, views, lambda _: iter(PAGES), finish=up_to_the_hour(views, lambda: PAST_ALL))

    assert behind > 0
    assert waiting(engine, PAST_ALL) == 0
