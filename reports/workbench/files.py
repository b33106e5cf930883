"""The table of a panel as a file."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports.workbench.filtering import Tag
from reports.workbench.frame import Asked, Panel
from surveys.spreadsheets import write_rows


def as_csv(asked: Asked, panel: Panel, tags: list[Tag]) -> bytes:
    """What the table is about, an empty line, the table."""
    return write_rows([*_about(asked, panel, tags), [], *_rows(panel)])


def _about(asked: Asked, panel: Panel, tags: list[Tag]) -> Iterator[list[str]]:
    results, numbers = asked.results, asked.view.terms.numbers
    version = results.survey_round.version
    yield [panel.chart.title]
    yield [panel.chart.sentence]
    if panel.note:
        yield [panel.note]
    yield [_("Round"), str(results.survey_round)]
    if results.survey_round.is_synthetic:
        yield [_("Synthetic data"), _("The answers were made up; they say nothing about any country.")]
    yield [_("Unit"), asked.view.name]
    yield from ([tag.filter, tag.name] for tag in tags)
    yield [
        _("Responses (n)"),
        numbers.count(results.scores.round.counted),
        _("of %(all)s") % {"all": numbers.count(asked.whole.scores.round.counted)},
    ]
    yield [_("Instrument"), f"{version.code} {version.version}", version.checksum]
    yield [_("Method"), results.method.code, _("Scores are this project’s operationalisation of the source.")]
    yield [_("Computed"), results.scores.round.computed_at.isoformat(), results.evidence.checksum]


def _rows(panel: Panel) -> Iterator[list[str]]:
    table = panel.chart.table
    if not panel.codes:
        yield list(table.header)
        yield from (list(row) for row in table.rows)
        return
    yield [_("Code"), *table.header]
    yield from ([code, *row] for code, row in zip(panel.codes, table.rows, strict=True))
