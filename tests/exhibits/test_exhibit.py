from dataclasses import replace

import pandas as pd
import pytest

from carsi_analysis.exhibits.drawing import svg_of
from carsi_analysis.exhibits.exhibit import Chart, Column, ExhibitError, Table
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.table_html import grid_of, html_of

HOSTILE = '<script>alert(1)</script> #import "x" =HYPERLINK(1) \u202eabc 🙂'


def rows(label: str = "ESF") -> pd.DataFrame:
    return pd.DataFrame({"code": [label], "amount": [1234.5], "sources": [("plan",)], "rows": [("funding/a",)]})


def table(frame: pd.DataFrame, columns: tuple[Column, ...], *, language: str = "en", **options) -> Table:
    words = {"exhibit_id": "t", "locale": Locale(language), "title": "T", "measure": "M", "unit": "u"}
    return Table(**words, data=frame, columns=columns, evidence=frame, **options)


def chart(**changes) -> Chart:
    frame = changes.pop("frame", rows())

    def draw(figure) -> None:
        figure.add_axes((0.1, 0.2, 0.8, 0.7)).barh(frame["code"], frame["amount"])

    made = Chart(
        exhibit_id="money",
        locale=Locale("en"),
        title="One account got it all",
        measure="Appropriations",
        unit="millions of nominal US dollars",
        data=frame,
        columns=(Column("code", "Account"), Column("amount", "Amount", 1)),
        evidence=frame,
        alt="One bar of 1,234.5.",
        draw=draw,
    )
    return replace(made, **changes)


@pytest.mark.parametrize("field", ["title", "measure", "unit", "alt", "exhibit_id"])
def test_an_exhibit_without_it_cannot_be_made(field):
    with pytest.raises(ExhibitError, match=field):
        chart(**{field: "  "})


def test_an_exhibit_without_sources_cannot_be_made():
    with pytest.raises(ExhibitError, match="no source"):
        chart(evidence=rows().assign(sources=[()]))
    with pytest.raises(ExhibitError, match="no source"):
        chart(evidence=rows().drop(columns="sources"))


def test_an_empty_frame_is_refused_rather_than_drawn():
    with pytest.raises(ExhibitError, match="no data to show"):
        chart(data=rows().iloc[:0])


def test_a_column_that_the_data_lack_is_named():
    with pytest.raises(ExhibitError, match="no column total"):
        chart(columns=(Column("total", "Total", 1),))


def test_a_year_without_a_unit_is_refused_and_other_numbers_have_that_of_the_exhibit():
    frame = rows().assign(year=[2012])
    with pytest.raises(ExhibitError, match="year holds numbers without a unit"):
        chart(frame=frame, columns=(Column("year", "Year"), Column("amount", "Amount", 1)))
    of_year = Column("year", "Year", unit="fiscal year")
    made = chart(frame=frame, columns=(of_year, Column("amount", "Amount", 1), Column("code", "Account", unit="x")))
    assert [column.unit for column in made.columns] == ["fiscal year", "millions of nominal US dollars", ""]


@pytest.mark.parametrize(
    ("values", "digits", "written"),
    [
        ([5.265000000000001, 2.6890799999999997], 1, [5.265, 2.68908]),
        ([62.199228798882025, 41.5], 0, [62, 42]),
        ([93.53535353535354, None, 100.0], 1, [93.5, None, 100.0]),
        ([31.442432, 28.058292], 1, [31.442432, 28.058292]),
        ([320.0, float("nan")], 0, [320, None]),
        ([7400.326, 5871.0], 0, [7400.326, 5871]),
        ([-0.04, 0.123456789], 1, [0.0, 0.1]),
    ],
)
def test_data_to_take_have_the_digits_of_the_source_or_those_shown(values, digits, written):
    frame = pd.DataFrame({"amount": values}).assign(sources=[("plan",)] * len(values), rows=[("f/a",)] * len(values))
    made = table(frame, (Column("amount", "Amount", digits),))
    assert [repr(row[0]) for row in made.cells()] == [repr(value) for value in written]


def test_what_a_table_says_in_words_stands_in_the_data_as_number_reservation_and_date():
    said = rows().assign(said=["at least 1"], amount_usd=[1e6], qualifier=["at_least"], as_of=["2013-06"], note=[None])
    made = table(said, (Column("code", "Account"), Column("said", "Amount", figure=True)))
    behind = made.data_columns[2:]
    assert [(column.name, column.unit) for column in behind] == [
        ("amount_usd", "nominal US dollars"),
        ("as_of", ""),
        ("qualifier", ""),
    ]
    assert made.cells(behind) == [[1000000, "2013-06", "at_least"]]
    assert "2013-06" not in html_of(grid_of(made))


def test_a_changed_value_changes_words_and_picture():
    other = rows().assign(amount=[999.0])
    assert chart().in_words() != chart(frame=other).in_words()
    assert "999.0" in chart(frame=other).in_words()
    assert svg_of(chart()) != svg_of(chart(frame=other))


def test_the_same_chart_gives_the_same_bytes():
    assert svg_of(chart()) == svg_of(chart())


def test_text_of_a_chart_stays_text_and_its_label_is_the_alt_text():
    svg = svg_of(chart())
    assert ">ESF</text>" in svg
    assert 'role="img" aria-label="One bar of 1,234.5."' in svg
    assert "<metadata" not in svg


def test_hostile_text_in_the_data_is_shown_as_text():
    frame = rows(HOSTILE)
    shown = table(frame, (Column("code", "Account"), Column("amount", "Amount", 1)))
    assert "<script" not in html_of(grid_of(shown))
    assert "&lt;script&gt;" in html_of(grid_of(shown))


def test_a_gap_is_shown_as_a_gap():
    frame = rows().assign(amount=[float("nan")])
    assert chart(data=frame).cells() == [["ESF", None]]
    assert "ESF | –" in chart(data=frame).in_words()


def test_tables_have_scoped_headers_and_aligned_numbers():
    shown = table(rows(), (Column("code", "Cuenta"), Column("amount", "Monto", 1)), language="es")
    html = html_of(grid_of(shown))
    assert '<th scope="col">Cuenta</th>' in html
    assert '<th scope="row">ESF</th>' in html
    assert '<td style="text-align: right">1,234.5</td>' in html


def test_rows_of_one_group_stand_under_one_line_that_names_it():
    frame = pd.concat([rows(), rows(), rows("<INCLE>")]).assign(year=[2008, 2009, 2008])
    shown = table(
        frame,
        (Column("code", "Account"), Column("year", "Year", unit="year"), Column("amount", "Amount", 1)),
        row_headers=2,
        grouped=True,
    )
    html = html_of(grid_of(shown))
    assert html.count('<th scope="rowgroup" colspan="2">ESF</th>') == 1
    assert '<th scope="rowgroup" colspan="2">&lt;INCLE&gt;</th></tr><tr><th scope="row">2008</th>' in html
    assert "Account" not in html
    assert len(shown.cells()[0]) == 3, "the data keep the group in every row"


def test_a_figure_with_words_stays_on_one_line_and_stands_right():
    frame = rows().assign(said=["at least 43"])
    shown = table(frame, (Column("code", "Account"), Column("said", "Amount", figure=True)))
    assert '<td style="text-align: right">at\u00a0least\u00a043</td>' in html_of(grid_of(shown))
    assert shown.cells() == [["ESF", "at least 43"]]
