"""Names of states as people write them, to ISO 3166-1 alpha-2.

Only whole names are recognised, whatever their case, accents and order of words; nothing is guessed from
a part of a name. The agency that runs operations stands in the place of a state in some rows.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import iso3166

AGENCY = frozenset({"frontex", "fx", "fro"})
"""How the agency itself is named; FRO is its fundamental rights officer."""

ALIASES: dict[str, tuple[str, ...]] = {
    "BO": ("Bolivia",),
    "BA": ("Bosnia", "Bosnia-Herzegovina", "BiH"),
    "BN": ("Brunei",),
    "CD": ("Congo DR", "DR Congo", "DRC", "Congo (Kinshasa)", "Congo Kinshasa", "Dem Rep Congo"),
    "CG": ("Congo Republic", "Congo (Brazzaville)", "Congo Brazzaville"),
    "CI": ("Ivory Coast",),
    "CV": ("Cape Verde",),
    "CZ": ("Czech Republic",),
    "GB": ("UK", "United Kingdom", "Great Britain"),
    "GR": ("EL", "Hellas"),
    "IR": ("Iran",),
    "KR": ("South Korea",),
    "KP": ("North Korea",),
    "LA": ("Laos",),
    "MD": ("Moldova",),
    "MK": ("FYROM", "Former Yugoslav Republic of Macedonia", "Republic of North Macedonia"),
    "MM": ("Burma",),
    "NR": ("Nauru",),
    "PS": ("Palestine",),
    "RU": ("Russia",),
    "SK": ("Slovak Republic",),
    "SY": ("Syria",),
    "SZ": ("Swaziland",),
    "TL": ("East Timor",),
    "TR": ("Turkey",),
    "TW": ("Taiwan",),
    "TZ": ("Tanzania",),
    "US": ("USA", "United States"),
    "VA": ("Vatican", "Vatican City"),
    "VE": ("Venezuela",),
    "VN": ("Vietnam",),
    "XK": ("RKS", "Republic of Kosovo"),
}
"""Names in use beside those of the standard."""

BETWEEN = re.compile(r"\s*(?:[&/;,+|()\[\]\n]|\s[-\u2013\u2014]\s|\band\b)\s*", re.IGNORECASE)
SMALL_WORDS = frozenset({"the", "of", "and"})
LONGEST_NAME = 8
"""Pieces that one name may be cut into: `Congo, the Democratic Republic of the` has two."""


@dataclass(frozen=True, slots=True)
class Destinations:
    """The states found in a free text, and how many pieces of it are not the name of a state."""

    countries: tuple[str, ...]
    unknown: int


def words(text: str) -> list[str]:
    """Lower-case words without accents, marks and punctuation."""
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'").replace("'", ""))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", letters.casefold())


def is_agency(text: str) -> bool:
    """Whether the text names the agency rather than a state."""
    return " ".join(words(text)) in AGENCY


def country(text: str) -> str | None:
    """The alpha-2 code of a name or code, or None when it is not one."""
    found = _by_name().get(_key(text))
    if found:
        return found
    code = text.strip().rstrip("*").upper()
    if code in iso3166.countries_by_alpha3:
        return iso3166.countries_by_alpha3[code].alpha2
    return code if code in iso3166.countries_by_alpha2 and text.strip().rstrip("*").isupper() else None


def destinations(text: str) -> Destinations:
    """The states named in a text such as `Nigeria and Gambia`, in its order, each once.

    Names that themselves hold a separator are found first: the longest name that fits is taken.
    """
    cuts = [match.span() for match in BETWEEN.finditer(text)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    found: list[str] = []
    unknown = at = 0
    while at < len(starts):
        for last in range(min(len(starts), at + LONGEST_NAME) - 1, at - 1, -1):
            code = country(text[starts[at] : ends[last]])
            if code:
                found.append(code)
                break
        else:
            last = at
            unknown += bool(words(text[starts[at] : ends[at]]))
        at = last + 1
    return Destinations(tuple(dict.fromkeys(found)), unknown)


def _key(text: str) -> tuple[str, ...]:
    return tuple(sorted(word for word in words(text) if word not in SMALL_WORDS))


@cache
def _by_name() -> dict[tuple[str, ...], str]:
    names = {_key(name): c.alpha2 for c in iso3166.countries for name in (c.name, c.apolitical_name)}
    return names | {_key(name): code for code, aliases in ALIASES.items() for name in aliases}
