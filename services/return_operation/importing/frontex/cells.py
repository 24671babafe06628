"""One cell to one value, or the reason why not.

A value is read only when it can mean one thing; otherwise `UnreadableError` says what stands there instead
and what to do, without repeating the cell.
"""

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum

MAX_COUNT = 2**53 - 1
MAX_LINE = 200
AMOUNT_DIGITS = 18
SHEET_DIGITS = 15
"""Significant digits that a spreadsheet keeps of a number; those after them are noise of the binary form."""
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)
NOTHING = frozenset({"-", "\u2013", "\u2014", "n/a", "na"})
"""Marks that say that no value is given."""


class Broken(Enum):
    """A cell that holds no value although it is not blank."""

    ERROR = "holds an error of the spreadsheet"
    NO_RESULT = "holds a formula without a stored result"


Value = str | int | float | bool | date | datetime | time | timedelta | Broken | None
Note = Callable[[str, str], None]
"""Takes what is wrong with a part of a cell, and what to do."""


class UnreadableError(Exception):
    """A cell cannot be read as what its column holds."""

    def __init__(self, what: str, what_to_do: str) -> None:
        super().__init__(what)
        self.what = what
        self.what_to_do = what_to_do


def one_line(value: Value) -> str | None:
    """Text with its white space made single spaces, at most 200 characters; a whole number as its digits."""
    _not_broken(value)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise UnreadableError("is not text", "write it as text")
    if isinstance(value, float):
        value = str(int(value)) if math.isfinite(value) and value.is_integer() else str(value)
    text = " ".join(str(value).split())
    if any(unicodedata.category(c) in {"Cc", "Cs"} for c in text):
        raise UnreadableError("holds control characters", "write it as plain text")
    if len(text) > MAX_LINE:
        raise UnreadableError("is longer than 200 characters", "shorten it in the source")
    return text or None


def reference(value: Value) -> str | None:
    """The public reference of one operation in one form: capitals, plain hyphens, no spaces."""
    text = one_line(value)
    if text is None:
        return None
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", text)).upper()
    plain = re.sub(r"\s*([-/.])\s*", r"\1", plain).replace(" ", "-")
    if not re.fullmatch(r"[A-Z0-9]+(?:[-/.][A-Z0-9]+)*", plain) or not re.search(r"\d", plain):
        raise UnreadableError(
            "is not the reference of an operation", "give the reference, for example RO-90001"
        )
    if len(re.findall(r"(?:^|[-/])[A-Z]+-\d+", plain)) > 1:
        raise UnreadableError("names more than one operation", "give each operation a row of its own")
    return plain


def count(value: Value) -> int | None:
    """A whole number from zero up; digits written as text count as the number."""
    _not_broken(value)
    if isinstance(value, str):
        if value.strip().casefold() in NOTHING:
            return None
        if not re.fullmatch(r"\s*[0-9]{1,15}\s*", value):
            raise UnreadableError("is text where a number belongs", "write a whole number")
        value = int(value)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise UnreadableError("is not a number", "write a whole number")
    if not math.isfinite(value) or value != int(value):
        raise UnreadableError("is not a whole number", "write a whole number")
    if value < 0:
        raise UnreadableError("is negative", "write how many there were, from zero up")
    if value > MAX_COUNT:
        raise UnreadableError("is too large to be a count", "write a whole number")
    return int(value)


def day(value: Value) -> date | None:
    """A date between 1990 and 2100; text only where day and month cannot be mistaken for each other."""
    _not_broken(value)
    if isinstance(value, str):
        value = _day_from_text(value.strip()) if value.strip().casefold() not in NOTHING else None
    if value is None:
        return None
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, date):
        raise UnreadableError("is not a date", "format the cell as a date")
    if not EARLIEST <= value < LATEST:
        raise UnreadableError("is a date before 1990 or after 2099", "check the year")
    return value


def amount(value: Value) -> Decimal | None:
    """A sum of money with at most 15 significant digits; below zero when money came back."""
    _not_broken(value)
    if isinstance(value, str):
        text = re.sub(r"[\s\u20ac]|\beur\b", "", value, flags=re.IGNORECASE)
        if text.casefold() in NOTHING:
            return None
        return _fitting(_amount_from_text(text))
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise UnreadableError("is not an amount", "write the amount as a number")
    return _fitting(Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{SHEET_DIGITS}g}"))


def _not_broken(value: Value) -> None:
    if isinstance(value, Broken):
        raise UnreadableError(
            value.value, "correct the cell, then save the workbook in a spreadsheet program"
        )


def _fitting(number: Decimal) -> Decimal:
    plain = format(number, "f")
    if sum(c.isdigit() for c in plain) > AMOUNT_DIGITS:
        raise UnreadableError("is an amount of more than 18 digits", "check the amount")
    return Decimal(plain)


def _amount_from_text(text: str) -> Decimal:
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+\.\d+", text):
        text = text.replace(",", "")
    elif re.fullmatch(r"-?\d{1,3}(\.\d{3})+,\d+", text):
        text = text.replace(".", "").replace(",", ".")
    elif not re.fullmatch(r"-?\d+(\.\d{1,2})?", text):
        raise UnreadableError("is text where an amount belongs", "write the amount as a number")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise UnreadableError("is text where an amount belongs", "write the amount as a number") from None


def _day_from_text(text: str) -> date:
    for form in ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a calendar date has no offset
        except ValueError:
            continue
    parts = re.fullmatch(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", text)
    if not parts:
        raise UnreadableError("is text where a date belongs", "format the cell as a date")
    first, second, year = (int(part) for part in parts.groups())
    readings = {_day_or_none(year, second, first), _day_or_none(year, first, second)} - {None}
    if len(readings) != 1:
        raise UnreadableError(
            "is a date as text that can be read in two ways or none", "format the cell as a date"
        )
    return readings.pop() or EARLIEST


def _day_or_none(year: int, month: int, day_of_month: int) -> date | None:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return None
