"""What services know of a person does not reach immigration enforcement."""

from collections.abc import Iterator

from events.data_protection.rights import DataProtectionBreachReported
from events.data_protection.sharing import DisclosureMade
from events.pre_return.circumstances import ServiceAccessRecorded
from events.pre_return.liberty import LibertyRestrictionStarted
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import days_later
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Ground, Rule, because
from projections.safeguards.terms.values import plain

GIVEN = frozenset({"disclosed", "disclosed_reduced"})
SERVICES = frozenset({"service_provider", "case_manager"})
DAYS_TO_ARREST = 7
"""Deprivation of liberty this soon after a visit to a service is looked at together with it."""


def applies(h: History) -> Iterator[Ground]:
    """Access to a service, a disclosure or a report of a broken firewall is on record for the case.

    A service body is the provider that a record of access to a service names, or the body that made such a
    record as service provider or case manager.
    """
    for access in h.of(ServiceAccessRecorded):
        yield because("Access to a service is on record.", access)
    for disclosure in h.of(DisclosureMade):
        yield because("A disclosure is on record.", disclosure)
    for report in _broken(h):
        yield because("A broken firewall was reported.", report)


def breached(h: History) -> Iterator[Ground]:
    """Enforcement got status data through a service, or data that the firewall protects.

    So when a record of access to a service says that status data were passed on; when protected data were
    given to enforcement or to a receiving authority; when a service body gave personal or special data to
    enforcement; or when a broken firewall was reported.
    """
    for access in h.of(ServiceAccessRecorded):
        if plain(access.data.status_data_passed_to_enforcement) == "yes":
            yield because("A service passed status data to enforcement.", access)
    bodies = _service_bodies(h)
    for disclosure in h.of(DisclosureMade):
        if _breaks_firewall(disclosure, bodies):
            yield because("Data were given through the firewall.", disclosure)
    for report in _broken(h):
        yield because("A broken firewall was reported.", report)


def satisfied(h: History) -> Iterator[Ground]:
    """Access to services is on record, and no data passed to enforcement on any such occasion."""
    visits = h.of(ServiceAccessRecorded)
    if visits and all(plain(each.data.status_data_passed_to_enforcement) == "no" for each in visits):
        yield because("No service passed status data to enforcement.", *visits)


def at_risk(h: History) -> Iterator[Ground]:
    """Whether a service passed data on is unknown, and a measure against liberty began within seven days."""
    for access in h.of(ServiceAccessRecorded):
        if plain(access.data.status_data_passed_to_enforcement) != "unknown":
            continue
        until = days_later(access.occurred_at, DAYS_TO_ARREST)
        for held in h.of(LibertyRestrictionStarted):
            if access.occurred_at <= held.data.started_at <= until:
                yield because("A measure against liberty began soon after a visit.", access, held)


def _broken(h: History) -> list[Record[DataProtectionBreachReported]]:
    return [each for each in h.of(DataProtectionBreachReported) if each.data.kind == "firewall_breach"]


def _service_bodies(h: History) -> frozenset[str]:
    """Bodies known as services from any side's records: that a body is one is nobody's account."""
    visits = h.whole.of(ServiceAccessRecorded)
    providers = (plain(each.data.provider) for each in visits)
    authors = (each.body for each in visits if each.role in SERVICES)
    return frozenset(body for body in (*providers, *authors) if body is not None)


def _breaks_firewall(disclosure: Record[DisclosureMade], bodies: frozenset[str]) -> bool:
    given = disclosure.data
    if given.outcome not in GIVEN:
        return False
    if given.highest_class == "protected":
        return given.recipient_kind in {"enforcement", "receiving_authority"}
    from_service = given.from_body in bodies
    return given.recipient_kind == "enforcement" and given.highest_class != "open" and from_service


RULE = Rule(
    id="esc-rights.firewall-from-enforcement",
    area="3",
    also_areas=("9",),
    phase="pre_return",
    title="What services know of a person does not reach immigration enforcement",
    source="UNNM Mapping s.3 and s.9; footnote 22 on firewalls",
    source_status="seed",
    severity="critical",
    evidence=(
        ServiceAccessRecorded,
        DisclosureMade,
        DataProtectionBreachReported,
        LibertyRestrictionStarted,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    matter=(
        "ServiceAccessRecorded by case+sector",
        "DisclosureMade by disclosure",
        "DataProtectionBreachReported by incident",
    ),
)
