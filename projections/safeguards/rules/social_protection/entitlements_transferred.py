"""What a person earned or owns in the host country is explained before departure and moves with them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from events.post_return.follow_up import EntitlementTransferRecorded
from events.pre_return.circumstances import JusticeClaimRecorded
from events.return_operation.accountability import ComplaintLodged
from events.return_operation.movement import ReturnCarriedOut
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.limits import date_months_later, days_later, end_of_day
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.departures import departure_or_planned
from projections.safeguards.terms.values import plain

WORKED = frozenset({"unpaid_wages", "labour_exploitation", "social_benefits"})
"""Kinds of claim that only somebody who worked in the host country has."""
CAME_TO_AN_END = frozenset({"transferred", "partly_transferred", "no_agreement_between_states"})
LOST = frozenset({"lost", "refused"})
OBJECTIONS = frozenset({"property", "service_denied"})

Step = Record[EntitlementTransferRecorded]


def applies(h: History) -> Iterator[Ground]:
    """An entitlement is on record, or a claim shows that the person worked in the host country.

    Such claims are of unpaid wages, labour exploitation or social benefits, unless none was declared.
    """
    for step in h.of(EntitlementTransferRecorded):
        yield because("An entitlement is on record.", step)
    for claim in h.of(JusticeClaimRecorded):
        if plain(claim.data.kind) in WORKED and not claim.data.none_declared:
            yield because("A claim shows that the person worked in the host country.", claim)


def breached(h: History) -> Iterator[Ground]:
    """A loss or refusal was left without claim or complaint, or an application without further news.

    The first: by `response_days` after the loss or refusal nobody had recorded a justice claim or lodged a
    complaint of property or of a service denied. The second: `entitlement_months` after the filing passed
    with no later step of that kind.
    """
    for course in courses(h):
        for lost in _unanswered(h, course):
            yield because("A loss or refusal was followed by no claim or complaint.", lost)
        for filed, later in _applications(course):
            limit = _limit(h, filed)
            if h.passed(limit) and (later is None or later.data.state_on > limit.date()):
                late = later.occurred_at if later is not None else None
                yield because("An application was left without further news.", filed, done_late=late)


def satisfied(h: History) -> Iterator[Ground]:
    """Of every kind on record the person was informed by the day of departure, and it came to an end.

    End: the latest step by its day is a transfer, in whole or part, or that the states have no agreement.
    """
    found = courses(h)
    if found and all(_informed(h, each) and each[-1].data.state in CAME_TO_AN_END for each in found):
        yield because("Every kind was explained in time and came to an end.", *(each[-1] for each in found))


def at_risk(h: History) -> Iterator[Ground]:
    """After departure the person is informed only, or was not informed before; or a kind is lost or refused.

    Until a departure is on record the planned time stands in for it.
    """
    gone = h.passed(departure_or_planned(h))
    for course in courses(h):
        latest = course[-1]
        if gone and latest.data.state == "information_given":
            yield because("After departure nothing followed the information.", latest)
        if gone and not _informed(h, course):
            yield because("The person was not informed by the day of departure.", *course)
        if latest.data.state in LOST:
            yield because("An entitlement is lost or refused.", latest)


def due(h: History) -> Iterator[Due]:
    """Due `entitlement_months` after the day on which an application was filed, while no news followed."""
    for course in courses(h):
        for filed, later in _applications(course):
            if later is None:
                yield Due(_limit(h, filed))


@term
def courses(h: History) -> list[list[Step]]:
    """The steps of each kind of entitlement, by their day."""
    found: dict[str, list[Step]] = defaultdict(list)
    for step in sorted(h.of(EntitlementTransferRecorded), key=lambda each: (each.data.state_on, each.order)):
        found[step.data.kind].append(step)
    return list(found.values())


def _informed(h: History, course: list[Step]) -> bool:
    """Whether the person was informed by the local day of departure, or has not left yet."""
    left = departure_or_planned(h)
    return any(
        step.data.state == "information_given" and (left is None or step.data.state_on <= left.date())
        for step in course
    )


def _unanswered(h: History, course: list[Step]) -> Iterator[Step]:
    answers: list[AnyRecord] = [
        *(r for r in h.of(JusticeClaimRecorded) if not r.data.none_declared),
        *(r for r in h.of(ComplaintLodged) if r.data.subject in OBJECTIONS),
    ]
    for step in course:
        if step.data.state in LOST:
            begun = end_of_day(step.data.state_on, step.occurred_at)
            limit = days_later(begun, h.parameters.response_days)
            if h.passed(limit) and not any(answer.occurred_at <= limit for answer in answers):
                yield step


def _applications(course: list[Step]) -> Iterator[tuple[Step, Step | None]]:
    """Each filing with the step of that kind that is dated next."""
    for place, step in enumerate(course):
        if step.data.state == "application_filed":
            yield step, course[place + 1] if place + 1 < len(course) else None


def _limit(h: History, filed: Step) -> datetime:
    last_day = date_months_later(filed.data.state_on, h.parameters.entitlement_months)
    return end_of_day(last_day, filed.occurred_at)


RULE = Rule(
    id="social-protection.entitlements-transferred",
    area="18",
    phase="pre_return",
    title="Contributions, savings, wages, property and credentials move with the person",
    source="UNNM Mapping s.18; A/HRC/38/41 para 55",
    source_status="seed",
    severity="minor",
    evidence=(EntitlementTransferRecorded, JusticeClaimRecorded, ComplaintLodged, ReturnCarriedOut),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    parameters=("response_days", "entitlement_months"),
)
