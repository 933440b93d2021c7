"""Bounds that stand in the data: each kind finds its own mistakes, and an exception holds one value alone."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from carsi_analysis.data import check
from carsi_analysis.data.declared_bounds import alarms
from carsi_analysis.data.place import REPOSITORY_DATA
from tests.attack.data import Package

Edit = Callable[[str, str, str], None]
TABLES = ("plausibility", "plausibility_exceptions")
HEADER = "rule_id,table,column,kind,filter,by,along,against,at_least,at_most,note,note_es\n"
VALUES = "observations,value"
SERIES = "indicator_id;country_iso3"


@pytest.fixture
def declare(package: Path) -> Callable[..., None]:
    """``declare(rule, exception...)``: the small package with one rule."""
    described = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    ours = json.loads((REPOSITORY_DATA / "datapackage.json").read_text(encoding="utf-8"))
    described["resources"] += [each for each in ours["resources"] if each["name"] in TABLES]
    (package / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")

    def declaring(rule: str, *exceptions: str) -> None:
        (package / "plausibility.csv").write_text(f"{HEADER}r,{rule},why,por qué\n", encoding="utf-8")
        rows = "".join(f"r,{each},,\n" for each in exceptions)
        (package / "plausibility_exceptions.csv").write_text("rule_id,row,value,note,note_es\n" + rows, "utf-8")

    return declaring


def messages(package: Path) -> list[str]:
    return [problem.message for problem in check(package)]


KINDS = {
    "range": (
        f"{VALUES},range,indicator_id=trust-police,,,,0,100",
        "41.2",
        "412",
        "'412' is not plausible; expected at least 0 and at most 100 (rule r: why)",
    ),
    "spread": (
        f"{VALUES},spread,indicator_id=trust-police,indicator_id,,,0.5,2",
        "46.0",
        "4.6",
        "'4.6' is 0.1235 times 37.25, the middle of the 4 of its kind; expected at least 0.5 and at most 2",
    ),
    "step": (
        f"{VALUES},step,,{SERIES},year,,0.5,2",
        "38.4",
        "3.84",
        "'3.84' is 0.09435 times the 40.7 before it, on line 3; expected at least 0.5 and at most 2",
    ),
    "named": (
        "ledger,fiscal_year,named,entry_id=sum-2012,,,entry_id,,",
        "sum-2012,2012",
        "sum-2012,2011",
        "'2011' does not stand in entry_id, 'sum-2012'; expected the same in both (rule r: why)",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_finds_its_mistake_says_why_and_how_a_right_value_passes(
    package: Path, declare: Callable[..., None], replace: Edit, kind: str
) -> None:
    rule, old, new, message = KINDS[kind]
    declare(rule)
    assert messages(package) == []
    table = rule.split(",")[0]
    text = (package / f"{table}.csv").read_text(encoding="utf-8")
    (package / f"{table}.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
    assert len(messages(package)) == 1
    assert message in messages(package)[0] and "if its source says so, add r," in messages(package)[0]


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (f"{VALUES},change,indicator_id=trust-police,{SERIES},year,,-10,10", "'35.5' is -10.5 from the 46 before it"),
        ("ledger,amount_usd,unit,entry_id=sum-2011,,,,1000,", "'-5' is not plausible; expected a multiple of 1000"),
        ("ledger,fiscal_year,rank,entry_id=sum-2011,,,,,", "'2011' is not plausible; expected each number from 1 to 1"),
        ("ledger,country_iso3,only,country_iso3=CRI,,,,,", "'GTM' stands elsewhere; expected a value only where"),
        ("ledger,country_iso3,only,entry_id=sum-2011,,,,,", "'' is empty; expected a value where entry_id=sum-2011"),
        ("ledger,as_of,only,,,,source_id,,", "'' is empty; expected a value where source_id is filled"),
        (f"{VALUES},ratio,indicator_id=hom-rate,,,year,0.01,1", "'11.6' is 0.005771 times the 2010 in year"),
        (f"{VALUES},ratio,,indicator_id,,year,0.9,1.1", "is 0.3022 the usual 0.01909 times the 2010 in year"),
    ],
)
def test_values_outside_their_bounds_are_measured(
    package: Path, declare: Callable[..., None], rule: str, message: str
) -> None:
    declare(rule)
    assert any(message in each for each in messages(package)), messages(package)


def test_an_exception_holds_its_value_and_no_other(package: Path, declare: Callable[..., None], replace: Edit) -> None:
    rule = f"{VALUES},range,,,,,0,45"
    declare(rule)
    assert "add r,trust-police/GTM/2010,46.0 to plausibility_exceptions.csv" in messages(package)[0]
    declare(rule, "trust-police/GTM/2010,46.0")
    assert messages(package) == []
    replace("observations.csv", "46.0", "460")
    assert [message.split(";")[0] for message in messages(package)] == [
        "observations.csv, line 6, column value: '460' is not plausible",
        "plausibility_exceptions.csv, line 2, column value: '46.0' is no longer the value of trust-police/GTM/2010 "
        "in observations.csv, which is '460'",
    ]
    declare(rule, "trust-police/GTM/1910,3", "trust-police/GTM/2010,460")
    assert "'trust-police/GTM/1910' is no row of the rule r" in messages(package)[0]


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("nothing,value,range,,,,,0,1", "column table: 'nothing' is no table of this package"),
        ("observations,valeu,range,,,,,0,1", "column column: 'valeu' names 'valeu'; expected columns of observations"),
        (f"{VALUES},range,indicator_id=hom-rat,,,,0,1", "asks for 'hom-rat' in indicator_id, where it is not"),
        (f"{VALUES},range,hom-rate,,,,0,1", "cannot be read at 'hom-rate'"),
        (f"{VALUES},step,,indicator_id,,,0,1", "column along: '' names ''"),
        (f"{VALUES},spread,,indicator,,,0,1", "column by: 'indicator' names 'indicator'"),
        (f"{VALUES},between,,,,,0,1", "'between' is not allowed"),
    ],
)
def test_a_rule_that_cannot_be_applied_is_named(
    package: Path, declare: Callable[..., None], rule: str, message: str
) -> None:
    declare(rule)
    assert any(message in each for each in messages(package)), messages(package)


def test_our_own_data_raise_no_false_alarm_and_every_exception_is_needed() -> None:
    texts = Package().texts
    kept = texts.pop("plausibility_exceptions").columns
    found = {(alarm.rule, alarm.row_id.partition("/")[2], alarm.value) for alarm in alarms(texts)}
    assert found == set(zip(kept["rule_id"], kept["row"], kept["value"], strict=True))


def test_a_table_whose_key_has_another_title_is_told_of_in_lines(tmp_path):
    folder = Path(shutil.copytree(REPOSITORY_DATA, tmp_path / "data"))
    path = folder / "accounts.csv"
    path.write_bytes(path.read_bytes().replace(b"account_id", b"account", 1))
    assert any("accounts.csv" in problem.message and "account" in problem.message for problem in check(folder))
