"""Files as publishers gave them, where they lie beside the checkout: only true differences are reported."""

import csv
from pathlib import Path

import pytest

from carsi_analysis.importing.incoming import Request
from carsi_analysis.importing.publishers import table
from carsi_analysis.importing.review import review
from tests.importing.conftest import SHARED, write_csv

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the publishers' files are not beside this checkout")
RAW, FUNDING = SHARED / "threats" / "raw", SHARED / "funding"


@pytest.mark.parametrize(
    ("importer", "file", "options", "differing"),
    [
        ("worldbank", "wdi_homicide_rate_2025-10-07.csv", {}, ["homicide-world-bank-copy: PAN/2023"]),
        ("worldbank", "wdi_population_2025-10-07.csv", {}, []),
        ("worldbank", "wb_population_extract.csv", {"indicator": "SP.POP.TOTL"}, []),
        ("wgi", "wb_wgi_1996_2019_extract.csv", {"partial": True}, []),
    ],
)
def test_only_true_differences_are_reported(reviewed, importer, file, options, differing):
    review = reviewed(importer, RAW / file, **options)
    assert review.changes == [] and review.foreign == [] and review.kept == [] and not review.renews
    assert sum(review.confirmed.values()) > 100
    outcomes = [each.outcome for each in review.compared if not each.outcome.agrees]
    assert [f"{each.reconciliation_id}: {each.group}" for each in outcomes] == differing


@pytest.mark.parametrize(
    ("file", "mapping", "confirmed"),
    [
        ("cbp_southwest_encounters_fy22_fy25.csv", "cbp-encounters", {"cbp_sw_encounters": 16}),
        ("ohss_khsm_encounters_usbp.xlsx", "ohss-encounters", {"usbp_encounters": 250}),
        ("cpi_us_monthly.csv", "cpi-fiscal", {"cpi_u_fy": 26}),
        ("cpi_us_monthly.csv", "cpi-calendar", {"cpi_u_cy": 26}),
        ("bea_gdp_quarter.csv", "gdp-deflator-fiscal", {"gdp_deflator_fy": 25}),
        ("bea_gdp_quarter.csv", "gdp-deflator-calendar", {"gdp_deflator_cy": 25}),
    ],
)
def test_our_mappings_add_up_months_and_offices_to_what_is_held(package, folder, file, mapping, confirmed):
    request = Request(RAW / file, folder, mapping=Path(mapping))
    result = review(request.package, table.read(request))
    assert result.changes == [] and result.foreign == []
    assert result.confirmed == confirmed


STATE_BUDGETS = """
table = "state_budgets"
unit = "USD, nominal"
[source]
id = "state-budget-tables"
title = "State Department budget tables"
publisher = "U.S. Department of State"
licence = "public domain"
label_en = "State Department budget tables"
label_es = "Tablas presupuestarias del Departamento de Estado"
[columns]
fiscal_year = "fiscal_year"
line = "line"
account_id = "account"
measure_id = "stage"
value = "amount_usd"
[names]
"not labelled in the file" = "budget_table"
"request" = "requested"
"USAID Central America Regional" = "usaid_central_america"
"State Western Hemisphere Regional (WHA)" = "wha_regional"
"Belize" = "BLZ"
"Costa Rica" = "CRI"
"El Salvador" = "SLV"
"Guatemala" = "GTM"
"Honduras" = "HND"
"Nicaragua" = "NIC"
"Panama" = "PAN"
"TOTAL" = "total"
"DA" = "da"
"ESF" = "esf"
"FMF" = "fmf"
"IMET" = "imet"
"INCLE" = "incle"
"NADR" = "nadr"
"""


def test_a_mapping_of_budget_tables_finds_every_row_that_is_held(package, folder, tmp_path):
    (tmp_path / "mapping.toml").write_text(STATE_BUDGETS, encoding="utf-8")
    path = FUNDING / "extract_state_budget_tables_fy08_17.csv"
    request = Request(path, folder, mapping=tmp_path / "mapping.toml")
    result = review(request.package, table.read(request))
    assert result.changes == [] and result.foreign == []
    assert result.confirmed == {"state_budgets": len(package.table("state_budgets"))}


def test_the_workbook_of_obligations_says_what_is_held(reviewed, package):
    review = reviewed("greenbook", FUNDING / "extract_greenbook_central_america_1946_2020.csv")
    assert review.changes == []
    assert review.confirmed == {"official_obligations": len(package.official_obligations)}


LATEST_TOTALS = SHARED / "second" / "releases" / "foreignassistance_country_2025-11.csv"


@pytest.fixture
def country_totals(tmp_path):
    """The file of an edition: the publisher's own, or one of the extract without its first two columns."""

    def make(edition):
        if edition == "2025-11":
            return LATEST_TOTALS
        with (FUNDING / "extract_foreignassistance_country_totals.csv").open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        kept = [row[2:] for row in rows if row[1].endswith(edition)]
        return write_csv(tmp_path / f"us_foreign_aid_country_{edition}.csv", [header[2:], *kept])

    return make


def test_the_latest_country_totals_say_what_is_held(reviewed, country_totals, package):
    review = reviewed("foreignassistance", country_totals("2025-11"), release="2025-11")
    assert review.changes == [] and review.obstacles == []
    assert review.confirmed == {"official_totals": (package.official_totals["edition"] == "2025-11").sum()}


@pytest.mark.parametrize(
    ("edition", "following", "cited"),
    [("2023-10", "2024-12", set()), ("2024-12", "2025-11", {("2012", "CAR", "obligated")})],
)
def test_an_earlier_edition_is_kept_where_the_following_differs_or_it_is_cited(
    read, country_totals, package, edition, following, cited
):
    def amounts(of):
        incoming = read("foreignassistance", country_totals(of))
        return {each.key_in(("fiscal_year", "country_iso3", "measure_id")): int(each.value) for each in incoming.values}

    given, later = amounts(edition), amounts(following)
    frame = package.official_totals[package.official_totals["edition"] == edition]
    kept = {(str(each.fiscal_year), each.country_iso3, each.measure_id): each.amount_usd for each in frame.itertuples()}
    assert kept == {key: amount for key, amount in given.items() if amount != later.get(key) or key in cited}


@pytest.mark.parametrize("edition", ["2023-10", "2024-12"])
def test_an_earlier_edition_may_not_replace_the_later(reviewed, country_totals, edition):
    review = reviewed("foreignassistance", country_totals(edition))
    assert review.of_kind("revised")
    assert f"the release of {edition} is older than that of 2025-11" in review.obstacles[0]
