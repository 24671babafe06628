"""The page that says who may do what: every policy in words, and the matrix that follows from them."""

from collections.abc import Iterator

from contracts.access_matrix import PURPOSES, ROLES, cells, families, purposes
from contracts.access_views import views_section
from contracts.markdown import table
from events.base import SERVICES, Event, Service
from events.codes.common import ActorRole
from events.data_classes import DataClass
from foundation.access.asking import Action
from foundation.access.deciding import policies_in_force
from foundation.access.kinds import KINDS
from foundation.access.policies import Policies

HEAD = """# Who may do what

Written by `make contracts` from the policies in `deploy/policies/`; do not edit. The policies are
[Cedar](https://www.cedarpolicy.com): what no policy permits is denied, and no permit outweighs a forbid.
Before anything is done for a caller, `foundation.access.deciding.decide` is asked. The answer names the
policies that determined it and the SHA-256 of the whole set; it is logged without who asked and of whom.

The tables that this must agree with are kept by hand in `tests/unit/access/`.
"""
READING = """
`all`: whoever asserted it. `own`: only what the caller's own body asserted. `consent`, `emergency`: of what
others asserted, only with the person's consent or to save a life. `-`: nothing. What is recorded is said by
the list of roles of each event ([events.md](events.md)). What is not open stays sealed in reading and export:
under "export sealed" and "export protected" stands who is given the sealed value at all. A returnee, guardian
or lawyer has values opened only of those whom their token names (`acts_for`).
"""
OPENING = """
`p` personal, `s` special, `x` protected. Capital: whoever asserted it, on several grounds; small: only what
the own body asserted; with `!`: with the person's consent only.
"""
SEALED = (DataClass.PERSONAL, DataClass.SPECIAL, DataClass.PROTECTED)
COLUMNS: tuple[tuple[str, Action, DataClass], ...] = (
    ("read, list", "read_record", DataClass.OPEN),
    ("export", "export", DataClass.OPEN),
    ("export sealed", "export", DataClass.PERSONAL),
    ("export protected", "export", DataClass.PROTECTED),
    *((f"open {held}", "open_fields", held) for held in SEALED),
    ("erase", "erase", DataClass.PERSONAL),
    ("rectify", "rectify", DataClass.PERSONAL),
    ("rectify protected", "rectify", DataClass.PROTECTED),
    ("request", "request", DataClass.OPEN),
    ("answer", "answer", DataClass.OPEN),
)


def access_page() -> str:
    """The page as Markdown."""
    policies = policies_in_force()
    return "\n".join(
        [
            HEAD,
            *_kinds(),
            *_policies(policies),
            "## Records",
            READING,
            *_matrix(policies),
            *_purposes(policies),
            *views_section(policies),
        ]
    )


def _kinds() -> Iterator[str]:
    yield "## Kinds of role\n"
    yield from table(("kind", "roles"), [(kind, ", ".join(roles)) for kind, roles in KINDS.items()])


def _policies(policies: Policies) -> Iterator[str]:
    yield "## Policies\n"
    rows = [
        (f"`{policy.id}`", policy.effect, policy.says, policy.clause) for policy in policies.policies.values()
    ]
    yield from table(("policy", "", "says", "implements"), rows)


def _matrix(policies: Policies) -> Iterator[str]:
    firsts = _firsts()
    for services in _alike(policies, firsts):
        yield f"### {' and '.join(services)}\n"
        rows = [(role, *_row(policies, role, firsts[services[0]])) for role in ROLES]
        yield from table(("role", *(name for name, _, _ in COLUMNS)), rows)


def _alike(policies: Policies, firsts: dict[Service, type[Event]]) -> list[list[Service]]:
    """The services, those together for which the policies say the same."""
    groups: dict[tuple[tuple[str, ...], ...], list[Service]] = {}
    for service, event in firsts.items():
        groups.setdefault(tuple(_row(policies, role, event) for role in ROLES), []).append(service)
    return list(groups.values())


def _row(policies: Policies, role: ActorRole, event: type[Event]) -> tuple[str, ...]:
    by_class = {held: cells(policies, role, event, held) for held in DataClass}
    return tuple(by_class[held][action] for _, action, held in COLUMNS)


def _purposes(policies: Policies) -> Iterator[str]:
    yield "## Purposes for which sealed values are opened"
    yield OPENING
    event = _firsts()["return_operation"]
    rows = [
        (role, *said)
        for role in ROLES
        if set(said := tuple(purposes(policies, role, event, purpose) for purpose in PURPOSES)) != {"-"}
    ]
    flipped = list(zip(("purpose", *PURPOSES), *rows, strict=True))
    yield from table(flipped[0], flipped[1:])
    yield "All other roles open nothing."
    yield ""


def _firsts() -> dict[Service, type[Event]]:
    """An event of each service; the matrix is the same for all families of one."""
    firsts = [events[0] for events in families().values()]
    return {service: next(one for one in firsts if one.about.service == service) for service in SERVICES}
