"""The page docs/safeguard-rules.md: every safeguard rule in words, for those who read no program."""

from collections.abc import Iterator

from contracts.markdown import codes, table
from projections.safeguards.judging.parameters import OF_TOTALS, PLATFORM_DEFAULT, Parameters
from projections.safeguards.judging.rule import RULES_VERSION, Rule
from projections.safeguards.rules.register import RULES

HEAD = f"""# Safeguard rules

Version {RULES_VERSION}. Written by `make contracts` from `projections/safeguards/rules/`; do not edit.
The text of a condition is the docstring of the function that tests it, so text and program stand side by
side in the file that each rule names. How rules are tested, and what a finding is and is not, is told in
[safeguards.md](safeguards.md).

`area` is the section of the UNNM Mapping that a rule protects, or a module of the IOM handbook. In
brackets after a source stands what it states. `seed`: the principle and its measure.
`seed_and_practice`: the principle; the measure is from published monitoring practice. `seed_and_law`:
the principle; the time limit is from the law named. `practice_read`: nothing; the rule is from
monitoring practice that was read, and its legal references are to be confirmed for the state concerned.
"""
DEFAULTS = Parameters()


def safeguard_page() -> str:
    """The page as Markdown."""
    return "\n".join(
        [HEAD, *_parameters(), *_overview(), *(line for rule in RULES for line in _section(rule))]
    )


def rule_file(rule: Rule) -> str:
    """Where the rule stands, from the root of the project."""
    return f"{rule.applies.__module__.replace('.', '/')}.py"


def scenario_file(rule: Rule) -> str:
    """Where its scenario stands, from the root of the project."""
    return f"tests/scenarios/{_folder(rule)}/{rule.id.partition('.')[2]}.yaml"


def _folder(rule: Rule) -> str:
    return rule.applies.__module__.split(".")[-2]


def _parameters() -> Iterator[str]:
    yield "## Numbers\n"
    yield "A monitoring body sets them in its [file](safeguards.md#numbers-of-a-monitoring-body). A platform"
    yield "default is a number that no source states: a body has to confirm it.\n"
    used = OF_TOTALS.union(*(rule.parameters for rule in RULES))
    fields = Parameters.model_fields
    rows = [
        (f"`{name}`", str(getattr(DEFAULTS, name)), DEFAULTS.origin(name), fields[name].description or "")
        for name in fields
        if name in used
    ]
    yield from table(("number", "unless set", "origin", "meaning"), rows)


def _overview() -> Iterator[str]:
    yield f"## The {len(RULES)} rules\n"
    rows = [
        (f"[{rule.id}](#{_anchor(rule)})", rule.severity, rule.scope, rule.area, rule.title) for rule in RULES
    ]
    yield from table(("rule", "severity", "scope", "area", "title"), rows)


def _anchor(rule: Rule) -> str:
    return rule.id.replace(".", "")


def _section(rule: Rule) -> Iterator[str]:
    yield f"## {rule.id}\n"
    yield f"{rule.title}.\n"
    also = f" (also {', '.join(rule.also_areas)})" if rule.also_areas else ""
    yield f"* {rule.severity}; one finding for each `{rule.scope}`"
    yield f"* area {rule.area}{also}; phase `{rule.phase}`"
    yield f"* concerns: {rule.applies_to}"
    yield f"* source: {rule.source} (`{rule.source_status}`)"
    yield f"* [rule](../{rule_file(rule)}), [scenario](../{scenario_file(rule)})\n"
    for name, text in rule.text().items():
        yield from _condition(name, text)
    yield f"* compared by side: {codes(rule.matter) or 'nothing; all records count together'}"
    yield f"* numbers: {_numbers(rule)}"
    yield f"* not done in time, and no record of it: `{rule.silence_after_due}`"
    yield f"* made from: {codes(kind.event_name() for kind in rule.evidence)}"
    yield ""


def _condition(name: str, text: str) -> Iterator[str]:
    first, *further = text.split("\n\n")
    yield f"**{name.capitalize()}**: {' '.join(first.split())}\n"
    yield from (f"{paragraph}\n" for paragraph in further)


def _numbers(rule: Rule) -> str:
    stated = [f"`{name}` = {getattr(DEFAULTS, name)} ({_origin(name)})" for name in rule.parameters]
    return ", ".join(stated) or "none"


def _origin(name: str) -> str:
    origin = DEFAULTS.origin(name)
    return f"{origin}, to be confirmed" if origin == PLATFORM_DEFAULT else origin
