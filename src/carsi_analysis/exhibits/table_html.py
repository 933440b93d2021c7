"""A table as readers see it: its cells written out, and the same as plain, accessible HTML for JupyterLab."""

from html import escape
from itertools import groupby

import pandas as pd

from carsi_analysis.blocks import Grid, GridColumn, Group
from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import NO_BREAK_SPACE


def grid_of(table: Table) -> Grid:
    """Write the cells of a table; numbers, and words that stand for one, are aligned right."""
    first = 1 if table.grouped else 0
    columns = table.columns[first:]
    numeric = [_is_numeric(column, table.data[column.name]) for column in columns]
    groups = []
    for name, rows in groupby(table.cells(), key=lambda row: row[:first]):
        cells = [[_text(table, *pair) for pair in zip(columns, row[first:], strict=True)] for row in rows]
        groups.append(Group(cells, table.formatted(name[0], table.columns[0]) if name else ""))
    return Grid(
        [
            GridColumn(column.title, "right" if numeric[place] else "left", place < table.row_headers - first)
            for place, column in enumerate(columns)
        ],
        groups,
    )


def _is_numeric(column: Column, values: pd.Series) -> bool:
    """Tell whether a column holds numbers: declared ones, and years, which take no separators."""
    return column.figure or column.digits is not None or pd.api.types.is_numeric_dtype(values)


def _text(table: Table, column: Column, value: object) -> str:
    text = table.formatted(value, column)
    return text.replace(" ", NO_BREAK_SPACE) if column.figure else text


def html_of(grid: Grid) -> str:
    """Write a table as HTML; every cell is escaped, whatever the data hold."""
    head = "".join(f'<th scope="col">{escape(column.title)}</th>' for column in grid.columns)
    bodies = []
    for group in grid.groups:
        lines = [f"<tr>{''.join(map(_cell, grid.columns, row))}</tr>" for row in group.rows]
        if group.name:
            lines.insert(0, f'<tr><th scope="rowgroup" colspan="{len(grid.columns)}">{escape(group.name)}</th></tr>')
        bodies.append(f"<tbody>{''.join(lines)}</tbody>")
    # JupyterLab would take what stands between two dollar signs for a formula.
    return f'<table class="mathjax_ignore"><thead><tr>{head}</tr></thead>{"".join(bodies)}</table>'


def _cell(column: GridColumn, text: str) -> str:
    if column.header:
        return f'<th scope="row">{escape(text)}</th>'
    style = ' style="text-align: right"' if column.align == "right" else ""
    return f"<td{style}>{escape(text)}</td>"
