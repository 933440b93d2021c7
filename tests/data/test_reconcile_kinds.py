"""Each kind of reconciliation on a small package: what holds, what is named, and what cannot be compared."""

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from carsi_analysis.data import check
from carsi_analysis.data.formulas import Values
from carsi_analysis.data.reading import read_files, read_tables
from carsi_analysis.data.reconcile import COLUMNS, Outcome, reconcile

Edit = Callable[[str, str, str], None]

SERIES = """\
series_id,country_iso3,year,value
copy,CRI,2010,11.6
copy,GTM,2010,40.7
count,CRI,2010,580
count,GTM,2010,
count,GTM,2011,3840
rate,CRI,2010,11.6
rate,GTM,2010,40.71
rate,GTM,2011,38.4
"""

POPULATION = """\
country_iso3,year,persons
CRI,2010,5000000
GTM,2010,14000000
GTM,2011,10000000
"""

RECONCILIATIONS = """\
reconciliation_id,kind,table,left_filter,right_filter,group_by,tolerance,tolerance_kind,exceptions,note_en
copies,groups,series,series_id=copy,series_id=rate,country_iso3;year,0.01,absolute,,Two copies of one series.
counts,rate,series,series_id=rate&country_iso3=CRI|GTM,series_id=count,country_iso3;year,0.001,relative,,Counts.
halves,terms,,,,,0.5,absolute,,Two rows and a third.
"""

TERMS = """\
reconciliation_id,side,term_row_id,sign
halves,left,series/rate/CRI/2010,1
halves,left,series/rate/GTM/2011,1
halves,right,series/copy/GTM/2010,1
halves,right,series/count/CRI/2010,1
halves,right,series/rate/GTM/2010,-1
"""


@pytest.fixture
def declared(package: Path) -> Path:
    """The small package with two tables of figures and three reconciliations, of which ``halves`` does not hold."""
    file = package / "datapackage.json"
    described: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    texts = {
        "series": SERIES,
        "population": POPULATION,
        "reconciliations": RECONCILIATIONS,
        "reconciliation_terms": TERMS,
    }
    types = {"year": "year", "value": "number", "persons": "integer", "tolerance": "number", "sign": "integer"}
    for name, text in texts.items():
        columns = text.splitlines()[0].split(",")
        fields = [{"name": column, "type": types.get(column, "string")} for column in columns]
        key = {"series": 3, "population": 2, "reconciliations": 1, "reconciliation_terms": 3}[name]
        resource: dict[str, Any] = {
            "name": name,
            "path": f"{name}.csv",
            "schema": {"fields": fields, "primaryKey": columns[:key]},
        }
        if name in ("series", "population"):
            resource["value_column"] = columns[-1]
        described["resources"].append(resource)
        (package / f"{name}.csv").write_text(text, encoding="utf-8")
    file.write_text(json.dumps(described), encoding="utf-8")
    return package


@pytest.fixture
def sound(declared: Path, replace: Edit) -> Path:
    """The same with the left side of ``halves`` raised, so that every reconciliation holds."""
    replace("reconciliation_terms.csv", "halves,left,series/rate/GTM/2011,1\n", "")
    replace("reconciliation_terms.csv", "series/rate/CRI/2010", "series/count/CRI/2010")
    return declared


def outcomes(folder: Path) -> dict[tuple[str, str], Outcome]:
    texts, problems = read_tables(read_files(folder))
    assert problems == []
    return {(each.reconciliation_id, each.group): each for each in reconcile(texts, Values(texts))[0]}


def messages(folder: Path) -> list[str]:
    return [problem.message for problem in check(folder)]


def test_declared_columns_are_those_of_the_code() -> None:
    assert tuple(RECONCILIATIONS.splitlines()[0].split(",")) == COLUMNS


def test_sound_package_reconciles(sound: Path) -> None:
    assert messages(sound) == []


def test_groups_are_those_that_both_sides_have(sound: Path) -> None:
    assert [group for identifier, group in outcomes(sound) if identifier == "copies"] == ["CRI/2010", "GTM/2010"]


def test_difference_up_to_the_tolerance_is_allowed_and_no_more(sound: Path, replace: Edit) -> None:
    outcome = outcomes(sound)["copies", "GTM/2010"]
    assert outcome.difference == Fraction("-0.01")  # as floats, 40.7 - 40.71 is a little more than 0.01
    assert outcome.ok
    replace("series.csv", "rate,GTM,2010,40.71", "rate,GTM,2010,40.711")
    assert messages(sound)[0] == (
        "series.csv, line 8, column value: '40.711' is 0.011 more than 40.7, computed from series.csv line 3 "
        "(reconciliation copies, GTM/2010: Two copies of one series.); expected a difference of at most 0.01; "
        "the mistake may be on either side"
    )


def test_rate_times_population_is_the_count(sound: Path, replace: Edit) -> None:
    outcome = outcomes(sound)["counts", "GTM/2011"]
    assert (outcome.left, outcome.right, outcome.tolerance) == (3840, 3840, Fraction("3.84"))
    replace("population.csv", "GTM,2011,10000000", "GTM,2011,11000000")
    (message,) = messages(sound)
    assert message.startswith("series.csv, line 6, column value: '3840' is 384 less than 4224, computed from ")


def test_group_with_an_unknown_value_is_left_out(sound: Path) -> None:
    assert ("counts", "GTM/2010") not in outcomes(sound)
    assert ("counts", "CRI/2010") in outcomes(sound)


def test_terms_are_added_with_their_signs_and_every_line_is_named(declared: Path) -> None:
    assert messages(declared) == [
        "series.csv, line 3, column value: '40.7' with series.csv line 4 + 8 makes 579.99, which is 529.99 more than "
        "50, computed from series.csv line 7 + 9 (reconciliation halves: Two rows and a third.); "
        "expected a difference of at most 0.5; the mistake may be on either side"
    ]


def test_exception_must_go_on_differing(sound: Path, replace: Edit) -> None:
    replace("reconciliations.csv", "0.01,absolute,,", "0.01,absolute,CRI/2010,")
    (message,) = messages(sound)
    assert message == (
        "series.csv, line 7, column value: '11.6' agrees with series.csv line 2 (reconciliation copies, CRI/2010) "
        "although it is listed as an exception; expected no exception: the source was corrected, so remove it from "
        "reconciliations.csv"
    )
    replace("series.csv", "rate,CRI,2010,11.6", "rate,CRI,2010,11.61001")
    assert messages(sound) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "copies,groups,",
            "copies,group,",
            "line 2, column kind: 'group' is no kind of reconciliation; expected terms, groups or rate",
        ),
        (
            "copies,groups,series,",
            "copies,groups,serie,",
            "line 2, column table: 'serie' has no values; expected a table with values, perhaps 'series'",
        ),
        (
            "copies,groups,series,",
            "copies,groups,ledger,",
            "line 2, column table: 'ledger' has no values; expected a table with values",
        ),
        (
            ",series_id=copy,",
            ",serie_id=copy,",
            "line 2, column left_filter: 'serie_id=copy' cannot be read at 'serie_id=copy'; "
            "expected column=value with a column of series, perhaps 'series_id'",
        ),
        (
            ",series_id=copy,",
            ",series_id=copys,",
            "line 2, column left_filter: 'series_id=copys' asks for 'copys' in series_id, where it is not; "
            "expected values that occur, perhaps 'copy'",
        ),
        (
            ",series_id=copy,",
            ",series_id=copy&year=2010&year=2011,",
            "line 2, column left_filter: 'series_id=copy&year=2010&year=2011' has no group in common with the right "
            "side; expected one",
        ),
        (
            "series_id=rate,country_iso3;year,0.01",
            "series_id=rate,country;year,0.01",
            "line 2, column group_by: 'country;year' names 'country'; expected columns of series, "
            "perhaps 'country_iso3'",
        ),
        (
            "0.01,absolute,,",
            "0.01,absolute,CRI/2019,",
            "line 2, column exceptions: 'CRI/2019' names 'CRI/2019'; expected groups that are on both sides, "
            "perhaps 'CRI/2010'",
        ),
    ],
)
def test_reconciliation_that_cannot_be_made_is_a_problem_of_its_row(
    sound: Path, replace: Edit, old: str, new: str, message: str
) -> None:
    replace("reconciliations.csv", old, new)
    assert messages(sound) == [f"reconciliations.csv, {message}"]


def test_term_that_names_no_row(sound: Path, replace: Edit) -> None:
    replace("reconciliation_terms.csv", "series/rate/GTM/2010", "series/rate/GTM/1910")
    (message,) = messages(sound)
    assert message == (
        "reconciliations.csv, line 4, column reconciliation_id: 'halves' names 'series/rate/GTM/1910', which does not "
        "exist; expected a row of series, perhaps 'series/rate/GTM/2010'"
    )


def test_terms_on_one_side_only(sound: Path, replace: Edit) -> None:
    replace("reconciliation_terms.csv", "halves,left,series/count/CRI/2010,1\n", "")
    assert messages(sound) == [
        "reconciliations.csv, line 4, column reconciliation_id: 'halves' has no terms on one side; "
        "expected rows of reconciliation_terms on the left and on the right"
    ]
