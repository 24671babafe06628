"""Whether a history gives the findings that its scenario expects."""

from collections.abc import Iterator
from dataclasses import dataclass

from projections.safeguards.judging.docket import DEFAULTS, Asked
from projections.safeguards.judging.evaluate import evaluate_one
from projections.safeguards.judging.finding import Finding
from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.rules.register import BY_ID
from projections.safeguards.scenario.loading import Expectation, Scenario

NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Checked:
    """One expectation with what the rules found."""

    scenario: Scenario
    expectation: Expectation
    finding: Finding | None
    known: bool
    """Whether the expectation names a rule that exists."""

    @property
    def outcome(self) -> str:
        """What the rules found."""
        return self.finding.outcome if self.finding is not None else NOT_APPLICABLE

    @property
    def contested(self) -> bool:
        """Whether the sides' accounts differ in outcome."""
        return self.finding is not None and self.finding.contested

    @property
    def met(self) -> bool:
        """Whether the finding is as expected."""
        as_said = self.expectation.contested in {None, self.contested}
        return self.known and self.outcome == self.expectation.outcome and as_said


def check(scenario: Scenario, parameters: Parameters = DEFAULTS) -> Iterator[Checked]:
    """Every expectation of a scenario, evaluated at its own `as_of` and `known_at`."""
    for each in scenario.expectations:
        rule = BY_ID.get(each.safeguard)
        asked = Asked(scenario.records, each.as_of, each.known_at, parameters)
        finding = evaluate_one(rule, each.subject, asked) if rule is not None else None
        yield Checked(scenario, each, finding, known=rule is not None)
