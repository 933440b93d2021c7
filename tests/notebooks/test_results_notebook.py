"""The results report: every span gives a report without an empty chart, and a changed datum is noticed."""

import pytest

from carsi_analysis.analysis import threats
from carsi_analysis.data import load
from tests.notebooks.changed import Altered, exhibits, notes_of, prose, shown_by, told_after
from tests.ran import run_shows

NOTEBOOK = "results.ipynb"
WHATEVER_THE_SPAN = {"evaluation-effects", "evaluations", "other-evaluations", "comparison-variants"}
WHATEVER_THE_SPAN |= {"money-to-results", "programmes", "evidence-gaps", "audits"}
COMPARED = {"means-compared", "scoreboard"}


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (2007, 2008, COMPARED),
        (2000, 2003, {"scoreboard"}),
        (2022, 2022, set()),
        (2024, 2025, {"scoreboard"}),
    ],
)
def test_a_span_shows_what_it_holds_and_the_repetition_does_not_follow_it(start, end, shown, monkeypatch):
    whole = exhibits(run_shows("results"))
    assert set(whole) == WHATEVER_THE_SPAN | COMPARED
    of_span = exhibits(shown_by(NOTEBOOK, monkeypatch, start_year=start, end_year=end))
    assert set(of_span) == WHATEVER_THE_SPAN | shown
    assert of_span["comparison-variants"]["data"]["rows"] == whole["comparison-variants"]["data"]["rows"]


def test_a_changed_datum_is_told_in_words(tmp_path, monkeypatch):
    told = told_after(
        NOTEBOOK, "evaluation_results.csv", r"^(lapop-murders,.*?),-51,", r"\1,-47,", tmp_path, monkeypatch
    )
    assert any(line.startswith("+") and "−47" in line for line in told)
    assert any(line.startswith("-") and "−51" in line for line in told)


@pytest.mark.parametrize("last", [2008, 2006, None])
def test_a_comparison_that_lacks_values_says_so_in_words(last, monkeypatch):
    held = load().observations
    of_nicaragua = (held["indicator_id"] == threats.HOMICIDE_RATE) & (held["country_iso3"] == "NIC")
    kept = held[~of_nicaragua | (held["year"] <= (last or 0))]
    shown = shown_by(NOTEBOOK, monkeypatch, Altered(load(), observations=kept))
    chart = exhibits(shown)["comparison-variants"]
    values = {row[1]: row[2] for row in chart["data"]["rows"]}
    assert values["After from 2009: first money paid"] is None
    (told,) = [note for note in notes_of(chart, shown) if note.startswith("Not computed")]
    assert "After from 2009: first money paid" in told
    assert "Costa Rica instead of Nicaragua" not in told
    told = " ".join(prose(shown).split())
    repeated = last == 2008
    assert ("The sums hold" in told) == repeated
    assert ("cannot be done again as a whole" in told) != repeated
