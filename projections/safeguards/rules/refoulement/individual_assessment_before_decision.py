"""Every return decision rests on an examination of what this one person faces."""

from collections.abc import Iterator
from datetime import datetime

from events.pre_return.assessment import IndividualAssessmentCompleted
from events.pre_return.case import ReturnCaseOpened
from events.pre_return.decision import ReturnDecisionIssued, ReturnDecisionStatusChanged
from events.return_operation.movement import ReturnCarriedOut
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.decisions import Issued, moment_of, standing_decisions
from projections.safeguards.terms.departures import first_departure

Assessed = Record[IndividualAssessmentCompleted]


def applies(h: History) -> Iterator[Ground]:
    """A return decision that was neither withdrawn nor annulled is on record.

    The assessment of a decision is the one that the decision names. Where it names none, or one that is not
    on record, it is the last one made at the moment of decision or before.
    """
    for records in standing_decisions(h).values():
        yield because("A return decision stands.", *records)


def breached(h: History) -> Iterator[Ground]:
    """The assessment was not individual or examined nothing, or the person left without any.

    It is also enough that an examination was left out and none was made by the moment of a decision. Left
    without any: no assessment that examined something was made before departure.
    """
    left_out = [each for each in h.of(IndividualAssessmentCompleted) if each.data.outcome == "not_examined"]
    for records in standing_decisions(h).values():
        for each in _assessment(h, records):
            if each.data.individual == "no":
                yield because("The assessment was not individual.", *records, each)
            if each.data.outcome == "not_examined":
                yield because("The assessment examined nothing.", *records, each)
        moment = moment_of(records)
        if left_out and not any(each.occurred_at <= moment for each in _examined(h)):
            yield because("No risk was examined by the moment of decision.", *records, *left_out)
    left = first_departure(h)
    if left is not None and not any(each.occurred_at < left.data.departed_at for each in _examined(h)):
        yield because("The person left, and no assessment made before that is on record.", left)


def satisfied(h: History) -> Iterator[Ground]:
    """Every standing decision has an individual assessment of the right country, made by then.

    It was made with an interview and examined something. Where the person is sent to a country that is not
    their own by the decision, or might be sent on to a third one, being sent on was considered.
    """
    standing = standing_decisions(h).values()
    if standing and all(_is_sound(h, records) for records in standing):
        found = [each for records in standing for each in _assessment(h, records)]
        yield because("An individual assessment was made before every decision.", *found)


def at_risk(h: History) -> Iterator[Ground]:
    """The assessment was individual in part only, lacked an interview, or fits the decision badly.

    Badly: it is about another country, or left out being sent on where that had to be considered. It is also
    enough that the only assessments that examined something were made after the moment of a decision.
    """
    examined = _examined(h)
    for records in standing_decisions(h).values():
        for each in _assessment(h, records):
            for text in _weaknesses(h, records, each):
                yield because(text, *records, each)
        moment = moment_of(records)
        if examined and all(each.occurred_at > moment for each in examined):
            yield because("The only assessment was made after the decision.", *records, *examined)


def due(h: History) -> Iterator[Due]:
    """At the moment of decision.

    That is the time of the record where it is of the day of issue, else the end of that day.
    """
    for records in standing_decisions(h).values():
        if not _is_sound(h, records):
            yield Due(moment_of(records))


def _examined(h: History) -> list[Assessed]:
    return [each for each in h.of(IndividualAssessmentCompleted) if each.data.outcome != "not_examined"]


def _assessment(h: History, records: list[Issued]) -> list[Assessed]:
    """The accounts of the assessment of a decision, one of each author; empty when there is none."""
    moment = moment_of(records)
    told = h.of(IndividualAssessmentCompleted)
    named = {record.data.assessment for record in records}
    found = [each for each in told if each.data.assessment in named]
    if not found:
        before = [each for each in told if each.occurred_at <= moment]
        found = [each for each in before if each.data.assessment == before[-1].data.assessment]
    return _last_of_each_author(found, moment)


def _last_of_each_author(found: list[Assessed], moment: datetime) -> list[Assessed]:
    """The last account by the moment of decision; where an author gave none by then, the first after it."""
    last: dict[object, Assessed] = {}
    for each in found:
        if each.occurred_at <= moment or each.author not in last:
            last[each.author] = each
    return list(last.values())


def _is_sound(h: History, records: list[Issued]) -> bool:
    accounts = _assessment(h, records)
    return bool(accounts) and all(
        each.occurred_at <= moment_of(records)
        and each.data.individual == "yes"
        and each.data.interview_held == "yes"
        and each.data.outcome != "not_examined"
        and not any(_weaknesses(h, records, each))
        for each in accounts
    )


def _weaknesses(h: History, records: list[Issued], assessed: Assessed) -> Iterator[str]:
    if assessed.data.individual == "partly":
        yield "The assessment was individual only in part."
    if assessed.data.interview_held == "no":
        yield "The assessment was made without an interview."
    if any(assessed.data.country_assessed != record.data.country_of_return for record in records):
        yield "The assessment is about another country than the decision."
    if _may_be_sent_on(h, records) and assessed.data.onward_removal_considered != "yes":
        yield "The assessment left out whether the person may be sent on."


def _may_be_sent_on(h: History, records: list[Issued]) -> bool:
    foreign = any(r.data.country_of_return not in r.data.nationality_at_decision for r in records)
    return foreign or any(opened.data.third_country_transit for opened in h.of(ReturnCaseOpened))


RULE = Rule(
    id="refoulement.individual-assessment-before-decision",
    area="1",
    also_areas=("2", "cross-cutting.human-rights"),
    phase="pre_return",
    title="An individual assessment of the risks comes before every return decision",
    source="UNNM Mapping s.1 and III Human rights",
    source_status="seed",
    severity="critical",
    evidence=(
        ReturnDecisionIssued,
        ReturnDecisionStatusChanged,
        IndividualAssessmentCompleted,
        ReturnCaseOpened,
        ReturnCarriedOut,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("IndividualAssessmentCompleted by assessment",),
)
