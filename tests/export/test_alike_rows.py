"""Long tables whose rows are alike are read without a tree, and are the same to the letter as by a tree."""

import pandas as pd
import pytest

from carsi_analysis.export.document import TableBlock
from carsi_analysis.export.foreign import alike_rows
from carsi_analysis.export.foreign.hidden import IN_STAND_INS, STAND_IN
from carsi_analysis.export.read import read
from tests.export.conftest import notebook_of, output_cell

ROWS = 60
WORDS = ["a", "San José", "x & y", "a  b", " z ", "≥ 5", "<b>", "", " ", "US$ 5", '"q"', "\xa0"]
FRAME = pd.DataFrame({
    "name": [WORDS[row % len(WORDS)] for row in range(ROWS)],
    "value": [row / 7 for row in range(ROWS)],
    "none": [None if row % 3 else row for row in range(ROWS)],
})  # fmt: skip


def rows_of(cells: str, count: int = ROWS) -> str:
    return "".join(f"<tr>{cells.replace('#', str(row))}</tr>" for row in range(count))


def pandas_html(**options: object) -> str:
    with pd.option_context("display.max_rows", None):
        return FRAME.to_html(**options)


PLAIN = rows_of("<th>#</th><td>a #</td>")
ALIKE = {
    "pandas": pandas_html(notebook=True),
    "pandas without an index": pandas_html(index=False),
    "no head": f"<table>{PLAIN}</table>",
    "headers alone": f"<table>{rows_of('<th>#</th><th>a #</th>')}</table>",
    "shapes of rows": f"<table>{PLAIN}{rows_of('<td>#</td>')}{PLAIN}</table>",
    "between others": f"<table><tr><td colspan=3>x</td></tr>{PLAIN}<tr><td>\\</td><td>$1$</td></tr>{PLAIN}</table>",
    "looks of the table": f"<table style='color:red'><tbody style='font-weight:bold'>{PLAIN}</tbody></table>",
    "looks of cells": f"<style>tr:first-child{{color:blue}} td:last-child{{color:red}}</style><table>{PLAIN}</table>",
    "looks of headers": f"<style>tr th{{font-style:italic}} tr:last-child{{color:red}}</style><table>{PLAIN}</table>",
    "money": f"<table>{rows_of('<td>US$ #</td><td>$#</td>')}</table>",
}  # fmt: skip
UNLIKE = {
    "counted": f"<style>tr:nth-child(even){{background:#eee}} tr + tr td{{color:red}}</style><table>{PLAIN}</table>",
    "cells hidden": f"<style>td{{display:none}}</style><table>{PLAIN}</table>",
    "rows hidden": f"<style>tr{{display:none}} tr:first-child{{display:table-row}}</style><table>{PLAIN}</table>",
    "spans": f"<table><tr><td rowspan=4>x</td><td>y</td></tr>{PLAIN}</table>",
    "formulas": f"<table>{rows_of('<td>$x_#$</td><td>#</td>')}</table>",
    "not closed": f"<table>{rows_of('<td>#<td>a')}</table>",
    "in a cell": f"<table><tr><td>x<tr><td>0</td></tr>{PLAIN}</table>",
    "in the foot": f"<table><thead><tr><th>a</th></tr></thead><tfoot>{PLAIN}</tfoot></table>",
    "in the head": f"<table><thead>{PLAIN}</thead></table>",
    "in a comment": f"<table><tr><td>1</td></tr><!-- <tbody>{PLAIN}</tbody> --></table>",
    "in a script": f"<script>'<tbody>{PLAIN}</tbody>'</script><table><tr><td>1</td></tr></table>",
    "in a style": f"<style><tbody>{PLAIN}</tbody></style><table><tr><td>1</td></tr></table>",
    "two tables": f"<table>{PLAIN}</table><table>{PLAIN}</table>",
    "words beside": f"<p>before</p><table>{PLAIN}</table><p>after</p>",
    "hidden": f"<div hidden><table>{PLAIN}</table></div><table><tr><td>1</td></tr></table>",
    "loading": f"<style>a{{}}</style><table>{rows_of('<td>Loading x...</td><td>#</td>')}</table>",
    "marked by itself": f"<table>{rows_of('<td>#</td>')}<tr data-alike=0><td>x</td></tr></table>",
    "controls": f"<table>{rows_of(chr(7).join(['<td>#', 'x</td>']))}</table>",
}


def read_by_a_tree(html: str, monkeypatch: pytest.MonkeyPatch) -> object:
    with monkeypatch.context() as context:
        context.setattr(alike_rows, "FEWEST", 10**6)
        return read(notebook_of(output_cell({"text/html": html})))


@pytest.mark.parametrize("html", [*ALIKE.values(), *UNLIKE.values()], ids=[*ALIKE, *UNLIKE])
def test_rows_alike_are_read_as_by_a_tree(html, monkeypatch):
    assert read(notebook_of(output_cell({"text/html": html}))) == read_by_a_tree(html, monkeypatch)


@pytest.mark.parametrize("html", ALIKE.values(), ids=ALIKE)
def test_rows_alike_are_cut_before_they_are_parsed(html):
    rest, cut = alike_rows.cut_alike(html)
    assert rest.count("<tr") + sum(map(len, cut)) == html.count("<tr")
    assert rest.count("<tr") < 20


def test_every_row_of_pandas_is_in_the_document():
    document = read(notebook_of(output_cell({"text/html": ALIKE["pandas"]})))
    (block,) = [block for block in document.blocks if isinstance(block, TableBlock)]
    shown = [[cell.text for cell in row] for row in block.table.body]
    assert [row[0] for row in shown] == [str(row) for row in range(ROWS)]
    assert [row[2] for row in shown] == [f"{row / 7:.6f}" for row in range(ROWS)]
    assert [row[1] for row in shown[:3]] == WORDS[:3]


@pytest.mark.parametrize(
    "said",
    [
        "Make this Notebook Trusted to load map", "please rerun this cell", "representation is unable to render",
        "Loading chart...", "JavaScript library not loaded", "requires JavaScript", "browser does not support",
        "Jupyter widgets could not be displayed",
    ],
)  # fmt: skip
def test_what_stands_in_for_a_script_is_looked_for_by_a_word_of_it(said):
    assert STAND_IN.search(said)
    assert any(word in said.lower() for word in IN_STAND_INS)
