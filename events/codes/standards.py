"""Code lists that a standard keeps, checked against maintained data.

Countries: ISO 3166-1, with XX for unknown and XS for stateless. Subdivisions: ISO 3166-2, by form.
Languages: BCP 47. Currencies: ISO 4217. Places of transport: UN/LOCODE, IATA and ICAO codes, by form and
prefixed by their scheme.
"""

from functools import cache
from typing import Annotated

import iso3166
import iso4217
import langcodes
from pydantic import AfterValidator, StringConstraints

ADDED_COUNTRIES = frozenset({"XX", "XS"})
CURRENCIES = frozenset(currency.value for currency in iso4217.Currency)


def _country(code: str) -> str:
    if code not in iso3166.countries_by_alpha2 and code not in ADDED_COUNTRIES:
        raise ValueError("must be an ISO 3166-1 alpha-2 code in capitals, XX (unknown) or XS (stateless)")
    return code


def _subdivision(code: str) -> str:
    if code[:2] not in iso3166.countries_by_alpha2:
        raise ValueError("must begin with an ISO 3166-1 alpha-2 code, for example NG-LA")
    return code


@cache
def _language_is_valid(tag: str) -> bool:
    return langcodes.tag_is_valid(tag)


def _language(tag: str) -> str:
    if not _language_is_valid(tag):
        raise ValueError("must be a valid BCP 47 language tag, for example ar or fa-AF")
    return tag


def _currency(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError("must be an ISO 4217 currency code in capitals")
    return code


Country = Annotated[
    str, StringConstraints(min_length=2, max_length=2, pattern="^[A-Z]{2}$"), AfterValidator(_country)
]
Language = Annotated[str, StringConstraints(min_length=2, max_length=35), AfterValidator(_language)]
Currency = Annotated[
    str, StringConstraints(min_length=3, max_length=3, pattern="^[A-Z]{3}$"), AfterValidator(_currency)
]
AdminArea = Annotated[
    str, StringConstraints(max_length=6, pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$"), AfterValidator(_subdivision)
]
TransportPoint = Annotated[
    str,
    StringConstraints(
        max_length=40, pattern=r"^(UNLOCODE:[A-Z]{2}[A-Z2-9]{3}|IATA:[A-Z]{3}|ICAO:[A-Z][A-Z0-9]{3}|UNKNOWN)$"
    ),
]
"""A code prefixed by its scheme, or UNKNOWN."""
