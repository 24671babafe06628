"""Independent monitoring: presence, refused access, observations and the comparison of accounts.

The case keeps order where one is named, else the operation, else the observation. An observation is never
overwritten: what its author changes later is an event beside it. The duty to monitor is that of Directive
2008/115/EC, article 8(6), and of section 11 of the UN Network on Migration mapping.
"""

from events.base import Event
from events.codes.accountability import AccessRefusalKind, LinkKind, ObservationSubject
from events.codes.common import ActorRole, AmendmentKind, Phase, Severity, YesNoPartlyUnknown, YesNoUnknown
from events.codes.operation import MonitoringBodyKind
from events.codes.standards import TransportPoint
from events.data_classes import Open, Personal
from events.ids import EventId, FacilityId, ObservationId, OrganizationId
from events.structures import ChecklistAnswer
from events.values import Count, Line, Moment, Text


class MonitoringPresenceRecorded(
    Event,
    service="return_operation",
    subjects=("operation", "case"),
    asserted_by=("independent_monitor", "nhri", "authority"),
    areas=("11", "19"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """A monitor was there during one phase, with a certain view and access."""

    body: Open[OrganizationId]
    body_kind: Open[MonitoringBodyKind]
    phase_covered: Open[Phase]
    from_at: Open[Moment]
    to_at: Open[Moment]
    independent_status_confirmed: Open[YesNoUnknown | None] = None
    child_rights_trained: Open[YesNoUnknown | None] = None
    private_interviews_possible: Open[YesNoUnknown]
    private_interviews_held: Open[Count | None] = None
    position_allows_sight_and_hearing: Open[YesNoPartlyUnknown | None] = None
    returnees_told_of_monitor: Open[YesNoPartlyUnknown]


class AccessRefusedToMonitor(
    Event,
    service="return_operation",
    subjects=("operation", "case"),
    asserted_by=("independent_monitor", "nhri"),
    areas=("11",),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """A monitor was kept out, kept in ignorance or hindered in some part of their work."""

    kind: Open[AccessRefusalKind]
    phase_refused: Open[Phase]
    place: Open[TransportPoint | None] = None
    facility: Open[FacilityId | None] = None
    refused_by: Open[ActorRole]
    reason_given: Open[Text | None] = None
    """Public text: the author confirms that it identifies nobody."""
    refused_at: Open[Moment]
    later_granted_at: Open[Moment | None] = None
    """Absent unless access was granted after all."""


class ObservationFiled(
    Event,
    service="return_operation",
    subjects=("observation", "operation", "case"),
    asserted_by=("independent_monitor", "nhri", "civil_society"),
    areas=(
        "11",
        "19",
        "6",
        "14",
        "cross-cutting.human-rights",
        "cross-cutting.gender",
        "cross-cutting.child",
    ),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """A monitor answered a checklist and gave an account of what they saw."""

    observation: Open[ObservationId]
    subject_kind: Open[ObservationSubject]
    checklist: Open[Line]
    """Id and version, for example operation-core@1."""
    answers: Open[tuple[ChecklistAnswer, ...]]
    observed_from: Open[Moment]
    observed_to: Open[Moment]
    facility: Open[FacilityId | None] = None
    overall_severity: Open[Severity]
    positive_practice: Open[Text | None] = None
    """Public text: the author confirms that it identifies nobody."""
    concern: Open[Text | None] = None
    """Public text: the author confirms that it identifies nobody."""
    account: Personal[Text | None] = None
    urgent: Open[bool]
    feedback_given_on_site_at: Open[Moment | None] = None


class ObservationAmended(
    Event,
    service="return_operation",
    subjects=("observation",),
    asserted_by=("independent_monitor", "nhri", "civil_society"),
    areas=("11", "19"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """The author of an observation came back to it; what they say now stands beside what they said first."""

    observation: Open[ObservationId]
    amends_event: Open[EventId]
    """The event that filed or last changed the observation."""
    kind: Open[AmendmentKind]
    reason: Open[Text | None] = None
    """Public text: the author confirms that it identifies nobody."""
    answers: Open[tuple[ChecklistAnswer, ...] | None] = None
    """Those that change; the others stand."""
    account: Personal[Text | None] = None
    conflicting_offline_edit: Open[bool]
    """True when one item was edited on two devices; each value is then kept."""


class AccountsLinked(
    Event,
    service="return_operation",
    subjects=("event",),
    asserted_by=("independent_monitor", "nhri"),
    areas=("11",),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """A monitor judged whether two records tell of one and the same fact."""

    first_event: Open[EventId]
    second_event: Open[EventId]
    link: Open[LinkKind]
    fields_in_conflict: Open[tuple[Line, ...] | None] = None
    """Names of the fields in which the two records contradict each other."""
    explanation: Personal[Text | None] = None
