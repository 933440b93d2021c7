"""The reconciliations that our own data package declares: they hold, and each kind notices a wrong number."""

import re
import shutil
from pathlib import Path

import pytest

from carsi_analysis.data import check, load
from carsi_analysis.data.place import REPOSITORY_DATA

pytestmark = pytest.mark.skipif(not REPOSITORY_DATA.exists(), reason="runs in the repository, where data/ is")


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REPOSITORY_DATA, tmp_path / "data"))


def replace(file: Path, pattern: str, replacement: str) -> None:
    text = file.read_text(encoding="utf-8")
    changed, count = re.subn(pattern, replacement, text, flags=re.MULTILINE)
    assert count == 1, f"{pattern} occurs {count} times"
    file.write_text(changed, encoding="utf-8", newline="")


def messages(folder: Path) -> str:
    return "\n".join(problem.message for problem in check(folder))


def test_our_package_reconciles() -> None:
    assert load().comparisons > 500


def test_an_account_that_no_longer_adds_to_the_printed_total_is_named(ours: Path) -> None:
    replace(ours / "funding.csv", r"^(fy2009-incle-spend-plan,.*?),70000000,", r"\1,71000000,")
    told = messages(ours)
    assert "funding.csv" in told
    assert "'105000000' is 1000000 less than 106000000, computed from funding.csv line " in told
    assert "reconciliation spend-plan-fy2009" in told
    assert "row cites state-spend-plan-2012" in told


def test_the_editorials_amount_is_held_to_the_first_two_years(ours: Path) -> None:
    replace(ours / "funding.csv", r"^(fy2008-2009-total-editorial,.*?),165000000,", r"\1,166000000,")
    assert "reconciliation editorial-amount:" in messages(ours)


@pytest.mark.parametrize(
    ("row", "wrong", "reconciliation"),
    [
        (r"^(fy2008-2012-total-white-house,.*?),496000000,", "498000000", "five-years-white-house"),
        (r"^(fy2008-2012-total-allocated-gao,.*?),495000000,", "485000000", "five-years-gao"),
    ],
)
def test_five_years_are_held_to_what_others_printed(ours: Path, row: str, wrong: str, reconciliation: str) -> None:
    replace(ours / "funding.csv", row, rf"\1,{wrong},")
    assert f"reconciliation {reconciliation}:" in messages(ours)


def test_a_changed_homicide_rate_disagrees_with_its_copies_and_its_count(ours: Path) -> None:
    replace(ours / "observations.csv", r"^(hom_rate_unodc,SLV,2015,main,),107\.63823,", r"\1,97.1,")
    told = messages(ours)
    assert "homicide-world-bank-copy, SLV/2015" in told
    assert "homicide-count-derived, SLV/2015" in told


def test_an_exception_that_the_source_has_corrected_is_pointed_out(ours: Path) -> None:
    main = re.search(
        r"^hom_rate_unodc,PAN,2023,main,,([\d.]+),",
        (ours / "observations.csv").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert main is not None
    replace(ours / "observations.csv", r"^(hom_rate_wdi,PAN,2023,main,),[\d.]+,", rf"\1,{main[1]},")
    assert "although it is listed as an exception" in messages(ours)


def test_a_term_that_names_no_row_is_refused(ours: Path) -> None:
    replace(
        ours / "reconciliation_terms.csv",
        r"^spend-plan-fy2010,right,funding/fy2010-total-spend-plan,",
        "spend-plan-fy2010,right,funding/fy2010-totl-spend-plan,",
    )
    assert "fy2010-totl-spend-plan" in messages(ours)
