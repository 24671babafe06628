"""Essential services can be reached before return and are not taken away as pressure."""

from collections import defaultdict
from collections.abc import Iterator

from events.pre_return.assessment import VulnerabilityScreened
from events.pre_return.circumstances import ServiceAccessRecorded
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Ground, Rule, because
from projections.safeguards.terms.departures import departure_or_planned
from projections.safeguards.terms.values import listed_in, plain

ESSENTIAL = frozenset(
    {"health", "mental_health", "education", "food", "housing", "water_sanitation", "child_protection"}
)
KEPT_FROM = frozenset({"denied", "obstructed"})
REACHED = frozenset({"available_used", "available_not_needed"})
AVOIDED_OR_MISSING = frozenset({"avoided_out_of_fear", "not_available"})

Access = Record[ServiceAccessRecorded]


def applies(h: History) -> Iterator[Ground]:
    """Access to a service before return is on record, or a screening before departure found urgent needs."""
    for each in _before_return(h):
        yield because("Access to a service before return is on record.", each)
    leaving = departure_or_planned(h)
    for screened in h.of(VulnerabilityScreened):
        if listed_in(screened.data.immediate_needs) and (leaving is None or screened.occurred_at < leaving):
            yield because("A screening before departure found immediate needs.", screened)


def breached(h: History) -> Iterator[Ground]:
    """A service was withdrawn as pressure, or an essential one denied or obstructed and not used since.

    Essential are health, mental health, education, food, housing, water and sanitation, and child protection.
    Later use in the same sector heals a denial or obstruction; nothing heals a withdrawal as pressure.
    """
    for course in _by_sector(h).values():
        for each in course:
            if plain(each.data.state) == "withdrawn_as_pressure":
                yield because("A service was withdrawn to put pressure on the person.", each)
            if _is_kept_from(each) and _is_essential(each) and not _used_after(course, each):
                yield because("An essential service was denied or obstructed and not used since.", each)


def satisfied(h: History) -> Iterator[Ground]:
    """At least one sector is on record, and in every one the service was last used or not needed."""
    last = [course[-1] for course in _by_sector(h).values()]
    if last and all(plain(each.data.state) in REACHED for each in last):
        yield because("Every service on record was last used or not needed.", *last)


def at_risk(h: History) -> Iterator[Ground]:
    """A service was last avoided out of fear or not available, or one that is not essential was refused.

    Refused means that it was last denied or obstructed.
    """
    for course in _by_sector(h).values():
        last = course[-1]
        if plain(last.data.state) in AVOIDED_OR_MISSING:
            yield because("A service was last avoided out of fear or not available.", last)
        if _is_kept_from(last) and not _is_essential(last):
            yield because("Another service was last denied or obstructed.", last)


def _before_return(h: History) -> list[Access]:
    return [each for each in h.of(ServiceAccessRecorded) if each.envelope.phase == "pre_return"]


def _by_sector(h: History) -> dict[str, list[Access]]:
    """Sector to its records before return, in the order of the facts. What stays sealed asserts nothing."""
    found: dict[str, list[Access]] = defaultdict(list)
    for each in _before_return(h):
        sector = plain(each.data.sector)
        if sector is not None and plain(each.data.state) is not None:
            found[sector].append(each)
    return found


def _is_kept_from(each: Access) -> bool:
    return plain(each.data.state) in KEPT_FROM


def _is_essential(each: Access) -> bool:
    return plain(each.data.sector) in ESSENTIAL


def _used_after(course: list[Access], refused: Access) -> bool:
    return any(
        plain(later.data.state) == "available_used" and later.occurred_at > refused.occurred_at
        for later in course
    )


RULE = Rule(
    id="esc-rights.services-without-fear",
    area="3",
    phase="pre_return",
    title="Essential services can be reached before return and are not taken away as pressure",
    source="UNNM Mapping s.3; III Human rights",
    source_status="seed",
    severity="serious",
    evidence=(ServiceAccessRecorded, VulnerabilityScreened),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    matter=("ServiceAccessRecorded by case+sector",),
)
