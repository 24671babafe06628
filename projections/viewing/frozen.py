"""Whether findings about a subject can be made no more, since values on which they rested were erased."""

from events.data_classes import Sealed
from events.data_protection.rights import ErasureCarriedOut
from foundation.erasure.decisions import decided_by
from projections.safeguards.judging.freezing import WHOLE_CASE
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.opened_fields import OPENED
from projections.viewing.group import Group


def is_frozen(group: Group) -> bool:
    """Whether values that rules read were erased with the case, so that its findings cannot be made again.

    From the first key that ends: between it and the record of the erasure, the decision says so.
    """
    return any(map(_ends_values, group.own)) and any(
        isinstance(getattr(record.data, name), Sealed)
        for record in group.own
        for name in OPENED.get(record.name, ())
    )


def _ends_values(record: AnyRecord) -> bool:
    if isinstance(record.data, ErasureCarriedOut):
        return record.data.scope in WHOLE_CASE
    decided = decided_by(record.envelope, record.data)
    return decided is not None and decided.erasure.scope in WHOLE_CASE
