"""`returnwatch scenario` and `returnwatch safeguards`: what the rules say, and what they find."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from projections.safeguards.judging.parameters import PLATFORM_DEFAULT, Parameters
from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.register import BY_ID, RULES
from projections.safeguards.scenario.checking import Checked, check
from projections.safeguards.scenario.loading import Scenario, ScenarioError, load
from returnwatch.commands import changing
from returnwatch.faults import UserFaultError
from returnwatch.opening import data_directory
from returnwatch.options import DEFAULT_DATA_DIR, DataDir, moment_option
from returnwatch.parameters import read_parameters

ParametersFile = Annotated[
    Path | None, typer.Option("--parameters", help="File with the numbers that a monitoring body has set.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON.")]
scenarios = typer.Typer(no_args_is_help=True, help="Histories written by hand, with what they must give.")
safeguards = typer.Typer(no_args_is_help=True, help="The safeguard rules, and what they find.")


def add_to(app: typer.Typer) -> None:
    """Add the two groups of commands."""
    scenarios.command("check")(check_scenarios)
    scenarios.callback()(lambda: None)
    for name, command in (("list", list_rules), ("explain", explain), ("evaluate", evaluate)):
        safeguards.command(name)(command)
    changing.add_to(safeguards)
    app.add_typer(scenarios, name="scenario")
    app.add_typer(safeguards, name="safeguards")


def check_scenarios(
    files: Annotated[list[Path], typer.Argument(help="Scenario files (YAML).")],
    parameters: ParametersFile = None,
) -> None:
    """Check that scenarios give the findings that they expect; exit 1 when one does not."""
    numbers = _numbers(parameters)
    read = [_loaded(path) for path in files]
    checked = [each for scenario in read for each in check(scenario, numbers)]
    sys.stdout.writelines(f"{_line(each)}\n" for each in checked)
    missed = sum(not each.met for each in checked)
    sys.stderr.write(f"{len(checked) - missed} as expected, {missed} not\n")
    if missed:
        raise typer.Exit(1)


def list_rules(as_json: AsJson = False) -> None:
    """List every safeguard rule."""
    if as_json:
        sys.stdout.write(json.dumps([_about(rule) for rule in RULES], indent=2, ensure_ascii=False) + "\n")
        return
    for rule in RULES:
        sys.stdout.write(f"{rule.id}\t{rule.severity}\t{rule.scope}\t{rule.title}\n")


def explain(rule: Annotated[str, typer.Argument(help="Id of a rule.")]) -> None:
    """Say what a rule asks, in words, with its source and the numbers that it uses."""
    known = _rule(rule)
    lines = [known.id, known.title, "", f"{known.severity}; one finding for each {known.scope}"]
    lines.append(f"area {known.area}; source: {known.source} ({known.source_status})")
    for name, text in known.text().items():
        lines += ["", f"{name}:", *(f"  {line}" for line in text.splitlines())]
    lines += ["", f"unfulfilled after its time without a record: {known.silence_after_due}"]
    defaults = Parameters()
    lines += [_number(defaults, name) for name in known.parameters]
    lines.append(f"made from: {', '.join(kind.event_name() for kind in known.evidence)}")
    sys.stdout.write("\n".join(lines) + "\n")


def evaluate(  # noqa: PLR0913, PLR0917 - the options of one command
    subject: Annotated[str, typer.Argument(help="A case, operation, or other subject of a rule.")],
    as_of: Annotated[str | None, typer.Option(help="The moment judged; now unless stated.")] = None,
    known_at: Annotated[str | None, typer.Option(help="Only records made by then count.")] = None,
    rule: Annotated[str | None, typer.Option(help="Only this rule.")] = None,
    parameters: ParametersFile = None,
    as_json: AsJson = False,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Judge one subject by every rule that applies to it, as of any moment and as known at any moment."""
    from returnwatch.judging import findings_about

    known = _rule(rule) if rule is not None else None
    moments = (moment_option("--as-of", as_of), moment_option("--known-at", known_at))
    with data_directory(data_dir, must_exist=True) as opened:
        opened.catch_up()
        rows = findings_about(opened, subject, *moments, known, _numbers(parameters) if parameters else None)
    if as_json:
        sys.stdout.write(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")
        return
    for row in rows:
        sys.stdout.writelines(f"{line}\n" for line in _told(row))
    if not rows:
        sys.stderr.write("no rule applies to what is on record about this subject\n")


def _loaded(path: Path) -> Scenario:
    try:
        return load(path)
    except ScenarioError as error:
        raise UserFaultError(*error.faults) from None


def _numbers(path: Path | None) -> Parameters:
    return read_parameters(path) if path is not None else Parameters()


def _rule(name: str) -> Rule:
    if name not in BY_ID:
        raise UserFaultError(f"safeguards: there is no rule of that id; there are: {', '.join(BY_ID)}")
    return BY_ID[name]


def _line(checked: Checked) -> str:
    expected = checked.expectation
    verdict = "ok  " if checked.met else "MISS"
    known = "" if expected.known_at == expected.as_of else f", known {expected.known_at.isoformat()}"
    found = checked.outcome if checked.known else "no such rule"
    detail = "" if checked.met else f": found {found}{' contested' if checked.contested else ''}"
    contested = "" if expected.contested is None else f" contested={str(expected.contested).lower()}"
    return (
        f"{verdict} {checked.scenario.id} {expected.safeguard} {expected.shown_subject} "
        f"as of {expected.as_of.isoformat()}{known}: expected {expected.outcome}{contested}{detail}"
    )


def _about(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "area": rule.area,
        "also_areas": list(rule.also_areas),
        "title": rule.title,
        "severity": rule.severity,
        "scope": rule.scope,
        "phase": rule.phase,
        "source": rule.source,
        "source_status": rule.source_status,
        "applies_to": rule.applies_to,
        "parameters": list(rule.parameters),
        "matter": list(rule.matter),
        "evidence": [kind.event_name() for kind in rule.evidence],
        "silence_after_due": rule.silence_after_due,
    }


def _number(parameters: Parameters, name: str) -> str:
    origin = parameters.origin(name)
    confirm = ", to be confirmed by the monitoring body" if origin == PLATFORM_DEFAULT else ""
    return f"number {name} = {getattr(parameters, name)} ({origin}{confirm})"


def _told(row: dict[str, Any]) -> list[str]:
    sides = ", ".join(f"{side}: {outcome}" for side, outcome in row["sides"].items())
    lines = [
        f"{row['outcome']}\t{row['severity']}\t{row['rule']}" + ("\tcontested" if row["contested"] else "")
    ]
    lines += [f"  {text}" for text in row["explanation"]]
    lines += [f"  sides: {sides}"] if sides else []
    lines += [f"  {name}: {row[name]}" for name in ("first_held", "due", "done_late") if row[name]]
    lines += [f"  rests on {', '.join(row['evidence'])}"] if row["evidence"] else []
    lines += (
        [f"  platform defaults: {', '.join(row['platform_defaults'])}"] if row["platform_defaults"] else []
    )
    return lines
