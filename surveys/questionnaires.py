"""Questionnaires by version and language, made once for each process from the cached instrument."""

from __future__ import annotations

from django.utils.translation import get_language

from surveys.catalogue import instrument_of
from surveys.content import Instrument
from surveys.models import Response
from surveys.pages import Questionnaire, build_questionnaire

_made: dict[tuple[int, str], tuple[Instrument, Questionnaire]] = {}


def questionnaire_of(version_id: int, language: str | None = None) -> Questionnaire:
    """The whole questionnaire of a version, in the active language unless another is named."""
    language = language or get_language() or ""
    instrument = instrument_of(version_id)
    made = _made.get((version_id, language))
    # A draft is read afresh each time: pages made of what it was are pages of another instrument.
    if made is None or made[0] is not instrument:
        made = _made[version_id, language] = instrument, build_questionnaire(instrument, language)
    return made[1]


def asked_of(response: Response, language: str | None = None) -> Questionnaire:
    """What of its questionnaire a response (its round loaded) is asked; a delegate only her chapters."""
    whole = questionnaire_of(response.round.version_id, language)
    return whole.asked(response.sections, response.institution_id is not None, response.granted_chapters)
