"""On PostgreSQL the change stream tells the same as on SQLite, byte for byte."""

from pathlib import Path

import pytest

from projections.finding_changes.index import ChangeIndex
from projections.finding_changes.reading import Asked, page_of
from tests.change_streams import PAST_ALL_LIMITS, change_stream, deliver, told
from tests.servers import PostgresServer
from tests.view_records import records_of

RECORDS = records_of("refoulement/no-return-without-procedure")


@pytest.mark.postgres
def test_both_databases_tell_the_same(postgres_server: PostgresServer, tmp_path: Path) -> None:
    with change_stream(tmp_path) as (stream, log):
        deliver(stream.runner(), RECORDS)
        stream.tell(PAST_ALL_LIMITS, step=3)
        expected = told(log)

    with change_stream(postgres_server.fresh_database("findings")) as (stream, log):
        deliver(stream.runner(), RECORDS)
        stream.tell(PAST_ALL_LIMITS, step=3)

        assert told(log) == expected != []
        assert stream.tell(PAST_ALL_LIMITS) == 0

        index = ChangeIndex(stream.engine)
        asked = Asked(0, 2, {"outcome": "breached", "severity": "critical"})
        searched = page_of(log, asked, index)
        index.follow(log)
        assert index.reached() == log.head()
        assert page_of(log, asked, index).changes == searched.changes != ()
