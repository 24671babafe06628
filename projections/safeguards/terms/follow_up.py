"""Contacts after return: whether the person wishes them, and who is assisted in reintegration."""

from events.post_return.arrival import ArrivalChecked
from events.post_return.counselling import CounsellingSessionHeld
from events.post_return.follow_up import FollowUpRecorded
from events.post_return.reintegration import AssistanceDelivered, ReintegrationPlanAgreed
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.terms.values import latest

Contact = Record[FollowUpRecorded]


@term
def wishes_follow_up(h: History) -> Record[ArrivalChecked] | None:
    """The latest check that reached the person, where they wish follow-up; else none."""
    last = latest(check for check in h.of(ArrivalChecked) if check.data.contact_made)
    return last if last is not None and last.data.wishes_follow_up == "yes" else None


@term
def signs_of_assistance(h: History) -> list[AnyRecord]:
    """Assisted returnee: plans, counselling and assistance; none when the latest plan says opted out."""
    plan = latest(h.of(ReintegrationPlanAgreed))
    if plan is not None and plan.data.opted_out:
        return []
    return [
        *h.of(ReintegrationPlanAgreed),
        *h.of(CounsellingSessionHeld),
        *h.of(AssistanceDelivered),
    ]


def held(h: History) -> list[Contact]:
    """Follow-ups that were held, the earliest first by `happened_on`."""
    contacts = (contact for contact in h.of(FollowUpRecorded) if contact.data.outcome == "held")
    return sorted(contacts, key=lambda contact: (contact.data.happened_on, contact.order))
