"""Personal links on paper: half a page for each person, with a QR code, in her language."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import segno
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from fieldwork.mail import site_address
from fieldwork.people.wording import told
from surveys.links import create_link
from surveys.models import Institution, Participant, Round
from surveys.printing import print_html

STYLE = "src/sheets.css"
MOST = 100  # sheets at once: some seconds of printing


@dataclass(frozen=True)
class Sheet:
    """Half a page. `picture`: the key of its QR code; `name` and `institution` may be empty."""

    language: str
    round: str
    name: str
    institution: str
    address: str
    closes: str
    picture: str


@transaction.atomic
def links_of(people: Sequence[Participant], by: AbstractBaseUser) -> list[tuple[Participant, str]]:
    """A new link for each participant (round and institution loaded), and its secret."""
    return [
        (one, create_link(one.round, one.institution, one.sections, participant=one, made_by=by)[1]) for one in people
    ]


@transaction.atomic
def print_for(people: Sequence[Participant], by: AbstractBaseUser) -> bytes:
    """Sheets for participants as PDF; each makes a new link."""
    made = links_of(people, by)
    return _print(
        _sheet(one.round, one.contact.name, one.institution, one.language, secret, str(place))
        for place, (one, secret) in enumerate(made)
    )


@transaction.atomic
def print_anonymous(
    survey_round: Round, institution: Institution | None, number: int, language: str, by: AbstractBaseUser
) -> bytes:
    """Sheets for whoever gets them, to be handed out in an institution; each makes a new link."""
    label = _("sheet %(number)d")
    secrets = [
        create_link(survey_round, institution, label=label % {"number": place}, made_by=by)[1]
        for place in range(1, number + 1)
    ]
    return _print(
        _sheet(survey_round, "", institution, language, secret, str(place)) for place, secret in enumerate(secrets)
    )


def _sheet(
    survey_round: Round, name: str, institution: Institution | None, language: str, secret: str, picture: str
) -> Sheet:
    with override(language):
        return Sheet(
            language=language,
            round=str(survey_round),
            name=name,
            institution=str(institution or ""),
            address=site_address("answer-link", secret),
            closes=told(survey_round),
            picture=picture,
        )


def _print(sheets: Iterable[Sheet]) -> bytes:
    made = list(sheets)
    parts = []
    for sheet in made:
        with override(sheet.language):
            parts.append(render_to_string("fieldwork/people/_sheet.html", {"sheet": sheet}))
    context = {"parts": parts, "language": get_language()}
    html = render_to_string("fieldwork/people/sheets.html", context)
    return print_html(html, STYLE, {sheet.picture: _code_of(sheet.address) for sheet in made})


def _code_of(address: str) -> str:
    stream = io.BytesIO()
    segno.make(address, error="m", micro=False).save(stream, kind="svg", scale=4, border=2)
    return stream.getvalue().decode()
