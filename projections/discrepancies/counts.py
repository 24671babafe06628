"""Counts of the escorts' report that do not add up, or that fall short of what else is on record."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from events.return_operation.movement import EscortReportFiled, LastLegalCheckMade, OperationMilestoneReached
from projections.discrepancies.on_record import ON_RECORD, force, on_operation
from projections.discrepancies.stating import Account, Discrepancy
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.terms.values import latest
from projections.viewing.accounts.comparing import asserts
from projections.viewing.group import Group

Report = Record[EscortReportFiled]


def counts(group: Group) -> Iterator[Discrepancy]:
    """What does not agree with the latest report of each author on the operation."""
    if group.kind != "operation":
        return
    for report in _latest_reports(group):
        yield from _sum(report)
        yield from _on_board(group, report)
        yield from _fewer_than_on_record(group, report)
        yield from _means_left_out(group, report)
        yield from _legal_check(group, report)


def _latest_reports(group: Group) -> Iterator[Report]:
    by_author: dict[Any, list[Report]] = {}
    for report in on_operation(group, EscortReportFiled):
        by_author.setdefault(report.author, []).append(report)
    for reports in by_author.values():
        last = latest(reports)
        if last is not None:
            yield last


def _sum(report: Report) -> Iterator[Discrepancy]:
    """Whoever departed was handed over or came back."""
    told = report.data
    missing = told.departed_count - told.handed_over_count - told.returned_back_count
    if missing:
        value = {
            "departed_count": told.departed_count,
            "handed_over_count": told.handed_over_count,
            "returned_back_count": told.returned_back_count,
        }
        accounts = (Account((report,), value),)
        yield _stated(report, "departed_count", "does_not_add_up", accounts, report.recorded_at, abs(missing))


def _on_board(group: Group, report: Report) -> Iterator[Discrepancy]:
    """Those on board when the operation left are those who departed."""
    told = [
        record
        for record in on_operation(group, OperationMilestoneReached)
        if record.data.milestone == "departed"
        and record.data.returnees_on_board not in {None, report.data.departed_count}
    ]
    if told:
        others = [Account((record,), record.data.returnees_on_board) for record in told]
        apart = max(abs((each.data.returnees_on_board or 0) - report.data.departed_count) for each in told)
        yield _against(report, "departed_count", "numbers_differ", others, apart)


def _fewer_than_on_record(group: Group, report: Report) -> Iterator[Discrepancy]:
    for name, counted in ON_RECORD.items():
        told = [(record, set(things)) for record, things in counted(group)]
        reported = getattr(report.data, name)
        beyond = _exceeded(told, reported)
        if beyond is not None:
            everything = set().union(*(things for _, things in told))
            found = _against(
                report, name, "fewer_than_on_record", _by_author(told), len(everything) - reported
            )
            yield replace(found, since=max(report.recorded_at, beyond))


def _exceeded(told: Iterable[tuple[AnyRecord, set[str]]], reported: int) -> datetime | None:
    """When more was on record than is reported; none while it is not."""
    known: set[str] = set()
    for record, things in sorted(told, key=lambda each: (each[0].recorded_at, each[0].id)):
        known |= things
        if len(known) > reported:
            return record.recorded_at
    return None


def _by_author(told: Iterable[tuple[AnyRecord, set[str]]]) -> list[Account]:
    records: dict[Any, list[AnyRecord]] = {}
    things: dict[Any, set[str]] = {}
    for record, counted in told:
        if counted:
            records.setdefault(record.author, []).append(record)
            things.setdefault(record.author, set()).update(counted)
    return [Account(tuple(each), len(things[author])) for author, each in records.items()]


def _means_left_out(group: Group, report: Report) -> Iterator[Discrepancy]:
    named = set(report.data.restraint_means_used)
    others = [
        Account((record,), sorted(beyond))
        for record in force(group)
        if (beyond := set(record.data.means) - named)
    ]
    if others:
        yield _against(report, "restraint_means_used", "values_differ", others, None)


def _legal_check(group: Group, report: Report) -> Iterator[Discrepancy]:
    mine = report.data.last_legal_check
    checks = [each for each in on_operation(group, LastLegalCheckMade) if asserts(each.data.result)]
    if asserts(mine) and checks and all(each.data.result != mine for each in checks):
        others = [Account((each,), each.data.result) for each in checks]
        yield _against(report, "last_legal_check", "values_differ", others, None)


def _against(
    report: Report, name: str, difference: str, others: Iterable[Account], by: float | None
) -> Discrepancy:
    """What the report says beside what others say; one of them may be its author on another occasion."""
    others = list(others)
    since = max(report.recorded_at, min(_first(account) for account in others))
    value = getattr(report.data, name)
    mine = Account((report,), sorted(value) if isinstance(value, tuple) else value)
    pairs = tuple((report, record) for account in others for record in account.records)
    found = _stated(report, name, difference, (mine, *others), since, by)
    return replace(found, pairs=pairs, matched_by=("same_matter",))


def _stated(  # noqa: PLR0913, PLR0917 - the parts of one row
    report: Report,
    name: str,
    difference: str,
    accounts: tuple[Account, ...],
    since: datetime,
    by: float | None,
) -> Discrepancy:
    return Discrepancy("escort_report", report.id, name, difference, accounts, since, by)


def _first(account: Account) -> datetime:
    return min(record.recorded_at for record in account.records)
