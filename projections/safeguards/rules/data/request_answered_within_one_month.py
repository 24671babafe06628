"""Requests of persons over their data are answered, and carried out, within the time of the law."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from events.data_protection.rights import (
    DataSubjectRequestAnswered,
    DataSubjectRequestReceived,
    ErasureCarriedOut,
    RectificationMade,
)
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import days_later, end_of_day, months_later
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because

DAYS_TO_ACT = 14
NEAR = timedelta(days=7)
WITHOUT_GROUND = frozenset({"refused", "partly_granted"})
WITHOUT_REMEDY = frozenset({"refused", "partly_granted", "identity_not_proven"})
GRANTED = frozenset({"granted", "partly_granted"})

Request = Record[DataSubjectRequestReceived]
Answer = Record[DataSubjectRequestAnswered]


def applies(h: History) -> Iterator[Ground]:
    """A body received a request of a person over their data."""
    if request := _request(h):
        yield because("A request was received.", request)


def breached(h: History) -> Iterator[Ground]:
    """No answer in time, a refusal without ground or remedy, or what was granted is not done in time.

    The time is a month from receipt; an extension told within it moves its end, at most to three months. A
    refusal in whole or part needs a ground and, as does doubt of identity, word of the remedy. What was
    granted must be done within fourteen days of the answer. Doing it late does not heal it.
    """
    request = _request(h)
    if request is None:
        return
    limit, answer = _limit(h, request), _answer(h, request)
    if h.passed(limit) and (answer is None or answer.data.answered_at > limit):
        late = answer.data.answered_at if answer is not None else None
        yield because("The request was not answered in time.", request, done_late=late)
    if answer is None:
        return
    outcome = answer.data.outcome
    if outcome in WITHOUT_GROUND and answer.data.refusal_ground is None:
        yield because("The answer refuses without a ground.", answer)
    if outcome in WITHOUT_REMEDY and answer.data.remedy_explained != "yes":
        yield because("The answer does not explain the remedy.", answer)
    until = _act_limit(answer)
    if _needs_act(request, answer) and not _done_by(h, request, until) and h.passed(until):
        late = min((at for at, _ in _acts(h, request)), default=None)
        yield because("What was granted was not carried out in time.", answer, done_late=late)


def satisfied(h: History) -> Iterator[Ground]:
    """The answer came in time and what it granted was carried out within fourteen days of it."""
    request = _request(h)
    answer = _answer(h, request) if request is not None else None
    if request is None or answer is None or any(breached(h)):
        return
    in_time = answer.data.answered_at <= _limit(h, request)
    done = _done_by(h, request, _act_limit(answer))
    if in_time and (done or not _needs_act(request, answer)):
        yield because("The request was answered in time.", request, answer, *done)


def at_risk(h: History) -> Iterator[Ground]:
    """No answer with seven days or fewer left, or what was granted is still to be carried out in its time."""
    request = _request(h)
    if request is None:
        return
    limit, answer = _limit(h, request), _answer(h, request)
    if answer is None:
        if h.clock.reached(limit - NEAR) and not h.passed(limit):
            yield because("Seven days or fewer are left and no answer is on record.", request)
    elif _needs_act(request, answer) and not _acts(h, request) and not h.passed(_act_limit(answer)):
        yield because("What was granted is still to be carried out.", answer)


def due(h: History) -> Iterator[Due]:
    """A month after receipt, or the extended time."""
    request = _request(h)
    if request is not None and _answer(h, request) is None:
        yield Due(_limit(h, request))


def _request(h: History) -> Request | None:
    """The earliest account of the receipt."""
    received = h.of(DataSubjectRequestReceived)
    return min(received, key=lambda each: (each.data.received_at, each.order), default=None)


def _limit(h: History, request: Request) -> datetime:
    """A month after receipt; an extension told within it moves it, at most to three months after receipt."""
    received = request.data.received_at
    month, at_most = months_later(received, 1), months_later(received, 3)
    told = [
        each
        for each in h.of(DataSubjectRequestAnswered)
        if each.data.extension_until is not None and each.data.answered_at <= month
    ]
    last = max(told, key=lambda each: (each.data.answered_at, each.order), default=None)
    if last is None or last.data.extension_until is None:
        return month
    return min(end_of_day(last.data.extension_until, last.data.answered_at), at_most)


def _answer(h: History, request: Request) -> Answer | None:
    """The latest answer inside the limit, without one the first after it; an extension is no answer."""
    limit = _limit(h, request)
    answers = [each for each in h.of(DataSubjectRequestAnswered) if each.data.extension_until is None]
    answers.sort(key=lambda each: (each.data.answered_at, each.order))
    in_time = [each for each in answers if each.data.answered_at <= limit]
    return in_time[-1] if in_time else next(iter(answers), None)


def _needs_act(request: Request, answer: Answer) -> bool:
    return request.data.kind in {"rectification", "erasure"} and answer.data.outcome in GRANTED


def _act_limit(answer: Answer) -> datetime:
    return days_later(answer.data.answered_at, DAYS_TO_ACT)


def _acts(h: History, request: Request) -> list[tuple[datetime, AnyRecord]]:
    """Corrections or erasures, as requested, that name the request."""
    made: list[tuple[datetime, AnyRecord]] = (
        [(each.data.made_at, each) for each in h.of(RectificationMade)]
        if request.data.kind == "rectification"
        else [(each.data.key_destroyed_at, each) for each in h.of(ErasureCarriedOut)]
    )
    return [(at, act) for at, act in made if request.data.data_request in act.ids("data_request")]


def _done_by(h: History, request: Request, limit: datetime) -> list[AnyRecord]:
    return [act for at, act in _acts(h, request) if at <= limit]


def _about(record: AnyRecord, subject: str) -> bool:
    """Whether a record names the request, as its subject or in a field of its own."""
    return subject in record.about or getattr(record.data, "data_request", None) == subject


RULE = Rule(
    id="data.request-answered-within-one-month",
    area="9",
    phase="all",
    title="Requests to see, correct or erase data are answered within a month",
    source="UNNM Mapping s.9 (access and rectification); one-month limit: GDPR art. 12(3)",
    source_status="seed_and_law",
    severity="serious",
    scope="data_request",
    evidence=(
        DataSubjectRequestReceived,
        DataSubjectRequestAnswered,
        RectificationMade,
        ErasureCarriedOut,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    own_window=True,
    silence_after_due="breached",
    matter=("DataSubjectRequestReceived by data_request", "DataSubjectRequestAnswered by data_request"),
    owns=_about,
)
