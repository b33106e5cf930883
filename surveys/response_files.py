"""The form of response files (method, section 9), the same for import and export: which columns there are.

One row for each response; beside it a file with one row for each entry of a repeating table. Names, organisations and
e-mail addresses of respondents are no part of the form, so that an exported file can be handed on.
"""

from __future__ import annotations

from enum import StrEnum

from surveys.content import Instrument, Item


class Column(StrEnum):
    """Columns about the response itself."""

    RESPONSE_ID = "response_id"
    UNIT = "unit"
    LANGUAGE = "language"
    MODE = "mode"
    PARTICIPANTS = "participants"
    SECTIONS = "sections"
    SUBMITTED_AT = "submitted_at"


RESPONSES_FILE = "responses.csv"
ENTRIES_FILE = "initiatives.csv"

# Questions about the respondent that do not tell who she is.
_PROFILE = ("country", "organisation_type", "position", "expertise")


def exported_profile(instrument: Instrument) -> list[Item]:
    """The questions about the respondent that have a column in exported files."""
    by_code = {item.code: item for item in instrument.profile}
    return [by_code[code] for code in _PROFILE if code in by_code]


def single_items(instrument: Instrument) -> list[Item]:
    """Items that a response answers once: the columns of the file of responses."""
    return [item for table in instrument.tables() if not table.repeating for item in table.items]


def entry_items(instrument: Instrument) -> list[Item]:
    """Items of the repeating tables: the columns of the file of entries."""
    return [item for table in instrument.tables() if table.repeating for item in table.items]


def response_header(instrument: Instrument) -> list[str]:
    """The columns of an exported file of responses, in order."""
    return [
        Column.RESPONSE_ID,
        Column.UNIT,
        *(item.code for item in exported_profile(instrument)),
        Column.LANGUAGE,
        Column.MODE,
        Column.PARTICIPANTS,
        Column.SECTIONS,
        Column.SUBMITTED_AT,
        *(item.code for item in single_items(instrument)),
    ]


def entry_header(instrument: Instrument) -> list[str]:
    """The columns of an exported file of entries, in order."""
    return [Column.RESPONSE_ID, *(item.code for item in entry_items(instrument))]


def importable_columns(instrument: Instrument) -> set[str]:
    """Every column that a file of responses may have.

    A file from elsewhere may hold the whole profile, and empty columns for the entries of repeating tables.
    """
    others = (*instrument.profile, *entry_items(instrument))
    return {*response_header(instrument), *(item.code for item in others)}
