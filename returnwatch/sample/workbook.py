"""A small workbook in the manner of those that an agency releases; every figure and reference is invented.

It has what such files have: operations that only one sheet names, dates that differ, names of states in
varying case, several destinations in a cell, a label that is not in the list, and a cell that is no number.
"""

from datetime import date
from pathlib import Path

from returnwatch.sample.packing import Sheet, workbook_bytes

PUBLISHED = date(2025, 3, 14)

OPERATIONS: Sheet = (
    ("DATE OF DEPARTURE", "TYPE OF OPERATION", "DESTINATION (S)", "ROID"),
    (date(2024, 1, 9), "NRO", "Tunisia", "RO-90001"),
    (date(2024, 1, 23), "CRO", "Albania", "RO-90002"),
    (date(2024, 2, 6), "JRO", "Nigeria & The Gambia", "RO-90003"),
    (date(2024, 2, 20), "NRO", "Georgia", "RO-90004"),
    (date(2024, 3, 12), "JRO (AGENCY-LED)", "Bangladesh", "RO-90005"),
    (date(2024, 4, 16), "NRO", "North Macedonia & Serbia", "RO-90006"),
    (date(2024, 5, 14), "NRO", "Tunisia", "RO-90007"),
    (date(2024, 6, 11), "JRO", "Pakistan", "RO-90008"),
    (date(2024, 9, 3), "CRO", "Georgia", "RO-90009"),
    (date(2024, 10, 8), "NRO", "Egypt", "RO-90010"),
    (date(2024, 11, 19), "JRO", "Congo DR", "RO-90011"),
    (date(2024, 12, 3), "NRO", "Albania & Kosovo*", "RO-90012"),
)

RETURNEES: Sheet = (
    ("Date of Departure ", "Operation ID", "MS", "DESTINATION[S]", "TCNs (accepted)"),
    (date(2024, 1, 9), "RO-90001", "Italy", "TUNISIA", 31),
    (date(2024, 1, 23), "RO-90002", "France", "ALBANIA", 22),
    (date(2024, 1, 23), "RO-90002", "BELGIUM", "ALBANIA", 4),
    (date(2024, 2, 6), "RO-90003", "Germany", "NIGERIA", 17),
    (date(2024, 2, 6), "RO-90003", "Germany", "GAMBIA", 6),
    (date(2024, 2, 6), "RO-90003", "Austria", "NIGERIA", 5),
    (date(2024, 2, 20), "RO-90004", "Germany", "GEORGIA", 44),
    (date(2024, 3, 12), "RO-90005", "Cyprus", "BANGLADESH", 28),
    (date(2024, 3, 12), "RO-90005", "greece", "BANGLADESH", 13),
    (date(2024, 4, 16), "RO-90006", "Germany", "SERBIA", 39),
    (date(2024, 4, 16), "RO-90006", "Germany", "NORTH MACEDONIA", 27),
    (date(2024, 5, 14), "RO-90007", "Italy", "Tunisia", 25),
    (date(2024, 6, 11), "RO-90008", "Sweden", "PAKISTAN", 12),
    (date(2024, 6, 11), "RO-90008", "Czech Republic", "PAKISTAN", 3),
    (date(2024, 9, 3), "RO-90009", "Poland", "GEORGIA", 36),
    (date(2024, 10, 8), "RO-90010", "The Netherlands", "EGYPT", 8),
    (date(2024, 11, 19), "RO-90011", "France", "CONGO, THE DEMOCRATIC REPUBLIC OF THE", 11),
    (date(2024, 12, 3), "RO-90012", "Germany", "ALBANIA", 29),
    (date(2024, 12, 4), "RO-90012", "Germany", "KOSOVO", 15),
    (date(2024, 7, 2), "VRD-90901", "Spain", "COLOMBIA", 58),
)

STAFF: Sheet = (
    ("RO Title", "RO Date", "MSSAC", "Escort Leaders", "Escorts", "FRESO CAT 1", "Medical Personnel",
     "Observers (MS)", "Monitors national ", "Monitors from Pool (MS)", "Monitors from Pool (FRO)"),
    ("RO-90001", date(2024, 1, 9), "Italy", 2, 66, 0, 2, 0, 0, 0, 0),
    ("RO-90002", date(2024, 1, 23), "France", 1, 30, 0, 1, 0, 0, 1, 0),
    ("RO-90002", date(2024, 1, 23), "Belgium", 1, 9, 0, 0, 0, 0, 0, 0),
    ("RO-90003", date(2024, 2, 6), "Germany", 1, 71, 2, 2, 1, 1, 0, 0),
    ("RO-90003", date(2024, 2, 6), "Austria", 1, 16, 0, 1, 0, 0, 0, 0),
    ("RO-90004", date(2024, 2, 20), "Germany", 1, 58, 0, 2, 0, 0, 0, 0),
    ("RO-90005", date(2024, 3, 12), "Cyprus", 1, 63, 4, 1, 0, 0, 0, 1),
    ("RO-90005", date(2024, 3, 12), "Greece", 1, 27, 0, 1, "two", 0, 0, 0),
    ("RO-90006", date(2024, 4, 16), "Germany", 1, 49, 0, 2, 0, 0, 1, 0),
    ("RO-90007", date(2024, 5, 14), "Italy", 2, 54, 0, 2, 0, 0, 0, 0),
    ("RO-90008", date(2024, 6, 11), "Sweden", 1, 34, 1, 1, 0, 1, 0, 0),
    ("RO-90008", date(2024, 6, 11), "CZE", 1, 8, 0, 0, 0, 0, 0, 0),
    ("RO-90009", date(2024, 9, 3), "Poland", 1, 41, 0, 1, 0, 1, 0, 0),
    ("RO-90010", date(2024, 10, 8), "Netherlands", 1, 20, 0, 1, 0, 0, 0, 0),
    ("RO-90011", date(2024, 11, 19), "France", 1, 33, 0, 1, 0, 0, 0, 0),
    ("RO-90012", date(2024, 12, 3), "Germany", 1, 47, 0, 2, 0, 0, 0, 0),
)  # fmt: skip

AGENCY_STAFF: Sheet = (
    ("RO Title", "RO Date", "Fundamental Rights Monitors", "Frontex\nRepresentative\non Board"),
    ("RO-90001", date(2024, 1, 9), 0, 0),
    ("RO-90003", date(2024, 2, 6), 0, 1),
    ("RO-90005", date(2024, 3, 12), 1, 1),
    ("RO-90010", date(2024, 10, 8), 1, 0),
    ("RO-90099", date(2024, 8, 13), 1, 0),
)

COSTS: Sheet = (
    ("RO", "Date", "MS/SAC/TC", "TOTAL PAID (EUR)"),
    ("RO-90001", date(2024, 1, 9), "ITA", 68210.4),
    ("RO-90002", date(2024, 1, 23), "FRA", 51930.15),
    ("RO-90002", date(2024, 1, 23), "ALB", 1620),
    ("RO-90003", date(2024, 2, 6), "DEU", 187400.75),
    ("RO-90005", date(2024, 3, 13), "FX", 240112),
    ("RO-90009", date(2024, 9, 3), "POL", 0),
    ("VRD-90901", date(2024, 7, 2), "ESP", 96500),
)

SHEETS: dict[str, Sheet] = {
    "2024": OPERATIONS,
    "2024 TCNs": RETURNEES,
    "2024 Staff": STAFF,
    "2024 Agency Staff": AGENCY_STAFF,
    "2024_costs": COSTS,
}


def sample_bytes() -> bytes:
    """The workbook; the same bytes every time."""
    return workbook_bytes(SHEETS, dated=PUBLISHED)


def write_sample(path: Path) -> Path:
    """Write the workbook to `path`, over what stood there, and name it."""
    path.write_bytes(sample_bytes())
    return path
