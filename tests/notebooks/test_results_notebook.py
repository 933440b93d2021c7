"""The results report: every span gives a report without an empty chart, and a changed datum is noticed."""

import pytest

from tests.notebooks.changed import exhibits_with, told_after

NOTEBOOK = "results.ipynb"
WHATEVER_THE_SPAN = {"evaluation-effects", "evaluations", "comparison-variants"}
BEFORE_AND_AFTER = {"homicide-trends", "means-compared", "money-and-homicide", "threat-matrix"}


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (2000, 2025, BEFORE_AND_AFTER),
        (2007, 2008, BEFORE_AND_AFTER),
        (2000, 2003, {"homicide-trends", "threat-matrix"}),
        (2022, 2022, {"homicide-trends", "threat-matrix"}),
        (2024, 2025, {"threat-matrix"}),
    ],
)
def test_a_span_shows_what_it_holds_and_says_the_rest(start, end, shown):
    assert set(exhibits_with(NOTEBOOK, start_year=start, end_year=end)) == WHATEVER_THE_SPAN | shown


def test_the_repetition_does_not_follow_the_years_chosen():
    whole = exhibits_with(NOTEBOOK)["comparison-variants"]["data"]["rows"]
    assert exhibits_with(NOTEBOOK, start_year=2015, end_year=2020)["comparison-variants"]["data"]["rows"] == whole


def test_a_changed_datum_is_told_in_words(tmp_path, monkeypatch):
    told = told_after(
        NOTEBOOK, "evaluation_results.csv", r"^(lapop-murders,.*?),-51,", r"\1,-47,", tmp_path, monkeypatch
    )
    assert any(line.startswith("+") and "−47" in line for line in told)
    assert any(line.startswith("-") and "−51" in line for line in told)
