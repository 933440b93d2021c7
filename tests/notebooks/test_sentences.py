"""Sentences follow the data: amounts and rates are lowered, raised and removed, and the reports are read."""

import re

import pandas as pd
import pytest

from carsi_analysis.analysis.study import Study
from carsi_analysis.analysis.threats import HOMICIDE_RATE
from carsi_analysis.data import load
from tests.notebooks.changed import Altered, prose, shown_by
from tests.ran import run_shows

LINK = re.compile(r"\[([^\]\[]*)\]\(#[^)]*\)")


def read(notebook: str, monkeypatch: pytest.MonkeyPatch, package: object, language: str) -> str:
    """Give the prose of a report on other data on one line, without links and marks."""
    return plain(prose(shown_by(notebook, monkeypatch, package, drawn=False, language=language)))


def as_it_is(report: str, language: str) -> str:
    """Give the prose of a report in the same way."""
    return plain(prose(run_shows(report, language=language)))


def plain(text: str) -> str:
    return " ".join(re.sub(r"<sup>.*?</sup>", "", LINK.sub(r"\1", text)).replace("\\", "").split())


def divided(funding: pd.DataFrame) -> pd.Series:
    """Mark the appropriations by account that the reports show."""
    rows = {row for rows in Study(load()).by_account["rows"] for row in rows}
    return funding["row_id"].isin(rows)


def with_last_year(total: int, *, later: bool = False) -> Altered:
    """Set the total of the last year divided by account, or of one more after it."""
    funding = load().funding
    last = divided(funding) & (funding["start_fiscal_year"] == funding.loc[divided(funding), "start_fiscal_year"].max())
    year = funding[last]
    share = year["amount_usd"] / year["amount_usd"].sum() * total
    changed = year.assign(amount_usd=share.round().astype("int64"))
    if later:
        changed = changed.assign(
            start_fiscal_year=year["start_fiscal_year"] + 1, end_fiscal_year=year["end_fiscal_year"] + 1
        )
    kept = funding if later else funding[~last]
    return Altered(load(), funding=pd.concat([kept, changed], ignore_index=True))


@pytest.mark.parametrize(
    ("total", "later", "english", "spanish"),
    [
        (
            20_000_000,
            False,
            "In five years, FY2008 to FY2012, Congress gave CARSI $381.5 million, from $60 million",
            "a 20 millones de dólares el último",
        ),
        (
            500_000_000,
            True,
            "In six years, FY2008 to FY2013, Congress gave CARSI $996.5 million, from $60 million",
            "a 500 millones de dólares el último",
        ),
    ],
)
def test_the_last_appropriation_by_account_is_that_of_the_data(total, later, english, spanish, monkeypatch):
    package = with_last_year(total, later=later)
    assert english in read("regional_briefing.ipynb", monkeypatch, package, "en")
    assert spanish in read("regional_briefing.ipynb", monkeypatch, package, "es")


@pytest.mark.parametrize(
    ("later", "english", "spanish"),
    [
        (False, "divides five years by account", "divide cinco años por cuenta"),
        (True, "divides six years by account", "divide seis años por cuenta"),
    ],
)
def test_a_year_more_is_counted(later, english, spanish, monkeypatch):
    package = with_last_year(135_000_000, later=later)
    assert english in read("funding.ipynb", monkeypatch, package, "en")
    assert spanish in read("funding.ipynb", monkeypatch, package, "es")


def test_accounts_are_counted_and_named_only_while_it_is_so(monkeypatch):
    funding = load().funding
    some = Altered(load(), funding=funding[~(divided(funding) & (funding["account_id"] == "nadr"))])
    text = read("funding.ipynb", monkeypatch, some, "en")
    assert "Three accounts carried CARSI." in text
    assert "nonproliferation" not in text
    assert "La CARSI pasó por tres cuentas." in read("funding.ipynb", monkeypatch, some, "es")
    assert "Four accounts carried CARSI; two of them" in as_it_is("funding", "en")


def test_an_effect_that_turns_is_no_longer_less_crime(monkeypatch):
    results = load().evaluation_results
    turned = results.assign(value=results["value"].where(results["result_id"] != "lapop-murders", 51.0))
    package = Altered(load(), evaluation_results=turned)
    assert "51% more murders than expected" in read("regional_briefing.ipynb", monkeypatch, package, "en")
    turned_es = read("regional_briefing.ipynb", monkeypatch, package, "es").replace(chr(160), " ")
    assert "51 % más asesinatos de lo esperado" in turned_es
    assert "51% fewer murders than expected" in as_it_is("regional-briefing", "en")


def test_a_country_without_homicide_rates_is_not_covered(monkeypatch):
    assert "covers all seven countries in most years" in as_it_is("results", "en")
    assert "cubre los siete países en la mayoría de los años" in as_it_is("results", "es")
    values = load().observations
    lost = (values["indicator_id"] == HOMICIDE_RATE) & (values["country_iso3"] == "BLZ")
    package = Altered(load(), observations=values[~lost])
    assert "covers six of the seven countries in no years" in read("results.ipynb", monkeypatch, package, "en")
    assert "cubre seis de los siete países en ninguno de" in read("results.ipynb", monkeypatch, package, "es")


def test_years_that_are_no_longer_complete_are_no_longer_most(monkeypatch):
    values = load().observations
    late = (values["indicator_id"] == HOMICIDE_RATE) & (values["country_iso3"] == "BLZ") & (values["year"] > 2008)
    package = Altered(load(), observations=values[~late])
    assert "all seven countries in some years" in read("results.ipynb", monkeypatch, package, "en")
    assert "los siete países en algunos de los años" in read("results.ipynb", monkeypatch, package, "es")
