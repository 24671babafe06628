"""The register of force: one row for each use, every account beside the others."""

from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from events.data_classes import Sealed
from events.return_operation.force import RestraintRemoved, UseOfForceObserved
from events.return_operation.handling import MedicalExaminationRecorded
from projections.force_register.view import VIEW
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.scenario.loading import platform_id
from tests.force_told import SEEN, applied, linked, seen
from tests.view_histories import amended, made, moment, rows, sampled, subjects, told
from tests.view_records import records_of


def examined(at: str | None, **data: Any) -> AnyRecord:
    fields = {
        "purpose": "after_restraint",
        "carried_out": at is not None,
        "fitness": "fit",
        "examiner_independent": "yes",
        "medication_given_without_consent": "no",
        **({"examined_at": at} if at else {}),
    }
    return told(
        MedicalExaminationRecorded,
        fields | data,
        of="C-1 O-1",
        by="medical_professional",
        at="13:00",
        name="med",
    )


def test_accounts_of_one_use_stand_beside_each_other() -> None:
    witness = seen(means=["holding_technique"], injury="minor", proportionality="excessive_in_degree")
    [row] = rows(VIEW, "C-1", [applied(), witness])

    assert row["means"] == {"authority": ["handcuffs_back"], "monitor": ["holding_technique"]}
    assert row["start"] == {"authority": [moment("11:00")], "monitor": [moment("11:05")]}
    assert row["proportionality"] == {"monitor": ["excessive_in_degree"]}
    assert row["minutes"] == 30
    assert row["accounts_present"] == ["authority", "monitor"]
    assert row["contested"] == ["injury", "means"]
    assert row["injury"] == {"authority": "recorded", "monitor": "recorded"}


def test_a_restraint_lasts_until_all_accounts_say_that_it_was_taken_off() -> None:
    begun = applied()
    begun = begun.filled({"ended_at": None})
    removed = told(
        RestraintRemoved,
        {"force_use": "U-1", "removed_at": "12:40"},
        of="C-1 O-1 U-1",
        by="escort",
        at="12:40",
        name="off",
    )

    assert [row["minutes"] for row in rows(VIEW, "C-1", [begun])] == [None]
    assert [row["minutes"] for row in rows(VIEW, "C-1", [begun, removed])] == [100]
    [end_only] = rows(VIEW, "C-1", [removed])
    assert (end_only["minutes"], end_only["end"]) == (None, {"authority": [moment("12:40")]})


def test_a_monitor_decides_whether_two_accounts_are_of_one_use() -> None:
    first, second = applied(), seen(seen_from="15:00", seen_until="15:10")

    assert len(rows(VIEW, "C-1", [first, second])) == 2
    assert len(rows(VIEW, "C-1", [first, second, linked("same_fact", first, second)])) == 1
    near = seen()
    assert len(rows(VIEW, "C-1", [first, near])) == 1
    assert len(rows(VIEW, "C-1", [first, near, linked("not_the_same_fact", first, near)])) == 2


def test_an_account_that_names_no_person_is_shown_once_at_its_operation_or_its_case() -> None:
    first, nameless = applied(), seen(of="O-1")
    link = linked("same_fact", first, nameless)

    def shown(*records: AnyRecord) -> list[list[str]]:
        found = [*rows(VIEW, "C-1", records), *rows(VIEW, "O-1", records)]
        return sorted(sorted(each["record"] for each in row["accounts"]) for row in found)

    assert shown(first, nameless) == sorted([[first.id], [nameless.id]])
    assert shown(first, nameless, link) == [sorted([first.id, nameless.id])]
    assert shown(first, seen(of="O-1", force_use="U-1")) == [sorted([first.id, nameless.id])]
    assert [row["subject"] for row in rows(VIEW, "B-1", [seen(of="B-1")])] == [platform_id("B-1")]


def test_a_correction_replaces_and_a_withdrawal_takes_out() -> None:
    first = applied()
    corrected = amended(first, "correction", "fixed", "2025-05-20T10:00:00+02:00", means=("velcro_band",))
    gone = amended(corrected, "withdrawal", "gone", "2025-05-21T10:00:00+02:00")

    assert [row["means"] for row in rows(VIEW, "C-1", [first, corrected])] == [{"authority": ["velcro_band"]}]
    before = first.recorded_at
    [known] = rows(VIEW, "C-1", [first, corrected, gone], known_at=before)
    assert known["means"] == {"authority": ["handcuffs_back"]}
    withdrawn = amended(first, "withdrawal", "out", "2025-05-21T10:00:00+02:00")
    assert rows(VIEW, "C-1", [first, withdrawn]) == []


def test_an_erased_injury_is_withheld_and_a_known_one_is_not_shown() -> None:
    first = applied().filled({"injury": Sealed(sealed="gone")})
    [row] = rows(VIEW, "C-1", [first, seen(injury="fatal")])

    assert row["injury"] == {"authority": "withheld", "monitor": "recorded"}
    assert "fatal" not in str(row)


def test_a_protected_reporter_is_not_named() -> None:
    hidden = told(
        UseOfForceObserved, SEEN, of="C-1", by="civil_society", at="11:05", name="h", reporter_protected=True
    )
    [row] = rows(VIEW, "C-1", [hidden])
    [one] = made(VIEW, "C-1", [hidden])

    assert row["accounts"][0]["role"] == "reporter protected"
    assert "civil" not in str(row)
    assert platform_id("ORG-civil_society") not in str((row, one.facets))
    assert one.facets["told_by"] == set()


def test_prohibited_means_are_flagged_and_drugs_depend_on_consent() -> None:
    def flag(*means: str) -> str:
        [row] = rows(VIEW, "C-1", [applied(means=list(means))])
        return str(row["prohibited"])

    assert flag("handcuffs_back") == "no"
    assert flag("chemical") == "unless_consented"
    assert flag("chemical", "airway_obstruction") == "yes"


def test_a_medical_check_is_in_time_late_or_not_carried_out() -> None:
    def state(record: AnyRecord) -> Any:
        [row] = rows(VIEW, "C-1", [applied(), record])
        return row["medical_check"]

    assert state(examined("23:30")) == {"provider": "in_time"}
    assert state(examined("2025-05-06T23:30:01+02:00")) == {"provider": "late"}
    assert state(examined(None)) == {"provider": "not_carried_out"}
    assert state(examined("10:00")) == {}
    assert state(examined("12:00", related_force_use="U-2")) == {}


HISTORY = [
    applied(),
    seen(),
    seen("by-person", by="returnee", seen_from="17:00", seen_until="17:05", means=["blow_or_kick"]),
    examined("12:00"),
    linked("same_fact", applied(), seen("by-person", by="returnee")),
    amended(seen(), "correction", "again", "2025-05-08T10:00:00+02:00", means=("spit_hood",)),
    *records_of("force/duration", "force/individual-necessity"),
]


@given(order=st.permutations(range(len(HISTORY))), twice=st.sampled_from(range(len(HISTORY))))
@settings(max_examples=25, deadline=None)
def test_neither_order_nor_repetition_of_records_changes_the_rows(order: list[int], twice: int) -> None:
    mixed = [*(HISTORY[place] for place in order), HISTORY[twice]]
    for subject in subjects(HISTORY, "case"):
        assert made(VIEW, subject, mixed) == made(VIEW, subject, HISTORY)


def test_rows_hold_every_column_and_filter() -> None:
    for subject in subjects(HISTORY, "case"):
        for each in made(VIEW, subject, HISTORY):
            assert set(each.row) == {column.name for column in VIEW.columns}
            assert set(each.facets) == set(VIEW.filters)


def test_invented_histories_give_the_uses_of_a_plain_count() -> None:
    records = sampled(60)
    told_of = 0
    for case in subjects(records, "case"):
        mine = [record for record in records if case in record.subject_ids]
        shown = {frozenset(a["record"] for a in row["accounts"]) for row in rows(VIEW, case, mine)}
        assert shown == {frozenset(each) for each in _plainly(mine)}
        told_of += len(shown)
    assert told_of > 10


def _plainly(records: list[AnyRecord]) -> list[set[str]]:
    """Sets of accounts of one use: joined while any two share an id, or a time and not an author."""
    force = [r for r in records if r.name in {"RestraintApplied", "UseOfForceObserved", "RestraintRemoved"}]
    groups = [{record.id} for record in force]
    for first, second in combinations(force, 2):
        if not _one(first, second, records):
            continue
        mine = next(group for group in groups if first.id in group)
        theirs = next(group for group in groups if second.id in group)
        if mine is not theirs:
            mine |= theirs
            groups.remove(theirs)
    return groups


def _one(first: AnyRecord, second: AnyRecord, records: list[AnyRecord]) -> bool:
    ids = [
        getattr(record.data, "force_use", None)
        or next(iter(r for r in record.subject_ids if r[0] == "U"), None)
        for record in (first, second)
    ]
    if ids[0] is not None and ids[0] == ids[1]:
        return True
    mine, theirs = _minutes(first, records), _minutes(second, records)
    if mine is None or theirs is None or first.author == second.author:
        return False
    return mine[0] - 15 <= theirs[1] and theirs[0] - 15 <= mine[1]


def _minutes(record: AnyRecord, records: list[AnyRecord]) -> tuple[float, float] | None:
    data: Any = record.data
    if record.name == "RestraintRemoved":
        return None
    if record.name == "UseOfForceObserved":
        return data.seen_from.timestamp() / 60, (data.seen_until or data.seen_from).timestamp() / 60
    ends = [data.ended_at or data.started_at]
    removals: list[Any] = [other.data for other in records if other.name == "RestraintRemoved"]
    ends += [removed.removed_at for removed in removals if removed.force_use == data.force_use]
    return data.started_at.timestamp() / 60, max(ends).timestamp() / 60
