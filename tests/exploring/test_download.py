"""The CSV of a chart: the values of the data, each with unit, source and row."""

import csv
import io
from urllib.parse import unquote

import pytest

from carsi_analysis.data import load
from carsi_analysis.exploring.choice import choose
from carsi_analysis.exploring.download import csv_of, link_to
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


def test_the_link_holds_the_file_and_no_markup():
    link = link_to('a,b\n"<x>",é & 1\n', "a-b.csv", "Take <it>")
    assert unquote(link.split('href="data:text/csv;charset=utf-8,')[1].split('"')[0]) == 'a,b\n"<x>",é & 1\n'
    assert 'download="a-b.csv"' in link
    assert link.endswith(">Take &lt;it&gt;</a>")
