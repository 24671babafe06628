"""Whoever decides on a return to a country weighs what monitors found out about people returned there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from events.post_return.closure import CountryFindingIssued
from events.pre_return.assessment import IndividualAssessmentCompleted, VulnerabilityScreened
from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.pre_return.decision import ReturnDecisionIssued
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.limits import end_of_day, start_of_day
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.decisions import Issued
from projections.safeguards.terms.persons import told_last
from projections.safeguards.terms.values import listed_in
from projections.safeguards.terms.vulnerability import found_vulnerable

GRAVE = frozenset({"serious", "critical"})
CHILD_GROUPS = {
    "accompanied_child": "child_accompanied",
    "unaccompanied_child": "unaccompanied_or_separated_child",
    "separated_child": "unaccompanied_or_separated_child",
    "age_disputed": "unaccompanied_or_separated_child",
}
"""Status of a child to the group that findings name."""

Found = Record[CountryFindingIssued]
Assessment = Record[IndividualAssessmentCompleted]


@dataclass(frozen=True)
class Weighed:
    """A decision with the findings that it had to weigh, and the assessments that could do so."""

    decision: Issued
    findings: tuple[Found, ...]
    cited: tuple[Assessment, ...]
    others: tuple[Assessment, ...]
    """Other assessments of the case up to the end of the day of the decision."""

    @property
    def listed(self) -> list[Found]:
        """The findings that any of the assessments took into account."""
        named = {
            finding
            for assessment in (*self.cited, *self.others)
            for finding in assessment.data.country_findings_considered or ()
        }
        return [finding for finding in self.findings if finding.data.country_finding in named]


def applies(h: History) -> Iterator[Ground]:
    """A decision was taken while a grave finding on the country of return was valid for this person.

    Grave: serious or critical. Valid: issued before the day of the decision and not expired on it, and not
    withdrawn, in the version that was the latest then. For this person: it names no group, or one to which a
    screening or the status as a child assigns them.
    """
    for each in weighed(h):
        yield because(
            "A grave finding on the country was valid at the decision.", each.decision, *each.findings
        )


def breached(h: History) -> Iterator[Ground]:
    """The decision cites an assessment, and no finding was weighed, though one had long been known.

    Weighed: listed in the assessment cited, or in another of the case up to the day of the decision. Long
    known: issued `findings_grace_days` or more before that day, on the whole country.
    """
    for each in weighed(h):
        if each.cited and not each.listed and any(_long_known(h, each, found) for found in each.findings):
            text = "The assessment that the decision cites weighed no finding on the country."
            yield because(text, each.decision, *each.cited, *each.findings)


def satisfied(h: History) -> Iterator[Ground]:
    """For every such decision every finding was weighed."""
    found = weighed(h)
    if found and all(len(each.listed) == len(each.findings) for each in found):
        records = [record for each in found for record in (each.decision, *each.cited, *each.others)]
        yield because("Every finding on the country was weighed.", *records)


def at_risk(h: History) -> Iterator[Ground]:
    """Some findings were weighed and others not; or none was, and each is recent or on one area only."""
    for each in weighed(h):
        if len(each.listed) == len(each.findings):
            continue
        if each.listed:
            yield because("Some findings on the country were not weighed.", each.decision, *each.findings)
        elif not any(_long_known(h, each, found) for found in each.findings):
            yield because("Recent or local findings were not weighed.", each.decision, *each.findings)


def due(h: History) -> Iterator[Due]:
    """Due at the end of the day on which the decision was issued."""
    for each in weighed(h):
        if len(each.listed) < len(each.findings):
            yield Due(end_of_day(each.decision.data.issued_on, each.decision.occurred_at))


@term
def weighed(h: History) -> list[Weighed]:
    """Each account of a decision for which there are findings to be weighed."""
    found = []
    for decision in h.of(ReturnDecisionIssued):
        if findings := tuple(_relevant(h, decision)):
            cited = [each for each in h.of(IndividualAssessmentCompleted) if _cites(decision, each)]
            day_end = end_of_day(decision.data.issued_on, decision.occurred_at)
            others = [
                each
                for each in h.of(IndividualAssessmentCompleted)
                if not _cites(decision, each) and each.occurred_at <= day_end
            ]
            found.append(Weighed(decision, findings, tuple(cited), tuple(others)))
    return found


def _cites(decision: Issued, assessment: Assessment) -> bool:
    return decision.data.assessment == assessment.data.assessment


def _relevant(h: History, decision: Issued) -> Iterator[Found]:
    country, issued_on = decision.data.country_of_return, decision.data.issued_on
    day = start_of_day(issued_on, decision.occurred_at)
    latest: dict[str, Found] = {
        each.data.country_finding: each for each in h.anywhere(CountryFindingIssued) if each.occurred_at < day
    }
    groups = _groups(h)
    for each in latest.values():
        told = each.data
        grave = told.severity in GRAVE and not told.withdrawn
        valid = told.country == country and told.valid_until >= issued_on
        if grave and valid and (not told.groups_affected or not groups.isdisjoint(told.groups_affected)):
            yield each


@term
def _groups(h: History) -> frozenset[str]:
    """The groups of the person: what screenings found, and being a child with or without family."""
    child = CHILD_GROUPS.get(told_last(h, "child_status") or "")
    screened = (each for record in found_vulnerable(h) for each in listed_in(record.data.categories))
    return frozenset((*screened, *([child] if child is not None else [])))


def _long_known(h: History, each: Weighed, found: Found) -> bool:
    """Issued long enough before the day of the decision, and on the whole country."""
    latest_day = each.decision.data.issued_on - timedelta(days=h.parameters.findings_grace_days)
    return found.data.area is None and found.day <= latest_day


RULE = Rule(
    id="post-return.findings-used-in-new-decisions",
    area="19",
    also_areas=("1", "13"),
    phase="pre_return",
    title="New decisions on a country weigh what was found after earlier returns to it",
    source="UNNM Mapping s.19 (use of insights before return); IOM Handbook 2.3.2",
    source_status="seed",
    severity="serious",
    evidence=(
        CountryFindingIssued,
        IndividualAssessmentCompleted,
        ReturnDecisionIssued,
        VulnerabilityScreened,
        ReturnCaseOpened,
        CaseProfileUpdated,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("IndividualAssessmentCompleted by assessment", "ReturnDecisionIssued by decision"),
    parameters=("findings_grace_days",),
)
