"""Own rows are the same, page by page and about one subject, in both databases."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from foundation.identity.caller import Caller
from projections.case_file.view import VIEW as CASE_FILE
from projections.follow_up_calendar.view import VIEW as CALENDAR
from projections.query.views import monitoring_views
from projections.runner.reading import reading
from projections.viewing.asking import Answer, Asked, answer_to
from projections.viewing.parts import Reader, own, seen
from projections.viewing.view import View
from tests.view_audiences import ANNA, ANNA_HERSELF, BEKA, COUNSELLORS, RECORDS
from tests.view_records import apply

NOW = datetime.fromisoformat("2025-08-01T00:00:00+00:00")
ACTS_FOR = frozenset({ANNA, ANNA_HERSELF})


def asked(engine: Engine, view: View, **given: str) -> Answer:
    """What somebody is answered who acts for Anna and whose body counsels her."""
    caller = Caller("USR-…", "lawyer", COUNSELLORS, frozenset(), frozenset({"read"}), "t", acts_for=ACTS_FOR)
    [part] = view.parts
    known = seen(view, part)
    with reading(engine) as connection:
        return answer_to(connection, known, Asked.read(known, given, NOW, own(Reader(caller, part))))


@pytest.mark.parametrize("view", [CASE_FILE, CALENDAR], ids=lambda view: view.name)
def test_own_rows_come_once_in_order_and_in_pages(engine: Engine, view: View) -> None:
    apply(engine, monitoring_views(), RECORDS)
    whole = asked(engine, view).rows
    paged = []
    page = asked(engine, view, limit="1")
    paged += page.rows
    while page.next is not None:
        page = asked(engine, view, limit="1", after=page.next)
        paged += page.rows

    assert paged == whole == asked(engine, view, about=ANNA).rows == asked(engine, view, case=ANNA).rows
    assert len(whole) > 1
    assert asked(engine, view, about=BEKA).rows == asked(engine, view, case=BEKA).rows == []
