"""The sample workbook has what real ones have, and gives the figures that anyone can count in it."""

import json
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

from events.return_operation import OperationFiguresReported
from returnwatch.sample.workbook import sample_bytes, write_sample
from services.return_operation.importing.frontex import Import, read_workbook


def coverage(read: Import) -> dict[str, tuple[int, ...]]:
    """Operations, returnees, with forced-return monitor, with any monitor, escorts: by type."""
    by_operation: dict[str, list[OperationFiguresReported]] = defaultdict(list)
    for submission in read.submissions:
        assert isinstance(submission.event, OperationFiguresReported)
        by_operation[submission.event.reference].append(submission.event)
    rows: dict[str, Counter[int]] = defaultdict(Counter)
    for events in by_operation.values():
        kind = next((event.operation_type for event in events if event.operation_type), "not_stated")
        sent = sum(
            (e.monitors_national or 0) + (e.monitors_pool_state or 0) + (e.monitors_pool_agency or 0)
            for e in events
        )
        any_kind = sent + sum(event.fundamental_rights_monitors or 0 for event in events)
        team = [team for event in events for team in event.team_counts or ()]
        escorts = sum(one.total for one in team if one.role in {"escort_leader", "escort"})
        returnees = sum(event.returnees or 0 for event in events)
        rows[kind].update(dict(enumerate((1, returnees, int(sent > 0), int(any_kind > 0), escorts))))
    return {kind: tuple(counts[column] for column in range(5)) for kind, counts in rows.items()}


def test_the_sample_gives_its_totals(tmp_path: Path) -> None:
    read = read_workbook(write_sample(tmp_path / "sample.xlsx"))
    assert read.totals == {
        "operations": 14,
        "in_operations_sheet": 12,
        "not_in_operations_sheet": 2,
        "returnees": 433,
        "returnee_rows": 20,
        "staff_rows": 16,
        "frontex_staff_rows": 5,
    }
    assert len(read.submissions) == 12 + 20 + 16 + 5 + 7


def test_the_coverage_can_be_counted_from_the_records_alone(tmp_path: Path) -> None:
    assert coverage(read_workbook(write_sample(tmp_path / "sample.xlsx"))) == {
        "NRO": (6, 218, 1, 2, 302),
        "CRO": (2, 62, 2, 2, 83),
        "JRO": (3, 54, 2, 2, 167),
        "other": (1, 41, 1, 1, 92),
        "not_stated": (2, 58, 0, 1, 0),
    }


def test_the_sample_has_oddities_of_every_kind_and_none_is_lost(tmp_path: Path) -> None:
    read = read_workbook(write_sample(tmp_path / "sample.xlsx"))
    assert [(problem.sheet, problem.row) for problem in read.problems] == [
        ("2024 Staff", 9),
        ("2024_costs", 6),
    ]
    kinds = {found.kind for found in read.differences}
    assert kinds == {"dates_differ", "states_differ", "missing_in_sheet"}


def test_the_sample_has_the_same_bytes_every_time() -> None:
    assert sample_bytes() == sample_bytes()


def test_reading_twice_gives_the_same_records(tmp_path: Path) -> None:
    path = write_sample(tmp_path / "sample.xlsx")
    first, second = read_workbook(path), read_workbook(path.rename(tmp_path / "other.xlsx"))
    assert first == second
    events = {submission.statement.event_id for submission in first.submissions}
    assert len(events) == len(first.submissions)


def test_the_report_can_be_written_as_json(tmp_path: Path) -> None:
    report = read_workbook(write_sample(tmp_path / "sample.xlsx"), document_date=date(2025, 4, 1)).as_json()
    assert json.loads(json.dumps(report)) == report
    assert report["document"]["dated_on"] == "2025-04-01"
