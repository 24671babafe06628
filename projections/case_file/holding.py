"""Which records the file of a case holds."""

from events.return_operation.force import RestraintApplied, RestraintRemoved, UseOfForceObserved
from projections.safeguards.judging.record import AnyRecord, in_order
from projections.viewing.accounts.uses import history_of_force
from projections.viewing.group import Group
from projections.viewing.links import links

FORCE = RestraintApplied | UseOfForceObserved | RestraintRemoved


def in_file(group: Group) -> list[AnyRecord]:
    """Every record of the file that is known, in the order of the facts; those still to come are left out.

    Records about the case; those that name it in a field, such as a check for orders against return; accounts
    of force that were linked with one of its uses; and whatever is about such a record: amendments, and
    monitors' judgements on two accounts.
    """
    known = {record.id: record for record in group.records if record.recorded_at <= group.known_at}
    subject = group.subject
    own = {r.id for r in known.values() if subject in r.about or subject in links(r)}
    own |= {record.id for record in history_of_force(group).mine if isinstance(record.data, FORCE)}
    before = -1
    while before < len(own):
        before = len(own)
        own |= {record.id for record in known.values() if not own.isdisjoint(_records_named(record))}
    return in_order(known[each] for each in own if group.clock.reached(known[each].occurred_at))


def _records_named(record: AnyRecord) -> list[str]:
    """Records that it amends, or judges."""
    return [*record.subjects("event"), *([record.envelope.amends] if record.envelope.amends else [])]
