"""Personal links on a sheet that is shown once: on the page and as a file, nowhere stored."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

from surveys.links import create_link
from surveys.models import Institution, Round
from surveys.workbooks import write_csv


@dataclass(frozen=True)
class LinkRow:
    """One link: for whom it is, and its address in each language of the round."""

    label: str
    institution: str
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class LinkSheet:
    """New links. `file`: the same as CSV, as an address that holds the file itself."""

    languages: tuple[str, ...]
    rows: tuple[LinkRow, ...]
    file: str


@transaction.atomic
def create_link_sheet(
    request: HttpRequest,
    survey_round: Round,
    institution: Institution | None,
    number: int,
    label: str,
    sections: Sequence[str],
) -> LinkSheet:
    """Make links and write them down."""
    languages = tuple(survey_round.languages)
    rows = []
    for place in range(1, number + 1):
        name = f"{label} {place}".strip() if number > 1 else label
        _link, secret = create_link(survey_round, institution, sections, name)
        addresses = tuple(_address(request, secret, language) for language in languages)
        rows.append(LinkRow(name, institution.code if institution else "", addresses))
    return LinkSheet(languages, tuple(rows), _file(languages, rows))


def _address(request: HttpRequest, secret: str, language: str) -> str:
    with override(language):
        return request.build_absolute_uri(reverse("answer-link", args=[secret]))


def _file(languages: Sequence[str], rows: Sequence[LinkRow]) -> str:
    header = ["label", "institution", *(f"address_{language}" for language in languages)]
    table = write_csv(header, [(row.label, row.institution, *row.addresses) for row in rows])
    return "data:text/csv;base64," + base64.b64encode(table).decode()
