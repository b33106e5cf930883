"""Which files there are of a unit, and how each is made."""

from __future__ import annotations

from collections.abc import Callable

from django.db import models
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from reports.files.freezing import keep_printed
from reports.report import build_report, print_report
from reports.report.answer_book import build_answer_book
from reports.report.brief import build_brief, print_brief
from reports.report.plain import print_plain
from reports.report.rounds_report import build_rounds_report, earlier_rounds
from reports.report.word import write_docx
from reports.results import Results, results_of
from scoring.results import UnitScores, UnitTier
from surveys.downloads import PDF
from surveys.models import Round

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Kind(models.TextChoices):
    """A kind of file."""

    REPORT = "report", _("Diagnostic report (PDF)")
    WORD = "word", _("Diagnostic report to edit (DOCX)")
    BRIEF = "brief", _("Brief on one page (PDF)")
    ANSWERS = "answers", _("Answer book (PDF)")
    ROUNDS = "rounds", _("Comparison with the round before (PDF)")


class NothingToCompare(ValueError):
    """Raised for a comparison of a round that has none before it."""

    SENTENCE = gettext_noop("There is no earlier round to compare with.")

    def __init__(self) -> None:
        super().__init__(self.SENTENCE)


Maker = Callable[[Results, UnitScores], bytes]


def _report(results: Results, scores: UnitScores) -> bytes:
    return print_report(build_report(results, scores))


def _word(results: Results, scores: UnitScores) -> bytes:
    return write_docx(build_report(results, scores))


def _brief(results: Results, scores: UnitScores) -> bytes:
    return print_brief(build_brief(results, scores))


def _answers(results: Results, scores: UnitScores) -> bytes:
    return print_plain(build_answer_book(results, scores))


def _rounds(results: Results, scores: UnitScores) -> bytes:
    earlier = round_before(results.survey_round, Round.objects.all())
    if earlier is None:
        raise NothingToCompare
    before = results_of(earlier)
    keep_printed(before)
    return print_plain(build_rounds_report(before, results, scores))


MAKERS: dict[Kind, Maker] = {
    Kind.REPORT: _report,
    Kind.WORD: _word,
    Kind.BRIEF: _brief,
    Kind.ANSWERS: _answers,
    Kind.ROUNDS: _rounds,
}
ABOUT = {
    Kind.REPORT: _("All results with pictures, recommendations, every item, the method and the sources."),
    Kind.WORD: _("The same content with real headings, lists and tables, to go on writing in."),
    Kind.BRIEF: _("Three numbers with what they mean, five actions, one picture."),
    Kind.ANSWERS: _("Every answer of the institution, facts settled by reviewers, evidence, comments. Internal."),
    Kind.ROUNDS: _(
        "Whether the two rounds may be compared and why, scores in both, what changed, what became of items."
    ),
}
SIZES = {  # what a reader may expect, in kilobytes: from, to
    Kind.REPORT: (400, 1100),
    Kind.WORD: (600, 1500),
    Kind.BRIEF: (30, 60),
    Kind.ANSWERS: (50, 400),
    Kind.ROUNDS: (150, 600),
}
OF_INSTITUTIONS = (Kind.ANSWERS,)


def make_file(kind: Kind, results: Results, scores: UnitScores, language: str) -> bytes:
    """A file of a unit in a language. The state that it is printed from is kept."""
    keep_printed(results)
    with translation.override(language):
        return MAKERS[kind](results, scores)


def ending_of(kind: Kind) -> str:
    """How the name of such a file ends."""
    return "docx" if kind is Kind.WORD else "pdf"


def type_of(kind: Kind) -> str:
    """The content type of such a file."""
    return DOCX if kind is Kind.WORD else PDF


def name_of(kind: Kind, round_code: str, tier: UnitTier, unit: str, language: str) -> str:
    """The name of a file: of plain letters, and another for each unit, kind and language of a round."""
    place = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in unit)
    prefix = {UnitTier.INSTITUTION: "institution-", UnitTier.SUBNATIONAL: "region-"}.get(tier, "")
    return f"{round_code}-{prefix}{place}-{kind}-{language}.{ending_of(kind)}"


def round_before(survey_round: Round, among: QuerySet[Round]) -> Round | None:
    """The round that a comparison is with, of those that the reader may analyse; None where there is none."""
    return next(iter(earlier_rounds(survey_round, among)), None)


def kinds_for(tier: UnitTier) -> list[Kind]:
    """The files that there are of a unit of this tier."""
    return [kind for kind in Kind if tier is UnitTier.INSTITUTION or kind not in OF_INSTITUTIONS]
