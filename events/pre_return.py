"""Pre-return: from the first contact with a return procedure to pick-up. Kept in order per case.

Words: UN Network on Migration mapping, sections 1 to 7; IOM Reintegration Handbook, module 2.
"""

from events.base import Event
from events.codes import AgeBand, ChildStatus, Country, Language, ReturnType, Sex, YesNoUnknown
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
