"""The sections of docs/events.md after the events: code lists, checklists and survey instruments."""

from collections.abc import Iterable, Iterator

from contracts.code_lists import CodeFamily
from events.instruments import CHECKLISTS, INSTRUMENTS, Checklist, Instrument, InstrumentItem


def code_sections(families: Iterable[CodeFamily]) -> Iterator[str]:
    """Every code list under the module that declares it."""
    yield from ("", "## Code lists")
    for family in families:
        yield from ("", f"### {family.name}", "", " ".join(family.meaning.split()))
        for codes in family.lists:
            yield from ("", f"#### {codes.name}", "")
            if codes.meaning:
                yield from (codes.meaning, "")
            yield ", ".join(f"`{code}`" for code in codes.codes)


def checklist_sections() -> Iterator[str]:
    """Every checklist with its questions."""
    yield from ("", "## Checklists", "")
    yield "An observation names checklist and version. The good answer gives no cause for concern."
    for listed in CHECKLISTS.values():
        yield from _checklist(listed)


def instrument_sections() -> Iterator[str]:
    """Every survey instrument with its items, weights and scores."""
    yield from ("", "## Survey instruments")
    for survey in INSTRUMENTS.values():
        yield from _instrument(survey)


def _checklist(listed: Checklist) -> Iterator[str]:
    yield from ("", f"### {listed.versioned_id}", "", f"Phase: `{listed.phase}`.", "")
    yield from ("| item | question | good answer |", "|---|---|---|")
    for item in listed.items:
        yield f"| `{item.id}` | {item.question} | `{item.good}` |"


def _instrument(survey: Instrument) -> Iterator[str]:
    yield from ("", f"### {survey.versioned_id}", "", survey.title, "")
    if survey.warning:
        yield from (f"**{survey.warning}**", "")
    yield f"* status: `{survey.status}`; source: {survey.source}"
    yield f"* low below {survey.low_threshold}, high above {survey.high_threshold}"
    yield f"* scored when at least {survey.minimum_scored_share_per_dimension} of a dimension has scores"
    yield f"* calls for attention with more than {survey.dont_know_flag_above} unanswered items"
    yield from (f"* repeated every `{survey.frequency}`", "")
    yield from ("| item | dimension | topic | weight | options and scores |", "|---|---|---|---|---|")
    for item in survey.items:
        yield f"| `{item.id}` | {item.dimension} | {item.topic} | {item.weight} | {_options(item)} |"


def _options(item: InstrumentItem) -> str:
    return ", ".join(
        f"`{option}` {'not applicable' if score is None else score}" for option, score in item.options.items()
    )
