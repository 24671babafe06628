"""The page of the rules gives a lawyer each rule whole, and leads to its program and its scenario."""

import re
from pathlib import Path

import pytest

from contracts.safeguard_page import rule_file, safeguard_page, scenario_file
from projections.safeguards.judging.parameters import NAMES
from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.register import RULES

ROOT = Path(__file__).resolve().parents[2]
PAGE = safeguard_page()


def section(rule: Rule) -> str:
    """The text of a rule's section, in one line."""
    return " ".join(re.split(r"^## ", PAGE.partition(f"\n## {rule.id}\n")[2], flags=re.MULTILINE)[0].split())


def test_every_rule_has_one_section_and_one_line_of_the_overview_that_leads_to_it() -> None:
    headings = re.findall(r"^## (.+\..+)$", PAGE, re.MULTILINE)
    anchors = re.findall(r"^\| \[(.+?)\]\(#(.+?)\)", PAGE, re.MULTILINE)

    assert headings == [rule.id for rule in RULES]
    assert [name for name, _ in anchors] == headings
    assert [anchor for _, anchor in anchors] == [re.sub(r"[^\w-]", "", name) for name in headings]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_section_has_every_condition_in_full_and_what_is_declared(rule: Rule) -> None:
    text = section(rule)

    for condition, words in rule.text().items():
        assert f"**{condition.capitalize()}**: {' '.join(words.split())}" in text
    assert rule.title in text
    assert rule.source in text
    assert all(f"`{name}` = " in text for name in rule.parameters)
    assert text.startswith(f"{rule.title}. * {rule.severity}; one finding for each `{rule.scope}`")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_program_and_scenario_are_where_the_section_says(rule: Rule) -> None:
    assert f'id="{rule.id}"' in (ROOT / rule_file(rule)).read_text(encoding="utf-8")
    assert rule.id in (ROOT / scenario_file(rule)).read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_number_named_in_a_text_is_declared_by_the_rule(rule: Rule) -> None:
    named = set(re.findall(r"`(\w+)`", " ".join(rule.text().values()))) & NAMES

    assert named <= set(rule.parameters)
