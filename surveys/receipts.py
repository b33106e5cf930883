"""A copy of one's answers to keep, in the language of the response."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import override

from surveys.checking import check
from surveys.models import Response
from surveys.printing import print_html
from surveys.questionnaires import asked_of

STYLE = "src/copy.css"


def write_copy(response: Response) -> bytes:
    """The PDF of a response (its round and institution loaded): what was asked, what was answered, and when."""
    with override(response.language):
        context = {
            "response": response,
            "survey_round": response.round,
            "language": response.language,
            "check": check(response, asked_of(response, response.language)),
            "evidence": list(response.evidence.all()),
        }
        return print_html(render_to_string("surveys/copy.html", context), STYLE)
