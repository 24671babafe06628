"""Who the person is, as last told: child or adult, nationality, languages, the form of return."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.return_operation.movement import ReturnCarriedOut
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.record import AnyRecord, in_order

CHILD_STATUSES = frozenset({"accompanied_child", "unaccompanied_child", "separated_child", "age_disputed"})
ADULT_STATUSES = frozenset({"adult", "turned_18_during_procedure", "unknown"})
CHILD_AGES = frozenset({"under_1", "1_4", "5_11", "12_14", "15_17"})
ADULT_AGES = frozenset({"18_24", "25_34", "35_49", "50_64", "65_plus"})
ALONE = frozenset({"unaccompanied_child", "separated_child"})
FORCED = frozenset({"forced", "readmission", "dublin_transfer", "extradition", "push_back"})
VOLUNTARY = frozenset({"assisted_voluntary", "independent_voluntary"})


@term
def profiles(h: History) -> list[AnyRecord]:
    """Every record of the case that tells who the person is, in the order of the facts."""
    told: list[AnyRecord] = [*h.of(ReturnCaseOpened), *h.of(CaseProfileUpdated)]
    return in_order(told)


@term
def told_last(h: History, field: str) -> Any:
    """The value of a field in the latest profile that states it; none when no profile does."""
    values = (record.data.__dict__.get(field) for record in reversed(profiles(h)))
    return next((value for value in values if value is not None), None)


@term
def is_child(h: History) -> bool:
    """Child: by status, a disputed age included, or by an age band below 18 to 24."""
    return told_last(h, "child_status") in CHILD_STATUSES or told_last(h, "age_band") in CHILD_AGES


@term
def is_adult(h: History) -> bool:
    """Adult: an age band of 18 to 24 or above, and a status that is not a child's."""
    return told_last(h, "age_band") in ADULT_AGES and told_last(h, "child_status") in ADULT_STATUSES


def is_child_alone(h: History) -> bool:
    """An unaccompanied or separated child, as last told."""
    return told_last(h, "child_status") in ALONE


def nationalities(h: History) -> frozenset[str]:
    """The nationalities as last told."""
    return frozenset(told_last(h, "nationality") or ())


def every_nationality(h: History) -> frozenset[str]:
    """Every nationality that any profile of the case states."""
    return frozenset(
        each for record in profiles(h) for each in getattr(record.data, "nationality", None) or ()
    )


def primary(languages: Iterable[str]) -> frozenset[str]:
    """Primary subtags of languages (BCP 47), in small letters; for example `fr` of `fr-BE`."""
    return frozenset(language.split("-")[0].lower() for language in languages)


def languages(h: History) -> frozenset[str]:
    """Primary subtags of the languages that the person understands, as last told."""
    return primary(told_last(h, "languages_understood") or ())


def planned_return_types(h: History, by: date | None = None) -> list[str]:
    """The return type as last planned, in a list of one or none."""
    known = [record for record in profiles(h) if by is None or record.day <= by]
    types = [getattr(record.data, "return_type", None) for record in known]
    return [each for each in types if each is not None][-1:]


def return_types(h: History) -> frozenset[str]:
    """The return type planned last and those carried out. Where they differ, both apply."""
    carried_out = (record.data.return_type for record in h.of(ReturnCarriedOut))
    return frozenset((*planned_return_types(h), *carried_out))


def is_forced(types: Iterable[str]) -> bool:
    """Whether any of the return types is a forced one."""
    return not FORCED.isdisjoint(types)
