"""Which role may read which view, asked of the policies, as a section of docs/access.md."""

from collections.abc import Iterator, Sequence

from contracts.access_matrix import ROLES, caller
from contracts.markdown import table
from events.codes.common import ActorRole
from foundation.access.asking import OfView
from foundation.access.policies import Policies
from projections.query.shown import every_part, every_view
from projections.query.views import BY_NAME

HEAD = """## Views

`yes`: with a token for reading. A word: that part of the view, at the same address. `-`: not at all; a view
without a policy of its own is for nobody. The walls hold here too: whoever carries out returns reads no view,
and no part of one, that shows a record of `post_return` or `data_protection`, whatever else the policies say.
Changes of findings (`/v1/findings/changes`) are for the readers of `safeguard-findings`. On the command line
a view is read by whoever holds the data directory.
"""
PARTS = """### Parts of views

Who may see a part is answered as if the rest were not there: it is in no page, filter, total, calendar or
place of a page, and a question about a subject of somebody else is answered as one about a subject that does
not exist. Rows belong to the body that the token names, or to the persons and cases for whom it acts
([ADR 28](adr/0028-parts-of-views-by-facts-on-record.md)).
"""
LIMITS = """What the requirements say of readers and the policies do not tell apart yet:

* `complaints-incidents-recommendations` shows complaints and incidents to monitoring bodies alone: no record
  addresses them to a body.
* `follow-up-calendar` knows the cases of a body by its own accounts, since no record assigns a case. A case
  appears with the first account that the body gives of the person.
* `case-file` is for whoever acts for a person by the word of the issuer of tokens; that they still do is not
  looked up.
* `reintegration-outcomes` is for international organizations and services in general. Whether an agreement
  with one stands is not looked up; an issuer gives tokens for reading accordingly.
* `service-gaps` is for authorities that protect children, and for no other local authority: a receiving
  authority stands on the other side of the wall.
* `statistics` is not for those who carry out returns: it counts records of every service. What is published
  from it is open to them as to everyone.
"""


def views_section(policies: Policies) -> Iterator[str]:
    """The lines of the section."""
    views, parts = every_view(), every_part()
    head = ["role", *(f"{number} {one.name}" for number, one in views.items())]
    yield HEAD
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for role in ROLES:
        cells = [_given(policies, role, [one, *parts.get(one.name, [])]) for one in views.values()]
        yield f"| {' | '.join([role, *cells])} |"
    yield ""
    yield PARTS
    rows = [(f"`{part.name}`", f"{part.meaning}.") for view in BY_NAME.values() for part in view.parts]
    yield from table(("part", "shows"), rows)
    yield LIMITS


def _given(policies: Policies, role: ActorRole, choices: Sequence[OfView]) -> str:
    """What a role is given of a view and its parts, which stand after it."""
    allowed = [one for one in choices if policies.decide(caller(role), "read_view", one).allowed]
    return allowed[0].name.partition(".")[2] or "yes" if allowed else "-"
