"""Small cells: whatever is asked and subtracted, each count below the limit could be another."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations, product
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from projections.viewing.suppression import NOT_APPLICABLE, WITHHELD, Limits, Node, Population, split

PLACES = (("AF", "AF-KAB"), ("AF", "AF-HER"), ("IQ", "IQ-BG"), ("SO", "SO-BN"))
SEXES, FORMS = ("female", "male"), ("forced", "assisted", "other")
World = Mapping[tuple[Any, ...], int]
"""How many persons there are of each kind; a kind is its place and its code in each dimension."""


def _facts(world: World) -> list[dict[str, Any]]:
    return [
        {"country": place[0], "area": place[1], "sex": sex, "form": form}
        for (place, sex, form), number in sorted(world.items())
        for _ in range(number)
    ]


def _all_answers(world: World, limit: int, places: Sequence[tuple[str, str]] = PLACES) -> list[Any]:
    """Every answer that there is: each place with each value of each dimension."""
    population = Population(_facts(world), ("country", "area"), limit)
    paths = sorted({(), *((place[0],) for place in places), *places})
    answers: list[Any] = []
    for path in paths:
        group = population.at(*path)
        if isinstance(group, str):
            answers.append(group)
            continue
        answers += [len(group.facts), group.inner and group.inner.values]
        for dimension, values in (("sex", SEXES), ("form", FORMS)):
            cells = (population.members(group, dimension, value) for value in values)
            answers += [len(cell) if isinstance(cell, list) else cell for cell in cells]
    return [*answers, population.values("sex"), population.values("form")]


def _cells(kinds: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The kinds that belong to each cell: any combination of filters."""
    countries = {place[0] for place, *_ in kinds}
    places: list[Any] = [None, *sorted(countries), *sorted({place for place, *_ in kinds})]
    for place, sex, form in product(places, (None, *SEXES), (None, *FORMS)):
        yield tuple(
            kind
            for kind in kinds
            if place in {None, kind[0], kind[0][0]} and sex in {None, kind[1]} and form in {None, kind[2]}
        )


def _neighbours(world: World) -> Iterator[Counter[Any]]:
    """Worlds in which some persons of one kind are of another, or have one thing of as many of another kind.

    Those with the fewest persons changed come first.
    """
    kinds = list(product(PLACES, SEXES, FORMS))
    there = [kind for kind in kinds if world.get(kind)]
    for some in range(1, max(world.values(), default=0) + 1):
        for old, new in product([kind for kind in there if world[kind] >= some], kinds):
            if sum(one != other for one, other in zip(old, new, strict=True)) == 1:
                yield _changed(world, [old], [new], some)
        for one, other in combinations([kind for kind in there if world[kind] >= some], 2):
            for what in (place for place in range(3) if one[place] != other[place]):
                mine = (*one[:what], other[what], *one[what + 1 :])
                theirs = (*other[:what], one[what], *other[what + 1 :])
                yield _changed(world, [one, other], [mine, theirs], some)


def _further(world: World) -> Iterator[Counter[Any]]:
    """Worlds that several such changes lead to, drawn by chance."""
    chance = Random(1)  # noqa: S311 - a search, no secret
    for _ in range(6_000):
        changed = Counter(world)
        for _ in range(chance.randint(2, 4)):
            there = sorted(kind for kind, number in changed.items() if number > 0)
            one, other = chance.choice(there), chance.choice(there)
            what = chance.randrange(3)
            some = min(chance.randint(1, 4), changed[one], changed[other])
            mine = (*one[:what], other[what], *one[what + 1 :])
            theirs = (*other[:what], one[what], *other[what + 1 :])
            moved = chance.choice(((one, other), (one,))) if one != other else (one,)
            changed = _changed(changed, list(moved), [mine, theirs][: len(moved)], some)
        yield changed


def _dealt_anew(world: World) -> Iterator[Counter[Any]]:
    """Worlds in which the codes of one dimension are dealt anew, evenly or by the persons' places."""
    chance = Random(2)  # noqa: S311 - a search, no secret
    persons = [kind for kind, number in sorted(world.items()) for _ in range(number)]
    for _ in range(3_000):
        what, weight = chance.randrange(3), chance.choice((0, 0.5, 1, 2, 9))
        rank = {place: chance.random() * weight for place in (*PLACES, *SEXES, *FORMS)}
        value = {code: chance.random() * weight for code in rank}
        codes = sorted((kind[what] for kind in persons), key=lambda code: value[code] + chance.random())
        rest = sorted(persons, key=lambda kind: rank[kind[1 if what == 0 else 0]] + chance.random())
        pairs = zip(rest, codes, strict=True)
        yield Counter((*kind[:what], code, *kind[what + 1 :]) for kind, code in pairs)


def _changed(world: World, old: list[Any], new: list[Any], some: int) -> Counter[Any]:
    changed = Counter(world)
    for kind in old:
        changed[kind] -= some
    for kind in new:
        changed[kind] += some
    return changed


worlds = st.dictionaries(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(SEXES), st.sampled_from(FORMS)),
    st.integers(1, 14),
    max_size=14,
)


@given(worlds)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_whoever_asks_everything_and_knows_the_method_cannot_tell_a_small_count(world: World) -> None:
    limit = Limits().count
    answers = _all_answers(world, limit)
    kinds = list(product(PLACES, SEXES, FORMS))
    small = {cell for cell in _cells(kinds) if 1 <= sum(world.get(kind, 0) for kind in cell) < limit}

    for other in chain(_neighbours(world), _dealt_anew(world), _further(world)):
        if not small:
            break
        differing = {cell for cell in small if sum(other[k] - world.get(k, 0) for k in cell)}
        if differing and _all_answers(other, limit) == answers:
            small -= differing

    assert not small or sum(world.values()) < limit


@pytest.mark.parametrize(
    ("places", "sexes", "persons"),
    [
        ((("AF", "AF-KAB"), ("IQ", "IQ-BG")), SEXES, 13),
        ((("AF", "AF-KAB"), ("AF", "AF-HER"), ("IQ", "IQ-BG"), ("SO", "SO-BN")), ("female",), 15),
        ((("AF", "AF-KAB"),), ("female", "male", "other", "unknown"), 15),
    ],
)
def test_of_all_worlds_with_the_same_answers_one_has_another_count(
    places: Sequence[tuple[str, str]], sexes: Sequence[str], persons: int
) -> None:
    limit = 3
    kinds = [(place, sex, "forced") for place in places for sex in sexes]
    same: dict[str, list[World]] = defaultdict(list)
    for total in range(persons + 1):
        for numbers in _sums(total, len(kinds)):
            world = dict(zip(kinds, numbers, strict=True))
            same[repr(_all_answers(world, limit, places))].append(world)

    for alike in same.values():
        for size in (1, 2):
            for cell in combinations(kinds, size):
                counts = {sum(world[kind] for kind in cell) for world in alike}
                assert counts not in ({1}, {2})


def _sums(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _sums(total - first, parts - 1):
            yield (first, *rest)


def test_a_count_below_the_limit_is_told_as_such_and_a_second_one_is_withheld() -> None:
    facts = [{"sex": sex} for sex in ["female"] * 12 + ["male"] * 20 + ["other"] * 3]
    population = Population(facts, (), 5)

    group = population.at()

    assert isinstance(group, Node)
    assert population.members(group, "sex", "other") == "<5"
    assert population.members(group, "sex", "female") == WITHHELD
    assert len(population.members(group, "sex", "male")) == 20
    assert population.members(group, "sex", "nobody's") == "<5"


def test_nothing_is_told_of_a_dimension_whose_few_would_stand_beside_too_few() -> None:
    assert split({"female": 5, "male": 1, "unknown": 0, "x": 30}, 5) is None


def test_a_place_with_few_of_one_kind_is_told_as_a_whole_with_another() -> None:
    facts = [
        {"country": country, "sex": sex}
        for country, women, men in (("AF", 20, 20), ("IQ", 2, 30), ("SO", 15, 15))
        for sex in ["female"] * women + ["male"] * men
    ]
    population = Population(facts, ("country",), 5)
    told = {
        country: population.members(group, "sex", "female")
        for country in ("AF", "IQ", "SO")
        if isinstance(group := population.at(country), Node)
    }

    assert {country: cell if isinstance(cell, str) else len(cell) for country, cell in told.items()} == {
        "AF": WITHHELD,
        "IQ": WITHHELD,
        "SO": 15,
    }


def test_a_code_of_several_that_one_person_has_is_told_apart_from_the_others() -> None:
    facts = [{"sector": ["health", "housing"]}] * 6 + [{"sector": ["health"]}] * 7 + [{"sector": []}] * 9
    population = Population(facts, (), 5)
    group = population.at()

    assert isinstance(group, Node)
    assert population.values("sector") == ["health", "housing"]
    assert len(population.members(group, "sector", "health")) == 13
    assert len(population.members(group, "sector", "housing")) == 6


def test_fewer_persons_than_the_limit_are_not_told_apart_at_all() -> None:
    population = Population([{"sex": "female"}] * 4, ("country",), 5)

    assert population.at() == "<5"
    assert population.values("sex") == []


@pytest.mark.parametrize(("count", "average"), [(2, 10), (5, 4)])
def test_limits_that_would_hide_nothing_are_refused(count: int, average: int) -> None:
    with pytest.raises(ValueError, match="at least"):
        Limits(count, average)


OUTCOMES = ("breached", "not_evidenced", "satisfied", NOT_APPLICABLE)


def _judged(world: World) -> list[dict[str, Any]]:
    """Persons with the outcome of a rule on force, which applies to nobody on whom no force was used."""
    return [
        {
            "country": place[0],
            "area": place[1],
            "outcome": outcome,
            "force": "no" if outcome == NOT_APPLICABLE else "yes",
        }
        for (place, outcome), number in sorted(world.items())
        for _ in range(number)
    ]


def _answers_on_findings(world: World, limit: int) -> list[Any]:
    """Every answer on outcomes and on force, each of which tells something of the other."""
    population = Population(_judged(world), ("country", "area"), limit)
    paths = sorted({(), *((place[0],) for place in PLACES), *PLACES})
    answers: list[Any] = [population.values("outcome"), population.values("force")]
    for path in paths:
        group = population.at(*path)
        if isinstance(group, str):
            answers.append(group)
            continue
        answers += [len(group.facts), group.inner and group.inner.values]
        for dimension, values in (("outcome", OUTCOMES), ("force", ("no", "yes"))):
            cells = (population.members(group, dimension, value) for value in values)
            answers += [len(cell) if isinstance(cell, list) else cell for cell in cells]
    return answers


def _findings_like(world: World) -> Iterator[Counter[Any]]:
    """Worlds that up to three steps lead to: persons of another outcome or place, or two who change one."""
    kinds = list(product(PLACES, OUTCOMES))
    there = [kind for kind in kinds if world.get(kind)]
    for old, new in product(there, kinds):
        if old != new:
            yield _changed(world, [old], [new], 1)
    for one, other in combinations(there, 2):
        for some in range(1, min(world[one], world[other], 4) + 1):
            yield _changed(world, [one, other], [(one[0], other[1]), (other[0], one[1])], some)
        for mine, theirs in product(OUTCOMES, repeat=2):
            yield _changed(world, [one, other], [(one[0], mine), (other[0], theirs)], 1)
    chance = Random(3)  # noqa: S311 - a search, no secret
    for _ in range(4_000):
        changed = Counter(world)
        for _ in range(chance.randint(2, 3)):
            present = sorted(kind for kind, number in changed.items() if number > 0)
            one, other = chance.choice(present), chance.choice(present)
            if one != other:
                some = min(chance.randint(1, 4), changed[one], changed[other])
                first, second = (one[0], other[1]), (other[0], one[1])
                changed = _changed(changed, [one, other], [first, second], some)
        yield changed


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(OUTCOMES)), st.integers(1, 14), max_size=12
    )
)
@settings(max_examples=60, deadline=None, derandomize=True, phases=[Phase.generate])
def test_what_a_rule_applies_to_may_be_known_and_no_small_count_of_an_outcome_is(world: World) -> None:
    limit = Limits().count
    answers = _answers_on_findings(world, limit)
    places: list[Any] = [None, *sorted({place[0] for place in PLACES}), *PLACES]
    applying = [(outcome,) for outcome in OUTCOMES] + [OUTCOMES[:3]]
    cells = [
        [kind for kind in product(PLACES, outcomes) if place in {None, kind[0], kind[0][0]}]
        for place, outcomes in product(places, applying)
    ]
    small = [cell for cell in cells if 1 <= sum(world.get(kind, 0) for kind in cell) < limit]

    for other in _findings_like(world) if small else ():
        if not small:
            break
        alike = [cell for cell in small if not sum(other[k] - world.get(k, 0) for k in cell)]
        if len(alike) < len(small) and _answers_on_findings(other, limit) == answers:
            small = alike

    assert not small or sum(world.values()) < limit


def test_what_follows_from_another_value_hides_nothing() -> None:
    few = {"breached": 3, "satisfied": 3, NOT_APPLICABLE: 14}

    assert split(few, 5) is None
    told = split({**few, "not_evidenced": 20}, 5)
    assert told is not None
    assert (told.also, dict(told.shown)) == ("not_evidenced", {NOT_APPLICABLE: 14})
