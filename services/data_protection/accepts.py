"""The events that may be recorded at this service, in life-cycle order."""

from events.base import Event
from events.data_protection import (
    ConsentGiven,
    ConsentWithdrawn,
    DataProtectionBreachReported,
    DataSharingAgreementEnded,
    DataSharingAgreementSigned,
    DataSubjectRequestAnswered,
    DataSubjectRequestReceived,
    DisclosureMade,
    ErasureCarriedOut,
    PersonalDataAccessed,
    PrivacyNoticeGiven,
    RectificationMade,
    RetentionDecided,
    SubscriptionChanged,
)
from events.return_operation import (
    ComplaintLodged,
    ComplaintStatusChanged,
)

ACCEPTS: tuple[type[Event], ...] = (
    # owned by return operation
    ComplaintLodged,
    ComplaintStatusChanged,
    # owned by data protection
    PrivacyNoticeGiven,
    ConsentGiven,
    ConsentWithdrawn,
    DataSharingAgreementSigned,
    DataSharingAgreementEnded,
    SubscriptionChanged,
    DisclosureMade,
    PersonalDataAccessed,
    DataSubjectRequestReceived,
    DataSubjectRequestAnswered,
    RectificationMade,
    ErasureCarriedOut,
    DataProtectionBreachReported,
    RetentionDecided,
)
