"""Plain value types of the catalogue, each with its limits."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import (
    AwareDatetime,
    BeforeValidator,
    Field,
    PlainSerializer,
    StringConstraints,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""One line, at most 200 characters."""

Text = Annotated[str, StringConstraints(max_length=20_000, pattern=r"^[^\x00]*$")]
"""Several lines, at most 20,000 characters."""

Month = Annotated[str, StringConstraints(pattern=r"^(19[0-9]{2}|2[01][0-9]{2}|2200)-(0[1-9]|1[0-2])$")]
"""A calendar month, YYYY-MM, from 1900 to 2200."""

Count = Annotated[int, Field(ge=0, le=2**53 - 1)]
"""A whole number that every JSON reader can hold exactly (RFC 8259, section 6); never negative."""

YEARS = range(1900, 2201)
"""Years that a fact may be of. Any other is a slip, or a number that was taken for a date."""

MOMENT_TEXT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?"
)
DAY_TEXT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _moment(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, str) and info.mode == "json":
        try:
            value = datetime.fromisoformat(_whole(MOMENT_TEXT, value).upper())
        except ValueError:
            raise PydanticCustomError("datetime_form", "must be a date and time with offset") from None
    return _of_a_sound_year(value)


def _day(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, str) and info.mode == "json":
        try:
            value = date.fromisoformat(_whole(DAY_TEXT, value))
        except ValueError:
            raise PydanticCustomError("date_form", "must be a calendar date") from None
    return _of_a_sound_year(value)


def _whole(form: re.Pattern[str], text: str) -> str:
    if not form.fullmatch(text):
        raise ValueError("another form")
    return text


def _of_a_sound_year(value: Any) -> Any:
    if isinstance(value, date) and value.year not in YEARS:
        raise PydanticCustomError("year_out_of_range", "must be of a year from 1900 to 2200")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]
"""A date and time with offset (RFC 3339), of a year from 1900 to 2200.

Two forms that devices send and that can mean only one thing are read as well: seconds left out, and a space
or a small letter as separator. A number, or text that is one, is no date and time. Digits of a fraction after
the sixth are cut off. What is stored always has the form of RFC 3339.
"""

Day = Annotated[date, BeforeValidator(_day)]
"""A calendar date, written YYYY-MM-DD, of a year from 1900 to 2200."""


def _decimal(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return Decimal(value)
        except InvalidOperation:
            raise ValueError("must be a decimal number such as 1234.50") from None
    if not isinstance(value, (Decimal, type(None))):
        raise ValueError("must be a decimal number written as text")  # noqa: TRY004 - pydantic reports ValueError
    return value


Amount = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    Field(allow_inf_nan=False, max_digits=18),
    PlainSerializer(lambda value: format(value, "f"), return_type=str, when_used="json"),
]
"""A decimal number, written as text with a point so that no reader rounds it."""
