"""The rules are those of the specification, with their severity, area, scope and source, and no others."""

import csv
import json
from pathlib import Path

from typer.testing import CliRunner

from projections.safeguards.judging.parameters import NAMES
from projections.safeguards.rules.register import RULES
from returnwatch.command_line import application

SPECIFIED = Path(__file__).parent / "safeguard_rules.csv"
DECLARED = ("id", "severity", "area", "scope", "phase", "source_status", "silence_after_due", "source")


def test_the_rules_are_those_specified() -> None:
    with SPECIFIED.open(encoding="utf-8", newline="") as lines:
        specified = {row["id"]: row for row in csv.DictReader(lines)}

    declared = {rule.id: {name: getattr(rule, name) for name in DECLARED} for rule in RULES}

    assert declared == {key: {name: row[name] for name in DECLARED} for key, row in specified.items()}
    assert {rule.id: " ".join(rule.also_areas) for rule in RULES} == {
        key: row["also_areas"] for key, row in specified.items()
    }
    assert len(RULES) == len(declared) == 77


def test_the_command_line_lists_every_rule() -> None:
    listed = json.loads(CliRunner().invoke(application(), ["safeguards", "list", "--json"]).stdout)

    assert [each["id"] for each in listed] == [rule.id for rule in RULES]
    assert all(each["severity"] and each["area"] and each["scope"] and each["source"] for each in listed)


def test_every_rule_has_a_text_for_each_of_its_conditions_and_known_parameters() -> None:
    for rule in RULES:
        assert all(text.strip() for text in rule.text().values()), rule.id
        assert set(rule.parameters) <= NAMES, rule.id
        assert rule.evidence, rule.id
