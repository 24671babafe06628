"""What is appended can be proven by anyone, once and for ever."""

from hashlib import sha256

import pytest
from sqlalchemy import select, update

from foundation.tlog.checkpoint import open_checkpoint
from foundation.tlog.leaf import parse_leaf
from foundation.tlog.merkle import leaf_hash, root_of, verify_consistency
from foundation.tlog.proof_file import parse_proof_file
from foundation.tlog.tiles import TilePathError, decode_bundle
from projections.audit_trail.reading import NotLoggedError
from projections.audit_trail.sequencing import (
    AuditTrailError,
    DamagedTrailError,
    UnloggableRecordError,
)
from projections.audit_trail.tables import tile, tree_head
from projections.audit_trail.trail import AuditTrail
from tests.integration.audit_trail.logged_events import (
    SERVICE,
    SIGNER,
    Record,
    body,
    event_id,
    log,
    open_trail,
    records,
)


def test_an_empty_log_has_a_checkpoint(trail: AuditTrail) -> None:
    assert open_checkpoint(trail.checkpoint(), [SIGNER.verifier], SIGNER.name).size == 0
    assert trail.head().root == root_of([])


def test_creating_the_log_again_changes_nothing(trail: AuditTrail, log_url: str) -> None:
    log(trail, records(1, 4))
    open_trail(log_url).engine.dispose()
    assert trail.head().size == 3


def test_every_event_is_one_leaf_under_a_signed_root(trail: AuditTrail) -> None:
    log(trail, records(1, 300))
    log(trail, records(300, 301))
    log(trail, records(301, 700))
    leaves = [parse_leaf(entry) for entry in trail.entries()]
    assert [leaf.sequence for leaf in leaves] == list(range(1, 700))
    assert [leaf.sha256 for leaf in leaves] == [sha256(body(number)).hexdigest() for number in range(1, 700)]
    signed = open_checkpoint(trail.checkpoint(), [SIGNER.verifier], SIGNER.name)
    assert (signed.size, signed.root) == (699, root_of(map(leaf_hash, trail.entries())))
    assert (trail.head().size, trail.head().root) == (signed.size, signed.root)
    assert list(trail.entries(255, 258)) == [leaf.entry() for leaf in leaves[255:258]]


def test_records_already_logged_are_passed_over(trail: AuditTrail) -> None:
    log(trail, records(1, 10))
    before = trail.checkpoint()
    log(trail, records(3, 8))
    log(trail, [])
    assert trail.checkpoint() == before
    log(trail, [*records(5, 13), *records(11, 13)])
    assert [parse_leaf(entry).sequence for entry in trail.entries()] == list(range(1, 13))


def test_sequences_of_several_services_and_in_any_order_are_kept_apart(trail: AuditTrail) -> None:
    log(trail, [*records(5, 8), *records(1, 4, "pre_return")])
    log(trail, [*records(1, 7), *records(1, 5, "pre_return")])
    logged = [(leaf.service, leaf.sequence) for leaf in map(parse_leaf, trail.entries())]
    assert len(logged) == len(set(logged)) == 11
    with pytest.raises(NotLoggedError, match="name the service"):
        trail.prove(event_id(2))
    proof = parse_proof_file(trail.prove(event_id(2), "pre_return"))
    assert parse_leaf(proof.extra).service == "pre_return"


def test_every_event_is_proven_under_the_newest_checkpoint(trail: AuditTrail) -> None:
    log(trail, records(1, 600))
    for number in (1, 2, 255, 256, 257, 512, 599):
        proof = parse_proof_file(trail.prove(event_id(number)))
        proof.verify(proof.extra, [SIGNER.verifier], SIGNER.name)
        assert parse_leaf(proof.extra).sha256 == sha256(body(number)).hexdigest()
    log(trail, records(600, 900))
    proof = parse_proof_file(trail.prove(event_id(3)))
    assert proof.verify(proof.extra, [SIGNER.verifier], SIGNER.name).size == 899
    with pytest.raises(NotLoggedError):
        trail.prove(event_id(900))


def test_every_checkpoint_ever_issued_is_the_beginning_of_the_log(trail: AuditTrail) -> None:
    for start in range(1, 700, 37):
        log(trail, records(start, start + 37))
    head = trail.head()
    issued = list(trail.checkpoints())
    assert len(issued) == 20
    for one in issued:
        signed = open_checkpoint(one.note, [SIGNER.verifier], SIGNER.name)
        assert signed.size == one.size
        assert trail.root_at(one.size) == signed.root
        proof = trail.consistency(one.size)
        verify_consistency(one.size, head.size, signed.root, head.root, proof)
    with pytest.raises(NotLoggedError):
        trail.consistency(1, head.size + 1)
    with pytest.raises(NotLoggedError):
        trail.root_at(head.size + 1)


def test_tiles_are_read_by_their_path(trail: AuditTrail) -> None:
    log(trail, records(1, 600))
    assert len(trail.tile("tile/0/000")) == 8192
    assert trail.tile("tile/0/002.p/87") == b"".join(map(leaf_hash, trail.entries(512)))
    assert trail.tile("tile/0/002.p/80") == trail.tile("tile/0/002.p/87")[: 80 * 32]
    assert decode_bundle(trail.tile("tile/entries/002.p/87")) == list(trail.entries(512))
    assert len(trail.tile("tile/1/000.p/2")) == 64
    for path in ("tile/0/002", "tile/0/002.p/88", "tile/0/003.p/1", "tile/2/000.p/1", "tile/entries/002"):
        with pytest.raises(NotLoggedError):
            trail.tile(path)
    with pytest.raises(TilePathError):
        trail.tile("tile/0/2")


def test_a_record_that_is_no_event_is_named_and_nothing_is_logged(trail: AuditTrail) -> None:
    log(trail, records(1, 4))
    with pytest.raises(UnloggableRecordError, match="return_operation sequence 5"):
        log(trail, [*records(4, 5), Record(SERVICE, 5, b"{}")])
    with pytest.raises(UnloggableRecordError, match="sequence 4"):
        log(trail, [Record(SERVICE, 4, body(1))])
    assert trail.head().size == 3
    log(trail, records(4, 6))
    assert trail.head().size == 5


def test_a_record_at_the_sequence_of_another_one_is_no_repeat(trail: AuditTrail) -> None:
    log(trail, records(1, 4))
    with pytest.raises(UnloggableRecordError, match="sequence 3 is in the log for another event"):
        log(trail, [Record(SERVICE, 3, body(9))])
    with pytest.raises(UnloggableRecordError, match="sequence 4"):
        log(trail, [Record(SERVICE, 4, body(4)), Record(SERVICE, 4, body(9))])
    assert trail.head().size == 3


def test_a_false_sequence_hides_no_other_record(trail: AuditTrail) -> None:
    log(trail, [*records(1, 2), Record(SERVICE, 10**15, body(9)), *records(2, 4)])
    assert [parse_leaf(entry).sequence for entry in trail.entries()] == [1, 10**15, 2, 3]


def test_nothing_is_signed_over_a_damaged_edge(trail: AuditTrail) -> None:
    log(trail, records(1, 300))
    with trail.engine.begin() as connection:
        held = connection.scalar(select(tile.c.hashes).where(tile.c.level == 0, tile.c.number == 1))
        assert held is not None
        changed = bytes([held[0] ^ 1]) + held[1:]
        connection.execute(update(tile).where(tile.c.number == 1).values(hashes=changed))
    with pytest.raises(DamagedTrailError):
        log(trail, records(300, 301))
    with trail.engine.begin() as connection:
        connection.execute(tree_head.delete())
    with pytest.raises(AuditTrailError, match="no tree head"):
        log(trail, records(300, 301))
