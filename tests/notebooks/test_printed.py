"""Reports as they are printed: how many pages, and no fault on any that a designer would mark on the proofs."""

import re
from io import BytesIO

import pikepdf
import pytest

from carsi_analysis.catalogue import REPORTS
from tests.judges.layout import faults
from tests.judges.printed import sheets_of
from tests.judges.verapdf import judge
from tests.ran import exported

MOST_PAGES = {
    "regional-briefing": 4, "threats": 4, "goals": 4, "funding": 4, "results": 5, "country-profile": 2, "data-book": 8,
}  # fmt: skip
PRINTED = [
    (report, language, country)
    for report in MOST_PAGES
    for language in ("en", "es")
    for country in (("SLV", "NIC") if report == "country-profile" else ("",))
]
each_printed = pytest.mark.parametrize(("report", "language", "country"), PRINTED)
each_handed_out = pytest.mark.parametrize(
    ("report", "language", "country"),
    [one for one in PRINTED if REPORTS[one[0]].first_page and ("es" in one or one == PRINTED[0])],
)
"""All in Spanish, which is longer, and one in English."""


def printed(report: str, language: str, country: str, form: str = "pdf") -> bytes:
    content = exported(form, report, language=language, **({"country": country} if country else {}))
    assert isinstance(content, bytes)
    return content


@each_printed
def test_the_pages_are_few_and_without_faults(report, language, country):
    content = printed(report, language, country)
    assert len(sheets_of(content)) <= MOST_PAGES[report]
    assert faults(content) == []


@each_printed
def test_a_text_says_where_its_exhibit_stands_that_went_overleaf(report, language, country):
    check_signposts(sheets_of(printed(report, language, country)), language)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_report_of_one_threat_has_an_exhibit_that_goes_overleaf(language):
    content = exported("pdf", "threats", language=language, threat="human_trafficking")
    assert isinstance(content, bytes)
    assert check_signposts(sheets_of(content), language), "or nothing is tested above"


@pytest.mark.parametrize("dollars", ["nominal", "constant"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_exhibits_of_money_stand_with_their_text_on_four_pages(language, dollars):
    content = exported("pdf", "funding", language=language, dollars=dollars)
    assert isinstance(content, bytes)
    sheets = sheets_of(content)
    assert len(sheets) <= MOST_PAGES["funding"]
    assert not check_signposts(sheets, language)


def check_signposts(sheets, language) -> list[str]:
    """Follow each sign to the next page, and name the exhibits that stand there."""
    pages = [re.sub(r"\s+", " ", " ".join(run.text for run in page.runs)) for page in sheets]
    said = {"en": r"\(([^()]+): next page\)", "es": r"\(([^()]+): página siguiente\)"}[language]
    found = []
    for place, text in enumerate(pages):
        for name in [name for named in re.findall(said, text) for name in named.split(", ")]:
            assert f"{name}." in pages[place + 1], f"{name} is not on page {place + 2}"
            found.append(name)
    return found


@each_handed_out
def test_the_first_page_stands_alone_on_one_page(report, language, country):
    content = printed(report, language, country, "highlights")
    (page,) = sheets_of(content)
    told = " ".join(run.text for run in page.runs)
    assert "Notebook.pdf" in told, "the page leads to the whole report, which nbconvert calls so where it has no file"
    assert ("Edition of" if language == "en" else "Edición del") in told
    assert "Limits:" not in told and "Límites:" not in told, "numbers of limits lead nowhere on one page"
    # The sources run on in one paragraph, as small as the entries of a list; what the judge takes for their two columns
    # are the three columns of the front.
    found = [fault for fault in faults(content) if "7.50 < 8" not in str(fault)]
    assert {fault.kind for fault in found} <= {"beside", "sources"}, found


@pytest.mark.judge
def test_pages_that_are_filled_and_handed_out_stay_tagged_and_archival(tmp_path):
    files = []
    for one in (PRINTED[0], PRINTED[5]):
        for form in ("pdf", "highlights"):
            files.append(tmp_path / f"{one[0]}-{form}.pdf")
            files[-1].write_bytes(printed(*one, form))
    valid, told = judge(*files)
    assert valid, told


@pytest.mark.parametrize(
    ("report", "parameters", "fewest", "most"),
    [
        (
            "regional-briefing",
            {"dollars": "constant"},
            4,
            5,
        ),  # what constant dollars leave out is told, with its source
        ("threats", {"start_year": 2008}, 4, 6),
        ("threats", {"threat": "human_trafficking"}, 2, 4),
        ("threats", {"threat": "gang_violence"}, 2, 4),
        ("goals", {"goal": "accountable_governments"}, 2, 4),
        ("funding", {"account": "incle", "dollars": "constant"}, 5, 7),
    ],
)
def test_the_pages_are_few_with_other_parameters(report, parameters, fewest, most):
    content = exported("pdf", report, language="es", **parameters)
    assert isinstance(content, bytes)
    with pikepdf.open(BytesIO(content)) as pdf:
        assert fewest <= len(pdf.pages) <= most


@pytest.mark.parametrize("span", [{"end_year": 2006}, {"start_year": 2021}])
def test_few_years_leave_the_first_page_one_page(span):
    content = exported("pdf", "regional-briefing", language="es", **span)
    assert isinstance(content, bytes)
    first, second = sheets_of(content)[:2]
    told = [" ".join(run.text for run in page.runs) for page in (first, second)]
    assert "Lo que no se puede decir" in told[0] and "Lo que no se puede decir" not in told[1]
    assert faults(content) == []
