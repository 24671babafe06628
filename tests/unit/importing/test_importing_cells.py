"""One cell means one thing or is reported."""

import contextlib
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.return_operation.importing.frontex import cells
from services.return_operation.importing.frontex.cells import Broken, UnreadableError
from services.return_operation.importing.frontex.monitors import monitors

DAY = date(2024, 1, 2)
ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.dates(), st.datetimes(), st.times(),
    st.timedeltas(), st.sampled_from(Broken),
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, 0), (12, 12), (12.0, 12), (" 7 ", 7), ("n/a", None), ("-", None), (None, None)],
)
def test_a_count_is_a_whole_number_or_absent(value: Any, expected: Any) -> None:
    assert cells.count(value) == expected


@pytest.mark.parametrize(
    "value",
    [-1, 12.5, float("nan"), float("inf"), True, "many", "1,5", "1 2", "12a", DAY, 10**17, "\u0661", *Broken],
)
def test_what_is_no_count_is_refused(value: Any) -> None:
    with pytest.raises(UnreadableError):
        cells.count(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime(2024, 1, 2, 13), DAY),  # noqa: DTZ001 - spreadsheets know no offset
        (DAY, DAY),
        ("2024-01-02", DAY),
        ("02.01.2024", DAY),
        ("13/01/2024", date(2024, 1, 13)),
        ("01/13/2024", date(2024, 1, 13)),
        ("05/05/2024", date(2024, 5, 5)),
        (None, None),
    ],
)
def test_a_date_is_read_where_it_means_one_day(value: Any, expected: Any) -> None:
    assert cells.day(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "01/02/2024",
        "2024",
        "soon",
        45293,
        date(1989, 12, 31),
        date(2203, 1, 1),
        True,
        "31/31/2024",
        Broken.ERROR,
    ],
)
def test_a_date_that_means_two_days_or_none_is_refused(value: Any) -> None:
    with pytest.raises(UnreadableError):
        cells.day(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("RO-02430", "RO-02430"),
        (" ro-02430 ", "RO-02430"),
        ("RO \u2013 02430", "RO-02430"),
        ("RO 02430", "RO-02430"),
        ("2013/ROS/48", "2013/ROS/48"),
        ("RO-2016-112/113", "RO-2016-112/113"),
        (90001, "90001"),
        (None, None),
    ],
)
def test_a_reference_has_one_form(value: Any, expected: Any) -> None:
    assert cells.reference(value) == expected


@pytest.mark.parametrize(
    "value", ["TOTAL", "RO-90001, RO-90002", "RO-90001/RO-90002", "* see note 1", DAY, True]
)
def test_what_names_no_single_operation_is_refused(value: Any) -> None:
    with pytest.raises(UnreadableError):
        cells.reference(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (54498.246600000006, "54498.2466"),
        (0, "0"),
        (-12.5, "-12.5"),
        ("\u20ac1,234.50", "1234.50"),
        ("1.234,50 EUR", "1234.50"),
        ("1234.5", "1234.5"),
    ],
)
def test_an_amount_keeps_the_digits_that_a_spreadsheet_keeps(value: Any, expected: Any) -> None:
    assert str(cells.amount(value)) == expected


@pytest.mark.parametrize("value", ["1,234", "1.234", "free", float("nan"), True, 1e300, 1e-300, DAY])
def test_an_amount_that_can_be_read_in_two_ways_is_refused(value: Any) -> None:
    with pytest.raises(UnreadableError):
        cells.amount(value)


@given(ANYTHING)
def test_any_cell_gives_a_value_that_the_event_can_hold_or_a_reason(value: Any) -> None:
    for read in (cells.count, cells.day, cells.amount, cells.reference, cells.one_line):
        found: Any = None
        with contextlib.suppress(UnreadableError):
            found = read(value)
        assert found is None or isinstance(found, (int, date, Decimal, str))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 CZE + 1 ROU", {"monitors_national": 3}),
        ("1 DEU (pool), 1 FRO", {"monitors_pool_state": 1, "monitors_pool_agency": 1}),
        ("1 AUT from pool", {"monitors_pool_state": 1}),
        ("DEU 2 & 1 Frontex", {"monitors_national": 2, "monitors_pool_agency": 1}),
        ("1 FRM", {"fundamental_rights_monitors": 1}),
        ("2 pool; 1 national", {"monitors_pool_state": 2, "monitors_national": 1}),
        ("none", {"monitors_national": 0}),
        (0, {"monitors_national": 0}),
        (None, {}),
    ],
)
def test_monitors_named_in_one_cell_are_counted_by_who_sent_them(text: Any, expected: Any) -> None:
    notes: list[str] = []
    assert monitors(text, lambda what, _: notes.append(what)) == expected
    assert not notes


def test_monitors_that_cannot_be_read_are_noted_and_the_rest_is_counted() -> None:
    notes: list[str] = []
    assert monitors("2 CZE + someone", lambda what, _: notes.append(what)) == {"monitors_national": 2}
    assert len(notes) == 1


def test_monitors_whose_sender_is_not_said_are_counted_and_noted() -> None:
    notes: list[str] = []
    assert monitors(2, lambda what, _: notes.append(what)) == {"monitors_national": 2}
    assert len(notes) == 1


@pytest.mark.parametrize("text", ["yes", "2 ZZZ", "two from somewhere", "CZE"])
def test_a_text_that_names_no_monitors_is_refused(text: Any) -> None:
    with pytest.raises(UnreadableError):
        monitors(text, lambda _what, _to_do: None)
