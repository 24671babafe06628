"""No means or technique is used that published standards prohibit."""

from collections.abc import Iterator

from events.restraint import HIGH_RISK_MEANS, PROHIBITED_MEANS
from events.return_operation.force import RestraintApplied, UseOfForceObserved
from events.return_operation.handling import MedicalExaminationRecorded
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import hours_later
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Ground, Rule, because
from projections.safeguards.terms.force import ForceAccount, force_accounts, reason
from projections.safeguards.terms.values import plain


def applies(h: History) -> Iterator[Ground]:
    """Force is on record, or medication without consent outside the examination on arrival."""
    for record in force_accounts(h):
        yield because("Force is on record.", record)
    for examination in _medicated(h):
        yield because("Medication without consent is on record.", examination)


def breached(h: History) -> Iterator[Ground]:
    """A prohibited means, hindered breathing, medication without consent, or force as punishment.

    Prohibited: airway obstruction, a posture that endangers breathing, pain compliance, and chemical
    restraint. Chemical restraint is excepted where the record of its use states medical consent and an
    examination took place within `medical_check_hours` before or after it began.
    """
    for record in force_accounts(h):
        if _prohibited(h, record):
            yield because("A prohibited means or technique was used.", record)
        if reason(record) == "punishment":
            yield because("Force was used as a punishment.", record)
    for observed in h.of(UseOfForceObserved):
        if observed.data.breathing_hindered == "yes":
            yield because("Breathing was hindered.", observed)
    for examination in _medicated(h):
        yield because("Medication was given without consent.", examination)


def satisfied(h: History) -> Iterator[Ground]:
    """Force is on record, without prohibited or high-risk means and without doubt about breathing."""
    told = force_accounts(h)
    clean = not any(_prohibited(h, record) or _high_risk(record) for record in told)
    if told and clean and all(each.data.breathing_hindered == "no" for each in h.of(UseOfForceObserved)):
        yield because("No account names a prohibited or high-risk means, or hindered breathing.", *told)


def at_risk(h: History) -> Iterator[Ground]:
    """A means of high risk was used, or nobody knows whether breathing was hindered."""
    for record in force_accounts(h):
        if _high_risk(record):
            yield because("A means of high risk was used.", record)
    for observed in h.of(UseOfForceObserved):
        if observed.data.breathing_hindered == "unknown":
            yield because("It is not known whether breathing was hindered.", observed)


def _medicated(h: History) -> Iterator[Record[MedicalExaminationRecorded]]:
    for record in h.of(MedicalExaminationRecorded):
        given = plain(record.data.medication_given_without_consent)
        if record.data.purpose != "arrival" and given == "yes":
            yield record


def _high_risk(record: ForceAccount) -> bool:
    return not HIGH_RISK_MEANS.isdisjoint(record.data.means)


def _prohibited(h: History, record: ForceAccount) -> bool:
    named = PROHIBITED_MEANS.intersection(record.data.means)
    if isinstance(record.data, RestraintApplied) and _examined_with_consent(h, record.data):
        named -= {"chemical"}
    return bool(named)


def _examined_with_consent(h: History, told: RestraintApplied) -> bool:
    if plain(told.medical_consent) != "yes":
        return False
    hours = h.parameters.medical_check_hours
    first, last = hours_later(told.started_at, -hours), hours_later(told.started_at, hours)
    return any(
        each.data.carried_out and each.data.examined_at is not None and first <= each.data.examined_at <= last
        for each in h.of(MedicalExaminationRecorded)
    )


RULE = Rule(
    id="force.no-prohibited-means",
    area="11",
    also_areas=("cross-cutting.human-rights",),
    phase="return",
    title="No means or technique is used that standards prohibit",
    source="CPT 13th General Report paras 32-36; UNNM Mapping s.11 and III Human rights",
    source_status="practice_read",
    severity="critical",
    evidence=(RestraintApplied, UseOfForceObserved, MedicalExaminationRecorded),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    matter=("RestraintApplied|UseOfForceObserved by force_use", "MedicalExaminationRecorded by purpose"),
    parameters=("medical_check_hours",),
)
