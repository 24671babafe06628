"""Records kept by a program that bound them otherwise are found again by this one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from projections.finding_changes.table import journal_tables
from projections.finding_changes.telling import FindingChanges
from projections.safeguards.judging.record import AnyRecord
from projections.viewing import journal
from projections.viewing.links import FURTHER, Bond, kind, links
from tests.change_streams import PAST_ALL_LIMITS, change_stream, deliver, told
from tests.view_records import records_of

SCENARIOS = "data/disclosure-purpose-limited", "post_return/findings-used-in-new-decisions"


def unjoined(record: AnyRecord) -> dict[str, Bond]:
    """Bonds without those to names that join agreements and findings, and with one that is no more."""
    joins = {each for each in links(record) if "/" in each and kind(each) in FURTHER}
    own = {each: bond for each, bond in links(record).items() if each not in joins}
    return own | {"agreement/any": Bond.POINTS}


def bonds(stream: FindingChanges) -> set[Any]:
    """What every record that the stream keeps is bound to."""
    with stream.engine.connect() as connection:
        return set(map(tuple, connection.execute(select(journal_tables().link))))


def streamed(folder: Path, records: Sequence[AnyRecord], *, bound_before: bool, again: bool) -> list[Any]:
    """The changes told of records that were kept by this program, or by one before it."""
    with change_stream(folder) as (stream, log), pytest.MonkeyPatch.context() as patch:
        if bound_before:
            patch.setattr(journal, "links", unjoined)
        deliver(stream.runner(), records, 1)
        patch.undo()
        if bound_before and again:
            with stream.engine.begin() as connection:
                connection.exec_driver_sql("UPDATE finding_changes_bound SET version = 1")
        stream.runner()
        if again:
            assert bonds(stream) == {
                (each, one.id, bond) for one in records for each, bond in links(one).items()
            }
        stream.tell(PAST_ALL_LIMITS)
        return told(log)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_changes_are_those_of_records_that_this_program_kept(tmp_path: Path, scenario: str) -> None:
    records = records_of(scenario)
    for name in ("kept", "not-again", "again"):
        (tmp_path / name).mkdir()

    expected = streamed(tmp_path / "kept", records, bound_before=False, again=False)

    assert streamed(tmp_path / "not-again", records, bound_before=True, again=False) != expected
    assert streamed(tmp_path / "again", records, bound_before=True, again=True) == expected
