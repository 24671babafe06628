"""The case: one return of one person, opened when any body learns of it and corrected as more is learned.

The case keeps its records in order: a later one states what changed, and the earlier ones stay as they are.
The words come from the UN Network on Migration mapping, sections 1, 2, 8, 10, 11 and 14.
"""

from events.base import Event
from events.codes.common import YesNoUnknown
from events.codes.person import AgeBand, ChildStatus, ReturnType, Sex
from events.codes.standards import Country, Language
from events.data_classes import Open, Personal, Special
from events.ids import FamilyGroupId, OrganizationId
from events.values import Day, Line, Month, Text


class ReturnCaseOpened(
    Event,
    service="pre_return",
    subjects=("case", "person", "family_group"),
    asserted_by=("authority", "independent_monitor", "lawyer", "returnee", "case_manager", "civil_society"),
    areas=("1", "2", "8", "11", "13", "module2.1"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """Somebody learned, early or late, that one person is to be returned or was returned."""

    return_type: Open[ReturnType]
    host_country: Open[Country]
    """The state that the person is to leave."""
    country_of_return: Open[Country]
    third_country_transit: Open[tuple[Country, ...] | None] = None
    """States on the way, or to which the person may be sent on."""
    nationality: Open[tuple[Country, ...]]
    country_of_habitual_residence: Open[Country | None] = None
    sex: Open[Sex]
    age_band: Open[AgeBand]
    child_status: Open[ChildStatus]
    responsible_authority: Open[OrganizationId | None] = None
    family_group: Open[FamilyGroupId | None] = None
    family_role: Personal[Line | None] = None
    previously_unaccompanied_child: Open[YesNoUnknown | None] = None
    eighteenth_birthday_month: Personal[Month | None] = None
    """Where a rule on young adults needs it."""
    pseudonym_reference: Personal[Line | None] = None
    """File reference at the body that asserts the record."""
    name: Personal[Line | None] = None
    date_of_birth: Personal[Day | None] = None
    contact: Personal[Text | None] = None
    languages_understood: Open[tuple[Language, ...]]
    ethnic_origin: Special[Line | None] = None
    religion: Special[Line | None] = None
    gender_identity_or_orientation: Special[Line | None] = None


class CaseProfileUpdated(
    Event,
    service="pre_return",
    subjects=("case", "family_group"),
    asserted_by=("authority", "lawyer", "guardian", "independent_monitor", "case_manager", "court"),
    areas=("1", "2", "8", "10", "14"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """A fact about the case changed or was learned later, or a closed case was opened again."""

    changed_on: Open[Day]
    return_type: Open[ReturnType | None] = None
    country_of_return: Open[Country | None] = None
    child_status: Open[ChildStatus | None] = None
    age_band: Open[AgeBand | None] = None
    family_group: Open[FamilyGroupId | None] = None
    family_role: Personal[Line | None] = None
    responsible_authority: Open[OrganizationId | None] = None
    languages_understood: Open[tuple[Language, ...] | None] = None
    reopened: Open[bool | None] = None
    nationality: Open[tuple[Country, ...] | None] = None
    contact: Personal[Text | None] = None
    reason: Personal[Text | None] = None
