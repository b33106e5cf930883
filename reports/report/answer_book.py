"""The answer book of an institution: every answer of its respondents, settled facts, evidence, reviewers' comments."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from reports.report.answering import WORDS, Answers, Gathered, gather, is_opinion, may_tell, most_common, told_sections
from reports.report.plain import PlainReport
from reports.report.provenance import provenance_of
from reports.report.values import Chapter, ReportTable, Section
from reports.report.words import tier_name, warning_of
from reports.results import Results
from reports.terms import terms_of
from scoring.results import UnitScores
from surveys import content
from surveys.content import ItemType
from surveys.models import COUNTED, Evidence, Institution, ReviewComment, Validation
from surveys.pages import Question
from surveys.questionnaires import questionnaire_of
from surveys.rendering import to_words

SHOWN = 30  # different answers to one item that are listed
ENTRIES = 50  # entries of a repeating table that are listed


def build_answer_book(results: Results, scores: UnitScores, at: datetime.datetime | None = None) -> PlainReport:
    """The answer book of an institution of the round, in the active language."""
    return _Book(results, scores, at or timezone.now()).build()


class _Book:
    """An answer book in the making."""

    def __init__(self, results: Results, scores: UnitScores, at: datetime.datetime) -> None:
        self.results, self.scores, self.at = results, scores, at
        self.terms = terms_of(results.method)
        self.institution: Institution = results.survey_round.institutions.get(code=scores.unit.code)
        self.answers: Answers = gather(results.survey_round, self.institution, results.instrument)
        pages = questionnaire_of(results.survey_round.version_id).pages
        self.questions: dict[str, Question] = {
            question.code: question for page in pages for question in page.all_questions
        }
        rows = Validation.objects.filter(round=results.survey_round, institution=self.institution)
        self.validated: dict[str, Validation] = {row.item: row for row in rows.select_related("by")}
        self.threshold = results.method.suppression_threshold

    def build(self) -> PlainReport:
        local = self.at.astimezone(self.results.survey_round.zone)
        return PlainReport(
            language=self.terms.language,
            title=_("Answer book"),
            unit=self.scores.unit.called(self.terms.language),
            tier=tier_name(self.scores.unit.tier),
            round_title=str(self.results.survey_round),
            date=formats.date_format(local, "DATE_FORMAT"),
            moment=local.isoformat(timespec="seconds"),
            warning=warning_of(self.results),
            cautions=(_("Internal: for the institution and the analysts of the round, not for publication."),),
            facts=((_("Responses that count"), self.terms.numbers.count(self.answers.responses)),),
            lead=(
                self._rule(),
                _("The number after an answer says how often it was given; one without a number was given once."),
            ),
            chapters=tuple(self._chapters()),
            provenance=provenance_of(self.results, self.scores.unit, self.at),
        )

    def _rule(self) -> str:
        return _(
            "Facts are told as they were answered. Personal opinions are told only where at least %(threshold)s "
            "people gave one, and their own words never."
        ) % {"threshold": self.terms.numbers.count(self.threshold)}

    def _chapters(self) -> Iterator[Chapter]:
        for section in told_sections(self.results.instrument, self.answers):
            sections = tuple(self._tables(section))
            if sections:
                title = self._words(section.title)
                yield Chapter(f"section-{section.code}", section.code, title, sections, self._base(section))
        for anchor, title, table in (
            ("validated", _("Facts settled by a reviewer"), self._validated()),
            ("evidence", _("Evidence"), self._evidence()),
            ("comments", _("Comments of reviewers"), self._comments()),
        ):
            note = () if table.rows else (_("There are none."),)
            tables = (table,) if table.rows else ()
            sections = (Section(f"{anchor}-list", _("List"), paragraphs=note, tables=tables),)
            yield Chapter(anchor, "", title, sections)

    def _base(self, section: content.Section) -> str:
        n = self.answers.respondents[section.code]
        values = {"n": self.terms.numbers.count(n), "threshold": self.terms.numbers.count(self.threshold)}
        if is_opinion(section) and n < self.threshold:
            return _("Fewer than %(threshold)s people answered this part: their opinions are not told.") % values
        return _("Responses with this part: n = %(n)s.") % values

    def _tables(self, section: content.Section) -> Iterator[Section]:
        for table in section.tables():
            made = self._entries(section, table) if table.repeating else self._answers(section, table)
            if made is not None:
                yield Section(f"table-{table.code}", f"{table.code}. {self._words(table.title)}", tables=(made,))

    def _answers(self, section: content.Section, table: content.Table) -> ReportTable | None:
        rows = tuple(
            (
                f"{item.code} · {self._words(item.text)}",
                self._told(section, item),
                self.terms.numbers.count(self.answers.items[item.code].n),
            )
            for item in table.items
            if self.answers.items[item.code].asked
        )
        return ReportTable("", (_("Item"), _("Answers"), "n"), rows, texts=2, widths=(70, 12)) if rows else None

    def _told(self, section: content.Section, item: content.Item) -> str:
        """The answers to an item in words: the answer itself of one respondent, how often each was given of several."""
        found = self.answers.items[item.code]
        if not may_tell(section, self.answers, item, self.threshold):
            return _("not told")
        words = self._counted(item, found)
        if item.code in self.validated:
            settled = self._in_words(item, self.validated[item.code].value)
            return _("%(answers)s. Settled by a reviewer: %(value)s.") % {"answers": words, "value": settled}
        return words

    def _counted(self, item: content.Item, found: Gathered) -> str:
        if not found.values:
            return _("no answer")
        if found.asked == 1:
            return self._in_words(item, next(iter(found.values)))
        listed = list(self._in_order(item, found))
        parts = [self._told_times(item, value, n) for value, n in listed[:SHOWN]]
        if len(listed) > SHOWN:
            parts.append(
                _("other answers: %(n)s") % {"n": self.terms.numbers.count(sum(n for _v, n in listed[SHOWN:]))}
            )
        if missing := found.asked - found.n:
            parts.append(_("without an answer: %(n)s") % {"n": self.terms.numbers.count(missing)})
        return ("\n" if item.type in WORDS else "; ").join(parts)

    def _told_times(self, item: content.Item, value: object, times: int) -> str:
        """An answer with how often it was given; of what people wrote themselves once goes without saying."""
        words, number = self._in_words(item, value), self.terms.numbers.count(times)
        question = self.questions.get(item.code)
        if question and question.choices and item.type is not ItemType.MULTICHOICE:
            return f"{words}: {number}"
        if times == 1:
            return words
        return ngettext("%(answer)s (%(n)s time)", "%(answer)s (%(n)s times)", times) % {"answer": words, "n": number}

    def _in_order(self, item: content.Item, found: Gathered) -> Iterator[tuple[object, int]]:
        """In the order of the scale or of the numbers where there is one, else the most frequent first."""
        question = self.questions.get(item.code)
        if question and question.choices and item.type is not ItemType.MULTICHOICE:
            yield from ((choice.value, found.values[choice.value]) for choice in question.choices)
        elif item.type in (ItemType.PERCENT, ItemType.COUNT):
            yield from sorted(found.values.items())
        else:
            yield from most_common(found.values)

    def _in_words(self, item: content.Item, value: object) -> str:
        answer = list(value) if isinstance(value, tuple) else value
        question = self.questions.get(item.code)
        return to_words(question, answer) if question else str(answer)

    def _entries(self, section: content.Section, table: content.Table) -> ReportTable | None:
        """The entries of a repeating table, an answer beside its item."""
        entries = self.answers.entries.get(table.code, ())
        if not entries or is_opinion(section):
            return None
        rows = [
            (f"{number}. {self._words(item.text)}", self._in_words(item, entry[item.code]), "")
            for number, entry in enumerate(entries[:ENTRIES], start=1)
            for item in table.items
            if entry.get(item.code) not in (None, "", [])
        ]
        return ReportTable("", (_("Entry"), _("Answer"), ""), tuple(rows), texts=2, widths=(70, 12)) if rows else None

    def _validated(self) -> ReportTable:
        rows = []
        for code, row in self.validated.items():
            item = self.results.instrument.items_by_code[code]
            rows.append((f"{code} · {self._words(item.text)}", self._in_words(item, row.value), row.reason))
        return ReportTable("", (_("Item"), _("Value"), _("Reason")), tuple(rows), texts=3, widths=(25, 70))

    def _evidence(self) -> ReportTable:
        rows = []
        shown = Evidence.objects.filter(
            response__round=self.results.survey_round,
            response__institution=self.institution,
            response__state__in=COUNTED,
        )
        for one in shown.order_by("added_at", "pk"):
            items = [code for code in one.items if not self._is_personal(code)]
            if items:
                dated = formats.date_format(one.dated_on, "SHORT_DATE_FORMAT") if one.dated_on else ""
                about = "; ".join(filter(None, (dated, one.note, str(one.get_link_state_display()) if one.url else "")))
                rows.append((", ".join(items), one.file_name or one.url, about))
        return ReportTable("", (_("Items"), _("What is shown"), _("About it")), tuple(rows), texts=3, widths=(70, 60))

    def _comments(self) -> ReportTable:
        rows = []
        said = ReviewComment.objects.filter(
            response__round=self.results.survey_round,
            response__institution=self.institution,
            response__state__in=COUNTED,
            version__isnull=False,
        )
        for one in said:
            if not self._is_personal(one.item):
                day = formats.date_format(timezone.localtime(one.at), "SHORT_DATE_FORMAT")
                state = _("dealt with") if one.resolved_at else pgettext("comment of a reviewer", "open")
                rows.append((one.item, one.text, f"{day}; {state}"))
        return ReportTable("", (_("Item"), _("Comment"), _("When")), tuple(rows), texts=3, widths=(110, 30))

    def _is_personal(self, code: str) -> bool:
        """Whether an item, or a repeating table, belongs to opinions of persons; what is unknown is taken to."""
        section = self.results.instrument.section_by_item.get(code)
        if section is not None:
            return is_opinion(section)
        found = [one for one in self.results.instrument.sections for table in one.tables() if table.code == code]
        return is_opinion(found[0]) if found else True

    def _words(self, text: content.Text) -> str:
        return content.in_language(text, self.terms.language)
