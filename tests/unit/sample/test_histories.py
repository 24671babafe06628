"""Invented histories: lawful-looking and not, over all events, each record one that recording accepts."""

from collections import Counter
from functools import cache
from itertools import islice
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.base import Event
from events.catalogue import BY_STEM, EVENTS
from events.restraint import PROHIBITED_MEANS
from events.submission import Submission
from foundation.recording.bulk import Line, read_line
from foundation.recording.faults import Fault
from foundation.recording.outcomes import Refused
from foundation.recording.recorder import refusal
from foundation.vault.drafts import Draft
from returnwatch.commands.bulk import FILER
from returnwatch.sample.histories import DECK, Shares, histories
from returnwatch.sample.histories.chance import Chance, Dealer
from returnwatch.sample.histories.generating import AFTER_FIRST, ALL, APART, FIRST_DEPARTURE, departures
from returnwatch.sample.histories.stories import CASE, OPERATION, TRAITS
from returnwatch.sample.histories.wrongs import OF_CASES, OF_OPERATIONS, Wrong

SEEDS = range(3)
MIXES = (Shares(), Shares(0, 0), Shares(1, 1))


@cache
def sample(seed: int, shares: Shares = Shares(), cases: int = DECK) -> tuple[dict[str, Any], ...]:  # noqa: B008 - frozen
    return tuple(histories(cases, seed, shares))


def kind_of(document: dict[str, Any]) -> type[Event]:
    return BY_STEM[document["type"].rpartition(".v")[0]]


def faults_of(document: dict[str, Any]) -> tuple[Fault, ...]:
    """Every fault for which recording would refuse the document."""
    read = read_line(Line(1, orjson.dumps(document), 1), EVENTS)
    if isinstance(read, Submission):
        refused = refusal(FILER, Draft(read))
        return refused.faults if refused else ()
    assert isinstance(read, Refused)
    return read.faults


def told(documents: tuple[dict[str, Any], ...], name: str) -> list[dict[str, Any]]:
    """The data of one event, amendments left out."""
    return [one["data"] for one in documents if kind_of(one).__name__ == name and "amends" not in one]


@pytest.mark.parametrize("shares", MIXES, ids=str)
@pytest.mark.parametrize("seed", SEEDS)
def test_every_record_is_one_that_recording_accepts(seed: int, shares: Shares) -> None:
    refused = {
        document["type"]: faults for document in sample(seed, shares) if (faults := faults_of(document))
    }
    assert refused == {}


@given(seed=st.integers(min_value=0), contradictory=st.floats(0, 1), unlawful=st.floats(0, 1))
@settings(max_examples=15)
def test_no_seed_and_no_share_makes_a_record_that_is_refused(
    seed: int, contradictory: float, unlawful: float
) -> None:
    for document in histories(5, seed, Shares(contradictory, unlawful)):
        assert faults_of(document) == ()


def test_the_check_finds_what_is_wrong_with_a_record() -> None:
    whole = next(document for document in sample(0) if kind_of(document).__name__ == "ReturnCaseOpened")
    data = whole["data"] | {"return_type": "abduction", "name": "A. Example"}
    assert [fault.pointer for fault in faults_of(whole | {"data": data})] == ["/data/return_type"]
    groundless = {name: value for name, value in whole.items() if name != "lawfulbasis"}
    named = groundless | {"data": whole["data"] | {"name": "A. Example"}}
    assert "/lawfulbasis" in {
        fault.pointer.replace("lawful_basis", "lawfulbasis") for fault in faults_of(named)
    }


@pytest.mark.parametrize("shares", MIXES, ids=str)
@pytest.mark.parametrize("seed", range(6))
def test_fifty_cases_have_every_event(seed: int, shares: Shares) -> None:
    assert set(EVENTS) - {kind_of(document) for document in sample(seed, shares)} == set()


def test_every_field_of_every_event_is_filled_somewhere() -> None:
    filled: dict[type[Event], set[str]] = {event: set() for event in EVENTS}
    for seed in range(6):
        for document in sample(seed):
            filled[kind_of(document)] |= document["data"].keys()
    empty = {
        event.__name__: missing for event in EVENTS if (missing := event.model_fields.keys() - filled[event])
    }
    assert empty == {}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    first, again = list(histories(20, 7)), list(histories(20, 7))
    assert orjson.dumps(first) == orjson.dumps(again)
    assert not {one["id"] for one in first} & {one["id"] for one in histories(20, 8)}


@given(operations=st.integers(1, 10**6))
def test_however_many_there_are_no_operation_departs_in_times_to_come(operations: int) -> None:
    first, apart = departures(operations)

    assert first + operations * apart <= FIRST_DEPARTURE + AFTER_FIRST
    assert operations * apart <= ALL
    assert 0 < apart <= APART
    if operations * APART <= AFTER_FIRST:
        assert (first, apart) == (FIRST_DEPARTURE, APART)


def test_no_record_id_is_used_twice() -> None:
    ids = [document["id"] for document in sample(1, Shares(), 150)]
    assert len(set(ids)) == len(ids)
    assert all(identifier[18] == "7" for identifier in ids)


def test_an_operation_is_shared_by_several_cases() -> None:
    sharing = Counter(
        document["data"]["operation"]
        for document in sample(2)
        if kind_of(document).__name__ == "PassengerListChanged" and document["data"]["change"] == "added"
    )
    assert min(sharing.values()) >= 2
    assert len(sharing) >= 6


def test_sides_differ_in_contradictory_histories_only() -> None:
    links = {
        share: {data["link"] for data in told(sample(3, Shares(share, 0), 300), "AccountsLinked")}
        for share in (0.0, 1.0)
    }
    assert "same_fact_conflicting" not in links[0.0]
    assert "same_fact_conflicting" in links[1.0]


def test_prohibited_restraint_is_told_of_in_unlawful_histories_only() -> None:
    def prohibited(share: float) -> int:
        uses = told(sample(3, Shares(0, share), 300), "RestraintApplied")
        assert len(uses) > 20
        return sum(bool(PROHIBITED_MEANS & set(use["means"])) for use in uses)

    assert prohibited(0) == 0
    assert prohibited(1) > 0


def test_unlawful_cases_show_what_the_list_of_wrongs_says_and_others_seldom() -> None:
    def shows(documents: list[dict[str, Any]], wrong: Wrong) -> bool:
        names = {kind_of(document).__name__ for document in documents}
        return not names & wrong.without and all(
            any(
                kind_of(document).__name__ == name
                and all(document["data"].get(field) == value for field, value in stated.items())
                for document in documents
            )
            for name, stated in wrong.states.items()
        )

    def wronged(share: float) -> int:
        cases: dict[str, list[dict[str, Any]]] = {}
        for document in sample(6, Shares(0, share)):
            for subject in document["subjects"].split():
                if subject.startswith("C-") and "amends" not in document:
                    cases.setdefault(subject, []).append(document)
        assert len(cases) == DECK
        stating = [wrong for wrong in OF_CASES if wrong.states]
        return sum(any(shows(told, wrong) for wrong in stating) for told in cases.values())

    assert wronged(0) < 10
    assert wronged(1) > 40


def test_records_come_late_out_of_order_amended_and_withdrawn() -> None:
    documents = sample(4)
    times = [document["time"] for document in documents]
    place = {document["id"]: number for number, document in enumerate(documents)}
    amending = [(place[one["id"]], place[one["amends"]]) for one in documents if one.get("amends") in place]
    amendments = Counter(one["amends"] for one in documents if "amends" in one)
    assert times != sorted(times)
    assert any(later < earlier for later, earlier in amending), (
        "an amendment that comes before what it amends"
    )
    assert max(amendments.values()) > 1, "several amendments of one record"
    assert {one["amendmentkind"] for one in documents if "amends" in one} == {
        "correction",
        "addition",
        "confirmation",
        "withdrawal",
    }


def test_every_person_has_the_surname_example() -> None:
    names = {document["assertedbyperson"] for document in sample(5) if "assertedbyperson" in document}
    names |= {data["name"] for data in told(sample(5), "ReturnCaseOpened") if "name" in data}
    assert names
    assert all(name.endswith(" Example") for name in names)


def test_stories_and_wrongs_speak_of_known_events_and_traits() -> None:
    for listed, story in ((OF_CASES, CASE), (OF_OPERATIONS, OPERATION)):
        events = {step.event.__name__ for step in story}
        for wrong in listed:
            assert {*wrong.states, *wrong.days, *wrong.without} <= events, wrong.name
            assert wrong.traits <= TRAITS.keys(), wrong.name
    needed = {need.strip("!") for step in CASE for need in step.needs}
    assert needed <= TRAITS.keys()


@given(seed=st.integers(), of_fifty=st.integers(0, DECK), skipped=st.integers(0, 120))
def test_of_any_fifty_in_a_row_exactly_the_stated_number_is_dealt(
    seed: int, of_fifty: int, skipped: int
) -> None:
    dealer = Dealer(Chance(seed))
    dealt = (dealer.deals("a trait", of_fifty) for _ in range(skipped + DECK))
    assert sum(islice(dealt, skipped, None)) == of_fifty
