"""What real workbooks have that they should not: everything is kept or reported, nothing is invented."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from returnwatch.sample.packing import workbook_bytes
from services.return_operation.importing.frontex import Import, read_workbook
from tests.workbooks import (
    A_ROW,
    DATED,
    DEPARTED,
    OPERATIONS_HEADER,
    in_sheet,
    read_one_cell,
    read_returnees,
    read_sheets,
    repacked,
    written,
)


def only(read: Import) -> Any:
    """The event of a workbook that has one."""
    (submission,) = read.submissions
    return submission.event


def test_a_row_gives_its_figures_and_says_where_they_stand(tmp_path: Path) -> None:
    read = read_returnees(tmp_path, A_ROW)
    event = only(read)
    assert (event.reference, event.departed_on, event.participating_country) == ("RO-90001", DEPARTED, "IT")
    assert (event.countries_of_return, event.destination_as_given, event.returnees) == (
        ("TN",),
        "TUNISIA",
        28,
    )
    assert event.source_row == "TCNs!2"
    assert event.source_document == read.document.source_document
    assert not read.problems


def test_the_statement_is_the_documents_own(tmp_path: Path) -> None:
    (submission,) = read_returnees(tmp_path, A_ROW).submissions
    statement = submission.statement
    assert statement.subject_ids == (submission.event.operation,)
    assert statement.occurred_at.date() == DATED
    assert (statement.country, statement.source_kinds, statement.occurred_precision) == (
        "IT",
        ("document",),
        "day",
    )


def test_title_rows_blank_rows_and_unknown_columns_do_not_hide_the_table(tmp_path: Path) -> None:
    rows = (
        ("Operations by charter flight",),
        (),
        ("Remarks", "Number of\nTCNs", "ROID", "MSSAC"),
        ("x", 5, "RO-90001", "DEU"),
        (None, None, None, None),
        (None, 6, "RO-90002", "AUT"),
        (None, None, " ", None),
    )
    read = read_sheets(tmp_path, {"any": rows})
    assert [(s.event.reference, s.event.returnees, s.event.source_row) for s in read.submissions] == [
        ("RO-90001", 5, "any!4"),
        ("RO-90002", 6, "any!6"),
    ]
    assert [(problem.row, problem.column) for problem in read.problems] == [(3, "A (Remarks)")]


def test_a_sheet_that_is_not_known_is_reported(tmp_path: Path) -> None:
    read = read_sheets(tmp_path, {"Notes": (("Read me",),), "TCNs": (("RO", "TCNs"), ("RO-90001", 1))})
    assert [(problem.sheet, problem.row) for problem in read.problems] == [("Notes", None)]
    assert [sheet.parts for sheet in read.document.sheets] == [(), ("returnees",)]


def test_workbooks_of_other_years_are_read_by_their_headers(tmp_path: Path) -> None:
    sheets = {
        "2019-2022": (
            (
                *OPERATIONS_HEADER,
                "MONITORS ON BOARD (from MS or/and from Frontex pool)",
                "FRONTEX STAFF ON BOARD",
            ),
            (DEPARTED, "JRO", "Pakistan", "RO-01001", "2 CZE + 1 ROU", 1),
            (DEPARTED, "NRO", "Albania", "RO-01002", None, 0),
        ),
        "2019-2022_TCNs": (
            ("Date of Departure", "Operation ID", "MS", "Destination", "Number of TCNs"),
            ("06.05.2024", "RO-01001", "The Netherlands", "Pakistan", 9),
        ),
        "2019-2022_staff": (
            (
                "RO Title",
                "MS/SAC",
                "Escort Leaders",
                "Escorts",
                "Escorts from Pool",
                "Observers",
                "Monitors  national",
            ),
            ("RO-01001", "Netherlands", 1, 20, 2, 0, 1),
        ),
    }
    read = read_sheets(tmp_path, sheets)
    assert [sheet.parts for sheet in read.document.sheets] == [("operations",), ("returnees",), ("staff",)]
    assert not read.problems
    joint, national, returnees, staff = (submission.event for submission in read.submissions)
    assert joint.monitors_national == 3
    assert [(team.role, team.total) for team in joint.team_counts] == [("agency_representative", 1)]
    assert national.monitors_national is None
    assert (returnees.participating_country, returnees.departed_on) == ("NL", DEPARTED)
    assert {team.role: team.total for team in staff.team_counts} == {
        "escort_leader": 1, "escort": 20, "backup": 2, "observer": 0,
    }  # fmt: skip


def test_a_label_that_is_not_in_the_list_is_kept_as_given(tmp_path: Path) -> None:
    event = only(
        read_sheets(tmp_path, {"S": (OPERATIONS_HEADER, (DEPARTED, "JRO (AGENCY-LED)", "Mali", "RO-1"))})
    )
    assert (event.operation_type, event.operation_type_as_given) == ("other", "JRO (AGENCY-LED)")


def test_an_unknown_state_keeps_the_figures_under_an_unknown_state(tmp_path: Path) -> None:
    read = read_returnees(tmp_path, (DEPARTED, "RO-90001", "Atlantis", "Mali", 3))
    assert (only(read).participating_country, only(read).returnees) == ("XX", 3)
    assert [(problem.row, problem.column) for problem in read.problems] == [(2, "C (MS)")]
    assert "Atlantis" not in str(read.problems)


@pytest.mark.parametrize("value", ["#REF!", "Italy, " * 40, True, DEPARTED, "=A1"])
def test_figures_of_a_state_that_cannot_be_read_are_not_those_of_the_whole_operation(
    tmp_path: Path, value: Any
) -> None:
    read = read_returnees(tmp_path, (DEPARTED, "RO-90001", value, "Mali", 3))
    assert (only(read).participating_country, only(read).returnees) == ("XX", 3)
    assert [(problem.row, problem.column) for problem in read.problems] == [(2, "C (MS)")]
    assert "XX" in read.problems[0].what


@pytest.mark.parametrize("value", ["many", -1, 12.5, True, "#REF!", date(2024, 1, 1)])
def test_a_cell_that_is_no_count_is_reported_and_the_rest_of_its_row_is_kept(
    tmp_path: Path, value: Any
) -> None:
    read = read_returnees(tmp_path, (DEPARTED, "RO-90001", "Italy", "Mali", value))
    assert (only(read).returnees, only(read).participating_country) == (None, "IT")
    (problem,) = read.problems
    assert (problem.sheet, problem.row, problem.column) == ("TCNs", 2, "E (TCNs (accepted))")


@pytest.mark.parametrize("value", ["01/02/2024", "spring", date(1980, 1, 1), date(2999, 1, 1)])
def test_a_date_that_cannot_be_read_is_reported_and_the_rest_of_its_row_is_kept(
    tmp_path: Path, value: Any
) -> None:
    read = read_returnees(tmp_path, (value, "RO-90001", "Italy", "Mali", 4))
    assert (only(read).departed_on, only(read).returnees) == (None, 4)
    assert [problem.column for problem in read.problems] == ["A (Date of Departure)"]


def test_a_row_without_a_reference_is_a_problem_and_no_record(tmp_path: Path) -> None:
    read = read_returnees(
        tmp_path, A_ROW, (DEPARTED, None, "Italy", "Mali", 4), (None, "TOTAL", None, None, 32)
    )
    assert len(read.submissions) == 1
    assert [problem.row for problem in read.problems if problem.column is None] == [3, 4]


def test_a_formula_without_a_stored_result_is_reported(tmp_path: Path) -> None:
    read = read_returnees(tmp_path, (DEPARTED, "RO-90001", "Italy", "Mali", "=20+8"))
    assert only(read).returnees is None
    assert "formula" in read.problems[0].what


def test_a_formula_with_a_stored_result_gives_the_result(tmp_path: Path) -> None:
    header = ("RO", "TCNs")
    content = workbook_bytes({"S": (header, ("RO-90001", "=20+8"))}, dated=DATED)
    path = tmp_path / "book.xlsx"
    path.write_bytes(in_sheet(content, b"<v />", b"<v>28</v>"))
    read = read_workbook(path)
    assert only(read).returnees == 28
    assert not read.problems


def test_a_number_that_is_not_a_number_is_reported(tmp_path: Path) -> None:
    content = workbook_bytes({"S": (("RO", "TCNs"), ("RO-90001", 28))}, dated=DATED)
    path = tmp_path / "book.xlsx"
    path.write_bytes(in_sheet(content, b"<v>28</v>", b"<v>1e999</v>"))
    read = read_workbook(path)
    assert only(read).returnees is None
    assert len(read.problems) == 1


def test_a_merged_reference_holds_for_every_row_that_it_covers_and_a_merged_count_only_once(
    tmp_path: Path,
) -> None:
    rows = (
        ("RO", "MS", "TCNs"),
        ("RO-90001", "Italy", 5),
        (None, "Malta", None),
        (None, "Spain", 2),
        (None, None, None),
        (None, "France", 1),
    )
    read = read_sheets(tmp_path, {"S": rows}, S=["A2:A5", "C2:C3"])
    assert [
        (s.event.reference, s.event.participating_country, s.event.returnees) for s in read.submissions
    ] == [
        ("RO-90001", "IT", 5),
        ("RO-90001", "MT", None),
        ("RO-90001", "ES", 2),
    ]
    assert [problem.row for problem in read.problems] == [6]


def test_a_second_header_begins_a_new_table(tmp_path: Path) -> None:
    rows = (("RO", "TCNs"), ("RO-90001", 5), ("TCNs", "RO"), (6, "RO-90002"))
    read = read_sheets(tmp_path, {"S": rows})
    assert [(s.event.reference, s.event.returnees) for s in read.submissions] == [
        ("RO-90001", 5),
        ("RO-90002", 6),
    ]


def test_a_second_column_of_one_kind_is_reported(tmp_path: Path) -> None:
    read = read_sheets(tmp_path, {"S": (("RO", "TCNs", "Returnees"), ("RO-90001", 5, 6))})
    assert only(read).returnees == 5
    assert [problem.column for problem in read.problems] == ["C (Returnees)"]


def test_a_hidden_sheet_is_reported_and_not_read(tmp_path: Path) -> None:
    sheets = {"S": (("RO", "TCNs"), ("RO-90001", 5)), "H": (("RO", "TCNs"), ("RO-2", 5))}
    content = workbook_bytes(sheets, dated=DATED)
    shown, hidden = b'name="H" sheetId="2" state="visible"', b'name="H" sheetId="2" state="hidden"'
    path = tmp_path / "book.xlsx"
    path.write_bytes(repacked(content, lambda _, part: part.replace(shown, hidden)))
    read = read_workbook(path)
    assert [s.event.reference for s in read.submissions] == ["RO-90001"]
    assert [problem.sheet for problem in read.problems] == ["H"]


def test_officers_lent_and_medical_staff_do_not_count_as_escorts(tmp_path: Path) -> None:
    header = ("RO", "MS", "Escort Leaders", "Escorts", "FRESO airport CAT 1", "FRESO CAT 3",
              "Medical Personnel", "Observers (MS)", "Observers (TC)")  # fmt: skip
    event = only(read_sheets(tmp_path, {"S": (header, ("RO-90001", "Italy", 1, 48, 2, 3, 4, 5, 6))}))
    assert {team.role: team.total for team in event.team_counts} == {
        "escort_leader": 1, "escort": 48, "backup": 5, "nurse_paramedic": 4, "observer": 11,
    }  # fmt: skip


def test_a_role_with_an_unreadable_cell_is_left_out_rather_than_understated(tmp_path: Path) -> None:
    header = ("RO", "MS", "Escorts", "Observers (MS)", "Observers (TC)")
    read = read_sheets(tmp_path, {"S": (header, ("RO-90001", "Italy", 9, 5, "some"))})
    assert [(team.role, team.total) for team in only(read).team_counts] == [("escort", 9)]
    assert len(read.problems) == 1


def test_an_amount_has_a_currency_only_where_the_workbook_names_one(tmp_path: Path) -> None:
    assert only(read_one_cell(tmp_path, "TOTAL PAID", 71891.8)).currency is None
    named = only(read_one_cell(tmp_path, "TOTAL PAID (EUR)", 71891.8))
    assert (named.amount_paid, named.currency) == (Decimal("71891.8"), "EUR")
    assert only(read_one_cell(tmp_path, "TOTAL PAID", "\u20ac 12.50")).currency == "EUR"


def test_a_text_longer_than_a_line_is_reported_and_not_cut(tmp_path: Path) -> None:
    read = read_returnees(tmp_path, (DEPARTED, "RO-90001", "Italy", "Mali & " * 40, 4))
    assert only(read).destination_as_given is None
    assert len(read.problems) == 1


def test_a_destination_that_is_no_state_is_kept_as_given_and_reported(tmp_path: Path) -> None:
    read = read_returnees(tmp_path, (DEPARTED, "RO-90001", "Italy", "Tirana", 4))
    assert (only(read).destination_as_given, only(read).countries_of_return) == ("Tirana", None)
    assert len(read.problems) == 1


def test_rows_far_below_and_wrong_dimensions_are_read(tmp_path: Path) -> None:
    content = workbook_bytes({"S": (("RO", "TCNs"), ("RO-90001", 5), ("RO-90002", 6))}, dated=DATED)
    path = tmp_path / "book.xlsx"
    far = in_sheet(content, b'ref="A1:B3"', b'ref="A1:A1"')
    path.write_bytes(in_sheet(in_sheet(far, b'row r="3"', b'row r="1048576"'), b'r="B3"', b'r="B1048576"'))
    read = read_workbook(path)
    assert read.submissions[1].event.source_row == "S!1048576"


def test_progress_ends_at_the_number_of_rows(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    path = written(tmp_path / "book.xlsx", {"S": (("RO", "TCNs"), ("RO-90001", 5))})
    read_workbook(path, progress=lambda done, rows: seen.append((done, rows)))
    assert seen[-1] == (2, 2)


def test_a_column_for_each_kind_of_monitor_stands_over_one_that_names_them_all(tmp_path: Path) -> None:
    header = ("RO", "MONITORS ON BOARD", "Monitors national")
    read = read_sheets(tmp_path, {"S": (header, ("RO-90001", "2 CZE + 1 FRO", 1))})
    assert (only(read).monitors_national, only(read).monitors_pool_agency) == (1, 1)
    assert [problem.column for problem in read.problems] == ["B (MONITORS ON BOARD)"]


def test_a_column_without_heading_is_reported_once(tmp_path: Path) -> None:
    rows = (("RO", "TCNs"), ("RO-90001", "12", "note"), ("RO-90002", 3, "note"))
    read = read_sheets(tmp_path, {"S": rows})
    assert [submission.event.returnees for submission in read.submissions] == [12, 3]
    assert [(problem.row, problem.column) for problem in read.problems] == [(2, "C")]
