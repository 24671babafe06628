"""Nothing that is not open stands plain in the stored bytes, whatever the event."""

import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from events.base import Event, Structure
from events.catalogue import EVENTS
from events.cloudevents import decode, encode
from events.data_classes import DataClass, Open, Personal, Sealed, Special
from events.envelope import Envelope, Statement
from foundation.vault.opened import Plain
from foundation.vault.opening import open_vault
from foundation.vault.spots import UnclassifiedFieldError, spots
from foundation.vault.vault import Vault
from tests.unit.vault import planting

NOW = datetime(2025, 3, 4, 10, tzinfo=UTC)
USER = "USR-018f6a2c-0000-7000-8000-00000000beef"

QUICK = settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    folder = tmp_path_factory.mktemp("vault")
    opened = open_vault(f"sqlite:///{folder}/vault.sqlite", folder / "keys", may_create_keys=True)
    yield opened
    opened.close()


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
@QUICK
@given(data=st.data())
def test_no_marked_value_stands_in_the_stored_bytes(
    vault: Vault, kind: type[Event], data: st.DataObject
) -> None:
    submission = data.draw(planting.submissions(kind))
    planted = planting.marks(submission.statement) + planting.marks(submission.event)
    assert len(planted) >= 3, "the builder marked nothing"

    body = encode(*vault.seal(submission, "return_operation", NOW, USER))

    for mark in [*planted, planting.MARK, USER]:
        assert mark.encode() not in body
    opened = json.dumps(
        [plain.value for plain in vault.open_record(body).values() if isinstance(plain, Plain)]
    )
    for mark in [*planted, USER]:
        assert mark in opened


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
@QUICK
@given(data=st.data())
def test_what_is_open_is_stored_as_it_was_written(
    vault: Vault, kind: type[Event], data: st.DataObject
) -> None:
    submission = data.draw(planting.submissions(kind))
    recorded = decode(encode(*vault.seal(submission, "return_operation", NOW, USER)))
    _same_where_open(submission.statement, recorded.envelope, Statement)
    _same_where_open(submission.event, recorded.event, kind)


def _same_where_open(given_: Any, stored: Any, kind: Any) -> None:
    for name, info in kind.model_fields.items():
        before, after = getattr(given_, name), getattr(stored, name)
        if DataClass.OPEN not in info.metadata:
            assert isinstance(after, Sealed), name
        elif isinstance(before, tuple) and before and isinstance(before[0], Structure):
            for left, right in zip(before, after, strict=True):
                _same_where_open(left, right, type(left))
        else:
            assert after == before, name


def test_every_field_of_the_language_states_how_freely_it_may_travel() -> None:
    for kind in (*EVENTS, Envelope):
        assert list(spots(kind, {}, "")) == []


class _NoClass(Structure):
    name: str


class _Inside(Structure):
    names: Open[tuple[Annotated[str, DataClass.PERSONAL], ...]]


@pytest.mark.parametrize("careless", [_NoClass, _Inside])
def test_a_class_that_leaves_it_open_is_refused(careless: type[Structure]) -> None:
    with pytest.raises(UnclassifiedFieldError, match=careless.__name__):
        list(spots(careless, {}, ""))


class _Inner(Structure):
    belief: Special[str]
    place: Open[str]
    note: Personal[str]


class _Outer(Structure):
    items: Personal[tuple[_Inner, ...]]


def test_a_stricter_member_of_a_sealed_structure_is_sealed_first_at_its_own_place() -> None:
    value = {"items": [{"belief": secrets.token_hex(4), "place": "here", "note": "n"}]}
    found = [(spot.pointer, spot.data_class) for spot in spots(_Outer, value, "/data")]
    assert found == [("/data/items/0/belief", DataClass.SPECIAL), ("/data/items", DataClass.PERSONAL)]
