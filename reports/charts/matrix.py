"""The matrix of areas by levels: scores of one source, or gaps between the two. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.charts import style
from reports.charts.canvas import Canvas, wrap
from reports.charts.chart import Caption, Chart, Table, Terms
from reports.charts.parts import LEGEND_HEIGHT, band_fill, draw_bands_legend, draw_swatches, finish
from reports.number_format import MINUS
from scoring.results import Score

NAMES = 104.0  # the width of the names of the rows
HEAD, CELL = 28.0, 42.0
GAP_STEPS = (0.05, 0.15)
"""From where a gap has the second and the third colour; below the first it counts as small."""


@dataclass(frozen=True)
class MatrixRow:
    """An area with its cells, one for each level, and its mean over the levels (None: not told)."""

    name: str
    cells: tuple[Score, ...]
    mean: Score | None = None


def draw_matrix(
    terms: Terms,
    caption: Caption,
    levels: Sequence[str],
    rows: Sequence[MatrixRow],
    means: Sequence[Score] = (),
    is_gap: bool = False,
) -> Chart:
    """Areas down, levels across. `means`: of the levels, and last of all; a row and a column of their own."""
    has_column = any(row.mean for row in rows)
    heads = [*levels, *([terms.words.all_levels] if has_column else [])]
    grid = [(row.name, [*row.cells, *([row.mean] if row.mean else [])]) for row in rows]
    if means:
        grid.append((terms.words.all_areas, list(means[: len(heads)])))
    canvas = Canvas(HEAD + CELL * len(grid) + 4 + LEGEND_HEIGHT)
    width = (style.WIDTH - NAMES) / len(heads)
    for across, head in enumerate(heads):
        lines = wrap(head, width - 6, style.SMALL, style.SEMIBOLD, most=2)
        middle = NAMES + width * (across + 0.5)
        canvas.lines(middle, HEAD / 2, lines, style.SMALL, style.SEMIBOLD, anchor="center")
    for down, (name, scores) in enumerate(grid):
        top = HEAD + CELL * down + (4 if down == len(rows) else 0)
        lines = wrap(name, NAMES - 10, style.TEXT, style.SEMIBOLD)
        canvas.lines(0, top + CELL / 2, lines, style.TEXT, style.SEMIBOLD)
        for across, score in enumerate(scores):
            left = NAMES + width * across + (4 if across == len(levels) else 0)
            box = _Box(left, top, width - 2 - (4 if across == len(levels) else 0), CELL - 2)
            _draw_cell(canvas, terms, box, score, is_gap)
    _draw_legend(canvas, terms, HEAD + CELL * len(grid) + 4 + LEGEND_HEIGHT / 2, is_gap)
    return finish(canvas, terms, caption, _table(terms, heads, grid, is_gap))


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    width: float
    height: float


def _draw_cell(canvas: Canvas, terms: Terms, box: _Box, score: Score, is_gap: bool) -> None:
    fill = style.WHITE if score.score is None else _gap_fill(score.score) if is_gap else band_fill(score.score, terms)
    canvas.rectangle(box.left, box.top, box.width, box.height, fill, style.RULE if fill == style.WHITE else "none")
    middle, colour = box.left + box.width / 2, style.text_on(fill)
    if score.score is None:
        words = wrap(terms.absence(score), box.width - 8, style.SMALL)
        canvas.lines(middle, box.top + box.height / 2, words, style.SMALL, colour=style.MUTED, anchor="center")
        return
    lines = list(_cell_words(terms, score, is_gap))
    shown = terms.numbers.gap(score.score) if is_gap else terms.numbers.score(score.score)
    rest = len(lines) * style.SMALL * style.LINE
    base = box.top + (box.height - rest) / 2 + 5
    canvas.text(middle, base, shown, 12, style.SEMIBOLD, colour, "center")
    canvas.lines(middle, base + 3 + rest / 2, lines, style.SMALL, colour=colour, anchor="center")


def _cell_words(terms: Terms, score: Score, is_gap: bool) -> Iterator[str]:
    if not is_gap:
        yield terms.band(score.score)
    yield f"{terms.words.items}: {score.items}/{score.mapped}"


def _gap_fill(gap: float) -> str:
    step = sum(abs(gap) >= bound for bound in GAP_STEPS)
    return (style.BELOW if gap < 0 else style.ABOVE)[step]


def _draw_legend(canvas: Canvas, terms: Terms, y: float, is_gap: bool) -> None:
    if not is_gap:
        draw_bands_legend(canvas, y, terms)
        return
    small, large = (terms.numbers.plain(bound * 100) for bound in GAP_STEPS)
    below = [f"≤ {MINUS}{large}", f"≤ {MINUS}{small}", "< 0"]
    above = ["≥ 0", f"≥ +{small}", f"≥ +{large}"]
    fills = [*reversed(style.BELOW), *style.ABOVE]
    draw_swatches(canvas, y, list(zip(fills, below + above, strict=True)))


def _table(terms: Terms, heads: Sequence[str], grid: Sequence[tuple[str, Sequence[Score]]], is_gap: bool) -> Table:
    rows = ((name, *(_cell(terms, score, is_gap) for score in scores)) for name, scores in grid)
    return Table((terms.words.area, *heads), tuple(rows))


def _cell(terms: Terms, score: Score, is_gap: bool) -> str:
    if score.score is None:
        return terms.absence(score)
    return terms.with_interval(score, is_gap)
