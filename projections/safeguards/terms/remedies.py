"""Remedies against return: which are pending at a moment, finally decided, or suspensive."""

from datetime import datetime

from events.pre_return.remedy import LegalRemedyDecided, LegalRemedyLodged
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.record import Record

AGAINST_RETURN = frozenset(
    {
        "appeal_against_return",
        "asylum_claim_first",
        "asylum_claim_subsequent",
        "stay_of_removal",
        "interim_measure_international",
        "judicial_review",
    }
)
PROTECTION = frozenset({"asylum_claim_first", "asylum_claim_subsequent"})
SUSPENSIVE = frozenset({"automatic", "granted", "requested_pending"})

Lodged = Record[LegalRemedyLodged]
Decided = Record[LegalRemedyDecided]


@term
def against_return(h: History) -> list[Lodged]:
    """Remedies that could keep the person from being returned."""
    return [record for record in h.of(LegalRemedyLodged) if record.data.kind in AGAINST_RETURN]


@term
def protection_claims(h: History) -> list[Lodged]:
    """First and subsequent claims for asylum."""
    return [record for record in h.of(LegalRemedyLodged) if record.data.kind in PROTECTION]


@term
def rulings(h: History, remedy: str) -> list[Decided]:
    """Every ruling on a remedy, by `decided_at`."""
    found = [record for record in h.of(LegalRemedyDecided) if record.data.remedy == remedy]
    return sorted(found, key=lambda record: (record.data.decided_at, record.order))


def by(h: History, moment: datetime, at: datetime | None) -> bool:
    """Whether something happened at a moment or before; with no moment, by the moment judged."""
    return moment <= at if at is not None else h.clock.reached(moment)


def finally_decided(h: History, remedy: str, at: datetime | None) -> bool:
    """A final ruling was made by the moment, and no later ruling of that time has an outcome."""
    made = [record for record in rulings(h, remedy) if by(h, record.data.decided_at, at)]
    finals = [record.data.decided_at for record in made if record.data.final == "yes"]
    if not finals:
        return False
    return not any(
        record.data.outcome is not None and record.data.decided_at > max(finals) for record in made
    )


def is_pending(h: History, lodged: Lodged, at: datetime | None) -> bool:
    """Pending remedy: lodged at or before the moment and not finally decided at that moment."""
    return by(h, lodged.data.lodged_at, at) and not finally_decided(h, lodged.data.remedy, at)


def is_suspensive(h: History, lodged: Lodged, at: datetime) -> bool:
    """The latest suspensive effect that is known at the moment keeps the return from being carried out."""
    effect = lodged.data.suspensive_effect
    for record in rulings(h, lodged.data.remedy):
        if record.data.decided_at <= at and record.data.suspensive_effect != "unknown":
            effect = record.data.suspensive_effect
    return effect in SUSPENSIVE


def latest_outcome(h: History, remedy: str, at: datetime | None) -> Decided | None:
    """The latest ruling with an outcome, made by a moment or, with none, by the moment judged."""
    made = [r for r in rulings(h, remedy) if r.data.outcome is not None and by(h, r.data.decided_at, at)]
    return made[-1] if made else None
