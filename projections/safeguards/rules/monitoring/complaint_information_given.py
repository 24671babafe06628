"""Persons to be returned know that the return is monitored, and how to complain."""

from collections.abc import Iterator

from events.codes.procedure import InformationTopic
from events.pre_return.liberty import LibertyRestrictionStarted
from events.pre_return.preparation import InformationProvided
from events.return_operation.monitoring import MonitoringPresenceRecorded
from events.return_operation.movement import ReturnCarriedOut
from events.return_operation.planning import PassengerListChanged
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.departures import (
    departure_or_planned,
    due_at_departure,
    list_changes,
    listed_on,
)

TOPICS: tuple[InformationTopic, ...] = ("monitoring_mechanism", "complaint_mechanism")
BEFORE_ARRIVAL = frozenset({"before_decision", "pre_removal", "during_operation"})

Told = Record[InformationProvided]


def applies(h: History) -> Iterator[Ground]:
    """The person is listed for an operation, was returned, or was deprived of liberty in view of return."""
    found: list[AnyRecord] = [each for each in list_changes(h).values() if each.data.change == "added"]
    found += h.of(ReturnCarriedOut)
    found += [each for each in h.of(LibertyRestrictionStarted) if each.data.stage in BEFORE_ARRIVAL]
    if found:
        yield because("The person is in a procedure of return.", *found)


def breached(h: History) -> Iterator[Ground]:
    """The latest word on monitoring or on complaints is that it was not given or not understood.

    Of what was told at or before departure; the planned time stands in for it until one is on record.
    """
    for topic in TOPICS:
        last = _latest(h, topic)
        if last is not None and (last.data.given == "no" or last.data.understood == "no"):
            yield because(f"Information on the {_words(topic)} was not given or understood.", last)


def satisfied(h: History) -> Iterator[Ground]:
    """The latest word on both is, at or before departure, that it was given and understood."""
    last = [told for topic in TOPICS if (told := _latest(h, topic)) is not None]
    clear = all(told.data.given == "yes" and told.data.understood == "yes" for told in last)
    if len(last) == len(TOPICS) and clear:
        yield because("Both ways were explained and understood.", *last)


def at_risk(h: History) -> Iterator[Ground]:
    """Only one of the two was explained, or in part, or a monitor tells that people did not know of them.

    The monitor: one who was present on an operation that lists the person.
    """
    told = list({each.id: each for topic in TOPICS for each in _of_topic(h, topic)}.values())
    if told and not any(breached(h)) and not any(satisfied(h)):
        yield because("Information on monitoring and complaints was given in part.", *told)
    for operation in listed_on(h):
        for present in h.about(operation, MonitoringPresenceRecorded):
            if present.data.returnees_told_of_monitor == "no":
                yield because("The persons returned were not told of the monitor.", present)


def due(h: History) -> Iterator[Due]:
    """At departure; the planned time stands in for it until one is on record."""
    yield from due_at_departure(h)


def _of_topic(h: History, topic: InformationTopic) -> list[Told]:
    left = departure_or_planned(h)
    return [
        told
        for told in h.of(InformationProvided)
        if topic in told.data.topics and (left is None or told.occurred_at <= left)
    ]


def _latest(h: History, topic: InformationTopic) -> Told | None:
    return next(reversed(_of_topic(h, topic)), None)


def _words(topic: str) -> str:
    return topic.replace("_", " ")


RULE = Rule(
    id="monitoring.complaint-information-given",
    area="11",
    phase="pre_return",
    title="Persons to be returned know of monitors and of the way to complain",
    source="UNNM Mapping s.11 and s.7",
    source_status="seed",
    severity="serious",
    evidence=(
        InformationProvided,
        MonitoringPresenceRecorded,
        PassengerListChanged,
        LibertyRestrictionStarted,
        ReturnCarriedOut,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("InformationProvided by topics",),
)
