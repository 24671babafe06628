"""Plain value types of the catalogue, each with its limits."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import AwareDatetime, BeforeValidator, Field, PlainSerializer, StringConstraints

Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""One line, at most 200 characters."""

Text = Annotated[str, StringConstraints(max_length=20_000, pattern=r"^[^\x00]*$")]
"""Several lines, at most 20,000 characters."""

Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
"""A calendar month, YYYY-MM."""

Count = Annotated[int, Field(ge=0, le=2**53 - 1)]
"""A whole number that every JSON reader can hold exactly (RFC 8259, section 6); never negative."""

Moment = AwareDatetime
"""A date and time with offset (RFC 3339)."""

Day = date
"""A calendar date."""


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
