"""Handling of one person on the day: from pick-up to boarding, and every medical examination of the return.

The case keeps order. Items follow section 11 of the UN Network on Migration mapping and the standards of the
CPT on removal by air (13th General Report); those on fitness to travel also module 2 of the IOM
Reintegration Handbook.
"""

from events.base import Event
from events.codes.common import YesNoPartlyUnknown, YesNoUnknown
from events.codes.operation import CallRecipient, FitnessResult, MedicalPurpose, PickupPlace, SearchKind
from events.data_classes import Open, Personal, Special
from events.ids import ForceUseId
from events.values import Count, Moment, Text


class PreDepartureHandlingRecorded(
    Event,
    service="return_operation",
    subjects=("case", "operation"),
    asserted_by=("escort", "authority", "independent_monitor", "returnee"),
    areas=("11", "13", "2", "cross-cutting.gender"),
):
    """One person was fetched, searched, kept waiting and cared for, in this or that way, before they left."""

    picked_up_at: Open[Moment]
    place_kind: Open[PickupPlace]
    night_time: Open[YesNoUnknown]
    reason_and_destination_told: Open[YesNoUnknown | None] = None
    time_to_pack_minutes: Open[Count | None] = None
    search: Open[SearchKind]
    search_by_same_sex: Open[YesNoUnknown | None] = None
    search_private: Open[YesNoUnknown | None] = None
    waiting_minutes: Open[Count | None] = None
    vehicle_minutes: Open[Count | None] = None
    food_offered: Open[YesNoUnknown | None] = None
    water_offered: Open[YesNoUnknown | None] = None
    toilet_in_dignity: Open[YesNoUnknown | None] = None
    separate_family_area: Open[YesNoUnknown | None] = None
    children_saw_force_on_parent: Open[YesNoUnknown | None] = None
    calls_offered_to: Open[tuple[CallRecipient, ...]]
    """Empty when no call was offered."""
    calls_denied_to: Open[tuple[CallRecipient, ...]]
    """Empty when no call was denied."""
    belongings_travel_with_person: Open[YesNoPartlyUnknown | None] = None
    notes: Personal[Text | None] = None


class MedicalExaminationRecorded(
    Event,
    service="return_operation",
    subjects=("case", "operation"),
    asserted_by=("medical_professional", "escort", "authority", "independent_monitor", "returnee"),
    areas=("11", "13", "19", "module2.2.1", "module2.5.5"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """A person was examined by a medical professional, or was not although it was due."""

    purpose: Open[MedicalPurpose]
    carried_out: Open[bool]
    """False when the examination was due and did not take place."""
    examined_at: Open[Moment | None] = None
    fitness: Special[FitnessResult]
    conditions: Special[Text | None] = None
    """What the journey was made dependent on, for a person who is fit with conditions."""
    examiner_independent: Open[YesNoUnknown]
    certificate_seen_by_asserter: Open[YesNoUnknown | None] = None
    related_force_use: Open[ForceUseId | None] = None
    """The use of force that gave rise to the examination."""
    person_consented: Special[YesNoUnknown | None] = None
    medication_given_without_consent: Special[YesNoUnknown]
    medical_file_travels: Special[YesNoUnknown | None] = None
    conditions_met: Special[YesNoUnknown | None] = None
    """At departure; stated only for a person who is fit with conditions."""
    findings: Special[Text | None] = None
