"""The columns that are read, found by the words of their headings, and how each cell becomes fields.

Headings are compared as lower-case words without marks, so `TCNs (accepted)` is `tcns accepted`. The
choice of fields and team roles is explained in ADR 0008.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from events.codes.common import TeamRole
from events.codes.operation import OperationType
from services.return_operation.importing.frontex import cells
from services.return_operation.importing.frontex.cells import Note, UnreadableError, Value
from services.return_operation.importing.frontex.countries import country, destinations, is_agency
from services.return_operation.importing.frontex.monitors import monitors

Fields = Mapping[str, Any]
Reader = Callable[[Value, Note], Fields]

UNKNOWN_STATE = "XX"
TYPE_CODES = {code.casefold(): code for code in get_args(OperationType)}


@dataclass(frozen=True, slots=True)
class Column:
    """One kind of column."""

    name: str
    heading: re.Pattern[str]
    """Matches the whole of the heading's words."""
    read: Reader | None = None
    role: TeamRole | None = None
    """For a column that counts members of the team; several columns of one role are added up."""
    names_row: bool = False
    """Says whose figures the row holds: in a merged cell it holds for all rows that the cell covers."""
    several: bool = False
    """May stand in one sheet more than once."""


def _reference(value: Value, note: Note) -> Fields:  # noqa: ARG001 - every reader takes a note
    return {"reference": cells.reference(value)}


def _date(value: Value, note: Note) -> Fields:  # noqa: ARG001 - every reader takes a note
    return {"departed_on": cells.day(value)}


def _type(value: Value, note: Note) -> Fields:  # noqa: ARG001 - every reader takes a note
    label = cells.one_line(value)
    if label is None:
        return {}
    return {"operation_type": TYPE_CODES.get(label.casefold(), "other"), "operation_type_as_given": label}


def _state(value: Value, note: Note) -> Fields:
    try:
        name = cells.one_line(value)
    except UnreadableError as error:  # without a state the row would give the figures of the whole operation
        note(f"{error.what}; kept under XX", error.what_to_do)
        return {"participating_country": UNKNOWN_STATE}
    if name is None:
        note("names no state; kept under XX", "name the state whose figures these are")
    elif is_agency(name):
        note("names the agency, not a state; kept under XX", "nothing, if the agency acted for no state")
    elif code := country(name):
        return {"participating_country": code}
    else:
        note("names no known state; kept under XX", "use the name or code of ISO 3166-1")
    return {"participating_country": UNKNOWN_STATE}


def _destination(value: Value, note: Note) -> Fields:
    as_given = cells.one_line(value)
    if as_given is None:
        return {}
    named = destinations(str(value))
    if named.unknown:
        note(
            "names a destination that is no known state; kept as given", "use the name or code of ISO 3166-1"
        )
    return {"destination_as_given": as_given, "countries_of_return": named.countries or None}


def _amount(value: Value, note: Note) -> Fields:  # noqa: ARG001 - every reader takes a note
    return {"amount_paid": cells.amount(value)}


def _counted(field: str) -> Reader:
    def read(value: Value, note: Note) -> Fields:  # noqa: ARG001 - every reader takes a note
        return {field: cells.count(value)}

    return read


def _heading(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _count_column(field: str, pattern: str) -> Column:
    return Column(field, _heading(pattern), read=_counted(field))


def _team_column(name: str, role: TeamRole, pattern: str, *, several: bool = False) -> Column:
    return Column(name, _heading(pattern), role=role, several=several)


RO = r"(?:return )?(?:operation|ro)s?"
FX = r"(?:fro|frontex|fx)"
MS = r"(?:ms|mss|member states?|states?|countries|country)"

COLUMNS: tuple[Column, ...] = (
    Column(
        "reference",
        _heading(rf"{RO}|roid|{RO} (?:id|title|no|number|code|reference)|reference"),
        read=_reference,
        names_row=True,
    ),
    Column(
        "departed_on",
        _heading(rf"(?:{RO} )?(?:date|departure date|date of (?:departure|{RO}))"),
        read=_date,
        names_row=True,
    ),
    Column("operation_type", _heading(rf"type|{RO} type|type of {RO}"), read=_type, names_row=True),
    Column(
        "participating_country",
        _heading(rf"(?:participating |sending )?{MS}|mssac|ms sac(?: tc)?(?: frontex| fx)?|mssactc"),
        read=_state,
        names_row=True,
    ),
    Column(
        "destination",
        _heading(
            r"destinations?(?: s)?|(?:destination|third) countr(?:y|ies)"
            r"|countr(?:y|ies) of (?:return|destination)"
        ),
        read=_destination,
        names_row=True,
    ),
    _count_column("returnees", r"(?:(?:no|number) of )?(?:tcns?|returnees)(?: accepted| returned)?"),
    _count_column("monitors_national", r"monitors? national|national monitors?"),
    _count_column("monitors_pool_state", r"(?:pool monitors?|monitors? from(?: the)? pool)(?: ms)?"),
    _count_column(
        "monitors_pool_agency",
        rf"(?:pool monitors?|monitors? from(?: the)? pool) {FX}|{FX} monitors?|monitors?(?: from)? {FX}",
    ),
    _count_column("fundamental_rights_monitors", r"fundamental rights monitors?(?: frms?)?|frms?"),
    Column(
        "monitors_on_board",
        _heading(r"monitors?(?: on board)?(?: from ms or and from frontex pool)?"),
        read=monitors,
    ),
    _team_column("escort_leaders", "escort_leader", r"escort leaders?"),
    _team_column("escorts", "escort", r"escorts?"),
    _team_column("officers_lent", "backup", r"fresos?(?: .*)?|escorts? from(?: the)? pool", several=True),
    _team_column("medical", "nurse_paramedic", r"medical(?: personnel| staff)?"),
    _team_column("observers", "observer", r"observers?(?: (?:ms|tc|sac))?", several=True),
    _team_column(
        "agency_representatives",
        "agency_representative",
        r"(?:frontex|fx) (?:representatives?|staff)(?: on board)?",
    ),
    Column(
        "amount_paid",
        _heading(
            r"(?:total )?(?:amount )?paid(?: (?:in )?(?:eur|euros?))?"
            r"|total costs?(?: (?:in )?(?:eur|euros?))?"
        ),
        read=_amount,
    ),
)

MONITORS = frozenset({"monitors_national", "monitors_pool_state", "monitors_pool_agency"})
TEAM = frozenset(column.name for column in COLUMNS if column.role)
AGENCY_STAFF = frozenset({"fundamental_rights_monitors", "agency_representatives"})
ORDER = {column.name: place for place, column in enumerate(COLUMNS)}
"""The order in which the cells of a row are read, wherever its columns stand."""
FIGURES = MONITORS | TEAM | AGENCY_STAFF | {"operation_type", "returnees", "monitors_on_board", "amount_paid"}
"""A table is read when it has a reference and one of these."""


def parts_of(names: frozenset[str]) -> tuple[str, ...]:
    """The parts that a sheet with these columns has in a workbook, for example `("returnees",)`."""
    by_state = "participating_country" in names
    whole = not by_state and "operation_type" in names
    found = {
        "operations": whole,
        "returnees": "returnees" in names,
        "staff": bool(names & (TEAM | MONITORS)) and (by_state or not names & AGENCY_STAFF) and not whole,
        "frontex_staff": bool(names & AGENCY_STAFF) and not by_state and not whole,
        "costs": "amount_paid" in names,
    }
    return tuple(part for part, has in found.items() if has)
