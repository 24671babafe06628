"""Ways in which a return goes against the standards: what is added to a story, left out, moved or answered.

Everything stays well formed: a monitor records unlawful facts like any others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from returnwatch.sample.histories.stories import Step


@dataclass(frozen=True, slots=True)
class Wrong:
    """One way in which a history is unlawful."""

    name: str
    traits: frozenset[str] = frozenset()
    """Traits that the case has to have for it."""
    without: frozenset[str] = frozenset()
    """Events that are missing."""
    states: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Event to what it states; the event is sure to be there."""
    days: Mapping[str, float] = field(default_factory=dict)
    """Event to the day on which it comes instead."""

    def of(self, story: Sequence[Step]) -> tuple[frozenset[str], frozenset[str]]:
        """Traits that a case must have, and must not have, for this to show in its story."""
        shown = self.states.keys() | self.days.keys()
        needs = self.traits.union(*(step.needs for step in story if step.event.__name__ in shown))
        never = frozenset(need[1:] for need in needs if need.startswith("!"))
        return frozenset(need for need in needs if not need.startswith("!")), never


def wrong(
    name: str,
    traits: str = "",
    without: str = "",
    days: dict[str, float] | None = None,
    **states: dict[str, Any],
) -> Wrong:
    """A row of the list; traits and events left out are separated by spaces."""
    return Wrong(name, frozenset(traits.split()), frozenset(without.split()), states, days or {})


OF_CASES: tuple[Wrong, ...] = (
    wrong(
        "no individual assessment",
        without="IndividualAssessmentCompleted",
        ReturnDecisionIssued={"assessment": None, "wording_identical_to_others": "yes"},
    ),
    wrong(
        "decision never notified",
        ReturnDecisionNotified={
            "notified_at": None,
            "delivery_mode": "not_delivered",
            "language_understood": "no",
            "remedy_and_deadline_explained": "no",
        },
    ),
    wrong(
        "returned while a remedy suspended the decision",
        "remedy",
        days={"LegalRemedyDecided": 20},
        LegalRemedyLodged={"suspensive_effect": "automatic"},
        LegalRemedyDecided={"outcome": "allowed", "suspensive_effect": "granted"},
        ReturnCarriedOut={"remedy_pending_according_to_asserter": "yes"},
    ),
    wrong(
        "pushed back without any decision",
        "alone",
        "ReturnDecisionIssued ReturnDecisionNotified IndividualAssessmentCompleted InformationProvided",
        ReturnCaseOpened={"return_type": "push_back"},
        ReturnCarriedOut={"return_type": "push_back", "under_decision": None, "operation": None},
    ),
    wrong("returned before it was decided", days={"ReturnDecisionIssued": 3, "ReturnDecisionNotified": 4}),
    wrong(
        "detained without ground or review",
        "detained",
        "LibertyRestrictionReviewed",
        LibertyRestrictionStarted={
            "measure": "detention",
            "ground": "no_ground_stated",
            "alternatives_considered": [],
            "individual_necessity_assessed": "no",
        },
    ),
    wrong(
        "child detained",
        "child detained",
        LibertyRestrictionStarted={"measure": "detention", "child_held": "yes", "with_family": "no"},
    ),
    wrong(
        "child returned without best interests procedure",
        "child",
        "BestInterestsDetermined GuardianAppointed",
    ),
    wrong(
        "unfit person made to travel",
        MedicalExaminationRecorded={
            "fitness": "unfit",
            "carried_out": True,
            "certificate_seen_by_asserter": "no",
        },
    ),
    wrong(
        "prohibited means of restraint",
        "force",
        RestraintApplied={"means": ["positional_asphyxia_risk", "ankle_cuffs"], "injury": "serious"},
        UseOfForceObserved={"breathing_hindered": "yes", "proportionality": "excessive_in_degree"},
    ),
    wrong(
        "force as punishment, before children",
        "force",
        RestraintApplied={
            "justification": "punishment",
            "individual_risk_assessment": "no",
            "in_view_of_children": "yes",
        },
        UseOfForceObserved={"proportionality": "unnecessary", "in_view_of_children": "yes"},
    ),
    wrong(
        "restraint kept on until hand-over",
        "force",
        "RestraintRemoved",
        HandoverCompleted={"restraints_removed_before": "no"},
    ),
    wrong(
        "fetched at night and strip-searched",
        PreDepartureHandlingRecorded={
            "night_time": "yes",
            "search": "strip",
            "search_private": "no",
            "calls_offered_to": [],
            "calls_denied_to": ["lawyer", "family"],
        },
    ),
    wrong(
        "agreement under pressure",
        "voluntary detained",
        CoercionIndicatorReported={
            "kinds": ["threat_or_use_of_detention", "time_pressure"],
            "affected_decision": "yes",
        },
        ReturnConsentRecorded={
            "state": "given",
            "in_detention_when_given": "yes",
            "free_of_pressure_stated": "no",
        },
    ),
    wrong(
        "family torn apart",
        "family",
        FamilySeparationRecorded={
            "reason": "different_flights",
            "child_involved": "yes",
            "best_interests_basis": "no",
        },
    ),
    wrong(
        "consulate learned of the claim for protection",
        ConsularContactRecorded={"state": "made_against_will", "protection_claim_revealed": "yes"},
    ),
    wrong(
        "data of a service used for enforcement",
        DisclosureMade={
            "outcome": "disclosed",
            "purpose": "return_enforcement",
            "recipient_kind": "enforcement",
            "ground": "none_stated",
        },
        DataProtectionBreachReported={"kind": "firewall_breach", "led_to_enforcement_measure": "yes"},
    ),
    wrong(
        "data passed on after consent was withdrawn",
        days={"ConsentWithdrawn": 20},
        ConsentWithdrawn={},
        DisclosureMade={"outcome": "disclosed", "ground": "consent"},
    ),
    wrong("consent withdrawn that nobody recorded", "", "ConsentGiven", ConsentWithdrawn={}),
    wrong(
        "harm that had been foreseen",
        ArrivalChecked={"contact_made": True, "detained": "yes", "ill_treated": "yes"},
        HarmReported={"kind": "torture_or_ill_treatment", "was_foreseen_in_assessment": "yes"},
    ),
    wrong(
        "lawyer kept away",
        LegalRepresentationRecorded={"state": "obstructed", "obstruction_by": "authority"},
        DeparturePreparationRecorded={"person_asked_for_more_time": "yes", "more_time_granted": "no"},
    ),
    wrong(
        "death under restraint",
        "force",
        DeathRecorded={"place_kind": "during_operation", "cause": "force_or_restraint"},
        days={"DeathRecorded": 0.2},
    ),
)

OF_OPERATIONS: tuple[Wrong, ...] = (
    wrong(
        "monitors told too late",
        without="MonitoringPresenceRecorded ObservationFiled",
        MonitoringBodyNotified={
            "hours_before_start": "-5.0",
            "place_offered": "no",
            "information_received": [],
        },
    ),
    wrong(
        "monitors refused at the door",
        without="MonitoringPresenceRecorded",
        AccessRefusedToMonitor={"kind": "entry_refused", "later_granted_at": None},
    ),
    wrong("no last legal check", LastLegalCheckMade={"result": "not_done", "checked_at": None}),
    wrong(
        "order ignored",
        LastLegalCheckMade={"result": "order_received", "acted_upon": "no"},
        EscortReportFiled={"last_legal_check": "no_order"},
    ),
    wrong(
        "recommendation turned down",
        without="RecommendationImplementationAssessed",
        RecommendationAnswered={"answer": "rejected", "measures_announced": None},
    ),
)
"""Of operations as a whole."""
