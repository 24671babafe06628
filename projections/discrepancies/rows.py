"""Discrepancies as rows: one for each field of each thing that accounts tell differently."""

from collections.abc import Iterator

from projections.discrepancies.counts import counts
from projections.discrepancies.differing import differing
from projections.discrepancies.judged import judged
from projections.discrepancies.links import Links
from projections.discrepancies.one_sided import one_sided, perhaps_one_use
from projections.discrepancies.stating import made
from projections.viewing.accounts.teller import Tellers
from projections.viewing.group import Group
from projections.viewing.view import Made


def rows(group: Group) -> Iterator[Made]:
    """A row for each discrepancy about the subject."""
    tellers, links = Tellers(group.records), Links(group)
    found = [
        *differing(group),
        *one_sided(group, tellers),
        *perhaps_one_use(group, links),
        *counts(group),
    ]
    for each in (*found, *judged(group, found, links)):
        yield made(each, group, tellers, links)
