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
    leads, rows = panel.cells or {}, []
    for row, ((name, *cells), bands) in enumerate(zip(table.rows, shades, strict=True)):
        written = [_linked(words, leads.get((row, column), "")) for column, words in enumerate(cells, start=1)]
        named = f'<th scope="row">{_linked(name, links.get(row, ""))}</th>'
        rows.append(f"<tr>{named}{''.join(_cells(written, bands))}</tr>")
    body = "".join(rows)
    return mark_safe(f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>")  # noqa: S308 (all words are escaped)


def _linked(words: str, address: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>' if address else escape(words)


def _cells(written: Sequence[str], bands: Sequence[int | None]) -> Iterator[str]:
    """From what stands in the cells, as HTML, to the cells."""
    known = [*bands, *[None] * (len(written) - len(bands))]
    for cell, band in zip(written, known, strict=True):
        yield f"<td>{cell}</td>" if band is None else f'<td class="band-{band}">{cell}</td>'
