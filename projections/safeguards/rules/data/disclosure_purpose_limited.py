"""Data are passed on only on a basis that holds and covers the purpose."""

from collections.abc import Iterable, Iterator, Sequence

from events.data_protection.consent import ConsentGiven, ConsentWithdrawn
from events.data_protection.sharing import (
    DataSharingAgreementEnded,
    DataSharingAgreementSigned,
    DisclosureMade,
)
from events.pre_return.assessment import VulnerabilityScreened
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Ground, Rule, because
from projections.safeguards.terms.sharing import PASSED_ON, STRICT, Disclosure, covering, relied_on

OF_ITSELF = frozenset({"court_order", "vital_interest"})
CLAIMED = frozenset({"consent", "agreement"})


def applies(h: History) -> Iterator[Ground]:
    """Data were passed on, in whole or in part, or a screening was shared before travel.

    The finding is about the disclosure; for a screening about its assessment or, failing one, the case.
    """
    for made in _made(h):
        yield because("Data were passed on.", made)
    for screened in _shared(h):
        yield because("A screening was shared before travel.", screened)


def breached(h: History) -> Iterator[Ground]:
    """Strict data went out for enforcing return, the basis claimed does not hold, or none is stated.

    Strict data are special or protected. Without any stated basis it is a breach for strict data only. A
    screening shared before travel without consent to share it with the country of return is one, too.
    """
    for made in _made(h):
        strict = made.data.highest_class in STRICT
        if strict and made.data.purpose == "return_enforcement":
            yield because("Special or protected data were passed on for enforcing return.", made)
        if any(covering(h, made)):
            continue
        if made.data.ground in CLAIMED:
            yield because("The consent or agreement relied on does not cover it.", made)
        if strict and made.data.ground == "none_stated":
            yield because("Special or protected data were passed on without a stated basis.", made)
    for screened in _shared(h):
        if screened.data.consent_to_share_with_country_of_return != "given":
            yield because("A screening was shared before travel without consent.", screened)


def satisfied(h: History) -> Iterator[Ground]:
    """A basis covers it, or a court or a vital interest called for it, and no channel was unsafe.

    A basis is a consent or an agreement between the bodies. For a screening shared before travel the person
    consented to sharing with the country of return.
    """
    made = _made(h)
    bases = [tuple(covering(h, each)) for each in made]
    founded = all(
        (basis or each.data.ground in OF_ITSELF) and each.data.secure_channel != "no"
        for each, basis in zip(made, bases, strict=True)
    )
    if made and founded:
        resting = [record for basis in bases for record in basis]
        yield because("What was passed on has a basis that covers it.", *made, *resting)
    shared = _shared(h)
    if shared and all(each.data.consent_to_share_with_country_of_return == "given" for each in shared):
        yield because("The person consented to sharing the screening.", *shared)


def at_risk(h: History) -> Iterator[Ground]:
    """Only a law without agreement allows it, no basis is stated, or the channel was not secure.

    Without a stated basis it is a risk for open and personal data, a breach for stricter ones.
    """
    for made in _made(h):
        if made.data.secure_channel == "no":
            yield because("The channel was not secure.", made)
        if any(covering(h, made)):
            continue
        if made.data.ground == "law_without_agreement":
            yield because("It rests on a law without an agreement.", made)
        if made.data.ground == "none_stated" and made.data.highest_class not in STRICT:
            yield because("No basis is stated.", made)


def _made(h: History) -> list[Disclosure]:
    return [made for made in h.of(DisclosureMade) if made.data.outcome in PASSED_ON]


def _shared(h: History) -> list[Record[VulnerabilityScreened]]:
    return [told for told in h.of(VulnerabilityScreened) if told.data.shared_before_travel == "yes"]


def _subjects_of(record: AnyRecord) -> list[str]:
    match record.data:
        case DisclosureMade() as made:
            return [made.disclosure]
        case VulnerabilityScreened():
            return record.subjects("assessment") or record.subjects("case")
    return []


def _subjects(records: Iterable[AnyRecord]) -> Iterator[str]:
    """Disclosures; assessments, or cases where a screening has none."""
    for record in records:
        yield from _subjects_of(record)


def _gathered(records: Sequence[AnyRecord], subject: str) -> Iterator[AnyRecord]:
    """Accounts of the disclosure or screening, and of the consents on which a disclosure may rest."""
    told = [record for record in records if subject in _subjects_of(record)]
    yield from told
    yield from (record for record in records if any(relied_on(each, record) for each in told))


RULE = Rule(
    id="data.disclosure-purpose-limited",
    area="9",
    phase="all",
    title="Every passing on of data has a basis that holds and a purpose that it covers",
    source="UNNM Mapping s.9; IOM Handbook 2.2.1 and 2.7 (transfer only with consent)",
    source_status="seed",
    severity="critical",
    scope="disclosure",
    evidence=(
        DisclosureMade,
        ConsentGiven,
        ConsentWithdrawn,
        DataSharingAgreementSigned,
        DataSharingAgreementEnded,
        VulnerabilityScreened,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    matter=(
        "DisclosureMade by disclosure",
        "ConsentGiven by consent",
        "VulnerabilityScreened by case+assessment",
    ),
    subjects=_subjects,
    gathers=_gathered,
)
