"""The numbers on which rules rest, as one monitoring body set them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

PLATFORM_DEFAULT = "platform default"
"""Origin of a number that no source document states: the monitoring body has to confirm it."""


class Parameters(BaseModel):
    """One version of the configuration; a default is the platform's own unless a source states the number."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    version: str = "platform-1"
    body: str | None = None
    """The monitoring body that set it; none for the platform's defaults."""

    pattern_min_decisions: int = Field(5, ge=2)
    """Decisions of one authority, day and nationality from which a group is looked at."""
    pattern_individual_share: Decimal = Field(Decimal("0.8"), ge=0, le=1)
    """Share of individually assessed decisions below which such a group is breached."""
    record_grace_days: int = Field(30, ge=0)
    """Days that late records have before a missing procedure counts."""
    notice_days: int = Field(14, ge=0)
    """Days for notice of a decision and for a privacy notice."""
    depart_soon_hours: int = Field(72, ge=0)
    """Hours before departure in which what is still open is at risk."""
    guardian_days: int = Field(7, ge=0)
    """Days for appointing a guardian."""
    limbo_months: int = Field(6, ge=0)
    """Months during which return is impossible and no status has been examined."""
    young_adult_months: int = Field(12, ge=0)
    """Months after the eighteenth birthday that are still close to it."""
    consular_days: int = Field(5, ge=0)
    """Days for bringing about a consular contact that the person asked for."""
    review_first_days: int = Field(7, ge=0)
    """Days of detention that need no review."""
    review_interval_days: int = Field(30, ge=1)
    """Days between reviews of detention; to be set to the national rule."""
    release_days: int = Field(3, ge=0)
    """Days for release once the ground for detention is gone."""
    long_detention_days: int = Field(90, ge=1)
    """Days of detention after which the prospect of removal must have been examined."""
    claim_follow_months: int = Field(6, ge=1)
    """Months within which a claim carried over the return is followed up."""
    min_days_to_decide: int = Field(7, ge=0)
    """Days that a person has for deciding on voluntary return."""
    withdrawal_days: int = Field(7, ge=0)
    """Days for telling recipients that consent was withdrawn."""
    monitor_notice_hours: int = Field(72, ge=0)
    """Hours of notice to a monitoring body; to be set to the national rule."""
    restraint_review_minutes: int = Field(60, ge=0)
    """Minutes after departure from which a restraint still on needs a new individual reason."""
    restraint_max_minutes: int = Field(120, ge=0)
    """Minutes of restraint in all that call for attention."""
    medical_check_hours: int = Field(12, ge=0)
    """Hours for a medical examination after force, injury or a broken-off return."""
    accounts_minutes: int = Field(15, ge=0)
    """Minutes by which times of two accounts may differ."""
    accounts_days: int = Field(14, ge=0)
    """Days to wait for the escorts' report before a missing record counts."""
    fitness_valid_days: int = Field(7, ge=0)
    """Days for which a certificate of fitness to travel is good."""
    urgent_hours: int = Field(24, ge=0)
    """Hours for urgent needs and urgent measures."""
    incident_days: int = Field(60, ge=0)
    """Days for the final report on an incident that states no date of its own."""
    complaint_ack_days: int = Field(14, ge=0)
    """Days for the receipt of a complaint."""
    complaint_days: int = Field(90, ge=0)
    """Days for the decision on a complaint."""
    response_days: int = Field(30, ge=0)
    """Days for a response to a reported need or harm."""
    area_pattern_cases: int = Field(5, ge=2)
    """Reports in one area that call for a measure for the community."""
    arrival_screen_days: int = Field(7, ge=0)
    """Days after arrival for the second vulnerability screening."""
    risk_plan_days: int = Field(14, ge=0)
    """Days for the security plan of a vulnerable person."""
    prepare_days: int = Field(7, ge=0)
    """Days between the notice of departure and the departure."""
    follow_up_grace_days: int = Field(14, ge=0)
    """Days by which a scheduled contact may be off."""
    school_days: int = Field(60, ge=0)
    """Days after arrival for school attendance; term dates may extend it."""
    recognition_months: int = Field(12, ge=0)
    """Months for the recognition of skills."""
    entitlement_months: int = Field(12, ge=0)
    """Months for an application for an entitlement."""
    arrival_check_days: int = Field(7, ge=0)
    """Days after arrival for the first contact."""
    findings_grace_days: int = Field(30, ge=0)
    """Days before assessments must take a new finding on a country into account."""
    closure_lead_days: int = Field(14, ge=0)
    """Days by which the hand-over to other services comes before closure."""
    low_threshold: Decimal = Field(Decimal("0.33"), ge=0, le=1)
    """A survey score strictly below it is low."""
    high_threshold: Decimal = Field(Decimal("0.66"), ge=0, le=1)
    """A survey score strictly above it is high."""
    dont_know_flag_above: int = Field(7, ge=0)
    """More unanswered questions than these are flagged."""
    hide_counts_below: int = Field(5, ge=3)
    """Persons below whom totals hide a count."""
    hide_means_below: int = Field(10, ge=3)
    """Persons below whom totals hide a mean; not less than for counts."""

    @model_validator(mode="after")
    def _means_hide_as_much(self) -> Self:
        """A mean of fewer persons than a count may show would give the count away."""
        if self.hide_means_below < self.hide_counts_below:
            raise ValueError("hide_means_below must not be less than hide_counts_below")
        return self

    def origin(self, name: str) -> str:
        """Where the number comes from: the body that set it, a source document, or the platform alone."""
        if self.body is not None and name in self.model_fields_set:
            return self.body
        return SOURCED.get(name, PLATFORM_DEFAULT)

    def unconfirmed(self, names: Iterable[str]) -> list[str]:
        """Those of the named numbers that are platform defaults."""
        return [name for name in names if self.origin(name) == PLATFORM_DEFAULT]


SOURCED = dict.fromkeys(
    ("low_threshold", "high_threshold", "dont_know_flag_above"), "IOM Reintegration Handbook 2.2.5"
)
"""Numbers that a source document states."""

OF_TOTALS = frozenset({"hide_counts_below", "hide_means_below"})
"""Numbers on which no rule rests."""

NAMES: frozenset[str] = frozenset(Parameters.model_fields) - {"version", "body"}
"""Every number that can be set."""
