"""How a table shares the width of a page among its columns."""

import pytest
from bs4 import BeautifulSoup

from carsi_analysis.export.foreign.elements import content_of
from carsi_analysis.export.table_layout import PADDING, plan
from carsi_analysis.export.tree import Table
from carsi_analysis.house.fonts import text_width
from carsi_analysis.house.tokens import TYPE

PORTRAIT, LANDSCAPE = 482.0, 676.0


def table_of(*rows: tuple[str, ...]) -> Table:
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    heads = "".join(f"<th>H{place}</th>" for place in range(len(rows[0])))
    html = f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    (table,) = content_of(BeautifulSoup(html, "html.parser"))
    assert isinstance(table, Table)
    return table


def test_what_no_break_spaces_hold_together_fits_its_column():
    date = "16\u00a0de\u00a0octubre\u00a0de\u00a02019"
    (layout,) = plan(table_of((date, "word " * 60), ("2020", "word " * 60)), PORTRAIT, LANDSCAPE).parts
    assert layout.widths[0] >= text_width(date, TYPE.table, 400) + PADDING


def test_columns_fill_the_page_and_no_more():
    (layout,) = plan(table_of(*[("slug " * 3, "meaning " * 20, "rule " * 9)] * 5), PORTRAIT, LANDSCAPE).parts
    assert sum(layout.widths) == pytest.approx(PORTRAIT, abs=0.1)


def test_a_short_table_keeps_its_own_width():
    (layout,) = plan(table_of(("a", "b"), ("c", "d")), PORTRAIT, LANDSCAPE).parts
    assert sum(layout.widths) < 100


def test_one_very_long_cell_does_not_squeeze_a_column_of_long_cells():
    usual = ("caveat " * 15, "few words")
    (layout,) = plan(table_of(*[usual] * 20, ("caveat " * 15, "label " * 400)), PORTRAIT, LANDSCAPE).parts
    assert layout.widths[0] > layout.widths[1]


def test_a_sign_that_no_font_has_is_as_wide_as_the_words_for_it():
    (layout,) = plan(table_of(("\u24d8", "few words")), PORTRAIT, LANDSCAPE).parts
    assert layout.widths[0] > text_width("[circled latin small letter i]", TYPE.table)
