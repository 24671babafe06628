"""Means of restraint that may never be used, and means that always call for attention.

The first follow published standards on deportation by air, such as the 13th General Report of the CPT; the
second are a choice of this platform. Both are to be confirmed against the rules in force where a return takes
place.
"""

from events.codes.operation import RestraintMeans

PROHIBITED_MEANS: frozenset[RestraintMeans] = frozenset(
    {"airway_obstruction", "positional_asphyxia_risk", "pain_compliance", "chemical"}
)
"""Each use is a breach, save `chemical` with medical consent and an examination on record."""

HIGH_RISK_MEANS: frozenset[RestraintMeans] = frozenset(
    {
        "spit_hood",
        "face_mask",
        "hood_or_blindfold",
        "electric_device",
        "body_cuff",
        "full_restraint_chair",
        "weapon_used",
        "dog",
        "blow_or_kick",
    }
)
"""Each use is a reason to look closer."""
