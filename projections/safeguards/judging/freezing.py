"""Findings that erasure ends: made a last time with the values before destruction, and never again.

Erasing the personal or special data of a case freezes every finding about the case and about what belongs to
it. Another case that the same record names, such as one of the family, does not belong to it. Erasure of
another scope changes no finding made from open fields.
"""

from collections.abc import Iterable
from datetime import datetime

from events.data_protection.rights import ErasureCarriedOut
from events.ids import kind_of
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.rule import Rule
from projections.safeguards.judging.scopes import Scope

WHOLE_CASE = frozenset({"case_personal", "case_special"})
OF_MANY: frozenset[Scope] = frozenset({"operation", "authority_day"})
"""Scopes whose findings belong to no single case, unless their subject is one."""


def frozen_at(
    rule: Rule, subject: str, records: Iterable[AnyRecord], as_of: datetime, known_at: datetime
) -> datetime | None:
    """The moment from which a finding stays as it is; none while nothing froze it."""
    records = list(records)
    erasures = [
        record
        for record in records
        if isinstance(record.data, ErasureCarriedOut)
        and record.data.scope in WHOLE_CASE
        and record.recorded_at <= known_at
        and record.occurred_at <= as_of
    ]
    if not erasures:
        return None
    belongs = {subject}
    if rule.scope not in OF_MANY and kind_of(subject) != "case":
        own = rule.owner(records, subject)
        belongs |= {case for record in records if own(record) for case in record.subjects("case")}
    moments = [
        max(each.recorded_at, each.occurred_at) for each in erasures if not belongs.isdisjoint(each.about)
    ]
    return min(moments, default=None)
