"""Facts on persons in need of a service, and on measures for whole places."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from events.base import Event
from events.post_return.closure import ExitInterviewHeld
from events.post_return.follow_up import CommunityMeasureRecorded
from events.post_return.reintegration import ReferralMade, ReferralStatusChanged, UnmetNeedRecorded
from events.pre_return.assessment import VulnerabilityScreened
from events.pre_return.circumstances import ServiceAccessRecorded
from projections.safeguards.judging.record import AnyRecord, Record, in_order
from projections.safeguards.terms.values import plain
from projections.viewing.agreed import area_in, every, profile, yes
from projections.viewing.group import Group
from projections.viewing.view import Made

E = TypeVar("E", bound=Event)
NOT_HAD = frozenset(
    {"sought", "denied", "obstructed", "avoided_out_of_fear", "withdrawn_as_pressure", "not_available"}
)
"""States of access in which the person needs a service and does not have it."""
ACCEPTED = frozenset({"accepted", "first_contact_made", "service_received", "closed_need_met"})
USED = frozenset({"first_contact_made", "service_received", "closed_need_met"})


def rows(group: Group) -> Iterator[Made]:
    """One fact on the needs of a person, or one on each measure for a place."""
    yield from _measures(group) if group.kind == "area" else _person(group)


def _person(group: Group) -> Iterator[Made]:
    """The needs of a person in the country in which the last of them was recorded."""
    unmet, referrals = group.of(UnmetNeedRecorded), group.of(ReferralMade)
    access = [each for each in group.of(ServiceAccessRecorded) if plain(each.data.state) in NOT_HAD]
    left = [each for each in group.of(ExitInterviewHeld) if each.data.unmet_needs]
    told: list[AnyRecord] = in_order([*unmet, *referrals, *access, *left])
    if not told:
        return
    country = told[-1].envelope.country
    unmet, referrals, access, left = (
        _within(country, unmet),
        _within(country, referrals),
        _within(country, access),
        _within(country, left),
    )
    who = profile(group)
    row = {
        "of": "case",
        "country": country,
        "area": area_in(country, (each.data.area for each in unmet)),
        "year": sorted({str(each.day.year) for each in told if each.envelope.country == country}),
        "sector": sorted(
            {
                *every(unmet, lambda data: data.sector),
                *every(left, lambda data: data.unmet_needs),
                *every(access, lambda data: data.sector),
            }
        ),
        "reason": every(unmet, lambda data: data.reason),
        "response": every(unmet, lambda data: data.responses),
        "barrier": every(access, lambda data: data.barriers),
        "vulnerability": every(group.of(VulnerabilityScreened), lambda data: data.categories),
        **{name: who[name] for name in ("return_type", "sex", "age_band", "child")},
        "unmet": yes(unmet or left),
        "urgent": yes(any(each.data.urgent for each in unmet)),
        **_referred(group, referrals),
    }
    yield Made(row, key=group.subject, sort=group.subject)


def _within(country: str, records: Sequence[Record[E]]) -> list[Record[E]]:
    return [each for each in records if each.envelope.country == country]


def _referred(group: Group, referrals: Sequence[Record[ReferralMade]]) -> dict[str, str]:
    made = {each.data.referral for each in referrals}
    states = {each.data.state for each in group.anywhere(ReferralStatusChanged) if each.data.referral in made}
    return {
        "referred": yes(made),
        "accepted": yes(states & ACCEPTED),
        "used": yes(states & USED),
    }


def _measures(group: Group) -> Iterator[Made]:
    for measure in group.of(CommunityMeasureRecorded):
        told = measure.data
        row = {
            "of": "measure",
            "country": told.country,
            "area": area_in(told.country, (told.area,)),
            "year": [str(told.started_on.year)],
            "sector": sorted(set(told.gaps_found)),
            "measure_kind": told.kind,
        }
        yield Made(row, key=measure.id, sort=measure.id)
