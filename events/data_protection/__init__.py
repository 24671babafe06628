"""Data protection: notices, consent, sharing, access and erasure. In life-cycle order."""

from events.data_protection.consent import ConsentGiven, ConsentWithdrawn, PrivacyNoticeGiven
from events.data_protection.rights import (
    DataProtectionBreachReported,
    DataSubjectRequestAnswered,
    DataSubjectRequestReceived,
    ErasureCarriedOut,
    RectificationMade,
    RetentionDecided,
)
from events.data_protection.sharing import (
    DataSharingAgreementEnded,
    DataSharingAgreementSigned,
    DisclosureMade,
    PersonalDataAccessed,
    SubscriptionChanged,
)

__all__ = [  # noqa: RUF022 - life-cycle order
    "PrivacyNoticeGiven",
    "ConsentGiven",
    "ConsentWithdrawn",
    "DataSharingAgreementSigned",
    "DataSharingAgreementEnded",
    "SubscriptionChanged",
    "DisclosureMade",
    "PersonalDataAccessed",
    "DataSubjectRequestReceived",
    "DataSubjectRequestAnswered",
    "RectificationMade",
    "ErasureCarriedOut",
    "DataProtectionBreachReported",
    "RetentionDecided",
]
