"""A table as plain, accessible HTML: caption, header cells with scope, numbers aligned right."""

from html import escape

from carsi_analysis.exhibits.exhibit import Table


def html_of(table: Table) -> str:
    """Write a table as HTML; every cell is escaped, whatever the data hold."""
    head = "".join(f'<th scope="col">{escape(column.title)}</th>' for column in table.columns)
    body = []
    for row in table.cells():
        cells = []
        for position, (value, column) in enumerate(zip(row, table.columns, strict=True)):
            text = escape(table.formatted(value, column))
            if position < table.row_headers:
                cells.append(f'<th scope="row">{text}</th>')
            elif column.digits is not None:
                cells.append(f'<td style="text-align: right">{text}</td>')
            else:
                cells.append(f"<td>{text}</td>")
        body.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
