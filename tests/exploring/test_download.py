"""The CSV of a chart: the values of the data, each with unit, source and row."""

import base64
import csv
import io
import re

import pytest

from carsi_analysis.data import load
from carsi_analysis.exploring.choice import choose
from carsi_analysis.exploring.download import csv_of, link_to, links_of
from carsi_analysis.exploring.panel import panels_of
from carsi_analysis.exploring.picture import chart_of


def lines(unit="unit", **given):
    chart = chart_of(choose(load(), **given))
    return list(csv.DictReader(io.StringIO(csv_of(chart, unit, load()))))


def test_each_value_is_that_of_its_row_and_carries_its_source():
    known = load().observations.set_index("row_id")
    told = lines(indicator="ti_cpi", countries="GTM,HND", start_year=2019)
    assert len(told) > 10
    for line in told:
        row = known.loc[line["rows"]]
        assert float(line["value"]) == row["value"]
        assert (int(line["year"]), line["country_iso3"]) == (row["year"], row["country_iso3"])
        assert line["source"] == load().source(row["source_id"]).citation("en")
        assert line["unit"] == "unit"


def test_money_is_in_dollars_and_not_in_millions():
    told = lines(indicator="appropriations_by_account")
    assert sum(float(line["amount_usd"]) for line in told) == pytest.approx(496_500_000, rel=0.001)
    assert {line["account_id"] for line in told} == {"incle", "esf", "fmf", "nadr"}


def test_country_names_are_in_the_language_picked():
    assert {line["country"] for line in lines(countries="BLZ,PAN", language="es")} == {"Belice", "Panamá"}


def test_each_line_says_licence_and_how_to_cite_the_data():
    package = load()
    for line in lines(indicator="ti_cpi", countries="GTM"):
        assert line["licence"] == package.descriptor.licences[0]["path"]
        assert package.descriptor.title in line["cite_as"] and package.version in line["cite_as"]
        assert package.sha256 in line["cite_as"]


def files_of(view="chart", **given):
    panel = panels_of([choose(load(), **given)], view)[0]
    links = links_of(panel, with_pictures=True)
    found = [
        re.fullmatch(r'<a href="data:([^;]+)[^,]*;base64,([^"]*)" download="([^"]*)">[^<]+</a>', one) for one in links
    ]
    return {one[3]: (one[1], base64.b64decode(one[2])) for one in found}


def test_a_chart_is_taken_as_picture_values_and_citation():
    files = files_of(indicator="ti_cpi", countries="GTM,HND")
    assert sorted(name.rpartition(".")[2] for name in files) == ["csv", "png", "svg", "txt"]
    assert len({name.partition(".")[0].removesuffix("-citation") for name in files}) == 1
    kinds = {name.rpartition(".")[2]: content for name, (_, content) in files.items()}
    assert kinds["png"].startswith(b"\x89PNG") and b"<svg" in kinds["svg"][:200]
    assert len(kinds["csv"].splitlines()) > 10
    assert b"@" in kinds["txt"] and load().sha256.encode() in kinds["txt"]


def test_a_table_is_taken_without_picture():
    assert {name.rpartition(".")[2] for name in files_of("table", indicator="ti_cpi")} == {"csv", "txt"}


def test_the_link_holds_the_file_and_no_markup():
    text = 'a,b\n"<x>",é & 1\n'
    link = link_to("text/csv;charset=utf-8", text.encode(), "a-b.csv", "Take <it>")
    encoded = link.split("base64,")[1].split('"')[0]
    assert base64.b64decode(encoded).decode() == text
    assert 'download="a-b.csv"' in link
    assert link.endswith(">Take &lt;it&gt;</a>")
