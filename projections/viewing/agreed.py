"""What totals count where several sides speak: the code on which they agree, or that they do not."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from events.base import Event
from events.data_classes import Sealed
from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.return_operation.movement import ReturnCarriedOut
from projections.safeguards.judging.record import AnyRecord, Record, in_order
from projections.safeguards.terms.persons import ADULT_AGES, CHILD_AGES, CHILD_STATUSES
from projections.viewing.accounts.codes import WITHHELD
from projections.viewing.group import Group
from projections.viewing.suppression import NOT_STATED

E = TypeVar("E", bound=Event)
CONTESTED = "contested"


def agreed(records: Iterable[Record[E]], value: Callable[[E], Any]) -> str:
    """The code that every side which speaks told last; `contested` where sides differ.

    Where nobody stated it `not_stated`, and where nobody who did could be read `withheld`.
    """
    last: dict[str, Any] = {}
    for record in in_order(records):
        told = value(record.data)
        if told is not None and not (isinstance(told, Sealed) and record.side in last):
            last[record.side] = WITHHELD if isinstance(told, Sealed) else told
    codes = {str(code) for code in last.values()}
    readable = codes - {WITHHELD} or codes
    return CONTESTED if len(readable) > 1 else next(iter(readable), NOT_STATED)


def every(records: Iterable[Record[E]], value: Callable[[E], Any]) -> list[str]:
    """Every code that any account tells, in order; `withheld` stands for those that could not be read."""
    found: set[str] = set()
    for record in records:
        told = value(record.data)
        if isinstance(told, Sealed):
            found.add(WITHHELD)
        else:
            found.update(map(str, told if isinstance(told, tuple) else (told,) if told is not None else ()))
    return sorted(found)


def yes(told: object) -> str:
    """A truth as a code."""
    return "yes" if told else "no"


def profile(group: Group) -> dict[str, str]:
    """Who the person of a case is, as the sides agree."""
    told: list[AnyRecord] = [*group.of(ReturnCaseOpened), *group.of(CaseProfileUpdated)]

    def field(name: str) -> str:
        return agreed(told, lambda data: getattr(data, name, None))

    carried_out = agreed(group.of(ReturnCarriedOut), lambda data: data.return_type)
    return {
        "host_country": field("host_country"),
        "country_of_return": field("country_of_return"),
        "return_type": carried_out if carried_out != NOT_STATED else field("return_type"),
        "sex": field("sex"),
        "age_band": field("age_band"),
        "child": agreed(told, _child),
    }


def _child(data: Event) -> str | None:
    status, age = getattr(data, "child_status", None), getattr(data, "age_band", None)
    if status in CHILD_STATUSES or age in CHILD_AGES:
        return "yes"
    return "no" if age in ADULT_AGES or status in {"adult", "turned_18_during_procedure"} else None


def area_in(country: str, areas: Iterable[str | None]) -> str:
    """The last area told that lies in a country, by its ISO 3166-2 code."""
    within = [area for area in areas if area is not None and area.startswith(f"{country}-")]
    return within[-1] if within else f"{country}-{NOT_STATED}"
