"""The page docs/view-columns.md: what each monitoring view answers, shows, and can be asked by."""

from collections.abc import Iterator

from contracts.markdown import codes, table
from events.base import SERVICES
from projections.query.views import VIEWS
from projections.viewing.view import Part, View

HEAD = """# Columns and filters of the monitoring views

Written by `make contracts` from the declarations in `projections/*/view.py`; do not edit. How views are
asked, in pages, as of another day, and how they are built anew is told in [views.md](views.md). Write a
filter as `--name code` on the command line and as `?name=code` over HTTP.

The view `operation-coverage` (V3) is older than these and has its own columns and filters; see the
[README](../README.md#what-the-figures-say).
"""


def view_page() -> str:
    """The page as Markdown."""
    return "\n".join([HEAD, *_overview(), *(line for view in VIEWS for line in _section(view))])


def _overview() -> Iterator[str]:
    rows = [(view.number, f"[{view.name}](#{view.name})", view.question) for view in VIEWS]
    yield from table(("", "view", "question"), rows)


def _section(view: View) -> Iterator[str]:
    yield f"## {view.name}\n"
    yield f"{view.number}. {view.question}\n"
    yield f"* made for each: {codes(sorted(view.per))}"
    yield f"* shows records of: {codes(service for service in SERVICES if service in view.services)}"
    yield f"* {_form(view)}"
    yield from (f"* part `{part.name}`: {_part(part)}" for part in view.parts)
    yield ""
    yield from table(("column", "meaning"), [(f"`{one.name}`", f"{one.meaning}.") for one in view.columns])
    if view.totals:
        rows = [(f"`{one.name}`", f"{one.meaning}.") for one in view.totals]
        yield from table(("column of totals", "meaning"), rows)
    if view.filters:
        rows = [(f"`{name}`", f"{meaning}.") for name, meaning in view.filters.items()]
        yield from table(("filter", "leaves"), rows)
    if view.by:
        rows = [(f"`{name}`", f"{meaning}.") for name, meaning in view.by.items()]
        yield from table(("totals by", "meaning"), rows)


def _part(part: Part) -> str:
    return f"{part.meaning}; columns: {codes(part.columns)}; filters: {codes(part.filters)}"


def _form(view: View) -> str:
    answer = "shows rows, page by page" if view.answers_by_rows else "answers with totals"
    answer += "; with `by` it answers with totals" if view.pages else ""
    other_days = "; can be asked about one subject as of another day" if view.as_of else ""
    return f"{answer}{other_days}"
