"""A death is told safely and within agreements, and examined where the return may have led to it."""

from collections.abc import Iterator
from datetime import datetime

from events.data_protection.sharing import DisclosureMade
from events.post_return.closure import DeathRecorded
from events.post_return.reintegration import ReferralMade
from events.return_operation.accountability import IncidentReported
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import days_later
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.sharing import PASSED_ON
from projections.safeguards.terms.values import latest, plain

DAYS_TO_NOTIFY = 7
IN_HANDS = frozenset({"detention", "during_operation"})
EXAMINED_PLACES = IN_HANDS | {"on_arrival"}
EXAMINED_CAUSES = frozenset({"force_or_restraint", "suicide", "violence"})
OFFICIAL = frozenset({"enforcement", "receiving_authority", "court"})
BOUND = frozenset({"agreement", "court_order"})
TO_THE_MOMENT = frozenset({"exact", "hour"})

Death = Record[DeathRecorded]


def applies(h: History) -> Iterator[Ground]:
    """A death is on record."""
    if deaths := h.of(DeathRecorded):
        yield because("A death is on record.", *deaths)


def breached(h: History) -> Iterator[Ground]:
    """No investigation of a death in detention or operation, or data given to officials without agreement.

    Officials: enforcement, an authority of the country of return, or a court. What they were given after
    the death rests neither on an agreement nor on an order of a court.
    """
    for death in h.of(DeathRecorded):
        if death.data.place_kind in IN_HANDS and death.data.investigation_opened == "no":
            yield because("A death in the hands of authorities is not investigated.", death)
    for made in h.of(DisclosureMade):
        told = made.data.outcome in PASSED_ON and made.data.recipient_kind in OFFICIAL
        after = any(_is_after(made, death) for death in h.of(DeathRecorded))
        if told and after and made.data.ground not in BOUND:
            yield because("After the death data went to officials without agreement or order.", made)


def satisfied(h: History) -> Iterator[Ground]:
    """Authorities and, safely, family and services were told, the file archived, and the death examined.

    The family may be left out where telling them was not safe. Services: where the person had been referred
    to any. Examined, where required: an incident of death is reported and an investigation opened.
    """
    death = latest(h.of(DeathRecorded))
    if death is None or not _all_told(h, death) or death.data.file_archived != "yes":
        return
    incidents = _incidents(h)
    if not _needs_examination(h) or (incidents and death.data.investigation_opened == "yes"):
        yield because("The death was notified and, where required, is examined.", death, *incidents)


def at_risk(h: History) -> Iterator[Ground]:
    """The cause is under investigation, an examination is wanting, or the family is still to be told.

    Wanting: no investigation is told to be open, or no incident of death is reported. Still: seven days after
    the death was first recorded, unless telling them is told not to be safe.
    """
    death = latest(h.of(DeathRecorded))
    if death is None:
        return
    if plain(death.data.cause) == "under_investigation":
        yield because("The cause of death is under investigation.", death)
    if _needs_examination(h):
        if death.data.investigation_opened != "yes":
            yield because("No investigation is known to be open.", death)
        if not _incidents(h):
            yield because("No incident of death is reported.", death)
    untold = "family" not in death.data.notified and plain(death.data.family_notified_safely) != "no"
    if untold and h.passed(_limit(h)):
        yield because("The family was not told within seven days.", death)


def due(h: History) -> Iterator[Due]:
    """Seven days after the death was first recorded."""
    limit = _limit(h)
    if limit is not None:
        yield Due(limit)


def _limit(h: History) -> datetime | None:
    """Counted from the first record of the death, whoever made it."""
    first = min((death.first_told_at for death in h.whole.of(DeathRecorded)), default=None)
    return days_later(first, DAYS_TO_NOTIFY) if first is not None else None


def _needs_examination(h: History) -> bool:
    return any(
        death.data.place_kind in EXAMINED_PLACES or plain(death.data.cause) in EXAMINED_CAUSES
        for death in h.of(DeathRecorded)
    )


def _incidents(h: History) -> list[Record[IncidentReported]]:
    return [told for told in h.of(IncidentReported) if plain(told.data.category) == "death"]


def _all_told(h: History, death: Death) -> bool:
    told, unsafe = death.data.notified, plain(death.data.family_notified_safely) == "no"
    family = ("family" in told) != unsafe
    services = "other_service_agencies" in told or not h.of(ReferralMade)
    return "authorities" in told and family and services


def _is_after(made: Record[DisclosureMade], death: Death) -> bool:
    """Whether data were given after the death; by date where its time is not known."""
    told = death.data.died_at
    at = told or death.occurred_at
    precision = death.data.precision if told is not None else death.envelope.occurred_precision
    if precision in TO_THE_MOMENT:
        return made.data.disclosed_at > at
    return made.data.disclosed_at.astimezone(at.tzinfo).date() > at.date()


RULE = Rule(
    id="closure.death-notified-and-examined",
    area="19",
    also_areas=("11", "module2.7"),
    phase="all",
    title="A death is made known safely, shared by right alone, and examined where it must be",
    source="IOM Handbook 2.7 (death of a returnee); UNNM Mapping s.7",
    source_status="seed",
    severity="critical",
    evidence=(DeathRecorded, IncidentReported, DisclosureMade, ReferralMade),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("DeathRecorded by case", "DisclosureMade by disclosure"),
)
