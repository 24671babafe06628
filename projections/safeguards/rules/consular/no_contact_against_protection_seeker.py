"""No consulate is brought in against the will of who fears harm, nor told that protection was sought."""

from collections.abc import Iterator

from events.data_protection.sharing import DisclosureMade
from events.pre_return.assessment import IndividualAssessmentCompleted
from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.pre_return.circumstances import ConsularContactRecorded
from events.pre_return.remedy import LegalRemedyLodged
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Ground, Rule, because
from projections.safeguards.terms.persons import every_nationality, planned_return_types, told_last
from projections.safeguards.terms.remedies import protection_claims
from projections.safeguards.terms.values import plain

NO_CONTACT_YET = frozenset(
    {"right_explained", "offered", "requested_by_person", "refused_by_person", "obstructed"}
)
HELD = frozenset({"facilitated", "took_place"})
OF_THE_STATE = frozenset({"consulate", "receiving_authority"})

Contact = Record[ConsularContactRecorded]


def applies(h: History) -> Iterator[Ground]:
    """The person sought protection, a real risk was found, or the claim was revealed to somebody.

    Countries of feared harm are every nationality of the case, the country of return unless the person is
    transferred under the Dublin Regulation, and every country for which a real risk was found. Contacts are
    those with a consulate of such a country; before the first claim they count only for revealing it.
    Disclosures are those to a consulate or authority of such a country that were not refused.
    """
    for claim in protection_claims(h):
        yield because("The person sought protection.", claim)
    for found in _risks(h):
        yield because("A real risk was found.", found)
    for contact in h.of(ConsularContactRecorded):
        if plain(contact.data.protection_claim_revealed) == "yes":
            yield because("A consulate learned that protection was sought.", contact)
    for disclosure in h.of(DisclosureMade):
        if plain(disclosure.data.reveals_protection_claim) == "yes":
            yield because("A disclosure reveals that protection was sought.", disclosure)


def breached(h: History) -> Iterator[Ground]:
    """Contact was made or brought about against the person's will, or the claim was revealed."""
    for contact in _contacts_since_claim(h):
        against = contact.data.state in HELD and contact.data.person_agrees == "no"
        if against or contact.data.state == "made_against_will":
            yield because("A consulate was contacted against the person's will.", contact)
    for contact in _contacts(h):
        if plain(contact.data.protection_claim_revealed) == "yes":
            yield because("A consulate learned that protection was sought.", contact)
    for disclosure in _disclosures(h):
        if plain(disclosure.data.reveals_protection_claim) == "yes":
            yield because("A disclosure revealed that protection was sought.", disclosure)


def satisfied(h: History) -> Iterator[Ground]:
    """Contacts are on record, none was held without the person's consent, and nothing was revealed.

    A contact that was only explained, offered, asked for, refused or obstructed needs no consent. Neither a
    contact nor a disclosure leaves it unknown whether the claim was revealed.
    """
    contacts = _contacts_since_claim(h)
    kept = all(plain(each.data.protection_claim_revealed) == "no" for each in _contacts(h))
    willing = all(_is_willing(each) for each in contacts)
    told = any(plain(each.data.reveals_protection_claim) in {"yes", "unknown"} for each in _disclosures(h))
    if contacts and kept and willing and not told:
        yield because("Nothing happened against the person's will and nothing was revealed.", *contacts)


def at_risk(h: History) -> Iterator[Ground]:
    """It is unknown whether the claim was revealed, or whether the person agreed to a contact."""
    for contact in _contacts(h):
        if plain(contact.data.protection_claim_revealed) == "unknown":
            yield because("It is unknown whether a consulate learned of the claim.", contact)
    for contact in _contacts_since_claim(h):
        if contact.data.state in HELD and contact.data.person_agrees == "unknown":
            yield because("It is unknown whether the person agreed to the contact.", contact)
    for disclosure in _disclosures(h):
        if plain(disclosure.data.reveals_protection_claim) == "unknown":
            yield because("It is unknown whether a disclosure revealed the claim.", disclosure)


def _risks(h: History) -> list[Record[IndividualAssessmentCompleted]]:
    return [
        each for each in h.of(IndividualAssessmentCompleted) if plain(each.data.outcome) == "real_risk_found"
    ]


@term
def _feared(h: History) -> frozenset[str]:
    """The countries of feared harm."""
    countries = {*every_nationality(h), *(risk.data.country_assessed for risk in _risks(h))}
    returned_to = told_last(h, "country_of_return")
    if returned_to is not None and "dublin_transfer" not in planned_return_types(h):
        countries.add(returned_to)
    return frozenset(countries)


@term
def _contacts(h: History) -> list[Contact]:
    return [each for each in h.of(ConsularContactRecorded) if each.data.country in _feared(h)]


def _contacts_since_claim(h: History) -> list[Contact]:
    """All contacts, without those before the first claim for protection, if there is one."""
    first = min((claim.data.lodged_at for claim in protection_claims(h)), default=None)
    return [each for each in _contacts(h) if first is None or each.occurred_at >= first]


def _is_willing(contact: Contact) -> bool:
    return contact.data.state in NO_CONTACT_YET or contact.data.person_agrees == "yes"


def _disclosures(h: History) -> list[Record[DisclosureMade]]:
    return [
        each
        for each in h.of(DisclosureMade)
        if each.data.outcome != "refused"
        and each.data.recipient_kind in OF_THE_STATE
        and each.data.recipient_country in _feared(h)
    ]


RULE = Rule(
    id="consular.no-contact-against-protection-seeker",
    area="5",
    also_areas=("1", "9"),
    phase="pre_return",
    title="No consulate is brought in against the person's will, nor told of a claim for protection",
    source="UNNM Mapping s.1 and s.9 (data that could put the person at risk), read with s.5",
    source_status="seed",
    severity="critical",
    applies_to="persons with a protection claim or a found risk",
    evidence=(
        ConsularContactRecorded,
        LegalRemedyLodged,
        IndividualAssessmentCompleted,
        DisclosureMade,
        ReturnCaseOpened,
        CaseProfileUpdated,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    matter=(
        "ConsularContactRecorded[facilitated, took_place, made_against_will] by country+date",
        "DisclosureMade by disclosure",
    ),
)
