"""Which role may read which view, asked of the policies, as a section of docs/access.md."""

from collections.abc import Iterator

from contracts.access_matrix import ROLES, caller
from foundation.access.policies import Policies
from projections.query.shown import every_view

HEAD = """## Views

`yes`: with a token for reading. `-`: not at all; a view without a policy of its own is for nobody. The walls
hold here too: whoever carries out returns reads no view that shows a record of `post_return` or
`data_protection`, whatever else the policies say. Changes of findings (`/v1/findings/changes`) are for the
readers of `safeguard-findings`. On the command line a view is read by whoever holds the data directory.
"""
LIMITS = """What the requirements say of readers and the policies do not tell apart yet:

* `case-file` has no reduced form, so it is not for the lawyer of the person. Who acts for somebody asks for
  what is held on them instead ([erasure.md](erasure.md)).
* `discrepancies` is not for authorities, for reply on operations of their own: it shows records of every
  service.
* `complaints-incidents-recommendations` is not for those to whom a recommendation is addressed.
* `follow-up-calendar` shows a case manager every case, by pseudonyms, not only cases of their own. Which
  cases are whose is on no record; an issuer gives tokens for reading accordingly.
* `country-risk-feedback` is not for deciding authorities, though its findings are meant for them: it counts
  reports of harm made after returns, which the wall keeps from them. They are given findings as published.
* `reintegration-outcomes` is for international organizations and services in general. Whether an agreement
  with one stands is not looked up; an issuer gives tokens for reading accordingly.
* `service-gaps` is for authorities that protect children, and for no other local authority: a receiving
  authority stands on the other side of the wall.
* `statistics` is not for those who carry out returns: it counts records of every service. What is published
  from it is open to them as to everyone.
"""


def views_section(policies: Policies) -> Iterator[str]:
    """The lines of the section."""
    views = every_view()
    head = ["role", *(f"{number} {one.name}" for number, one in views.items())]
    yield HEAD
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for role in ROLES:
        cells = [
            "yes" if policies.decide(caller(role), "read_view", one).allowed else "-"
            for one in views.values()
        ]
        yield f"| {' | '.join([role, *cells])} |"
    yield ""
    yield LIMITS
