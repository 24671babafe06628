"""Uses of force as rows: one for each use on each case, every account kept with its side."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from events.data_classes import Sealed
from events.restraint import HIGH_RISK_MEANS, PROHIBITED_MEANS
from projections.force_register.medical import checks, due_by, examinations
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.terms.restraint_times import ended_at
from projections.viewing.accounts.codes import WITHHELD
from projections.viewing.accounts.comparing import Read
from projections.viewing.accounts.differing import differences
from projections.viewing.accounts.force_compared import field
from projections.viewing.accounts.saying import by_side
from projections.viewing.accounts.teller import PROTECTED, Tellers
from projections.viewing.accounts.uses import MatchedUse, history_of_force, moment, uses_of
from projections.viewing.group import Group
from projections.viewing.view import Made

BY_SIDE: Mapping[str, Read] = {
    "phase": field("phase_of_use"),
    "start": field("started_at", "seen_from"),
    "end": field("ended_at", "seen_until", "removed_at"),
    "applied_by": field("applied_by", "used_by"),
    "justification": field("justification", "justification_perceived"),
    "individual_risk_assessment": field("individual_risk_assessment"),
    "child": field("on_child"),
    "in_view_of_children": field("in_view_of_children"),
    "breathing_hindered": field("breathing_hindered"),
    "proportionality": field("proportionality"),
}
"""Column to what each account tells; `means` is one more, since those taken off are no second account."""

FILTERED = ("phase", "means", "applied_by", "justification", "individual_risk_assessment", "child")
"""Columns that are filters as well: a row is found under the value of any side."""

NUMBERS = ("accounts_minutes", "medical_check_hours")
"""By which accounts are held to tell of one use, and by which a medical check is late."""


def rows(group: Group) -> Iterator[Made]:
    """A row for each use of force at home in the subject."""
    h = history_of_force(group)
    tellers = Tellers(group.records)
    contested: dict[str, list[str]] = {}
    for each in differences(group):
        if each.matter == "force":
            contested.setdefault(each.thing, []).append(each.field)
    for matched in uses_of(h):
        row = _row(h, matched, tellers) | {"contested": sorted(contested.get(matched.name, ()))}
        first = matched.first_told.astimezone(UTC).isoformat(timespec="microseconds")
        yield Made(
            row,
            key=f"{h.subject}/{matched.name}",
            sort=f"{first}/{h.subject}",
            facets=_facets(row, matched, tellers),
        )


def _row(h: History, matched: MatchedUse, tellers: Tellers) -> dict[str, Any]:
    told = {name: by_side(matched.records, tellers, read) for name, read in BY_SIDE.items()}
    told["means"] = by_side(matched.use.accounts or matched.records, tellers, field("means"))
    return {
        "subject": h.subject,
        "case": h.subject if h.subject.startswith("C-") else None,
        "operation": sorted({each for record in matched.records for each in record.subjects("operation")}),
        "force_use": matched.force_uses,
        "first_told": matched.first_told.isoformat(),
        "countries": sorted({record.envelope.country for record in matched.records}),
        **told,
        "minutes": _minutes(matched),
        "prohibited": _prohibited(told["means"]),
        "high_risk": _named(told["means"], HIGH_RISK_MEANS),
        "injury": _injury(matched, tellers),
        "medical_check": checks(h, matched, tellers),
        "medical_check_due": due_by(h, matched).isoformat(),
        "medical_records": sorted(each.id for each in examinations(h, matched)),
        "accounts_present": sorted({tellers.side(record) for record in matched.records}),
        "accounts": [_account(record, tellers) for record in matched.records],
        "platform_defaults": h.parameters.unconfirmed(NUMBERS),
    }


def _account(record: AnyRecord, tellers: Tellers) -> dict[str, Any]:
    return {
        "record": record.id,
        "event": record.name,
        "side": tellers.side(record),
        "role": tellers.role(record),
        "body": tellers.body(record),
        "first_hand": record.direct,
        "recorded_at": record.recorded_at.isoformat(),
    }


def _minutes(matched: MatchedUse) -> float | None:
    """From the earliest beginning to the latest end that all accounts together tell."""
    use = matched.use
    if not use.accounts:
        return None
    end: datetime | None = ended_at(use)
    return None if end is None else round((end - use.started_at).total_seconds() / 60, 1)


def _prohibited(means: Mapping[str, list[str]]) -> str:
    """Whether any account names a prohibited means. Whether the person consented to a drug is withheld."""
    named = set(_named(means, PROHIBITED_MEANS))
    if not named:
        return "no"
    return "unless_consented" if named == {"chemical"} else "yes"


def _named(means: Mapping[str, list[str]], listed: frozenset[Any]) -> list[str]:
    return sorted({each for values in means.values() for each in values} & listed)


def _injury(matched: MatchedUse, tellers: Tellers) -> dict[str, str]:
    """Side to whether its account of an injury could be opened; the injury itself needs a purpose."""
    found: dict[str, str] = {}
    for record in matched.use.accounts:
        side = tellers.side(record)
        state = WITHHELD if isinstance(record.data.injury, Sealed) else "recorded"
        found[side] = max(state, found.get(side, "recorded"))
    return dict(sorted(found.items()))


def _facets(row: Mapping[str, Any], matched: MatchedUse, tellers: Tellers) -> dict[str, set[str]]:
    return {
        **{name: {each for values in row[name].values() for each in values} for name in FILTERED},
        "case": {each for record in matched.records for each in record.subjects("case")},
        "operation": set(row["operation"]),
        "force_use": set(row["force_use"]),
        "country": set(row["countries"]),
        "authority": tellers.bodies(matched.records, "authority"),
        "body": tellers.bodies(matched.records),
        "year": {str(moment(record).year) for record in matched.records},
        "month": {moment(record).isoformat()[:7] for record in matched.records},
        "prohibited": {row["prohibited"]},
        "high_risk": {"yes" if row["high_risk"] else "no"},
        "told_by": set(row["accounts_present"]) - {PROTECTED},
        "told_by_one_side": {"yes" if len(row["accounts_present"]) == 1 else "no"},
        "contested": {"yes" if row["contested"] else "no"},
        "medical_check": set(row["medical_check"].values()) or {"none_on_record"},
        "proportionality": {each for values in row["proportionality"].values() for each in values},
    }
