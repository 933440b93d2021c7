"""What is still wanted is computed: a gap that someone fills goes from the list, and one that opens comes back."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from carsi_analysis.analysis.study import Study
from carsi_analysis.cli import main
from carsi_analysis.data import load
from carsi_analysis.data.wanted import still_wanted, wanted_text, years_by_account
from tests.notebooks.changed import Altered


def lacking(package) -> dict[str, tuple]:
    found = still_wanted(package)
    return dict(zip(found["wanted_id"], found["lacking"], strict=True))


def given(package, year: int) -> Altered:
    """The package with CARSI's accounts of one more year, as those of FY2012 stand in it."""
    funding = package.funding
    rows = funding[(funding["source_id"] == "state-spend-plan-2012") & (funding["start_fiscal_year"] == 2012)]
    rows = rows[rows["end_fiscal_year"] == 2012].assign(start_fiscal_year=year, end_fiscal_year=year)
    assert {"incle", "esf", "total"} <= set(rows["account_id"])
    return Altered(package, funding=pd.concat([funding, rows], ignore_index=True))


def test_the_years_known_by_account_are_those_that_the_exhibit_counts():
    (row,) = Study(load()).years_known.itertuples()
    assert years_by_account(load()) == set(row.listed)


def test_a_document_goes_when_its_year_is_entered_and_leaves_the_list_of_the_others():
    before, after = lacking(load()), lacking(given(load(), 2014))
    assert before["statement-fy2014"] == (2014,)
    assert "statement-fy2014" not in after
    assert 2014 in before["crs-r41731"] and 2014 not in after["crs-r41731"]
    assert after.keys() == before.keys() - {"statement-fy2014"}


@pytest.mark.parametrize(
    ("wanted_id", "table", "row"),
    [
        ("deflator-fy2025", "deflators", {"deflator_id": "gdp_deflator_fy", "year": 2025, "index_value": 128.0}),
        ("gao-19-590", "evaluations", {"row_id": "evaluations/gao-19-590"}),
    ],
)
def test_a_series_or_a_row_that_is_entered_closes_its_gap(wanted_id, table, row):
    package = load()
    filled = pd.concat([package.table(table), pd.DataFrame([row])], ignore_index=True)
    assert wanted_id in lacking(package)
    assert wanted_id not in lacking(Altered(package, **{table: filled}))


def test_a_value_of_one_place_alone_closes_nothing_and_of_each_place_closes_it():
    package = load()
    rows = [{"country_iso3": iso, "year": 2025, "persons": 1} for iso in Study(package).countries]
    for held, is_open in ((rows[:-1], True), (rows, False)):
        filled = pd.concat([package.population, pd.DataFrame(held)], ignore_index=True)
        assert ("population-2025" in lacking(Altered(package, population=filled))) is is_open


def test_accounts_by_country_need_each_country():
    package = load()
    by_country = package.funding_by_country
    one = by_country[by_country["country_funding_id"] == "blz-fy2008-2011-esf-state-disbursed"]
    more = [one.assign(country_iso3=iso, account_id="incle") for iso in Study(package).countries]
    without_last = Altered(package, funding_by_country=pd.concat([by_country, *more[:-1]]))
    assert "incle" in lacking(without_last)["gao-13-771-appendix"]
    filled = Altered(package, funding_by_country=pd.concat([by_country, *more]))
    assert lacking(filled)["gao-13-771-appendix"] == ("esf_usaid", "fmf")


def test_the_command_prints_the_documents_in_order_as_text_and_as_json():
    text = CliRunner().invoke(main, ["data", "wanted"])
    values = json.loads(CliRunner().invoke(main, ["data", "wanted", "--json"]).stdout)
    assert text.exit_code == 0
    said = " ".join(text.stdout.split())
    ordered = [said.index(one["document"]) for one in values]
    assert ordered == sorted(ordered)
    assert values[0]["wanted_id"] == "statement-fy2014"
    assert values[0]["lacking"] == [2014]
    assert values[0]["closes_es"]


def test_nothing_wanted_is_said_in_words():
    assert wanted_text(still_wanted(load()).head(0), 80).startswith("No document is wanted")


def test_the_text_begins_with_the_years_and_fits_the_terminal():
    package = load()
    for columns in (60, 80, 200):
        text = wanted_text(still_wanted(package), columns)
        assert max(map(len, text.splitlines())) <= min(columns, 100)
    years = sorted(set(range(2008, 2026)) - years_by_account(package))
    assert years[0] == 2013 and years[-1] == 2025
    assert text.startswith("CARSI by account is not known for FY2013–2016, FY2019–2025.")
    assert "FY2014" not in wanted_text(still_wanted(given(package, 2014)), 80).partition("\n\n")[0]


def test_every_wanted_row_names_what_computes_it():
    package = load()
    for row in package.wanted.itertuples():
        if row.kind == "countries":
            assert set(row.subject.split(";")) <= set(package.accounts["account_id"]), row.wanted_id
        if row.kind == "values":
            table, _, series = row.subject.partition("/")
            known = package.table(table)
            assert not series or series in set(known[known.columns[0]]), row.wanted_id
        if not pd.isna(row.places):
            assert set(row.places.split(";")) <= set(package.countries["country_iso3"]), row.wanted_id
