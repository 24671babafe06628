"""What changes of findings can be asked by, and the codes under which a change is found."""

from collections.abc import Mapping
from typing import Any, get_args

from projections.safeguards.judging.rule import Outcome, Severity
from projections.safeguards.judging.scopes import SCOPES
from projections.safeguards.rules.register import BY_ID, RULES

FILTERS: Mapping[str, str] = {
    "severity": "Only findings of this severity",
    "outcome": "Only changes to this outcome",
    "rule": "Only findings of this rule",
    "area": "Only findings that protect this area",
    "scope": "Only findings about subjects of this kind",
    "subject": "Only findings about this subject",
    "case": "Only findings about this case or what belongs to it",
    "operation": "Only findings about this operation or whoever was on it",
    "contested": "yes or no: whether the sides differ",
}
"""Filter name to its meaning."""

CODES: Mapping[str, tuple[str, ...]] = {
    "severity": get_args(Severity),
    "outcome": (*get_args(Outcome), "not_applicable"),
    "rule": tuple(BY_ID),
    "area": tuple(sorted({area for rule in RULES for area in (rule.area, *rule.also_areas)})),
    "scope": tuple(SCOPES),
    "contested": ("yes", "no"),
}
"""Filters that take one of some codes."""


def is_wanted(data: Mapping[str, Any], filters: Mapping[str, str]) -> bool:
    """Whether every filter finds a change, given by its data."""
    return all(code in codes(data, name) for name, code in filters.items())


def codes(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The codes of a change with which one filter is compared."""
    match name:
        case "case" | "operation":
            return (*data[f"{name}s"], data["subject"])
        case "contested":
            return ("yes" if data["contested"] else "no",)
        case "area":
            return (
                (data["area"], *BY_ID[data["rule"]].also_areas) if data["rule"] in BY_ID else (data["area"],)
            )
    return (data[name],)
