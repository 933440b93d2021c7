"""Constant dollars end with the price index: every report and the explorer name the fiscal years they leave out."""

import pandas as pd
import pytest

from carsi_analysis.analysis.study import Study
from carsi_analysis.catalogue import REPORTS
from carsi_analysis.data import load
from carsi_analysis.exploring.choice import choose
from carsi_analysis.exploring.picture import chart_of
from tests.notebooks.changed import Altered, exhibits, notes_of, prose, shown_by
from tests.ran import run_shows

WITH_DOLLARS = [one for one in REPORTS.values() if any(parameter.name == "dollars" for parameter in one.parameters)]
TELLING = {"funding", "country-profile"}
"""The reports that tell money of years after the price index; the others must not lose a year either."""

CODE = {"en": "FY", "es": "AF"}


def fiscal_years(exhibit):
    names = [column["name"] for column in exhibit["data"]["columns"]]
    place = names.index("fiscal_year") if "fiscal_year" in names else None
    return set() if place is None else {int(row[place]) for row in exhibit["data"]["rows"]}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("report", WITH_DOLLARS, ids=lambda one: one.report_id)
def test_years_that_constant_dollars_leave_out_are_named_where_they_are_missed(report, language, monkeypatch):
    nominal = run_shows(report.report_id, language=language)
    constant = shown_by(report.notebook, monkeypatch, drawn=False, dollars="constant", language=language)
    kept = exhibits(constant)
    pairs = [(one, kept[f"{name}-constant"]) for name, one in exhibits(nominal).items() if f"{name}-constant" in kept]
    lost = {year for one, other in pairs for year in fiscal_years(one) - fiscal_years(other)}
    for one, other in pairs:
        missed = fiscal_years(one) - fiscal_years(other)
        assert all(any(f"{CODE[language]}{year}" in note for note in notes_of(other, constant)) for year in missed), (
            one["id"]
        )
    if report.report_id in TELLING:
        study = Study(load(), dollars="constant")
        held_to = int(study.unpriced(study.official_totals)["fiscal_year"].max())
        assert f"{CODE[language]}{held_to}" in prose(constant)
        assert lost <= {held_to}
    else:
        assert not lost


@pytest.mark.parametrize(("language", "told"), [("en", "No price index is held for FY2025"), ("es", "AF2025")])
@pytest.mark.parametrize("indicator", ["obligations_by_country", "appropriations_by_account"])
def test_the_explorer_names_a_year_that_its_chart_in_constant_dollars_leaves_out(indicator, language, told):
    package = load()
    booked, given = package.official_obligations, package.funding
    booked, given = booked[booked["fiscal_year"] == 2020], given[given["source_id"] == "state-spend-plan-2012"]
    given = given[given["start_fiscal_year"] == 2012]
    assert len(booked) and len(given)
    altered = Altered(
        package,
        official_obligations=pd.concat([package.official_obligations, booked.assign(fiscal_year=2025)]),
        funding=pd.concat([package.funding, given.assign(start_fiscal_year=2025, end_fiscal_year=2025)]),
    )
    nominal, constant = (
        chart_of(choose(altered, indicator=indicator, dollars=dollars, language=language))
        for dollars in ("nominal", "constant")
    )
    assert 2025 in set(nominal.data["fiscal_year"])
    assert 2025 not in set(constant.data["fiscal_year"])
    assert any(told in note for note in constant.notes)
    assert not any(told in note for note in nominal.notes)
