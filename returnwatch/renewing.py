"""Rows made anew before an answer when numbers, rules or program are others than those they rest on."""

import sys

from projections.runner.rebuild import SourceLagsError
from projections.runner.runner import Runner
from projections.viewing.renewing import Making, Renewed, is_outdated, make_first, renew
from returnwatch.progress import rebuild_progress


def make_first_before_answering(making: Making, held: int) -> None:
    """Make the rows of a data directory from all of its records at once, where there are none yet.

    `held`: how many records it holds.
    """
    if held and not Runner(making.engine, making.views).positions():
        with rebuild_progress(held) as progress:
            make_first(making, progress)


def renew_before_answering(making: Making, held: int) -> None:
    """Make the rows of a data directory anew if they are outdated, and say so on standard error.

    Where another process does it, or it cannot be done, the rows stay; answers tell what they rest on.
    """
    if not is_outdated(making):
        return
    if held:
        sys.stderr.write(f"making every row by {making.views.recipe.told}\n")
    try:
        with rebuild_progress(held) as progress:
            renewed = renew(making, progress)
    except SourceLagsError as error:
        sys.stderr.write(f"{error}; they stay as they were made; run returnwatch rebuild --all\n")
    else:
        if renewed is Renewed.ELSEWHERE:
            sys.stderr.write("another process is making the rows; until then they are those made before\n")
