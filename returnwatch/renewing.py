"""Rows made anew before an answer when numbers, rules or program are others than those they rest on."""

import sys
from collections.abc import Mapping

from sqlalchemy import Engine

from foundation.clock import Clock
from foundation.event_store.port import EventStore
from projections.runner.poll import stores_as_pages
from projections.runner.rebuild import SourceLagsError
from projections.runner.runner import Runner
from projections.viewing.by_recipe import ViewsByRecipe
from projections.viewing.renewing import Renewed, is_outdated, make_first, renew
from returnwatch.progress import rebuild_progress


def make_first_before_answering(
    engine: Engine, views: ViewsByRecipe, stores: Mapping[str, EventStore], clock: Clock
) -> None:
    """Make the rows of a data directory from all of its records at once, where there are none yet."""
    held = sum(store.head() for store in stores.values())
    if held and not Runner(engine, views).positions():
        with rebuild_progress(held) as progress:
            make_first(engine, views, stores_as_pages(stores), clock, progress)


def renew_before_answering(
    engine: Engine, views: ViewsByRecipe, stores: Mapping[str, EventStore], clock: Clock
) -> None:
    """Make the rows of a data directory anew if they are outdated, and say so on standard error.

    Where another process does it, or it cannot be done, the rows stay; answers tell what they rest on.
    """
    if not is_outdated(engine, views):
        return
    held = sum(store.head() for store in stores.values())
    if held:
        sys.stderr.write(f"making every row by {views.recipe.told}\n")
    try:
        with rebuild_progress(held) as progress:
            renewed = renew(engine, views, stores_as_pages(stores), clock, progress)
    except SourceLagsError as error:
        sys.stderr.write(f"{error}; they stay as they were made; run returnwatch rebuild --all\n")
    else:
        if renewed is Renewed.ELSEWHERE:
            sys.stderr.write("another process is making the rows; until then they are those made before\n")
