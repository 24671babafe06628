"""What became of a finding in a decision that had to weigh it, as all accounts of that decision tell it.

Which decisions had to, the safeguard rule says. Considered: an assessment of the case lists the finding.
Ignored: the decision cites an assessment, none lists the finding, and it had long been known. Open: it was
recent, concerns one area only, or the decision cites no assessment. Contested: accounts differ.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Literal

from events.pre_return.decision import ReturnDecisionIssued
from projections.country_risk_feedback.findings import Found
from projections.safeguards.judging.history import History
from projections.safeguards.rules.post_return.findings_used_in_new_decisions import (
    Assessment,
    Weighed,
    weighed,
)

Became = Literal["considered", "ignored", "open", "contested"]


def weighings(h: History) -> dict[tuple[str, str], dict[str, Became]]:
    """Decision and country to what became of each finding that it had to weigh."""
    told: Mapping[tuple[str, str], dict[str, list[Became]]] = defaultdict(lambda: defaultdict(list))
    for each in map(partial(_with_citation, weighed(h)), weighed(h)):
        decision = each.decision.data
        for found in each.findings:
            became = told[decision.decision, decision.country_of_return][found.data.country_finding]
            became.append(_became(h, each, found))
    return {
        (decision, country): {
            finding: became[0]
            if len(set(became)) == 1 and len(became) == _accounts(h, decision)
            else "contested"
            for finding, became in findings.items()
        }
        for (decision, country), findings in told.items()
    }


def _with_citation(accounts: Sequence[Weighed], each: Weighed) -> Weighed:
    """An account that leaves open what the decision cites, with what other accounts of it say."""
    if each.decision.data.assessment is not None:
        return each
    same = (other for other in accounts if other.decision.data.decision == each.decision.data.decision)
    cited = {assessment.id: assessment for other in same for assessment in other.cited}
    others = tuple(assessment for assessment in each.others if assessment.id not in cited)
    return replace(each, cited=tuple(cited.values()), others=others)


def _accounts(h: History, decision: str) -> int:
    """How many accounts of a decision there are; one that gives another country or day may free it."""
    return sum(record.data.decision == decision for record in h.of(ReturnDecisionIssued))


def _became(h: History, each: Weighed, found: Found) -> Became:
    assessments = (*each.cited, *each.others)
    listing = [one for one in assessments if _lists(one, found)]
    if listing:
        denied = [one for one in listing if any(_denies(other, one, found) for other in assessments)]
        return "contested" if len(denied) == len(listing) else "considered"
    if each.cited and found.data.area is None and _long_known(h, each, found):
        return "ignored"
    return "open"


def _lists(assessment: Assessment, found: Found) -> bool:
    return found.data.country_finding in (assessment.data.country_findings_considered or ())


def _denies(other: Assessment, listing: Assessment, found: Found) -> bool:
    """Whether another author's account of the same assessment names findings, and not this one."""
    return (
        other.author != listing.author
        and other.data.assessment == listing.data.assessment
        and other.data.country_findings_considered is not None
        and not _lists(other, found)
    )


def _long_known(h: History, each: Weighed, found: Found) -> bool:
    days = timedelta(days=h.parameters.findings_grace_days)
    return found.day <= each.decision.data.issued_on - days
