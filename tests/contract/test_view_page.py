"""The page of the views tells what each declares."""

import re

import pytest

from contracts.view_page import view_page
from projections.query.views import VIEWS
from projections.viewing.view import View

PAGE = view_page()


def section(view: View) -> str:
    """The text of a view's section."""
    return re.split(r"^## ", PAGE.partition(f"\n## {view.name}\n")[2], flags=re.MULTILINE)[0]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_section_has_question_columns_filters_and_totals(view: View) -> None:
    text = section(view)

    assert f"{view.number}. {view.question}" in text
    named = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    assert named == [*(column.name for column in (*view.columns, *view.totals)), *view.filters, *view.by]


def test_the_overview_leads_to_every_view() -> None:
    assert re.findall(r"^\| V\d+ \| \[.+?\]\(#(.+?)\)", PAGE, re.MULTILINE) == [view.name for view in VIEWS]
