"""Views of invented histories on the command line: every form, other days, digests to compare."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from projections.query.views import BY_NAME

Run = Callable[..., Any]
CASES = 8


def _imported(run: Run, tmp_path: Path) -> Path:
    events, folder = tmp_path / "events.jsonl", tmp_path / "data"
    run("sample", "--cases", CASES, "--seed", 3, "--out", events)
    assert run("import", "events", events, "--data-dir", folder).status == 0
    return folder


def test_every_view_of_invented_histories_answers_and_can_be_built_again_by_others(
    run: Run, tmp_path: Path
) -> None:
    folder = _imported(run, tmp_path)
    for name in BY_NAME:
        rows = json.loads(run("view", name, "--data-dir", folder, "--format", "json").out)
        assert rows or name in {"statistics", "service-gaps", "reintegration-outcomes"}, name
    calendar = run("view", "follow-up-calendar", "--data-dir", folder, "--format", "ics")
    assert calendar.out.startswith("BEGIN:VCALENDAR\r\n")
    refused = run("view", "case-file", "--data-dir", folder, "--format", "ics")
    assert (refused.status, "follow-up-calendar" in refused.err) == (2, True)

    export, out = tmp_path / "export.jsonl", tmp_path / "rebuilt.sqlite"
    run("export", "events", "--data-dir", folder, "--out", export)
    here = run("rebuild", "--all", "--data-dir", folder)
    there = run("rebuild", "--all", "--from", "export", export, "--data-dir", folder, "--out", out)

    digests = [line for line in here.out.splitlines() if "sha256" in line]
    assert len(digests) >= len(BY_NAME) - 3
    assert [line for line in there.out.splitlines() if "sha256" in line] == digests

    worst = json.loads(
        run(
            "view", "safeguard-findings", "--data-dir", folder, "--outcome", "breached", "--format", "json"
        ).out
    )[0]
    judged = json.loads(run("safeguards", "evaluate", worst["subject"], "--data-dir", folder, "--json").out)
    same = next(each for each in judged if each["rule"] == worst["rule"])
    assert (same["outcome"], same["sides"]) == (worst["outcome"], worst["sides"])
    early = run(
        "safeguards", "evaluate", worst["subject"], "--as-of", "2001-01-01T00:00:00Z", "--data-dir", folder
    )
    assert early.out == ""


def test_an_unknown_rule_filter_time_or_scenario_is_answered_with_what_exists(
    run: Run, tmp_path: Path
) -> None:
    folder = _imported(run, tmp_path)
    history = tmp_path / "history.yaml"
    history.write_text("given: [{event: Nothing}]\nexpect: []\n", encoding="utf-8")
    for arguments, named in (
        (("safeguards", "explain", "no.such-rule"), "refoulement.no-return-to-found-risk"),
        (("safeguards", "evaluate", "case-1", "--data-dir", folder), "C-"),
        (("view", "safeguard-findings", "--colour", "red", "--data-dir", folder), "outcome"),
        (("view", "case-file", "--as-of", "yesterday", "--about", "C-1", "--data-dir", folder), "case"),
        (("rebuild", "--data-dir", folder), "monitoring-views"),
        (
            ("rebuild", "--all", "--as-of", "2001-01-01T00:00:00Z", "--data-dir", folder),
            "the last record is of",
        ),
        (("rebuild", "--all", "--as-of", "2999-01-01T00:00:00Z", "--data-dir", folder), "lies in the future"),
        (("rebuild", "--all", "--from", "export", history, "--out", tmp_path / "x.sqlite"), "line 1"),
        (("scenario", "check", history), "given[0].event"),
        (("scenario", "check", tmp_path / "missing.yaml"), "missing.yaml"),
    ):
        ran = run(*arguments)
        assert (ran.status, named in ran.err) == (2, True), (arguments, ran.err)


def test_a_missed_expectation_ends_with_status_1(run: Run, tmp_path: Path) -> None:
    scenarios = Path(__file__).parents[2] / "scenarios"
    scenario = scenarios / "refoulement" / "no-return-without-procedure.yaml"
    wrong = tmp_path / "wrong.yaml"
    text = scenario.read_text(encoding="utf-8")
    wrong.write_text(text.replace("outcome: satisfied", "outcome: breached"), encoding="utf-8")

    assert run("scenario", "check", scenario).status == 0
    missed = run("scenario", "check", scenario, wrong)

    assert missed.status == 1
    assert "MISS" in missed.out
