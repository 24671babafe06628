"""Which rows of a view are whose, and that rows made apart tell nothing of the records left out."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.base import Service
from events.return_operation.movement import ReturnAborted
from events.return_operation.planning import OperationPlanned
from foundation.identity.caller import Caller
from projections.case_file.parts import concerned
from projections.case_file.view import VIEW as CASE_FILE
from projections.complaints_incidents_recommendations.view import VIEW as REGISTER
from projections.discrepancies.view import VIEW as DISCREPANCIES
from projections.follow_up_calendar.view import VIEW as CALENDAR
from projections.query.views import VIEWS
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.scenario.loading import platform_id
from projections.viewing.group import Group
from projections.viewing.parts import Reader, kept_apart, own, seen, within
from projections.viewing.view import Made, Part, View
from tests.view_audiences import (
    ANNA,
    ANNA_HERSELF,
    BEKA,
    BORDER_GUARD,
    BY_POLICE,
    CLEO,
    CONTESTED,
    COUNSELLORS,
    MONITOR,
    POLICE,
    RECORDS,
    account,
    contacted,
    handed_over,
    planned,
    recommended,
)
from tests.view_histories import PAST_ALL, amended, invented, subjects

UNTIL_ARRIVAL: tuple[Service, ...] = ("pre_return", "return_operation")
[OWN_OPERATIONS] = DISCREPANCIES.parts
APART = [(view, part) for view in VIEWS for part in view.parts if part.rows is not None]
INVENTED = invented(12)


def group(subject: str, records: Iterable[AnyRecord] = RECORDS) -> Group:
    return Group(subject, records, PAST_ALL)


def made(part: Part, view: View, subject: str, records: Iterable[AnyRecord] = RECORDS) -> list[Made]:
    return list(seen(view, part).rows(group(subject, records)))


def owners(rows: Iterable[Made], part: Part) -> set[str]:
    return {each for row in rows for each in row.facets[part.facet]}


def behind_the_wall(record: AnyRecord) -> bool:
    return not {record.envelope.service, record.data.about.service} <= set(UNTIL_ARRIVAL)


def test_the_whole_view_is_of_everybody_and_a_part_of_whom_the_token_names() -> None:
    caller = Caller(
        "USR-…", "lawyer", POLICE, frozenset(), frozenset({"read"}), "t", acts_for=frozenset({ANNA})
    )
    [represented] = CASE_FILE.parts

    assert own(Reader(caller)) is None
    mine = own(Reader(caller, represented))
    assert mine is not None
    assert mine.has({represented.facet: [ANNA, BEKA]})
    assert not mine.has({represented.facet: [BEKA]})
    assert not mine.has({"case": [ANNA]})


@pytest.mark.parametrize("view", [view for view in VIEWS if view.parts], ids=lambda view: view.name)
def test_a_part_knows_no_column_or_filter_that_it_leaves_out(view: View) -> None:
    for part in view.parts:
        known = seen(view, part)
        assert {column.name for column in known.columns} == set(part.columns)
        assert set(known.filters) == set(part.filters)
        assert known.by == {}
        assert known.services == part.services
        assert bool(known.exports) == (bool(view.exports) and len(part.columns) == len(view.columns))


@pytest.mark.parametrize(("view", "part"), APART, ids=lambda one: one.name)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_rows_made_apart_are_those_of_an_installation_without_the_records_left_out(
    view: View, part: Part, data: st.DataObject
) -> None:
    """Whatever records lie behind the wall, all or some or none, the rows are the same to the byte."""
    kinds = sorted({subject for kind in view.per for subject in subjects(INVENTED, kind)})
    subject = data.draw(st.sampled_from(kinds))
    behind = [record for record in INVENTED if behind_the_wall(record)]
    some = data.draw(st.sets(st.sampled_from(behind), max_size=20)) if behind else set()
    known = [record for record in INVENTED if not behind_the_wall(record)]

    with_some = made(part, view, subject, [*known, *some])
    assert with_some == made(part, view, subject, known)
    ids = {record.id for record in behind}
    assert not any(each in str(row) for row in with_some for each in ids)


def test_the_invented_histories_have_rows_apart_and_records_behind_the_wall() -> None:
    kinds = {subject for kind in DISCREPANCIES.per for subject in subjects(INVENTED, kind)}
    assert any(made(OWN_OPERATIONS, DISCREPANCIES, subject, INVENTED) for subject in sorted(kinds))
    assert any(map(behind_the_wall, INVENTED))


def test_a_narrowed_group_wakes_with_the_group_that_it_is_of() -> None:
    whole = group(ANNA)
    narrowed = within(whole, UNTIL_ARRIVAL)
    assert not narrowed.clock.passed(datetime(2039, 1, 1, tzinfo=UTC))
    assert whole.clock.next_change is not None


def test_discrepancies_belong_to_the_organizer_on_whom_all_accounts_agree() -> None:
    assert owners(made(OWN_OPERATIONS, DISCREPANCIES, ANNA), OWN_OPERATIONS) == {POLICE}
    assert owners(made(OWN_OPERATIONS, DISCREPANCIES, BEKA), OWN_OPERATIONS) == {BORDER_GUARD}
    assert made(OWN_OPERATIONS, DISCREPANCIES, CLEO) == []
    assert made(OWN_OPERATIONS, DISCREPANCIES, CONTESTED) == []


def test_a_claim_to_have_organized_an_operation_shows_nothing_and_hides_it_from_its_organizer() -> None:
    claim = planned("claim", BY_POLICE, "authority", BORDER_GUARD, BORDER_GUARD)
    gone = amended(claim, "withdrawal", "gone", "2025-05-08T10:00:00+02:00")

    assert made(OWN_OPERATIONS, DISCREPANCIES, ANNA, [*RECORDS, claim]) == []
    told = made(OWN_OPERATIONS, DISCREPANCIES, ANNA, [*RECORDS, claim, gone])
    assert owners(told, OWN_OPERATIONS) == {POLICE}


def test_of_a_field_that_is_not_open_not_even_the_name_is_shown() -> None:
    accounts = [
        account(ReturnAborted, f"aborted-{by}", [ANNA, BY_POLICE], by, reason=reason, stage=stage)
        for by, reason, stage in (
            ("escort", "medical", "pre_departure"),
            ("returnee", "court_order", "en_route"),
        )
    ]
    records = [*RECORDS, *accounts]
    whole = {row.row["field"] for row in DISCREPANCIES.rows(group(ANNA, records))}
    shown = {row.row["field"] for row in made(OWN_OPERATIONS, DISCREPANCIES, ANNA, records)}

    assert "reason" in whole
    assert shown == whole - {"reason"}


def test_an_account_of_a_protected_reporter_makes_no_row_for_the_authority() -> None:
    plan = planned("plan", BY_POLICE, "authority", POLICE, POLICE)
    escort = handed_over("escort", ANNA, BY_POLICE, "escort", "border_police")
    hidden = handed_over("hidden", ANNA, BY_POLICE, "civil_society", "ngo", protected=True)
    records = [plan, escort, hidden]

    assert list(DISCREPANCIES.rows(group(ANNA, records))) != []
    assert made(OWN_OPERATIONS, DISCREPANCIES, ANNA, records) == []


def test_a_recommendation_belongs_to_each_addressee_and_a_complaint_to_nobody() -> None:
    [addressed, until_arrival] = REGISTER.parts
    number = platform_id("N-to-police")

    assert owners(made(addressed, REGISTER, number), addressed) == {POLICE}
    assert owners(made(until_arrival, REGISTER, number), until_arrival) == {POLICE}
    assert made(until_arrival, REGISTER, platform_id("N-to-police-later")) == []
    assert owners(made(addressed, REGISTER, platform_id("M-1")), addressed) == set()
    assert made(until_arrival, REGISTER, platform_id("M-1")) == []
    both = [recommended("both", POLICE), recommended("both", BORDER_GUARD)]
    other = account(
        type(both[1].data), "both-2", both[1].subject_ids, "nhri", body=MONITOR, **dict(both[1].data)
    )
    shown = made(addressed, REGISTER, platform_id("N-both"), [both[0], other])
    assert owners(shown, addressed) == {POLICE, BORDER_GUARD}


def test_a_case_is_of_the_bodies_whose_account_of_it_stands() -> None:
    [own_cases] = CALENDAR.parts
    contact = contacted("again", ANNA, "independent_monitor", MONITOR)
    gone = amended(contact, "withdrawal", "gone", "2025-06-08T10:00:00+02:00")

    assert owners(CALENDAR.rows(group(ANNA)), own_cases) == {COUNSELLORS}
    assert owners(CALENDAR.rows(group(ANNA, [*RECORDS, contact])), own_cases) == {COUNSELLORS, MONITOR}
    assert owners(CALENDAR.rows(group(ANNA, [*RECORDS, contact, gone])), own_cases) == {COUNSELLORS}


def test_a_date_that_concerns_two_persons_is_of_bodies_that_know_both() -> None:
    [own_cases] = CALENDAR.parts
    rows = list(CALENDAR.rows(group(ANNA)))
    assert rows
    joint = account(type(RECORDS[0].data), "joint", [ANNA, BEKA], "authority", body=POLICE)
    found: Any = list(CALENDAR.rows(group(ANNA, [*RECORDS, joint])))
    assert {tuple(row.row["cases"]) for row in found} == {tuple(sorted([ANNA, BEKA]))}
    assert owners(found, own_cases) == set()


def test_a_person_leads_to_a_case_only_where_all_records_agree() -> None:
    opened = RECORDS[0]
    other = account(type(opened.data), "other", [ANNA, platform_id("P-other")], "lawyer")
    beside = account(type(opened.data), "beside", [ANNA, BEKA, platform_id("P-other")], "lawyer")
    two = account(type(opened.data), "two", [ANNA, ANNA_HERSELF, platform_id("P-other")], "lawyer")

    assert concerned(group(ANNA, [opened])) == {ANNA, ANNA_HERSELF}
    assert concerned(group(ANNA, [opened, other])) == {ANNA}
    assert concerned(group(ANNA, [opened, beside])) == {ANNA, ANNA_HERSELF}
    assert concerned(group(ANNA, [two])) == {ANNA}
    assert concerned(group(ANNA, [])) == {ANNA}


def test_ids_of_other_persons_are_withheld_from_who_represents_one() -> None:
    [represented] = CASE_FILE.parts
    plan = account(OperationPlanned, "names-others", [ANNA, BY_POLICE], "authority", body=POLICE)
    [row] = CASE_FILE.rows(group(ANNA, [plan]))
    told = {**row.row, "summary": f"case: {ANNA}; others: {BEKA}, {platform_id('F-family')}"}

    shown = seen(CASE_FILE, represented).shown
    assert shown is not None
    assert shown(told, PAST_ALL)["summary"] == f"case: {ANNA}; others: withheld, withheld"


def test_parts_made_apart_are_kept_under_names_of_their_own() -> None:
    names = [view.name for view in kept_apart(VIEWS)]
    assert len(names) == len(set(names))
    assert {name for name in names if "." in name} == {part.name for _, part in APART}
