"""The page of the catalogue tells people all that the code declares."""

import re
from collections import Counter

import pytest

from contracts.catalogue_page import FAMILIES, LISTS, catalogue_page
from contracts.code_lists import code_families
from events.catalogue import EVENTS
from events.instruments import CHECKLISTS, INSTRUMENTS

PAGE = catalogue_page()
HEADINGS = re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)
"""As they stand, in order."""


def section(heading: str) -> str:
    """The text from a heading to the next one."""
    return re.split(r"^#+ ", PAGE.partition(f"# {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def test_every_event_code_list_checklist_and_survey_has_one_heading() -> None:
    expected = [event.event_name() for event in EVENTS]
    expected += [codes.name for family in FAMILIES for codes in family.lists]
    expected += [*CHECKLISTS, *INSTRUMENTS]
    assert Counter(HEADINGS) >= Counter(expected)
    assert [name for name, times in Counter(HEADINGS).items() if times > 1] == []


def test_every_link_leads_to_a_heading() -> None:
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in HEADINGS}
    links = set(re.findall(r"\]\(#([^)]+)\)", PAGE))
    assert links
    assert links <= anchors


def test_no_two_code_lists_hold_the_same_codes() -> None:
    assert len(LISTS) == sum(len(family.lists) for family in FAMILIES)


def test_every_code_stands_in_the_section_of_its_list() -> None:
    for family in FAMILIES:
        for codes in family.lists:
            text = section(codes.name)
            assert [code for code in codes.codes if f"`{code}`" not in text] == [], codes.name


@pytest.mark.parametrize("name", CHECKLISTS)
def test_every_question_stands_in_the_section_of_its_checklist(name: str) -> None:
    rows = section(name)
    for item in CHECKLISTS[name].items:
        assert f"| `{item.id}` | {item.question} | `{item.good}` |" in rows


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_a_survey_is_shown_with_its_warning_and_every_item(name: str) -> None:
    text = section(name)
    assert INSTRUMENTS[name].warning in (None, *re.findall(r"\*\*(.+)\*\*", text))
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == [item.id for item in INSTRUMENTS[name].items]


def test_the_words_below_a_code_list_are_its_meaning() -> None:
    (family,) = [family for family in code_families() if family.name == "data_protection"]
    (recipients,) = [codes for codes in family.lists if codes.name == "RecipientKind"]
    assert recipients.codes[0] == "monitor_or_nhri"
    assert "`enforcement`:" in recipients.meaning
    assert "\n" not in recipients.meaning
