"""A table as plain, accessible HTML: caption, header cells with scope, numbers aligned right."""

from html import escape
from itertools import groupby
from typing import Any

from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import NO_BREAK_SPACE


def html_of(table: Table) -> str:
    """Write a table as HTML; every cell is escaped, whatever the data hold."""
    first = 1 if table.grouped else 0
    columns = table.columns[first:]
    head = "".join(f'<th scope="col">{escape(column.title)}</th>' for column in columns)
    bodies = []
    for name, rows in groupby(table.cells(), key=lambda row: row[:first]):
        lines = [_row(table, columns, row[first:], table.row_headers - first) for row in rows]
        if name:
            shown = escape(table.formatted(name[0], table.columns[0]))
            lines.insert(0, f'<tr><th scope="rowgroup" colspan="{len(columns)}">{shown}</th></tr>')
        bodies.append(f"<tbody>{''.join(lines)}</tbody>")
    # JupyterLab would take what stands between two dollar signs for a formula.
    return f'<table class="mathjax_ignore"><thead><tr>{head}</tr></thead>{"".join(bodies)}</table>'


def _row(table: Table, columns: tuple[Column, ...], values: list[Any], headers: int) -> str:
    cells = []
    for position, (value, column) in enumerate(zip(values, columns, strict=True)):
        text = escape(table.formatted(value, column))
        if column.figure:
            text = text.replace(" ", NO_BREAK_SPACE)
        if position < headers:
            cells.append(f'<th scope="row">{text}</th>')
        elif column.figure or column.digits is not None:
            cells.append(f'<td style="text-align: right">{text}</td>')
        else:
            cells.append(f"<td>{text}</td>")
    return f"<tr>{''.join(cells)}</tr>"
