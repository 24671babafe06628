"""Subject ids: a prefix that says the kind, a hyphen, and a UUID that says nothing.

One kind is no secret and has a public code in place of the UUID: an area of return is `X-` and its ISO 3166-2
code.

Ids travel in the open, as partition keys and in addresses, so their second half must carry no meaning.
"""

import re
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, StringConstraints

PREFIXES: dict[str, str] = {
    "case": "C",
    "person": "P",
    "family_group": "F",
    "operation": "O",
    "decision": "D",
    "assessment": "A",
    "remedy": "R",
    "liberty_measure": "L",
    "claim": "K",
    "force_use": "U",
    "observation": "B",
    "incident": "I",
    "complaint": "M",
    "recommendation": "N",
    "report": "T",
    "plan": "G",
    "referral": "H",
    "survey": "S",
    "follow_up": "W",
    "country_finding": "Y",
    "area": "X",
    "consent": "Q",
    "agreement": "E",
    "subscription": "J",
    "disclosure": "V",
    "data_request": "Z",
    "organization": "ORG",
    "facility": "FAC",
    "user": "USR",
    "event": "EVT",
}
"""Subject kind to id prefix."""

KINDS: dict[str, str] = {prefix: kind for kind, prefix in PREFIXES.items()}

UUID_PATTERN = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
AREA_PATTERN = "X-[A-Z]{2}-[A-Z0-9]{1,3}"
SUBJECT_ID_PATTERN = f"^(({'|'.join(sorted(set(KINDS) - {'X'}))})-{UUID_PATTERN}|{AREA_PATTERN})$"


def _of(kind: str) -> StringConstraints:
    return StringConstraints(pattern=f"^{PREFIXES[kind]}-{UUID_PATTERN}$", strict=True)


CaseId = Annotated[str, _of("case")]
PersonId = Annotated[str, _of("person")]
FamilyGroupId = Annotated[str, _of("family_group")]
OperationId = Annotated[str, _of("operation")]
DecisionId = Annotated[str, _of("decision")]
AssessmentId = Annotated[str, _of("assessment")]
RemedyId = Annotated[str, _of("remedy")]
LibertyMeasureId = Annotated[str, _of("liberty_measure")]
ClaimId = Annotated[str, _of("claim")]
ForceUseId = Annotated[str, _of("force_use")]
ObservationId = Annotated[str, _of("observation")]
IncidentId = Annotated[str, _of("incident")]
ComplaintId = Annotated[str, _of("complaint")]
RecommendationId = Annotated[str, _of("recommendation")]
ReportId = Annotated[str, _of("report")]
PlanId = Annotated[str, _of("plan")]
ReferralId = Annotated[str, _of("referral")]
SurveyId = Annotated[str, _of("survey")]
FollowUpId = Annotated[str, _of("follow_up")]
CountryFindingId = Annotated[str, _of("country_finding")]
ConsentId = Annotated[str, _of("consent")]
AgreementId = Annotated[str, _of("agreement")]
SubscriptionId = Annotated[str, _of("subscription")]
DisclosureId = Annotated[str, _of("disclosure")]
DataRequestId = Annotated[str, _of("data_request")]
OrganizationId = Annotated[str, _of("organization")]
FacilityId = Annotated[str, _of("facility")]
UserId = Annotated[str, _of("user")]
EventId = Annotated[str, _of("event")]
SubjectId = Annotated[str, StringConstraints(pattern=SUBJECT_ID_PATTERN, strict=True)]
"""An id of any kind of subject."""


def kind_of(subject_id: str) -> str:
    """The kind named by the prefix of a well-formed id, for example `operation`."""
    return KINDS[subject_id.split("-", 1)[0]]


def subject_id(kind: str, value: UUID) -> str:
    """The id of one subject: `subject_id("operation", uuid)` is `O-…`. An area has no UUID."""
    return f"{PREFIXES[kind]}-{value}"


def uuid_of(identifier: str) -> UUID:
    """The UUID of a well-formed id. ValueError for an area."""
    return UUID(identifier.split("-", 1)[1])


def _well_formed_event_id(value: str) -> str:
    if not re.fullmatch(f"(EVT-)?{UUID_PATTERN}", value):
        raise ValueError("must be EVT- followed by a UUID in lower case")
    return value if value.startswith("EVT-") else f"EVT-{value}"


LooseEventId = Annotated[str, AfterValidator(_well_formed_event_id)]
"""An event id as a device may send it: with its prefix, or as the bare UUID."""
