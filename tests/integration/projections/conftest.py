"""Empty databases of both kinds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from projections.runner.opening import open_database


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/views.sqlite"
    fresh: str = request.getfixturevalue("postgres_server").fresh_database("views")
    return fresh


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """An empty database."""
    opened = open_database(url)
    yield opened
    opened.dispose()
