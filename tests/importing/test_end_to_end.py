"""From a publisher's file to the reports: the review, the applied package, the build after it and ``carsi diff`` agree.

Everything goes through the command line, as for an analyst, on a copy of the package.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from carsi_analysis.batch.progress import Lines
from carsi_analysis.cli import main
from carsi_analysis.data.place import REPOSITORY_DATA
from carsi_analysis.importing import review_text
from carsi_analysis.importing.outlook import outlook
from tests.batch.helpers import this_process
from tests.importing.conftest import ACCESSED, SEVEN, SHARED, held

EDITION = """
title.en = "Trial"
title.es = "Prueba"
[[documents]]
report = "regional-briefing"
formats = ["html"]
"""
MAPPING = """
indicator = "hom_rate_unodc"
unit = "{unit}"
[source]
id = "wb-homicide-trial"
title = "Homicide rates of the World Bank, as a trial"
publisher = "World Bank"
licence = "CC BY 4.0"
label_en = "Trial of the World Bank file"
label_es = "Ensayo del archivo del Banco Mundial"
replaces = ["owid-unodc-hom-"]
[columns]
code = "iso3"
country = "country"
year = "year"
value = "rate_per_100k"
"""
RAW = SHARED / "threats" / "raw" / "wdi_homicide_rate_2025-10-07.csv"


def carsi(folder: Path, *arguments: object) -> str:
    """Run a command on the package in ``folder``; what it prints."""
    result = CliRunner().invoke(main, [str(each) for each in arguments], env={"CARSI_DATA": str(folder)})
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module", autouse=True)
def without_workers() -> Iterator[None]:
    """Build in this process: that workers do the same is held by the tests of the batch."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("build", "command"):
            patch.setattr(f"carsi_analysis.batch.{module}.local_processes", lambda workers: this_process)
        yield


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an edition of one report, built on the package as it is."""
    room = tmp_path_factory.mktemp("edition")
    (room / "trial.toml").write_text(EDITION, encoding="utf-8")
    carsi(REPOSITORY_DATA, "build", "--edition", room / "trial.toml", "--out", room / "before", "--quiet")
    return room


def built_after(folder: Path, edition: Path, out: Path) -> tuple[str, list[str]]:
    """The page of the briefing on the package in ``folder``, and what ``carsi diff`` says of it."""
    shutil.copytree(edition / "before", out)
    carsi(folder, "build", "--edition", edition / "trial.toml", "--out", out, "--quiet")
    difference = carsi(folder, "diff", edition / "before" / "trial", out / "trial").splitlines()
    return (out / "trial" / "regional-briefing-en.html").read_text(encoding="utf-8"), difference


def section(text: str, title: str) -> list[str]:
    """Lines of a section of a printed review, without its two blanks."""
    found = re.search(rf"^{title}.*\n((?:  .*\n?)*)", text, re.MULTILINE)
    assert found, text
    return [line[2:] for line in found[1].splitlines()]


def test_review_build_and_diff_tell_one_story(folder, package, chart_file, edition, tmp_path):
    last = held(package, "hom_rate_unodc")["CRI", 2023]
    path = chart_file({("CRI", 2023): "19.5", ("HND", 2003): None})
    accept = [f"--accept={name}" for name in ("homicide-world-bank-copy", "homicide-sdg-copy")]
    trial = ["import", "owid", path, "--release", "2026-12-01", *accept]
    review = carsi(folder, *trial, "--edition", edition / "trial.toml")
    assert "Reports run on the data as they are and as they would be: 1" in review
    whole, foretold = (
        section(review, f"What carsi diff would say of {name}")
        for name in ("the edition as a whole", "regional-briefing-en")
    )

    carsi(folder, *trial, "--apply", "--accessed", ACCESSED)
    carsi(folder, "validate")
    page, difference = built_after(folder, edition, tmp_path / "after")
    here = difference.index("regional-briefing-en")
    assert difference[1:here] == whole[1:]  # the first line has the day of the edition, which the review did not know
    assert difference[here + 1 :] == [f"  {line}" for line in foretold]
    assert f"  chart homicide-trends, 2023 / series, CRI: {last} → 19.5" in difference
    shown = format(float(last), ".1f")
    assert re.search(rf"(?m)^  finding \S+: {shown} \({last}\) → 19.5$", "\n".join(difference))
    (moved,) = section(review, "Sentences that move")
    said, says = moved.split(" → ")
    assert f" in 2023: {shown} per 100,000" in said and " in 2023: 19.5 per 100,000" in says
    assert "UNODC via Our World in Data, December 2026" in page
    assert "UNODC via Our World in Data, May 2025" not in page


def test_a_report_that_could_not_be_run_on_the_new_data_is_named(folder, edition, capsys):
    earlier = os.environ.get("CARSI_DATA")
    broken = {"threats.csv": b"threat_id\n"}
    seen = outlook(str(edition / "trial.toml"), folder, broken, Lines)
    assert [line.partition(":")[0] for line in seen.failed] == ["regional-briefing-en"]
    assert "DataError" in seen.failed[0] and seen.sentences == []
    assert os.environ.get("CARSI_DATA") == earlier
    told = re.findall(r"(?m)^\[1/1\] regional-briefing-en, (\w+): ", capsys.readouterr().err)
    assert told == ["before", "after"]


@pytest.mark.skipif(not RAW.is_file(), reason="the publishers' files are not beside this checkout")
def test_a_publishers_own_file_goes_all_the_way(folder, package, edition, tmp_path, monkeypatch):
    monkeypatch.setattr(review_text, "MOST_SHOWN", 1000)
    unit = package.indicators.set_index("indicator_id").loc["hom_rate_unodc", "unit_id"]
    (tmp_path / "mapping.toml").write_text(MAPPING.format(unit=unit), encoding="utf-8")
    trial = ["import", "table", RAW, "--mapping", tmp_path / "mapping.toml", "--release", "2026-11-20"]
    trial += ["--accept", "homicide-sdg-copy"]
    review = carsi(folder, *trial)
    revised = section(review, "hom_rate_unodc, revised")
    large = [line for line in revised if not line.endswith("(less than 0.1 %)")]
    of_world = [line for line in large if line.startswith("WLD ")]  # the Bank has its own mean of the world
    assert of_world and [line for line in large if line not in of_world] == ["PAN 2023: 12.469837 → 11.707293 (-6.1 %)"]
    of_seven = [line for line in revised if line.startswith(tuple(SEVEN))]
    assert 1 < len(of_seven) < 100 and f"hom_rate_unodc: 0 added, {len(revised)} revised, 0 no longer given" in review

    carsi(folder, *trial, "--apply", "--accessed", ACCESSED)
    carsi(folder, "validate")
    page, difference = built_after(folder, edition, tmp_path / "after")
    charted = re.findall(
        r"^  chart homicide-trends, (\d+) / series, (\w+): (\S+ → \S+)$", "\n".join(difference), re.MULTILINE
    )
    assert sorted(f"{country} {year}: {values}" for year, country, values in charted) == sorted(
        line.partition(" (")[0] for line in of_seven
    )
    assert "Trial of the World Bank file, November 2026" in page
    assert "Nothing to change" in carsi(folder, *trial)
