"""Bring responses in from files (see `surveys.response_files` for their form)."""

from surveys.importing.report import Doubt, ImportReport, Place, Problem
from surveys.importing.responses import Imported, ImportRefused, import_responses

__all__ = ["Doubt", "ImportRefused", "ImportReport", "Imported", "Place", "Problem", "import_responses"]
