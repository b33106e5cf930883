"""What the pages of checks show: plain values, in the active language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format

from fieldwork.models import CheckRun, Finding
from fieldwork.quality.registry import BY_CODE, CHECKS, Check
from surveys.catalogue import instrument_of
from surveys.content import in_language
from surveys.models import Response, Round
from surveys.questionnaires import questionnaire_of


@dataclass(frozen=True)
class CheckLine:
    """A check with what it found; `base` of how many; None before the first run."""

    check: Check
    found: int | None
    base: int | None


@dataclass(frozen=True)
class FindingLine:
    """A finding in words. `why`: the argument of the instrument, where the check follows a relation of it."""

    about: str
    item: str
    question: str
    sentence: str
    why: str
    url: str
    link: str


def check_lines(run: CheckRun | None) -> list[CheckLine]:
    """Every check, those with the gravest findings first."""
    results = run.results if run else {}
    lines = [
        CheckLine(check, results.get(check.code, {}).get("found"), results.get(check.code, {}).get("base"))
        for check in CHECKS
    ]
    gravity = list(type(CHECKS[0].severity))
    return sorted(lines, key=lambda line: (not line.found, gravity.index(line.check.severity)))


def finding_lines(findings: Iterable[Finding], survey_round: Round, language: str, place: Any) -> list[FindingLine]:
    """Findings (their institutions loaded) in words. `place`: finding -> (address, name of the link)."""
    instrument = instrument_of(survey_round.version_id)
    why = {relation.code: in_language(relation.text, language) for relation in instrument.relations}
    pages = questionnaire_of(survey_round.version_id).pages
    questions = {question.code: question.text for page in pages for question in page.all_questions}
    lines = []
    for one in findings:
        url, link = place(one)
        sentence = str(BY_CODE[one.check_code].sentence) % as_written(one.details)
        reason = why.get(one.details.get("relation", ""), "")
        lines.append(FindingLine(_about(one), one.item, questions.get(one.item, ""), sentence, reason, url, link))
    return lines


def as_written(details: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a finding, numbers as the reader's language writes them."""
    return {name: _written(value) for name, value in details.items()}


def _written(value: Any) -> Any:
    match value:
        case float():
            return number_format(f"{value:g}")
        case dict():  # numbers by the items that gave them; between them no comma, which stands in numbers
            return "; ".join(f"{code} = {_written(float(number))}" for code, number in value.items())
    return value


def _about(finding: Finding) -> str:
    if finding.response_id is not None:
        return Response(id=finding.response_id).reference
    return str(finding.institution) if finding.institution else ""
