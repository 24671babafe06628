"""Uses of force that one side alone knows of, and accounts that may tell of one use."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import combinations

from events.return_operation.accountability import ComplaintLodged
from events.return_operation.force import RestraintApplied, UseOfForceObserved
from projections.discrepancies.links import Links, Pair
from projections.discrepancies.stating import Account, Discrepancy
from projections.safeguards.judging.history import History
from projections.safeguards.judging.matching import SAME
from projections.safeguards.judging.record import AnyRecord
from projections.viewing.accounts.codes import json_value
from projections.viewing.accounts.comparing import widened
from projections.viewing.accounts.teller import Tellers
from projections.viewing.accounts.uses import history_of_force, moment, uses_of
from projections.viewing.group import Group


def one_sided(group: Group, tellers: Tellers) -> Iterator[Discrepancy]:
    """Each use of force with accounts of a single side, and complaints of force without official record."""
    h = history_of_force(group)
    for matched in uses_of(h):
        sides = {record.side for record in matched.records}
        if len(sides) == 1:
            yield Discrepancy(
                matter="force",
                thing=matched.name,
                field="known_to",
                difference=f"only_{tellers.side(matched.records[0]).replace(' ', '_')}",
                accounts=tuple(Account((each,), json_value(moment(each))) for each in matched.records),
                since=min(record.recorded_at for record in matched.records),
            )
    yield from _complained(h, tellers)


def _complained(h: History, tellers: Tellers) -> Iterator[Discrepancy]:
    """A complaint of force is a use without details; any record of restraint by the authority answers it."""
    if any(record.side == "authority" for record in h.of(RestraintApplied)):
        return
    for complaint in h.of(ComplaintLodged):
        if complaint.data.subject == "force_or_restraint":
            yield Discrepancy(
                matter="force",
                thing=complaint.id,
                field="known_to",
                difference=f"only_{tellers.side(complaint).replace(' ', '_')}",
                accounts=(Account((complaint,), json_value(complaint.data.lodged_at)),),
                since=complaint.recorded_at,
            )


def perhaps_one_use(group: Group, links: Links) -> Iterator[Discrepancy]:
    """Pairs of accounts that lie close in time and are not, or not yet, held to be of one use.

    An observer who does not know the case names the operation alone: such accounts are proposed to the
    monitors of the operation. A pair that a monitor judged not to be the same stays visible as dismissed.
    """
    told = [
        record
        for record in group.standing
        if isinstance(record.data, RestraintApplied | UseOfForceObserved) and group.subject in record.about
    ]
    wider = widened(group.parameters)
    for pair in combinations(told, 2):
        if _may_be_one(pair, wider) and _is_shown(group, pair, links):
            first, second = sorted(pair, key=lambda record: record.id)
            yield Discrepancy(
                matter="force",
                thing=f"{first.id}+{second.id}",
                field="same_use",
                difference="perhaps_one_use",
                accounts=tuple(Account((each,), json_value(moment(each))) for each in pair),
                since=max(record.recorded_at for record in pair),
                matched_by=("time_overlap",),
                pairs=(pair,),
            )


def _may_be_one(pair: Pair, wider: timedelta) -> bool:
    """Whether two authors, who do not both name the same use, tell of times close together."""
    first, second = pair
    named = set(_uses(first)) & set(_uses(second))
    return first.author != second.author and not named and _close(first, second, wider)


def _is_shown(group: Group, pair: Pair, links: Links) -> bool:
    link = links.latest(pair)
    if link is not None and link.data.link in SAME:
        return False
    both_known = all(record.subjects("case") for record in pair)
    return both_known and link is not None if group.kind == "case" else not both_known


def _uses(record: AnyRecord) -> Sequence[str]:
    return record.ids("force_use")


def _close(first: AnyRecord, second: AnyRecord, wider: timedelta) -> bool:
    return moment(first) - wider <= _last(second) and moment(second) - wider <= _last(first)


def _last(record: AnyRecord) -> datetime:
    match record.data:
        case (
            RestraintApplied(ended_at=datetime() as last) | UseOfForceObserved(seen_until=datetime() as last)
        ):
            return last
    return moment(record)
