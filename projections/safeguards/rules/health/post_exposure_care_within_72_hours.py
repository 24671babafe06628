"""After sexual violence or exposure to HIV, care that only helps early is offered within 72 hours."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from events.post_return.arrival import UrgentHealthNeedIdentified
from events.pre_return.case import ReturnCaseOpened
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import hours_later
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.persons import told_last
from projections.safeguards.terms.values import listed_in, plain

NEEDS = frozenset({"hiv_exposure_within_72h", "sexual_assault_within_72h"})
PROPHYLAXIS = frozenset({"pep_offered", "pep_given"})
CONTRACEPTION = frozenset({"emergency_contraception_offered", "emergency_contraception_given"})
ALWAYS = frozenset({"medical_examination_offered", "choice_of_sex_of_provider_offered"})
RESPONSES = PROPHYLAXIS | {"refused_by_person"}
WINDOW = timedelta(hours=72)
NEAR_HOURS = 24
Need = Record[UrgentHealthNeedIdentified]


def applies(h: History) -> Iterator[Ground]:
    """A sexual assault or an exposure to HIV became known within 72 hours.

    Where the time of exposure is not stated, the time at which it became known stands in for it.
    """
    for need in _needs(h):
        yield because("An assault or exposure became known within 72 hours.", need)


def breached(h: History) -> Iterator[Ground]:
    """The 72 hours have passed without an offer of prophylaxis or a refusal, or the response came later."""
    for need in _needs(h):
        limit, responded_at = _limit(need), need.data.response_at
        late = responded_at is not None and responded_at > limit
        if h.passed(limit) and (late or not _responses(need) & RESPONSES):
            done_late = responded_at if late and _responses(need) & RESPONSES else None
            yield because("No prophylaxis was offered within 72 hours.", need, done_late=done_late)


def satisfied(h: History) -> Iterator[Ground]:
    """For every need all that belongs to this care was offered in time, or a refusal was respected.

    To it belong prophylaxis, a medical examination and the choice of the provider's sex; after an assault
    also emergency contraception, unless the person's sex is male or it is stated not to be applicable.
    """
    needs = _needs(h)
    if needs and all(_answered(h, need) for need in needs):
        yield because("Care after exposure was offered within 72 hours.", *needs)


def at_risk(h: History) -> Iterator[Ground]:
    """Fewer than 24 of the 72 hours remain, or a response in time or of unknown time is not complete."""
    for need in _needs(h):
        if _answered(h, need):
            continue
        if not h.passed(_limit(need)):
            if h.passed(hours_later(_limit(need), -NEAR_HOURS)):
                yield because("Fewer than 24 hours remain for care after exposure.", need)
        elif _responses(need) & RESPONSES:
            yield because("A response is on record that is not complete.", need)


def due(h: History) -> Iterator[Due]:
    """Due 72 hours after the exposure."""
    for need in _needs(h):
        if not _answered(h, need):
            yield Due(_limit(need))


def _exposed_at(need: Need) -> datetime:
    return plain(need.data.exposure_at) or need.data.identified_at


def _limit(need: Need) -> datetime:
    return _exposed_at(need) + WINDOW


def _needs(h: History) -> list[Need]:
    return [
        need
        for need in h.of(UrgentHealthNeedIdentified)
        if not NEEDS.isdisjoint(listed_in(need.data.needs)) and need.data.identified_at <= _limit(need)
    ]


def _responses(need: Need) -> frozenset[str]:
    return frozenset(listed_in(need.data.responses))


def _answered(h: History, need: Need) -> bool:
    responses, responded_at = _responses(need), need.data.response_at
    if responded_at is None or responded_at > _limit(need):
        return False
    if "refused_by_person" in responses and need.data.person_choice_respected == "yes":
        return True
    contraception = bool(responses & CONTRACEPTION) or not _contraception_needed(h, need)
    return bool(responses & PROPHYLAXIS) and responses >= ALWAYS and contraception


def _contraception_needed(h: History, need: Need) -> bool:
    assaulted = "sexual_assault_within_72h" in listed_in(need.data.needs)
    excepted = told_last(h, "sex") == "male" or plain(need.data.contraception_not_applicable) is True
    return assaulted and not excepted


RULE = Rule(
    id="health.post-exposure-care-within-72-hours",
    area="19",
    also_areas=("13", "module2.5.5", "cross-cutting.gender"),
    phase="post_return",
    title="After sexual violence or exposure to HIV the care that must come early is offered in 72 hours",
    source="IOM Handbook 2.5.5",
    source_status="seed",
    severity="critical",
    applies_to="survivors of sexual violence",
    evidence=(UrgentHealthNeedIdentified, ReturnCaseOpened),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    own_window=True,
    silence_after_due="breached",
    matter=("UrgentHealthNeedIdentified by case",),
)
