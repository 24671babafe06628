"""Workbooks on return operations by charter flight, as the agency releases them on request (ADR 0008)."""

from services.return_operation.importing.frontex.reading import AGENCY, read_workbook
from services.return_operation.importing.frontex.report import (
    BadWorkbookError,
    Difference,
    Document,
    Import,
    Problem,
    SheetRead,
    Standing,
)

__all__ = [
    "AGENCY",
    "BadWorkbookError",
    "Difference",
    "Document",
    "Import",
    "Problem",
    "SheetRead",
    "Standing",
    "read_workbook",
]
