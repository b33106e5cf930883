"""The chapter of recommendations: the most urgent told in full, the others in a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils import formats
from django.utils.translation import gettext as _

from reports.advice import Advice
from reports.passport.codes import Reference
from reports.report.values import Citation, Recommendation, ReportTable, Section

TOLD_IN_FULL = 10  # recommendations told in full; the others are named in a table


def lead() -> str:
    """How the recommendations came about."""
    return _(
        "The recommendations follow from what is weak: each names the values that call for it. "
        "The most urgent ones come first."
    )


def advice_sections(
    advice: Sequence[Advice], sources: Mapping[str, Citation], passports: Mapping[str, tuple[Reference, ...]]
) -> Iterator[Section]:
    """`sources`: the documents of the report by code; `passports`: of the reasons of each, by its code."""
    if not advice:
        return
    told = tuple(
        Recommendation(
            number, one, tuple(sources[code] for code, _words in one.sources), _answer(one), passports.get(one.code, ())
        )
        for number, one in enumerate(advice[:TOLD_IN_FULL], start=1)
    )
    yield Section("recommendations-first", _("What to do first"), recommendations=told)
    if rest := advice[TOLD_IN_FULL:]:
        rows = tuple((one.title, _first_reason(one, passports), one.effort, one.horizon) for one in rest)
        header = (_("Recommendation"), _("Why"), _("Effort"), _("Horizon"))
        table = ReportTable("", header, rows, texts=len(header), is_dense=True)
        yield Section("recommendations-further", _("Further recommendations"), tables=(table,))


def _first_reason(one: Advice, passports: Mapping[str, tuple[Reference, ...]]) -> str:
    """With the code under which its value is found."""
    codes = [f"({passport.code})" for passport in passports.get(one.code, ())[:1]]
    return " ".join([one.reasons[0], *codes])


def _answer(advice: Advice) -> str:
    """What the unit answered, as one line; nothing where it has not."""
    answer = advice.answer
    if answer is None:
        return ""
    due = (
        _("due on %(day)s") % {"day": formats.date_format(answer.due_on, "SHORT_DATE_FORMAT")} if answer.due_on else ""
    )
    return "; ".join(filter(None, (answer.name, answer.responsible, due, answer.reason)))
