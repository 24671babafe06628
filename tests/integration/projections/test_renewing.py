"""After a change of numbers every row is made anew beside those in use, whoever is killed meanwhile."""

import re
import signal
import subprocess
import sys
import time
from typing import Any

import pytest
from sqlalchemy import Engine, inspect

from projections.force_register.view import VIEW as FORCE
from projections.runner.alone import alone
from projections.runner.opening import open_database
from projections.runner.page import Page
from projections.runner.reading import ask
from projections.runner.runner import Runner
from projections.safeguards.judging.parameters import Parameters
from projections.viewing.asking import Asked, answer_to
from projections.viewing.renewing import Renewed, is_outdated, renew, renewing
from tests.integration.projections.renewing_process import (
    BODY,
    RECORDS,
    SIZE,
    log,
    making,
    rows_in_use,
    views,
)
from tests.view_histories import PAST_ALL
from tests.view_records import delivered

PLATFORM = Parameters()
PAGES = -(-len(RECORDS) // SIZE)


def told_by(engine: Engine) -> str | None:
    asked = Asked.read(FORCE, {}, PAST_ALL)
    return ask(engine, lambda connection: answer_to(connection, FORCE, asked).recipe)


def applied(engine: Engine, parameters: Parameters, upto: int = len(RECORDS)) -> None:
    runner = Runner(engine, views(parameters))
    for first in range(0, upto, SIZE):
        runner.apply(Page("pre_return", delivered(RECORDS)[first : min(first + SIZE, upto)]))


@pytest.fixture
def made_by_body(tmp_path: Any) -> list[Any]:
    """The rows of a database that never knew other numbers."""
    engine = open_database(f"sqlite:///{tmp_path}/from-the-start.sqlite")
    applied(engine, BODY)
    found = rows_in_use(engine)
    engine.dispose()
    return found


@pytest.mark.parametrize("pages", [0, 1, PAGES])
def test_killed_while_it_makes_rows_it_leaves_the_old_ones_and_is_begun_again(
    engine: Engine, url: str, made_by_body: list[Any], pages: int
) -> None:
    applied(engine, PLATFORM)
    before = rows_in_use(engine)

    killed = subprocess.run(
        [sys.executable, "-m", "tests.integration.projections.renewing_process", url, str(pages)], check=False
    )

    assert killed.returncode == -signal.SIGKILL
    assert rows_in_use(engine) == before
    assert told_by(engine) == views(PLATFORM).recipe.told

    assert renew(making(engine)) is Renewed.DONE
    assert rows_in_use(engine) == made_by_body != before
    assert told_by(engine) == views().recipe.told
    assert renew(making(engine)) is Renewed.STANDS
    recipes = [name for name in inspect(engine).get_table_names() if "_recipe_" in name]
    assert len(recipes) == 1


def test_until_the_switch_rows_are_kept_up_by_the_numbers_with_which_they_began(engine: Engine) -> None:
    applied(engine, PLATFORM, upto=SIZE)
    by_others = Runner(engine, views())
    for page in log({}):
        by_others.apply(page)
    from_the_start = rows_in_use(engine)

    assert is_outdated(making(engine))
    assert not is_outdated(making(engine, PLATFORM))
    assert renew(making(engine)) is Renewed.DONE
    assert rows_in_use(engine) != from_the_start
    assert renew(making(engine, PLATFORM)) is Renewed.DONE
    assert rows_in_use(engine) == from_the_start


def test_one_process_at_a_time_makes_them_and_others_go_on(engine: Engine, url: str) -> None:
    applied(engine, PLATFORM)
    before = rows_in_use(engine)
    other = open_database(url)

    with alone(other) as mine:
        assert mine
        assert renew(making(engine)) is Renewed.ELSEWHERE
    other.dispose()

    assert rows_in_use(engine) == before
    assert renew(making(engine)) is Renewed.DONE


def test_a_process_that_goes_on_makes_them_in_the_background(engine: Engine, made_by_body: list[Any]) -> None:
    applied(engine, PLATFORM)

    with renewing(making(engine)):
        pass  # what has begun to be read is ended by the end of the block, or done

    assert renew(making(engine)) in {Renewed.DONE, Renewed.STANDS}
    assert rows_in_use(engine) == made_by_body


def test_what_goes_on_in_the_background_is_told_in_the_log(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    applied(engine, PLATFORM)

    caplog.set_level("INFO", "projections.viewing.renewing")
    with renewing(making(engine)):
        while not any("is made by" in message for message in caplog.messages):
            time.sleep(0.01)

    recipe = re.escape(views().recipe.told)
    begun, *_, made, done = caplog.messages
    assert re.fullmatch(rf"making every row by {recipe}, beside those in use: \d+ records", begun)
    assert re.fullmatch(rf"making every row by {recipe}: those of (\d+) of \1 subjects", made)
    assert done == f"every row is made by {views().recipe.told} now"


def test_rows_of_a_program_that_kept_no_recipe_are_made_anew(engine: Engine) -> None:
    applied(engine, BODY)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE monitoring_views_recipe_1")

    assert told_by(engine) is None
    assert renew(making(engine)) is Renewed.DONE
    assert told_by(engine) == views().recipe.told
