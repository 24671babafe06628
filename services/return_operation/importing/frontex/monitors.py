"""Monitors named in one cell, such as `2 CZE + 1 ROU`, `1 DEU (pool), 1 FRO`.

A monitor whom a state sent counts as from the joint pool where the text says so, and as national otherwise.
"""

import re
from collections import Counter

from services.return_operation.importing.frontex.cells import NOTHING, Note, UnreadableError, Value, count
from services.return_operation.importing.frontex.countries import country, is_agency

KINDS = ("monitors_national", "monitors_pool_state", "monitors_pool_agency", "fundamental_rights_monitors")

PARTS = re.compile(r"\s*(?:[+,;&/\n]|\band\b)\s*", re.IGNORECASE)
COUNTED = re.compile(r"(?P<number>\d{1,3})\s*x?\s*(?P<who>\D+)|(?P<first>\D+?)\s*\(?(?P<after>\d{1,3})\)?")
NOISE = re.compile(r"\b(monitors?|from|the|ms|of)\b|[():.]", re.IGNORECASE)
POOL = re.compile(r"\bpool\b", re.IGNORECASE)
NATIONAL = re.compile(r"\b(national|nat)\b", re.IGNORECASE)
AGENCY_RIGHTS = re.compile(r"\b(frms?|fundamental rights)\b", re.IGNORECASE)
NONE = frozenset({"0", "no", "none", "nil"})


def monitors(value: Value, note: Note) -> dict[str, int]:
    """How many of each kind the cell names; a part that cannot be read is noted and left out."""
    if not isinstance(value, str):
        return _number_alone(count(value), note)
    text = value.strip().casefold()
    if not text or text in NOTHING:
        return {}
    if text in NONE:
        return {"monitors_national": 0}
    if text.isascii() and text.isdigit():
        return _number_alone(count(text), note)
    found: Counter[str] = Counter()
    for part in PARTS.split(value.strip()):
        kind, number = _part(part)
        if kind is None:
            note("names monitors in a part that cannot be read", "write for example 2 CZE + 1 ROU")
        else:
            found[kind] += number
    if not found:
        raise UnreadableError("names no monitors that can be read", "write for example 2 CZE + 1 ROU")
    return dict(found)


def _number_alone(number: int | None, note: Note) -> dict[str, int]:
    if number is None:
        return {}
    if number:
        note("gives monitors without saying who sent them; counted as national", "write for example 2 CZE")
    return {"monitors_national": number}


def _part(part: str) -> tuple[str | None, int]:
    match = COUNTED.fullmatch(part.strip())
    if not match:
        return None, 0
    number = int(match["number"] or match["after"])
    text = match["who"] or match["first"]
    if AGENCY_RIGHTS.search(text):
        return "fundamental_rights_monitors", number
    pool, national = bool(POOL.search(text)), bool(NATIONAL.search(text))
    who = " ".join(NATIONAL.sub(" ", POOL.sub(" ", NOISE.sub(" ", text))).split())
    if is_agency(who):
        return "monitors_pool_agency", number
    if pool != national and (not who or country(who)):
        return ("monitors_pool_state" if pool else "monitors_national"), number
    return ("monitors_national" if country(who) and not pool else None), number
