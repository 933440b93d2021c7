"""From a request to the list of documents."""

from dataclasses import replace

import pytest

from carsi_analysis.batch.plan import Document, make_document, parse_assignments, plan_reports, without_repeats
from carsi_analysis.catalogue import END_YEAR, LANGUAGE, START_YEAR, Parameter, ParameterError, Report
from carsi_analysis.errors import UsageError

REPORT = Report("r", "r.ipynb", {"en": "R"}, {"en": "R"}, (LANGUAGE,))


def test_one_document_for_each_language():
    documents = plan_reports(["regional-briefing"], {"start_year": "2008"}, ["en", "es"])
    assert [document.document_id for document in documents] == [
        "regional-briefing-from-2008-en",
        "regional-briefing-from-2008-es",
    ]
    assert documents[0].parameters["start_year"] == 2008


def test_without_a_language_the_parameter_or_the_default_decides():
    assert [d.language for d in plan_reports(["regional-briefing"], {})] == ["en"]
    assert [d.language for d in plan_reports(["regional-briefing"], {"language": "es"})] == ["es"]


def test_asking_twice_builds_once_in_the_formats_of_both():
    (document,) = without_repeats([make_document(REPORT, {}, ["pdf"]), make_document(REPORT, {}, ["html"])])
    assert document.formats == ("html", "pdf")


def test_two_documents_of_one_name_would_overwrite_each_other():
    one, two = Document("same", REPORT, {"start_year": 1}), Document("same", REPORT, {"start_year": 2})
    with pytest.raises(UsageError, match="two documents would be called 'same'"):
        without_repeats([one, two])


def test_values_may_hold_equals_signs_and_braces():
    assert parse_assignments(["a=b=c", " n = {x} "]) == {"a": "b=c", "n": "{x}"}


@pytest.mark.parametrize("assignment", ["language", "=es", ""])
def test_an_assignment_without_name_or_sign_is_refused(assignment):
    with pytest.raises(UsageError, match="is not NAME=VALUE"):
        parse_assignments([assignment])


@pytest.mark.parametrize(
    "value", ["2_008", "２００８", "2008.0", "1999", str(END_YEAR.usual + 1), " 2008", "9" * 5000, True, 2008.0, None]
)
def test_what_is_no_year_of_the_data_is_refused(value):
    with pytest.raises(ParameterError, match="is not a whole number from 2000 to"):
        START_YEAR.parse(value)


@pytest.mark.parametrize("given", [None, "last", "none", 2027])
def test_the_last_year_is_that_of_the_data(data_package, given):
    (data_package / "observations.csv").write_text("year\n2003\n2027\n2011\n", encoding="utf-8")
    assert END_YEAR.parse(given) == END_YEAR.usual == 2027
    with pytest.raises(ParameterError, match="is not a whole number from 2000 to 2027, or last"):
        END_YEAR.parse(2028)


def test_a_document_that_ends_with_the_data_is_named_alike_however_told():
    report = replace(REPORT, parameters=(LANGUAGE, END_YEAR))
    asked = ({}, {"end_year": None}, {"end_year": "last"})
    assert {make_document(report, given).document_id for given in asked} == {"r-en"}


@pytest.mark.parametrize(
    ("minimum", "maximum", "inside", "outside"),
    [(0, None, [0, "7"], [-7]), (None, 0, [0, "-7"], [7]), (None, None, [-7, 7], [])],
)
def test_zero_is_a_bound_like_any_other(minimum, maximum, inside, outside):
    parameter = Parameter("n", int, 0, {}, {}, minimum=minimum, maximum=maximum)
    assert [parameter.parse(value) for value in inside] == [int(value) for value in inside]
    for value in outside:
        with pytest.raises(ParameterError):
            parameter.parse(value)
