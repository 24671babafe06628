"""Findings on a country: the version of each that counts."""

from collections.abc import Iterable

from events.post_return.closure import CountryFindingIssued
from projections.safeguards.judging.record import Record

Found = Record[CountryFindingIssued]


def latest_versions(found: Iterable[Found]) -> list[Found]:
    """Of each finding the version of the latest fact; bodies that speak of one finding keep their own."""
    last: dict[tuple[str, object], Found] = {}
    for each in found:
        last[each.data.country_finding, each.author] = each
    return list(last.values())
