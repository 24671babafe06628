"""The file of a case: every record in the order of the facts, with what became of it."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from events.data_classes import Sealed
from events.data_protection.rights import ErasureCarriedOut
from events.return_operation.force import UseOfForceObserved
from events.return_operation.monitoring import AccountsLinked
from events.return_operation.movement import HandoverCompleted, LastLegalCheckMade
from projections.case_file.view import VIEW
from projections.safeguard_findings.view import VIEW as FINDINGS
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.rules.register import BY_ID, RULES
from projections.safeguards.scenario.loading import platform_id
from tests.view_audiences import account
from tests.view_histories import PAST_ALL, amended, made, moment, rows, sampled, subjects, told
from tests.view_records import records_of

HANDED_OVER: dict[str, Any] = {
    "operation": "O-1",
    "handed_over_at": "18:00",
    "place": "IATA:TBS",
    "receiver_kind": "border_police",
    "restraints_removed_before": "yes",
    "belongings_returned": "yes",
    "data_categories_given_to_receiver": [],
    "treatment_seen": "professional",
    "notes": "The officer Example was there.",
}
SEEN: dict[str, Any] = {
    "means": ["handcuffs_back"],
    "seen_from": "11:05",
    "phase_of_use": "en_route",
    "used_by": "escort",
    "justification_perceived": "unknown",
    "proportionality": "cannot_assess",
    "on_child": "unknown",
    "injury": "serious",
    "breathing_hindered": "no",
}


def handed_over(by: str = "escort", at: str = "18:00", name: str = "", **data: Any) -> AnyRecord:
    return told(
        HandoverCompleted, HANDED_OVER | data, of="C-1 O-1", by=by, at=at, name=name or f"hand-over-{by}"
    )


def seen(of: str = "C-1 O-1", name: str = "seen", **envelope: Any) -> AnyRecord:
    return told(UseOfForceObserved, SEEN, of=of, by="civil_society", at="11:05", name=name, **envelope)


def linked(link: str, first: AnyRecord, second: AnyRecord) -> AnyRecord:
    data = {"first_event": first.id, "second_event": second.id, "link": link}
    return told(AccountsLinked, data, of=f"{first.id} {second.id}", by="nhri", at="20:00", name=link)


def states(*records: AnyRecord, **asked: Any) -> list[str]:
    return [row["state"] for row in rows(VIEW, "C-1", records, **asked)]


def test_records_stand_in_the_order_of_the_facts() -> None:
    shown = rows(VIEW, "C-1", [handed_over(), seen()])

    assert [row["event"] for row in shown] == ["UseOfForceObserved", "HandoverCompleted"]
    assert [row["side"] for row in shown] == ["monitor", "authority"]
    assert shown[0]["time"] == moment("11:05")


def test_codes_are_shown_and_closed_fields_named_but_withheld() -> None:
    [force, hand_over] = rows(VIEW, "C-1", [handed_over(), seen()])

    assert "receiver_kind: border_police" in hand_over["summary"]
    assert hand_over["hidden"] == {"personal": ["notes"]}
    assert force["hidden"] == {"special": ["injury"]}
    assert "Example" not in str(hand_over)
    assert "serious" not in str(force)


def test_an_erased_value_is_named_as_a_known_one_is() -> None:
    erased = seen().filled({"injury": Sealed(sealed="gone")})

    assert rows(VIEW, "C-1", [erased]) == rows(VIEW, "C-1", [seen()])


def test_a_correction_replaces_a_withdrawal_takes_out_and_a_confirmation_adds() -> None:
    first = handed_over()
    corrected = amended(first, "correction", "fixed", "2025-05-07T10:00:00+02:00", receiver_kind="ngo")
    confirmed = amended(first, "confirmation", "sure", "2025-05-07T11:00:00+02:00")
    gone = amended(first, "withdrawal", "gone", "2025-05-08T10:00:00+02:00")

    assert states(first, corrected) == ["replaced", "stands"]
    assert sorted(states(first, confirmed)) == ["confirmation", "stands"]
    assert sorted(states(first, corrected, gone)) == ["withdrawal", "withdrawn", "withdrawn"]
    [row, _] = rows(VIEW, "C-1", [first, corrected])
    assert row["amended_by"] == [{"record": corrected.id, "kind": "correction", "same_author": True}]


def test_a_withdrawal_that_was_withdrawn_leaves_the_record_standing() -> None:
    first = handed_over()
    gone = amended(first, "withdrawal", "gone", "2025-05-08T10:00:00+02:00")
    back = amended(gone, "withdrawal", "back", "2025-05-09T10:00:00+02:00")

    found = {row["record"]: row["state"] for row in rows(VIEW, "C-1", [first, gone, back])}
    assert found == {first.id: "stands", gone.id: "withdrawal", back.id: "withdrawal"}


def test_nobody_else_withdraws_an_account() -> None:
    first = handed_over()
    other = handed_over("independent_monitor", name="other")
    foreign = amended(other, "withdrawal", "foreign", "2025-05-08T10:00:00+02:00")
    foreign = type(foreign)(foreign.envelope.model_copy(update={"amends": first.id}), foreign.data)

    found = {row["record"]: row["state"] for row in rows(VIEW, "C-1", [first, foreign])}
    assert found == {first.id: "stands", foreign.id: "without_effect"}
    [row] = [row for row in rows(VIEW, "C-1", [first, foreign]) if row["record"] == first.id]
    assert [each["same_author"] for each in row["amended_by"]] == [False]


def test_what_another_account_tells_otherwise_is_contested_on_both() -> None:
    mine, theirs = handed_over(), handed_over("returnee", receiver_kind="none")
    [first, second] = rows(VIEW, "C-1", [mine, theirs])

    assert {row["record"]: row["contested"] for row in (first, second)} == {
        mine.id: {"receiver_kind": [theirs.id]},
        theirs.id: {"receiver_kind": [mine.id]},
    }


def test_a_judgement_of_a_monitor_and_a_check_that_names_the_person_are_in_the_file() -> None:
    mine, theirs = handed_over(), handed_over("returnee")
    link = linked("same_fact", mine, theirs)
    check = told(
        LastLegalCheckMade,
        {"operation": "O-1", "result": "order_received", "orders_for_cases": ["C-1"]},
        of="O-1",
        by="escort",
        at="17:00",
        name="check",
    )
    stranger = told(
        LastLegalCheckMade,
        {"operation": "O-1", "result": "order_received", "orders_for_cases": ["C-2"]},
        of="O-1",
        by="escort",
        at="17:00",
        name="stranger",
    )
    shown = rows(VIEW, "C-1", [mine, theirs, link, check, stranger])

    assert {row["record"] for row in shown} == {mine.id, theirs.id, link.id, check.id}
    [row] = [row for row in shown if row["record"] == mine.id]
    assert row["linked"] == [{"record": theirs.id, "as": "same_fact", "by": link.id}]


def test_an_account_of_force_that_names_nobody_joins_the_file_once_it_is_linked() -> None:
    mine, nameless = seen(), seen(of="O-1", name="nameless")

    assert len(rows(VIEW, "C-1", [mine, nameless])) == 1
    shown = rows(VIEW, "C-1", [mine, nameless, linked("same_fact", mine, nameless)])
    assert nameless.id in {row["record"] for row in shown}


def test_a_protected_reporter_is_not_named_not_even_by_an_amendment() -> None:
    hidden = seen(reporter_protected=True)
    open_amendment = amended(hidden, "correction", "open", "2025-05-07T10:00:00+02:00")
    envelope = open_amendment.envelope.model_copy(update={"reporter_protected": None})
    shown = made(VIEW, "C-1", [hidden, type(hidden)(envelope, hidden.data)])

    assert [each.row["role"] for each in shown] == ["reporter protected"] * 2
    assert platform_id("ORG-civil_society") not in str(shown)
    assert "civil_society" not in str(shown)
    assert all(each.facets["side"] == set() for each in shown)


def test_the_file_is_shown_as_of_another_day_and_as_known_then() -> None:
    late = told(
        HandoverCompleted,
        HANDED_OVER,
        of="C-1 O-1",
        by="returnee",
        at="18:00",
        name="late",
        recorded="2025-06-01T10:00:00+02:00",
    )
    first = handed_over()

    assert len(rows(VIEW, "C-1", [first, late], known_at=first.recorded_at)) == 1
    assert len(rows(VIEW, "C-1", [first, late])) == 2
    assert rows(VIEW, "C-1", [first, seen()], as_of=seen().occurred_at, known_at=PAST_ALL)[0]["event"] == (
        "UseOfForceObserved"
    )
    assert len(rows(VIEW, "C-1", [first, seen()], as_of=seen().occurred_at, known_at=PAST_ALL)) == 1


HISTORY = [
    handed_over(),
    handed_over("returnee", receiver_kind="none"),
    seen(),
    seen(of="O-1", name="nameless"),
    linked("same_fact", seen(), seen(of="O-1", name="nameless")),
    amended(handed_over(), "correction", "fixed", "2025-05-07T10:00:00+02:00", receiver_kind="ngo"),
    amended(handed_over("returnee"), "withdrawal", "gone", "2025-05-08T10:00:00+02:00"),
    *records_of("refoulement/no-return-without-procedure"),
]


@given(order=st.permutations(range(len(HISTORY))), twice=st.sampled_from(range(len(HISTORY))))
@settings(max_examples=25, deadline=None)
def test_neither_order_nor_repetition_of_records_changes_the_rows(order: list[int], twice: int) -> None:
    mixed = [*(HISTORY[place] for place in order), HISTORY[twice]]
    for subject in subjects(HISTORY, "case"):
        assert made(VIEW, subject, mixed) == made(VIEW, subject, HISTORY)


def test_rows_hold_every_column_and_filter_under_keys_of_their_own() -> None:
    shown = made(VIEW, "C-1", HISTORY)

    assert len({each.key for each in shown}) == len(shown)
    for each in shown:
        assert set(each.row) == {column.name for column in VIEW.columns}
        assert set(each.facets) == {*VIEW.filters, *(part.facet for part in VIEW.parts)}


def test_invented_histories_give_the_records_that_name_the_case() -> None:
    records = sampled(15)
    texts = {record.id: _plain_text(record) for record in records}
    for case in subjects(records, "case"):
        naming = {each for each, text in texts.items() if case in text}
        about = {
            record.id
            for record in records
            if record.name == "AccountsLinked" and naming & set(record.subject_ids)
        }
        shown = rows(VIEW, case, records)
        times = [(record.occurred_at, record.id) for record in records if record.id in naming | about]
        assert [row["record"] for row in shown] == [each for _, each in sorted(times)]


def test_a_record_is_shown_with_the_findings_that_rest_on_it_and_with_no_other() -> None:
    records = sampled(8)
    shown = 0
    for case in subjects(records, "case"):
        found = rows(FINDINGS, case, records)
        for row in rows(VIEW, case, records):
            resting = [
                {name: finding[name] for name in ("rule", "outcome", "contested")}
                for finding in sorted(found, key=lambda one: RULES.index(BY_ID[one["rule"]]))
                if row["record"] in finding["evidence"]
            ]
            assert row["findings"] == resting
            shown += len(resting)
    assert shown > 0


def test_findings_are_told_no_more_once_the_values_are_erased_from_which_they_were_made() -> None:
    lost = seen().filled({"injury": Sealed(sealed="gone")})
    records = [lost, handed_over()]
    assert any(row["findings"] for row in rows(VIEW, "C-1", records))

    gone = account(
        ErasureCarriedOut,
        "erasure",
        [platform_id("C-1")],
        "platform",
        scope="case_special",
        at="2025-06-01T12:00:00+02:00",
    )
    assert not any(row["findings"] for row in rows(VIEW, "C-1", [*records, gone]))


def _plain_text(record: AnyRecord) -> str:
    return f"{' '.join(record.subject_ids)} {record.data.model_dump_json()}"
