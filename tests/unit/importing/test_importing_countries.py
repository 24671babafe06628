"""States are recognised by whole names, however they are written, and never by a part of a name."""

from typing import Any

import iso3166
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.return_operation.importing.frontex.countries import BETWEEN, country, destinations, is_agency


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Germany", "DE"),
        ("GERMANY", "DE"),
        ("DEU ", "DE"),
        ("Czech Republic", "CZ"),
        ("Czechia", "CZ"),
        ("The Netherlands", "NL"),
        ("Kosovo*", "XK"),
        ("Turkey", "TR"),
        ("T\u00dcRK\u0130YE", "TR"),
        ("MOLDOVA, REPUBLIC OF", "MD"),
        ("Republic of Moldova", "MD"),
        ("CONGO, THE DEMOCRATIC REPUBLIC OF THE", "CD"),
        ("Congo DR", "CD"),
        ("Congo", "CG"),
        ("C\u00f4te d\u2019Ivoire", "CI"),
        ("VENEZUELA, BOLIVARIAN REPUBLIC OF", "VE"),
    ],
)
def test_a_state_is_recognised_however_it_is_written(text: Any, code: Any) -> None:
    assert country(text) == code


@pytest.mark.parametrize(
    "text", ["", "Frontex", "Ger", "Nigeriaa", "Tirana", "de", "Total", "*", "Guinea Bissau Mali"]
)
def test_nothing_is_guessed_from_a_part_of_a_name(text: Any) -> None:
    assert country(text) is None


def test_every_state_of_the_standard_is_recognised_by_its_name_and_codes() -> None:
    for state in iso3166.countries:
        names = (state.name, state.apolitical_name, state.name.upper(), state.alpha2, state.alpha3.lower())
        assert {country(name) for name in names} == {state.alpha2}


@pytest.mark.parametrize(
    ("text", "codes", "unknown"),
    [
        ("Tunisia", ("TN",), 0),
        ("North Macedonia & Serbia", ("MK", "RS"), 0),
        ("Nigeria and Gambia", ("NG", "GM"), 0),
        ("Georgia/Armenia", ("GE", "AM"), 0),
        ("Bosnia and Herzegovina & Moldova", ("BA", "MD"), 0),
        ("CONGO, THE DEMOCRATIC REPUBLIC OF THE, Guinea", ("CD", "GN"), 0),
        ("Trinidad and Tobago and Colombia", ("TT", "CO"), 0),
        ("Tirana (Albania)", ("AL",), 1),
        ("Albania & Albania", ("AL",), 0),
        ("Atlantis", (), 1),
        ("&", (), 0),
    ],
)
def test_several_destinations_in_one_cell_are_told_apart(text: Any, codes: Any, unknown: Any) -> None:
    found = destinations(text)
    assert (found.countries, found.unknown) == (codes, unknown)


NAMED_IN_ONE_PIECE = [state for state in iso3166.countries if not BETWEEN.search(state.name)]


@given(
    st.lists(st.sampled_from(NAMED_IN_ONE_PIECE), max_size=6, unique=True),
    st.sampled_from([" & ", "/", ", ", " and ", "; ", "\n"]),
)
def test_any_list_of_states_is_read_back_in_its_order(states: Any, between: Any) -> None:
    assert destinations(between.join(state.name for state in states)).countries == tuple(
        state.alpha2 for state in states
    )


def test_the_agency_is_no_state() -> None:
    assert is_agency("FRONTEX")
    assert is_agency("FX")
    assert not is_agency("France")
