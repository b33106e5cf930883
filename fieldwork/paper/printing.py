"""The blank questionnaire as PDF."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace

import segno
from django.template.loader import render_to_string
from django.utils.translation import override

from fieldwork.paper.blank import SectionSheets, profile_blocks, sections_of
from surveys.models import Round
from surveys.pages import Questionnaire
from surveys.printing import print_html
from surveys.questionnaires import questionnaire_of

STYLE = "src/paper.css"


@dataclass(frozen=True)
class Wanted:
    """What is to be printed. Empty `section` and `chapter`: everything that the round asks."""

    language: str
    section: str = ""
    chapter: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole questionnaire."""
        return not (self.section or self.chapter)


def print_blank(survey_round: Round, choice: Wanted, address_of: Callable[[str], str]) -> bytes:
    """The PDF. `address_of`: the address of the entry page for the code of a chapter."""
    with override(choice.language):
        questionnaire = what_is_asked(survey_round, choice)
        context = {
            "survey_round": survey_round,
            "language": choice.language,
            "questionnaire": questionnaire,
            "choice": choice,
            "profile": profile_blocks(questionnaire),
            "sections": [_with_addresses(section, address_of) for section in sections_of(questionnaire)],
            "may_be_group": any(not section.is_personal for section in questionnaire.sections),
        }
        chapters = [chapter.code for section in questionnaire.sections for chapter in section.chapters]
        pictures = {f"qr-{code}": _draw(address_of(code)) for code in chapters}
        return print_html(render_to_string("fieldwork/paper/blank.html", context), STYLE, pictures)


def what_is_asked(survey_round: Round, choice: Wanted) -> Questionnaire:
    """The questionnaire of the round, or its section or chapter; without any section where there is no such part."""
    whole = questionnaire_of(survey_round.version_id, choice.language).asked(survey_round.sections, True)
    sections = []
    for section in whole.sections:
        if choice.section not in ("", section.code):
            continue
        chapters = tuple(chapter for chapter in section.chapters if choice.chapter in ("", chapter.code))
        if chapters:
            sections.append(replace(section, chapters=chapters))
    return replace(whole, sections=tuple(sections), fragments={}, _asked={})


def _with_addresses(section: SectionSheets, address_of: Callable[[str], str]) -> SectionSheets:
    return replace(section, chapters=[replace(own, address=address_of(own.code)) for own in section.chapters])


def _draw(address: str) -> str:
    """A QR code as SVG."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False, scale=4)
    return drawn.getvalue().decode()
