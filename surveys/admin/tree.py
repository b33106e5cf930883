"""An instrument version as a tree of plain values, for reading on one page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from surveys.models import (
    Chapter,
    Dimension,
    DimensionKind,
    InstrumentVersion,
    Item,
    Point,
    Scale,
    Section,
    Table,
)
from surveys.wording import in_words

PARTS = (
    "dimensions",
    "scales__points",
    "profile",
    "sections__chapters__tables__rows",
    "sections__chapters__tables__columns",
    "sections__chapters__tables__items",
)


@dataclass(frozen=True)
class Leaf:
    """One line of a table of the tree: an item, an answer, a dimension. `is_sub`: follows another item."""

    anchor: str
    code: str
    text: str
    kind: str = ""
    marks: tuple[str, ...] = ()
    url: str = ""
    is_sub: bool = False


@dataclass(frozen=True)
class Branch:
    """A part that holds others. `detail`: what is to be said about it in a few words each."""

    anchor: str
    code: str
    title: str
    url: str = ""
    detail: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    branches: tuple[Branch, ...] = ()
    leaves: tuple[Leaf, ...] = ()
    is_open: bool = False


@dataclass(frozen=True)
class ProblemLine:
    """A defect in the reader's language, and where to mend it."""

    sentence: str
    url: str


def anchor_of(part: Model) -> str:
    """The name of a part's place in the tree."""
    return f"{part._meta.model_name}-{part.pk}"


def build_tree(version: InstrumentVersion) -> tuple[Branch, ...]:
    """The version in the active language; `version` comes with `PARTS` prefetched."""
    dimensions = list(version.dimensions.all())
    page = reverse("admin:surveys_instrumentversion_change", args=[version.pk])
    names = _Names({(d.kind, d.code): d.text for d in dimensions})
    heads = (
        Branch("dimensions", "", _("Levels, areas, technologies"), page, leaves=tuple(_dimensions(dimensions))),
        Branch("scales", "", _("Answer scales"), page, branches=tuple(map(_scale, version.scales.all()))),
        Branch("profile", "", _("About the respondent"), page, leaves=tuple(map(names.item, version.profile.all()))),
    )
    return heads + tuple(_section(section, names) for section in version.sections.all())


def locate(problems: Iterable[str], tree: Iterable[Branch], default: str) -> list[ProblemLine]:
    """Each problem with the address of the page where its part is edited; `default` for the version itself."""
    urls = dict(_places(tree))
    return [ProblemLine(in_words(problem), urls.get(getattr(problem, "place", ""), default)) for problem in problems]


def _places(branches: Iterable[Branch], above: str = "") -> Iterator[tuple[str, str]]:
    """Parts by the names that problems give them. Rows and answers have theirs behind that of the part above."""
    for branch in branches:
        yield branch.code, branch.url
        yield from _places(branch.branches)
        for leaf in branch.leaves:
            yield leaf.code, leaf.url or branch.url
            yield f"{branch.code}: {leaf.code}", leaf.url or branch.url


@dataclass(frozen=True)
class _Names:
    """Names of dimensions by kind and code."""

    names: Mapping[tuple[str, str], str]

    def of(self, kind: DimensionKind, code: str) -> str:
        return self.names.get((kind, code)) or code

    def item(self, item: Item) -> Leaf:
        marks = [self.of(DimensionKind.LEVEL, code) for code in item.levels]
        marks += [self.of(DimensionKind.AREA, item.area)] if item.area else []
        marks += [self.of(DimensionKind.TECHNOLOGY, code) for code in item.technologies]
        marks += [_("Yes is unfavourable")] if item.reverse else []
        return Leaf(
            anchor_of(item),
            item.code,
            item.text,
            item.get_type_display(),
            (item.get_tier_display(), *marks, item.get_scored_display()),
            reverse("admin:surveys_item_change", args=[item.pk]),
            bool(item.parent),
        )


def _dimensions(dimensions: Iterable[Dimension]) -> Iterator[Leaf]:
    kinds = list(DimensionKind)
    for dimension in sorted(dimensions, key=lambda dimension: kinds.index(DimensionKind(dimension.kind))):
        yield Leaf(anchor_of(dimension), dimension.code, dimension.text, dimension.get_kind_display())


def _scale(scale: Scale) -> Branch:
    leaves = tuple(map(_point, scale.points.all()))
    return Branch(anchor_of(scale), scale.code, "", _url(scale), leaves=leaves)


def _point(point: Point) -> Leaf:
    return Leaf(anchor_of(point), point.value, point.text, marks=(point.help,) if point.help else ())


def _section(section: Section, names: _Names) -> Branch:
    detail = [section.get_source_display()]
    detail += [_("answered by each person alone")] if section.personal else []
    detail += [_("optional")] if section.optional else []
    return Branch(
        anchor_of(section),
        section.code,
        section.title,
        _url(section),
        tuple(detail),
        _present(section.intro),
        tuple(_chapter(chapter, names) for chapter in section.chapters.all()),
    )


def _chapter(chapter: Chapter, names: _Names) -> Branch:
    tables = tuple(_table(table, names) for table in chapter.tables.all())
    return Branch(anchor_of(chapter), chapter.code, chapter.title, _url(chapter), (), _present(chapter.intro), tables)


def _table(table: Table, names: _Names) -> Branch:
    detail = [_("answered once for each entry")] if table.repeating else []
    columns = [f"{column.code}: {column.text}" for column in table.columns.all()]
    rows = [f"{row.code}: {row.text}" for row in table.rows.all()]
    return Branch(
        anchor_of(table),
        table.code,
        table.title,
        _url(table),
        tuple(detail),
        (
            *_present(table.lead, table.help),
            *([_("Columns: %(columns)s") % {"columns": "; ".join(columns)}] if columns else []),
            *([_("Rows: %(rows)s") % {"rows": "; ".join(rows)}] if rows else []),
        ),
        leaves=tuple(map(names.item, table.items.all())),
    )


def _present(*texts: str | None) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _url(part: Model) -> str:
    return reverse(f"admin:surveys_{part._meta.model_name}_change", args=[part.pk])
