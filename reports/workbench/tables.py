"""The table of a panel as HTML: large ones have thousands of cells, for which templates are too slow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reports.workbench.frame import Panel


def table_of(panel: Panel) -> SafeString:
    """Head and body of the table; names lead on where the panel says so, cells have the colours of their bands."""
    table, links, heads = panel.chart.table, panel.links or {}, panel.heads or {}
    head = "".join(
        f'<th scope="col">{_linked(words, heads.get(place, ""))}</th>' for place, words in enumerate(table.header)
    )
    shades: Sequence[Sequence[int | None]] = panel.shades or [()] * len(table.rows)
    body = "".join(
        f'<tr><th scope="row">{_linked(cells[0], links.get(place, ""))}</th>{"".join(_cells(cells[1:], bands))}</tr>'
        for place, (cells, bands) in enumerate(zip(table.rows, shades, strict=True))
    )
    return mark_safe(f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>")  # noqa: S308 (all words are escaped)


def _linked(words: str, address: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>' if address else escape(words)


def _cells(words: Sequence[str], bands: Sequence[int | None]) -> Iterator[str]:
    known = [*bands, *[None] * (len(words) - len(bands))]
    for cell, band in zip(words, known, strict=True):
        yield f"<td>{escape(cell)}</td>" if band is None else f'<td class="band-{band}">{escape(cell)}</td>'
