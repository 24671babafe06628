"""On what a passing on of data rests: whether a consent or an agreement between bodies covers it."""

from collections.abc import Iterator

from events.data_classes import DataClass
from events.data_protection.consent import ConsentGiven, ConsentWithdrawn
from events.data_protection.sharing import (
    DataSharingAgreementEnded,
    DataSharingAgreementSigned,
    DisclosureMade,
)
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import AnyRecord, Record

PASSED_ON = frozenset({"disclosed", "disclosed_reduced"})
STRICT = frozenset({"special", "protected"})
STRICTNESS = {each.value: place for place, each in enumerate(DataClass)}

Disclosure = Record[DisclosureMade]
Consent = Record[ConsentGiven]
Agreement = Record[DataSharingAgreementSigned]


def relied_on(disclosure: AnyRecord, consent: AnyRecord) -> bool:
    """Whether a disclosure names a consent or, naming none, is about a case of it."""
    match disclosure.data, consent.data:
        case DisclosureMade() as made, ConsentGiven() as given if made.consent is not None:
            return made.consent == given.consent
        case DisclosureMade(), ConsentGiven():
            return not set(disclosure.subjects("case")).isdisjoint(consent.about)
    return False


def covering(h: History, disclosure: Disclosure) -> Iterator[Consent | Agreement]:
    """The consents and agreements that cover a disclosure."""
    for consent in h.anywhere(ConsentGiven):
        if relied_on(disclosure, consent) and consent_covers(h, consent, disclosure):
            yield consent
    for agreement in h.anywhere(DataSharingAgreementSigned):
        named = disclosure.data.agreement in {None, agreement.data.agreement}
        if named and agreement_covers(h, agreement, disclosure):
            yield agreement


def consent_covers(h: History, consent: Consent, disclosure: Disclosure) -> bool:
    """Given, valid and not withdrawn at the time, for this purpose, these data and this recipient.

    Consent read from conduct covers neither special nor protected data.
    """
    given, made = consent.data, disclosure.data
    in_time = given.state == "given" and given.given_at <= made.disclosed_at
    valid = given.valid_until is None or given.valid_until >= made.disclosed_at.date()
    firm = given.form != "implied" or made.highest_class not in STRICT
    wide = made.purpose in given.purposes and set(made.data_categories) <= set(given.data_categories)
    by_kind = not given.recipients and made.recipient_kind in given.recipient_kinds
    addressed = made.to_body in given.recipients or by_kind
    there = made.recipient_country in given.countries_of_recipients
    return (
        in_time and valid and firm and wide and addressed and there and not _withdrawn(h, disclosure, given)
    )


def _withdrawn(h: History, disclosure: Disclosure, given: ConsentGiven) -> bool:
    return any(
        names_purpose(told, disclosure.data.purpose)
        for told in h.anywhere(ConsentWithdrawn)
        if told.data.consent == given.consent and told.data.withdrawn_at <= disclosure.data.disclosed_at
    )


def names_purpose(withdrawal: Record[ConsentWithdrawn], purpose: str) -> bool:
    """Whether a withdrawal is of a purpose; one that names none is of all."""
    return not withdrawal.data.purposes_withdrawn or purpose in withdrawal.data.purposes_withdrawn


def agreement_covers(h: History, agreement: Agreement, disclosure: Disclosure) -> bool:
    """Signed for that day by both bodies, for this purpose, kind of recipient and class, and not ended."""
    signed, made = agreement.data, disclosure.data
    valid = signed.valid_from <= made.disclosed_at.date() <= signed.valid_until
    between = {made.from_body, made.to_body} <= set(signed.parties)
    wide = made.purpose in signed.purposes and made.recipient_kind in signed.recipient_kinds
    strict = STRICTNESS[signed.highest_class] >= STRICTNESS[made.highest_class]
    ended = any(
        told.data.agreement == signed.agreement and told.data.effective_at <= made.disclosed_at
        for told in h.anywhere(DataSharingAgreementEnded)
    )
    return valid and between and wide and strict and not ended
