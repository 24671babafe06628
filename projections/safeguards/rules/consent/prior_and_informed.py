"""Agreement to return comes after understood and unbiased information, with time to decide."""

from collections.abc import Iterator

from events.codes.procedure import InformationTopic
from events.pre_return.decision import StayPathwayExamined
from events.pre_return.preparation import InformationProvided, ReturnConsentRecorded
from events.return_operation.movement import ReturnCarriedOut
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.consents_to_return import (
    Consent,
    agreements,
    agreements_before_departure,
    voluntary_departures,
)
from projections.safeguards.terms.departures import first_departure

ALWAYS: tuple[InformationTopic, ...] = ("country_of_return_situation", "voluntary_return_option")
MAY_STAY = frozenset({"granted", "pending", "available_not_pursued"})


def applies(h: History) -> Iterator[Ground]:
    """The person agreed to return, or left by assisted or independent voluntary return."""
    if agreed := agreements(h):
        yield because("The person agreed to return.", *agreed)
    if left := voluntary_departures(h):
        yield because("A voluntary return was carried out.", *left)


def breached(h: History) -> Iterator[Ground]:
    """A voluntary return without prior agreement, or one agreed to without understanding or information.

    The agreement judged is the latest one given, or failing any the latest renewed, at or before departure.
    It is breached when the person did not understand it; when all information on a required topic before it
    was not understood; and when the first information given on a required topic came only after it.
    Information given later does not heal it.
    """
    yield from _left_without_agreement(h)
    judged = _judged(h)
    if judged is None:
        return
    if judged.data.understood == "no":
        yield because("The person did not understand what they agreed to.", judged)
    for topic in _topics(h, judged):
        before = _before(h, topic, judged)
        if before and all(told.data.understood == "no" for told in before):
            yield because(f"No information on {_words(topic)} was understood before.", judged, *before)
        first = next((told for told in _on(h, topic) if told.data.given in {"yes", "partly"}), None)
        if first is not None and first.occurred_at > judged.data.state_at:
            text = f"Information on {_words(topic)} was first given after the person had agreed."
            yield because(text, judged, first, done_late=first.occurred_at)


def satisfied(h: History) -> Iterator[Ground]:
    """Every required topic was given, understood and not biased before an understood agreement.

    The person knew that they could withdraw, had the least time to decide or asked for less, and nothing
    puts the agreement at risk.
    """
    judged = _judged(h)
    if judged is None or any(at_risk(h)):
        return
    informing = [_sound(h, topic, judged) for topic in _topics(h, judged)]
    knowing = judged.data.understood == "yes" and judged.data.told_can_withdraw == "yes"
    if knowing and all(informing) and _enough_time(h, judged):
        records = {told.id: told for each in informing for told in each}
        yield because("The agreement was prior and informed.", judged, *records.values())


def at_risk(h: History) -> Iterator[Ground]:
    """The agreement was understood in part, or the right to withdraw, advice or time were wanting.

    Also when a required topic was understood in part at best before the person agreed.
    """
    judged = _judged(h)
    if judged is None:
        return
    if judged.data.understood == "partly":
        yield because("The person understood the agreement in part.", judged)
    if judged.data.told_can_withdraw == "no":
        yield because("The person was not told that they can withdraw.", judged)
    if judged.data.legal_advice_before == "no":
        yield because("There was no legal advice before.", judged)
    days = _days_to_decide(judged)
    too_short = days is not None and days < h.parameters.min_days_to_decide
    if too_short and judged.data.shorter_time_requested != "yes":
        yield because("The time to decide was too short and the person had not asked for less.", judged)
    for topic in _topics(h, judged):
        before = _before(h, topic, judged)
        understood = {told.data.understood for told in before}
        if "yes" not in understood and "partly" in understood:
            yield because(f"Information on {_words(topic)} was understood in part.", judged, *before)


def due(h: History) -> Iterator[Due]:
    """At the time of the agreement judged."""
    judged = _judged(h)
    if judged is not None:
        yield Due(judged.data.state_at)


def _left_without_agreement(h: History) -> Iterator[Ground]:
    first = first_departure(h)
    left = voluntary_departures(h)
    if first is None or not left:
        return
    agreed = [told.data.state_at for told in agreements(h)]
    if not any(moment <= first.data.departed_at for moment in agreed):
        text = "A voluntary return was carried out without an agreement before it."
        yield because(text, *left, done_late=min(agreed, default=None))


def _judged(h: History) -> Consent | None:
    agreed = agreements_before_departure(h)
    given = [told for told in agreed if told.data.state == "given"]
    return next(reversed(given or agreed), None)


def _topics(h: History, judged: Consent) -> list[InformationTopic]:
    """What the person had to know: ways to stay too, where the latest examination before left one open."""
    examined = [each for each in h.of(StayPathwayExamined) if each.occurred_at < judged.data.state_at]
    may_stay = bool(examined) and examined[-1].data.outcome in MAY_STAY
    return [*ALWAYS, "stay_options"] if may_stay else [*ALWAYS]


def _on(h: History, topic: InformationTopic) -> list[Record[InformationProvided]]:
    return [told for told in h.of(InformationProvided) if topic in told.data.topics]


def _before(h: History, topic: InformationTopic, judged: Consent) -> list[Record[InformationProvided]]:
    return [told for told in _on(h, topic) if told.occurred_at < judged.data.state_at]


def _sound(h: History, topic: InformationTopic, judged: Consent) -> list[Record[InformationProvided]]:
    return [
        told
        for told in _before(h, topic, judged)
        if told.data.given == "yes" and told.data.understood == "yes" and told.data.source_unbiased != "no"
    ]


def _days_to_decide(judged: Consent) -> int | None:
    """The days stated, or those between information and agreement; the fewer where both are known."""
    known = [] if judged.data.days_to_decide is None else [judged.data.days_to_decide]
    if judged.data.information_received_on is not None:
        known.append((judged.data.state_at.date() - judged.data.information_received_on).days)
    return min(known, default=None)


def _enough_time(h: History, judged: Consent) -> bool:
    days = _days_to_decide(judged)
    enough = days is not None and days >= h.parameters.min_days_to_decide
    return enough or judged.data.shorter_time_requested == "yes"


def _words(topic: str) -> str:
    return topic.replace("_", " ")


RULE = Rule(
    id="consent.prior-and-informed",
    area="8",
    also_areas=("module2.1",),
    phase="pre_return",
    title="Whoever agrees to return knew beforehand what it means and had time to decide",
    source="UNNM Mapping s.8; IOM Handbook 2.1.1",
    source_status="seed",
    severity="serious",
    applies_to="voluntary returnees",
    evidence=(ReturnConsentRecorded, InformationProvided, StayPathwayExamined, ReturnCarriedOut),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("ReturnConsentRecorded by case+state",),
    parameters=("min_days_to_decide",),
)
