"""How old sources are and where the next release comes from."""

import datetime
import re

import pytest

from carsi_analysis.importing.publishers import next_release
from carsi_analysis.importing.status import SourceStatus, _age, _age_words, status_text, statuses

TODAY = datetime.date(2027, 1, 1)


def test_every_source_that_rows_rest_on_has_a_status(package):
    found = {each.source_id: each for each in statuses(package, TODAY)}
    assert set(found) == set(package.sources["source_id"])
    bank = found["wb-wdi-hom-2025"]
    assert (bank.importer, bank.newest_year, bank.days) == (
        "worldbank",
        2023,
        (TODAY - datetime.date(2025, 10, 7)).days,
    )
    assert bank.url == "https://data.worldbank.org/indicator/VC.IHR.PSRC.P5"
    assert found["foreignassistance-2025-11"].url == "https://foreignassistance.gov/data"
    assert found["gao-13-771"].importer == ""


def test_an_age_counts_from_the_last_day_that_a_date_can_mean(package):
    found = {each.source_id: each for each in statuses(package, TODAY)}
    assert found["wb-wgi-2024"].days == (TODAY - datetime.date(2024, 12, 31)).days
    assert all(each.days is None or each.days >= 0 for each in statuses(package, datetime.date(2000, 1, 1)))
    assert {each.days for each in found.values() if not each.released} <= {None}


@pytest.mark.parametrize(
    ("released", "last"),
    [
        ("2025", "2025-12-31"),
        ("2025-02", "2025-02-28"),
        ("2025-12", "2025-12-31"),
        ("2025-05-28", "2025-05-28"),
        ("9999-12", "2027-01-01"),
        ("2014-13-31", None),
        ("0000", None),
        ("spring of 2014", None),
    ],
)
def test_what_is_no_date_has_no_age(released, last):
    expected = None if last is None else (TODAY - datetime.date.fromisoformat(last)).days
    assert _age(released, TODAY) == expected


@pytest.mark.parametrize(
    ("released", "today", "words"),
    [
        ("2026", "2026-03-01", "this year"),
        ("2026", "2026-12-31", "this year"),
        ("2026", "2027-01-03", "3 days"),
        ("2026-03", "2026-03-01", "this month"),
        ("2026-03", "2026-04-02", "2 days"),
        ("2026-03-01", "2026-03-01", "0 days"),
        ("", "2026-03-01", ""),
    ],
)
def test_an_age_within_the_time_that_a_date_can_mean_is_not_counted_in_days(released, today, words):
    days = _age(released, datetime.date.fromisoformat(today))
    assert _age_words(SourceStatus("x", released, days, None, 1, "", "")) == words


def test_what_can_be_imported_comes_first_and_the_oldest_at_the_top(package):
    found = statuses(package, TODAY)
    importable = [bool(each.importer) for each in found]
    assert importable == sorted(importable, reverse=True)
    dates = [each.released for each in found if each.importer]
    assert dates == sorted(dates)
    text = status_text(package, TODAY)
    assert re.search(
        r"(?m)^  owid-unodc-hom-2025 .*  owid: https://ourworldindata.org/grapher/homicide-rate-unodc$", text
    )
    assert re.search(r"(?m)^  cbp-sbo .*  table --mapping cbp-encounters: https://www.cbp.gov/\S+$", text)
    assert "  owid: the zip under Download, Data, full data; or its CSV with the .metadata.json beside it" in text
    assert re.search(r"(?m)^  table --mapping cpi-fiscal: data/cpiai.csv there", text)
    assert re.search(r"(?m)^  bls-cpi .*: https://github.com/datasets/cpi-us$", text)
    assert sum(line.startswith("  ") for line in text.splitlines()) == len(found) + 2 + len(
        {name for each in found for name in each.importer.split(" or ") if name}
    )


def test_an_earlier_release_that_is_kept_needs_no_renewal(package):
    found = {each.source_id: each for each in statuses(package, TODAY)}
    for earlier in ("2023-10", "2024-12"):
        assert found[f"foreignassistance-{earlier}"].superseded_by == "foreignassistance-2025-11"
    assert found["foreignassistance-2025-11"].superseded_by == ""
    assert found["wb-wdi-pop-2025"].superseded_by == "wb-population"
    assert [each.superseded_by for each in found.values() if not each.importer or each.source_id == "bls-cpi"] == [
        ""
    ] * (1 + sum(not each.importer for each in found.values()))
    text = status_text(package, TODAY)
    assert "kept beside foreignassistance-2025-11, which is newer" in text


def test_a_source_that_two_importers_could_renew_goes_to_its_own_publisher():
    assert next_release("owid-unodc-hom-2025")[0] == "owid"
    assert next_release("foreignassistance-sectors") == ("", "")
