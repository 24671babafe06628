"""The side to which the account of each role belongs when accounts of one fact are compared.

Roles of one side speak with one voice; a fact that two sides tell differently is contested.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from events.codes.common import ActorRole

Side = Literal["authority", "judicial", "consular", "monitor", "person", "provider", "none"]
"""`none`: a technical record, which is nobody's account."""

SIDES: Mapping[ActorRole, Side] = MappingProxyType(
    {
        "authority": "authority",
        "escort": "authority",
        "carrier": "authority",
        "receiving_authority": "authority",
        "court": "judicial",
        "consulate": "consular",
        "independent_monitor": "monitor",
        "nhri": "monitor",
        "civil_society": "monitor",
        "returnee": "person",
        "guardian": "person",
        "family_member": "person",
        "lawyer": "person",
        "child_protection_authority": "provider",
        "case_manager": "provider",
        "medical_professional": "provider",
        "service_provider": "provider",
        "interpreter": "provider",
        "international_organization": "provider",
        "platform": "none",
    }
)
"""Role to side, for every role."""
