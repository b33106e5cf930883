"""Make the page values of an instrument in one language. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from surveys.content import Chapter, Instrument, Item, ItemType, Scale, Section, Source, Table, Text, Tier, in_language
from surveys.pages.model import (
    PROFILE,
    ChapterPages,
    Choice,
    GridRow,
    Page,
    Question,
    Questionnaire,
    SectionPages,
)


def build_questionnaire(instrument: Instrument, language: str) -> Questionnaire:
    """The whole instrument as pages, every word in one language."""
    return _Builder(instrument, language).questionnaire()


class _Builder:
    def __init__(self, instrument: Instrument, language: str) -> None:
        self.instrument = instrument
        self.language = language
        self.choices = {scale.code: tuple(self._choices(scale)) for scale in instrument.scales}

    def say(self, text: Text) -> str:
        return in_language(text, self.language)

    def questionnaire(self) -> Questionnaire:
        questions = tuple(self._question(item, {}, is_short=True) for item in self.instrument.profile)
        return Questionnaire(
            language=self.language,
            title=self.say(self.instrument.title),
            profile=Page(code=PROFILE, title="", questions=questions),
            sections=tuple(self._section(section) for section in self.instrument.sections),
        )

    def _section(self, section: Section) -> SectionPages:
        is_about_institution = all(item.tier is Tier.INSTITUTION for item in section.items())
        return SectionPages(
            code=section.code,
            title=self.say(section.title),
            intro=self.say(section.intro),
            source=section.source,
            is_personal=section.personal,
            is_optional=section.optional,
            needs_institution=is_about_institution and section.source is not Source.NARRATIVE,
            chapters=tuple(self._chapter(section, chapter) for chapter in section.chapters),
        )

    def _chapter(self, section: Section, chapter: Chapter) -> ChapterPages:
        pages = []
        for table in chapter.tables:
            intros = [section.intro] if chapter is section.chapters[0] and table is chapter.tables[0] else []
            intros += [chapter.intro] if table is chapter.tables[0] else []
            pages.append(self._page(section, chapter, table, intros))
        return ChapterPages(chapter.code, self.say(chapter.title), tuple(pages))

    def _page(self, section: Section, chapter: Chapter, table: Table, intros: Iterable[Text]) -> Page:
        return Page(
            code=table.code,
            title=self.say(table.title),
            lead=self.say(table.lead),
            help=self.say(table.help),
            section=self.say(section.title),
            chapter=self.say(chapter.title),
            intros=tuple(filter(None, map(self.say, intros))),
            is_optional=section.optional,
            is_repeating=table.repeating,
            columns=tuple(self.say(column.text) for column in table.columns),
            rows=tuple(self._rows(table)),
            questions=tuple(self._questions(table)),
            points=self._points(table),
        )

    def _rows(self, table: Table) -> Iterator[GridRow]:
        """The rows of a table with columns: one item in each cell."""
        items = {(item.row, item.column): item for item in table.items}
        for row in table.rows:
            cells = (
                self._question(items[row.code, column.code], {}, column=self.say(column.text))
                for column in table.columns
            )
            yield GridRow(row.code, self.say(row.text), tuple(cells))

    def _questions(self, table: Table) -> Iterator[Question]:
        """The items that stand in no cell, each with those below it."""
        below: dict[str, list[Item]] = defaultdict(list)
        for item in table.items:
            below[item.parent].append(item)
        for item in below[""]:
            if not (item.row and item.column):
                yield self._question(item, below, is_short=table.repeating)

    def _points(self, table: Table) -> tuple[Choice, ...]:
        """The described points of the rating scale, on pages that use it."""
        rating = next((item for item in table.items if item.type is ItemType.SCALE05), None)
        points = self.choices.get(rating.scale_code, ()) if rating else ()
        return tuple(point for point in points if point.help)

    def _question(
        self, item: Item, below: dict[str, list[Item]], *, column: str = "", is_short: bool = False
    ) -> Question:
        return Question(
            item=item,
            scale=self.instrument.scale_of(item),
            text=self.say(item.text),
            help=self.say(item.help),
            choices=self.choices.get(item.scale_code, ()),
            column=column,
            is_long=item.type is ItemType.LONGTEXT or (item.type is ItemType.TEXT and not is_short),
            follow_ups=tuple(self._question(child, below, is_short=is_short) for child in below.get(item.code, ())),
        )

    def _choices(self, scale: Scale) -> Iterable[Choice]:
        for point in scale.points:
            text = self.say(point.text)
            words = text.removeprefix(point.value).lstrip(" –—-.:") if text.startswith(point.value) else text
            yield Choice(point.value, text, words, self.say(point.help))
