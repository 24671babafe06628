"""Where sheets disagree, every statement is kept and the disagreement is reported."""

from datetime import date
from pathlib import Path

from returnwatch.sample.packing import Sheet
from services.return_operation.importing.frontex import Difference
from tests.workbooks import A_ROW, DATED, DEPARTED, OPERATIONS_HEADER, RETURNEES_HEADER, read_sheets


def differences(tmp_path: Path, sheets: dict[str, Sheet], kind: str) -> list[Difference]:
    """The differences of one kind in a workbook of these sheets."""
    return [found for found in read_sheets(tmp_path, sheets).differences if found.kind == kind]


def listed(*rows: tuple[object, ...]) -> Sheet:
    return (OPERATIONS_HEADER, *rows)


def test_dates_that_differ_are_both_kept_and_reported(tmp_path: Path) -> None:
    other = date(2024, 5, 7)
    sheets = {"O": listed((other, "NRO", "Tunisia", "RO-90001")), "T": (RETURNEES_HEADER, A_ROW)}
    read = read_sheets(tmp_path, sheets)
    assert [submission.event.departed_on for submission in read.submissions] == [other, DEPARTED]
    (found,) = read.differences
    assert (found.kind, found.reference) == ("dates_differ", "RO-90001")
    assert [(place.sheet, place.row, place.value) for place in found.stands] == [
        ("O", 2, "2024-05-07"),
        ("T", 2, "2024-05-06"),
    ]


def test_an_operation_that_a_sheet_lacks_is_reported_with_that_sheet(tmp_path: Path) -> None:
    sheets = {"O": listed((DEPARTED, "NRO", "Tunisia", "RO-90002")), "T": (RETURNEES_HEADER, A_ROW)}
    found = differences(tmp_path, sheets, "missing_in_sheet")
    assert [
        (one.reference, [place.sheet for place in one.stands if place.value is None]) for one in found
    ] == [
        ("RO-90002", ["T"]),
        ("RO-90001", ["O"]),
    ]


def test_a_state_that_a_sheet_lacks_is_reported(tmp_path: Path) -> None:
    costs = (("RO", "MS/SAC/TC", "TOTAL PAID"), ("RO-90001", "ITA", 1), ("RO-90001", "ALB", 2))
    (found,) = differences(tmp_path, {"T": (RETURNEES_HEADER, A_ROW), "C": costs}, "states_differ")
    assert [place.value for place in found.stands] == ["IT", "AL, IT"]


def test_destinations_and_types_that_differ_are_reported(tmp_path: Path) -> None:
    sheets = {
        "O": listed((DEPARTED, "NRO", "Mali", "RO-90001"), (DEPARTED, "CRO", "Mali", "RO-90001")),
        "T": (RETURNEES_HEADER, A_ROW),
    }
    kinds = {found.kind for found in read_sheets(tmp_path, sheets).differences}
    assert kinds == {"types_differ", "destinations_differ", "repeated_operation"}


def test_rows_that_say_the_same_are_kept_and_reported(tmp_path: Path) -> None:
    (found,) = differences(tmp_path, {"T": (RETURNEES_HEADER, A_ROW, A_ROW)}, "repeated_row")
    assert [place.row for place in found.stands] == [2, 3]


def test_returnees_of_the_whole_are_compared_with_those_by_state_and_never_added(tmp_path: Path) -> None:
    sheets = {
        "O": (("RO", "Type of operation", "Returnees"), ("RO-90001", "NRO", 30)),
        "T": (RETURNEES_HEADER, A_ROW),
    }
    read = read_sheets(tmp_path, sheets)
    assert read.totals["returnees"] == 28
    assert [found.kind for found in read.differences] == ["returnees_differ"]


def test_a_departure_after_the_document_is_reported(tmp_path: Path) -> None:
    late = (date(2025, 12, 1), *A_ROW[1:])
    (found,) = differences(tmp_path, {"T": (RETURNEES_HEADER, late)}, "departed_after_document")
    assert found.stands[0].value == "2025-12-01"
    assert date(2025, 12, 1) > DATED


def test_sheets_that_agree_are_not_reported(tmp_path: Path) -> None:
    sheets = {"O": listed((DEPARTED, "NRO", "Tunisia", "RO-90001")), "T": (RETURNEES_HEADER, A_ROW)}
    assert not read_sheets(tmp_path, sheets).differences
