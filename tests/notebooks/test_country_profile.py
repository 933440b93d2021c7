"""The country profile: two pages for each country, every span explained, and a changed datum that is told in words."""

import io
import re

import nbformat
import pytest
from pypdf import PdfReader

from carsi_analysis.export import exhibits_of
from tests.notebooks.changed import told_after
from tests.ran import exported, ran

SEVEN = ("BLZ", "CRI", "SLV", "GTM", "HND", "NIC", "PAN")


def run(**parameters: object) -> nbformat.NotebookNode:
    """Run the profile, once for all tests, and give the notebook."""
    return ran("country-profile", **parameters).notebook


def passages(notebook: nbformat.NotebookNode) -> str:
    """Give all the prose as one text, links reduced to their words."""
    texts = [
        output["data"]["text/markdown"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output["metadata"].get("briefing", {}).get("kind") == "prose"
    ]
    return re.sub(r"\[([^\]]*)\]\(#[^)]*\)", r"\1", "\n".join(texts)).replace("\u00a0", " ")


def pages(**parameters: object) -> int:
    """Count the pages of the same run in print."""
    content = exported("pdf", "country-profile", **parameters)
    assert isinstance(content, bytes)
    return len(PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("country", SEVEN)
def test_a_profile_has_two_pages_in_both_languages_and_speaks_of_its_country(country):
    titles = {}
    for language in ("en", "es"):
        notebook = run(country=country, language=language)
        titles[language] = [one["title"] for one in exhibits_of(notebook) if one["kind"] != "fact"]
        assert len(titles[language]) == 5
    assert all(one != other for one, other in zip(titles["en"], titles["es"], strict=True))
    assert pages(country=country, language="es") == 2, "English, which is shorter, is printed in test_printed.py"


@pytest.mark.parametrize("country", ["CRI", "GTM", "HND", "NIC", "SLV"])
def test_the_longest_profiles_keep_to_two_pages_in_constant_dollars(country):
    chosen = {"country": country, "language": "es", "dollars": "constant"}
    notebook = run(**chosen)
    assert pages(**chosen) == 2
    figures = {one["id"]: one for one in exhibits_of(notebook) if one["kind"] == "figure"}
    assert f"country-money-{country.lower()}-constant" in figures
    assert "constantes" in figures[f"country-money-{country.lower()}-constant"]["subtitle"]


@pytest.mark.parametrize(
    ("country", "start", "end", "shown", "said"),
    [
        ("SLV", 2000, 2003, {"country-money-slv", "homicide-slv", "scorecard-slv"}, "no event that names"),
        ("NIC", 2024, 2025, {"scorecard-nic"}, "holds no reliable value for Nicaragua"),
        ("NIC", 2019, 2021, {"country-money-nic"}, "holds no reliable value for Nicaragua"),
        ("PAN", 2010, 2010, {"country-money-pan", "homicide-pan"}, "stood at"),
        ("BLZ", 2021, 2025, {"amounts-stated-blz"}, "official file by agency holds no obligations for Belize"),
        ("HND", 2000, 2000, {"homicide-hnd"}, "official file by agency holds no obligations"),
        ("GTM", 2025, 2025, set(), "no threat has an indicator compared in enough countries"),
    ],
)
def test_every_span_gives_a_profile_that_says_its_gaps(country, start, end, shown, said):
    notebook = run(country=country, start_year=start, end_year=end)
    exhibits = {one["id"]: one for one in exhibits_of(notebook) if one["kind"] != "fact"}
    assert shown <= set(exhibits)
    assert said in passages(notebook)
    assert pages(country=country, start_year=start, end_year=end) <= 2
    for one in exhibits.values():
        years = [
            row[place]
            for place, column in enumerate(one["data"]["columns"])
            if column["name"] in ("year", "fiscal_year")
            for row in one["data"]["rows"]
        ]
        assert all(start <= year <= end for year in years), one["id"]


def test_the_seven_profiles_ask_of_different_doubts():
    asked = {country: passages(run(country=country)) for country in ("BLZ", "NIC", "PAN")}
    assert "Cumulative assistance to Belize" in asked["BLZ"]
    assert "for 2021, why" in asked["NIC"]
    assert "for 2006, why" in asked["PAN"]


def headline(notebook: nbformat.NotebookNode) -> str:
    (found,) = [
        output["data"]["text/markdown"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output["metadata"].get("briefing", {}).get("role") == "headline"
    ]
    return re.sub(r"\[([^\]]*)\]\(#[^)]*\)", r"\1", found).replace("\u00a0", " ")


def test_the_headline_says_where_the_rate_stands_and_the_highest_of_a_few_years_is_no_record():
    assert headline(run(country="CRI")).endswith("record homicide, 17.7 per 100,000 in 2023")
    assert "from 2009 to 2023; up since 2020" in headline(run(country="GTM"))
    assert "no reliable homicide rate after 2018" in headline(run(country="NIC"))
    assert "was highest in 2011" in headline(run(country="HND", start_year=2005, end_year=2011))
    assert "stood at" in headline(run(country="PAN", start_year=2010, end_year=2010))


def test_only_the_caveats_of_the_country_travel_with_it():
    notebook = run(country="PAN")
    (told,) = [
        output["metadata"]["briefing"]["entries"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output["metadata"].get("briefing", {}).get("kind") == "limits"
    ]
    text = str([one.get("notes") for one in exhibits_of(notebook)] + [one["text"] for one in told])
    assert "Panama 2006 to 2011" in text
    assert "Nicaragua: values after 2018" not in text
    assert "INCLE line" not in text


def test_a_changed_datum_is_told_in_words(tmp_path, monkeypatch):
    told = told_after(
        "country_profile.ipynb",
        "observations.csv",
        r"^(oci_criminality,HND,2025,main,[^,]*,)7\.1,",
        r"\g<1>7.3,",
        tmp_path,
        monkeypatch,
    )
    assert any(line.startswith("+") and "Criminality" in line and "7.30" in line for line in told)
