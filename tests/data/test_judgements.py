"""Corrections, conflicts and links of our own data package, each spoilt once."""

import re
import shutil
from pathlib import Path

import pytest

from carsi_analysis.data import check
from carsi_analysis.data.place import REPOSITORY_DATA

pytestmark = pytest.mark.skipif(not REPOSITORY_DATA.exists(), reason="runs in the repository, where data/ is")


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REPOSITORY_DATA, tmp_path / "data"))


def replace(file: Path, pattern: str, replacement: str) -> int:
    """Change the one place that ``pattern`` finds; gives its line."""
    text = file.read_text(encoding="utf-8")
    (found,) = re.finditer(pattern, text, flags=re.MULTILINE)
    changed = text[: found.start()] + found.expand(replacement) + text[found.end() :]
    file.write_text(changed, encoding="utf-8", newline="")
    return text.count("\n", 0, found.start()) + 1


def messages(folder: Path) -> list[str]:
    return [problem.message for problem in check(folder)]


def test_correction_is_held_to_the_cell_that_it_speaks_of(ours: Path) -> None:
    row = r"^(suspect-coc-seized-unodc-slv-2019,observations,coc_seized_unodc/SLV/2019/main,value,[\d.]+),[\d.]+,"
    line = replace(ours / "corrections.csv", row, r"\1,9996.8,")
    (message,) = messages(ours)
    assert message.startswith(
        f"corrections.csv, line {line}, column value_used: '9996.8' is said to be used, "
        "but observations.csv holds '99.96787' on line "
    )
    assert "expected the same in both; if the source was mended, remove the correction (row cites " in message


def test_number_written_otherwise_is_the_same_number(ours: Path) -> None:
    row = r"^(suspect-coc-seized-unodc-slv-2019,observations,coc_seized_unodc/SLV/2019/main,value,[\d.]+),99.96787,"
    replace(ours / "corrections.csv", row, r"\1,99.967870,")
    assert messages(ours) == []


@pytest.mark.parametrize("used", ["99.96787/0", "9996787e-99999999999"])
def test_correction_by_what_is_no_number(ours: Path, used: str) -> None:
    row = r"^(suspect-coc-seized-unodc-slv-2019,observations,coc_seized_unodc/SLV/2019/main,value,[\d.]+),99.96787,"
    replace(ours / "corrections.csv", row, rf"\1,{used},")
    (message,) = messages(ours)
    assert f"column value_used: '{used}' is said to be used, but observations.csv holds '99.96787'" in message


def test_correction_of_a_row_that_is_gone(ours: Path) -> None:
    line = replace(ours / "corrections.csv", r"tip_tiers,SLV/2021,", "tip_tiers,SLV/1921,")
    (message,) = messages(ours)
    assert message.startswith(
        f"corrections.csv, line {line}, column row: 'SLV/1921' names 'tip_tiers/SLV/1921', which does not exist; "
        "expected a row of tip_tiers"
    )


def test_correction_of_a_column_that_is_gone(ours: Path) -> None:
    line = replace(ours / "corrections.csv", r"tip_tiers,SLV/2021,tier,", "tip_tiers,SLV/2021,teir,")
    (message,) = messages(ours)
    assert message.startswith(
        f"corrections.csv, line {line}, column column: 'teir' is no column of tip_tiers; "
        "expected a column of tip_tiers, perhaps 'tier'"
    )


def test_guard_that_names_no_reconciliation(ours: Path) -> None:
    replace(ours / "corrections.csv", r",homicide-world-bank-copy,", ",homicide-world-bank-copies,")
    (message,) = messages(ours)
    assert (
        "column guard: 'homicide-world-bank-copies' is no reconciliation of this package; "
        "expected a reconciliation, or nothing, perhaps 'homicide-world-bank-copy'"
    ) in message


def test_guard_that_fails_calls_for_a_review_of_every_correction_on_it(ours: Path) -> None:
    replace(ours / "funding.csv", r"^(fy2009-esf-spend-plan,.*?),18000000,", r"\1,18500000,")
    reviews = [message for message in messages(ours) if message.startswith("corrections.csv")]
    assert len(reviews) == 2
    assert all("'spend-plan-fy2009' no longer holds, and this correction rests on it" in each for each in reviews)


def test_preferred_row_that_is_gone(ours: Path) -> None:
    replace(ours / "conflicts.csv", r",funding,fy2010-total-spend-plan,", ",funding,fy2010-total-spent-plan,")
    (message,) = messages(ours)
    assert "conflicts.csv, line " in message
    assert "'fy2010-total-spent-plan' names 'funding/fy2010-total-spent-plan', which does not exist" in message
    assert "perhaps 'funding/fy2010-total-spend-plan'" in message


def test_preferred_row_of_another_conflict(ours: Path) -> None:
    replace(ours / "conflicts.csv", r",funding,fy2010-total-spend-plan,", ",funding,fy2008-2012-total-derived,")
    (message,) = messages(ours)
    assert "'fy2008-2012-total-derived' belongs to 'fy2008-2012-total' in funding.csv, line " in message
    assert "expected a row of the conflict 'fy2010-total'" in message


def test_link_that_begins_nowhere(ours: Path) -> None:
    replace(ours / "links.csv", r"^threat_goal,arms_trafficking,disrupt", "threat_goal,arms_traficking,disrupt")
    (message,) = messages(ours)
    assert (
        "column from_id: 'arms_traficking' is not where a link of the kind 'threat_goal' can begin; "
        "expected a threat_id of threats.csv, perhaps 'arms_trafficking' (row cites voa-editorial)"
    ) in message


def test_event_whose_amount_stands_nowhere(ours: Path) -> None:
    replace(ours / "events.csv", r"funding_by_country/blz-fy2022-donation", "funding_by_country/blz-fy2023-donation")
    (message,) = messages(ours)
    assert "column amount_row_id: 'funding_by_country/blz-fy2023-donation' names " in message


def test_two_countries_cannot_share_a_tile_and_none_goes_without(ours: Path) -> None:
    replace(ours / "countries.csv", r"^(GTM,.*#117733),0,1,", r"\1,1,1,")
    line = replace(ours / "countries.csv", r"^(PAN,.*#a0479a),3,3,", r"\1,3,,")
    shared, without = messages(ours)
    assert "column tile_column: '1' in row 1 is the place of line" in shared
    assert without.startswith(f"countries.csv, line {line}, column tile_row: '' is empty; expected a place on")
