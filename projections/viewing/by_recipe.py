"""The monitoring views as one projection, each generation of which goes on by the recipe with which it began.

So rows in use stay of one kind while numbers change, whichever process adds records to them.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from projections.runner.page import Delivered
from projections.runner.progress import UNHEARD, Progress
from projections.viewing import kept_recipe
from projections.viewing.hands import GetViews
from projections.viewing.means import Means
from projections.viewing.projecting import MonitoringViews
from projections.viewing.recipe import Recipe
from projections.viewing.table import NAME


class ViewsByRecipe:
    """Keeps the views; a new generation begins by the numbers in `means`."""

    name = NAME

    def __init__(self, again: GetViews, means: Means, *, put_off: bool = False) -> None:
        """`again` gives the views, here and in further processes."""
        self._again, self._means, self._put_off = again, means, put_off
        self._views = tuple(again())
        self.recipe = Recipe.of(self._views, means.parameters)
        """By what a new generation is made."""
        self._by_generation: dict[int, MonitoringViews] = {}

    def create(self, connection: Connection, generation: int) -> None:
        """Make the empty tables of a generation, and note by what its rows are made."""
        self._made_by(self.recipe).create(connection, generation)
        kept_recipe.keep(connection, generation, self.recipe)

    def drop(self, connection: Connection, generation: int) -> None:
        """Remove the tables of a generation."""
        self._made_by(self.recipe).drop(connection, generation)
        kept_recipe.forget(connection, generation)

    def building(self) -> "ViewsByRecipe":
        """The same views, whose rows are made when `settle` is called."""
        return ViewsByRecipe(self._again, self._means, put_off=True)

    def apply(self, connection: Connection, generation: int, records: Sequence[Delivered]) -> None:
        """Keep some records, and make the rows of every subject that they touch unless that is put off."""
        self._of(connection, generation).apply(connection, generation, records)

    def settle(
        self,
        connection: Connection,
        generation: int,
        now: datetime | None = None,
        *,
        progress: Progress = UNHEARD,
    ) -> int:
        """Make some rows of subjects that wait, and of those that time changed by `now`; of how many.

        Nothing is left when it answers 0.
        """
        return self._of(connection, generation).settle(connection, generation, now, progress=progress)

    def _of(self, connection: Connection, generation: int) -> MonitoringViews:
        """The views by the recipe of a generation, which never changes; by today's where none is known."""
        if generation not in self._by_generation:
            recipe = kept_recipe.kept(connection, generation) or self.recipe
            self._by_generation[generation] = self._made_by(recipe)
        return self._by_generation[generation]

    def _made_by(self, recipe: Recipe) -> MonitoringViews:
        means = replace(self._means, parameters=recipe.parameters)
        return MonitoringViews(self._views, means, put_off=self._put_off, again=self._again)
