"""The protocol of a workshop: items, votes, agreed answers with reasons, minority views, who was present."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from fieldwork.models import Workshop
from fieldwork.workshops.leading import count_taking_part
from fieldwork.workshops.shown import results_of
from surveys.printing import print_html

STYLE = "src/workshop_protocol.css"


def write_protocol(workshop: Workshop, language: str) -> bytes:
    """The PDF of an ended workshop (its round, institution and response loaded)."""
    with override(language), timezone.override(workshop.round.zone):
        results = results_of(workshop, language)
        context = {
            "workshop": workshop,
            "survey_round": workshop.round,
            "language": language,
            "results": [result for result in results if result.agreed or result.spreads],
            "left_open": [result for result in results if not (result.agreed or result.spreads)],
            "seats": list(workshop.seats.all()),
            "taking_part": count_taking_part(workshop),
        }
        return print_html(render_to_string("fieldwork/workshops/protocol.html", context), STYLE)
