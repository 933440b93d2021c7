"""Each kind of file that must not come in is refused with what was seen and expected; the package stays, to the byte.

Everything is asked for with ``--apply``, as by a hurried person.
"""

import re

import pytest
from click.testing import CliRunner

from carsi_analysis.cli import main
from tests.importing.conftest import ACCESSED, bank_rows, fingerprint, held, write_csv


@pytest.fixture
def files(tmp_path, package, bank_file, chart_file):
    """Every wrong file by its name, and the importer that it is given to."""
    values = held(package, "hom_rate_wdi")

    def bank(name, change):
        rows = bank_rows(values)
        change(rows)
        return write_csv(tmp_path / f"{name}.csv", rows)

    def place(rows, code):
        return next(number for number, row in enumerate(rows) if len(row) > 1 and row[1] == code)

    def rename(rows):
        rows[place(rows, "HND")][0] = "Republic of the Hondurans"

    def lose_the_code(rows):
        rows[place(rows, "HND")][:2] = ["The Honduras", "HON"]

    def other_indicator(rows):
        for row in rows[5:]:
            row[2:4] = ["GDP per capita (current US$)", "NY.GDP.PCAP.CD"]

    def multiply(rows):
        for row in rows[5:]:
            row[4:] = [cell and str(float(cell) * 10) for cell in row[4:]]

    def lose_rows(rows):
        for row in rows[5:]:
            row[4:16] = [""] * 12

    def cut(path, share):
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
        return path

    page = tmp_path / "page.csv"
    page.write_text("<!DOCTYPE html><html><body>Sign in to download</body></html>", encoding="utf-8")
    return {
        "a web page": ("worldbank", page),
        "another publisher's": ("unodc", bank("other", lambda rows: None)),
        "a zip cut off": ("worldbank", cut(bank_file(name="cut.zip"), 0.6)),
        "a CSV cut off": ("worldbank", cut(bank("cut", lambda rows: None), 0.93)),
        "another indicator": ("worldbank", bank("gdp", other_indicator)),
        "another unit by name": ("worldbank", bank_file(label="Intentional homicides (per million)", name="unit.zip")),
        "another unit by its values": ("worldbank", bank("ten", multiply)),
        "another unit in the metadata": ("owid", chart_file(unit="homicides per million")),
        "a country renamed beside its code": ("worldbank", bank("renamed", rename)),
        "a country renamed altogether": ("worldbank", bank("gone", lose_the_code)),
        "fewer rows": ("worldbank", bank("fewer", lose_rows)),
        "a key twice": ("worldbank", bank("twice", lambda rows: rows.append(rows[place(rows, "PAN")]))),
    }


@pytest.mark.parametrize(
    ("kind", "seen", "expected"),
    [
        ("a web page", "this is a web page, not data", "the data file itself"),
        ("another publisher's", "begins with 'Data Source World Development", "a file of the UNODC data portal with"),
        ("a zip cut off", "it is damaged", "a whole file; download it again"),
        (
            "a CSV cut off",
            r"line \d+: the row has \d+ cells and the header 3\d",
            "a whole row; download the file again",
        ),
        ("another indicator", "it holds NY.GDP.PCAP.CD", "an indicator that the package holds: VC.IHR.PSRC.P5"),
        ("another unit by name", r"VC.IHR.PSRC.P5 is now called '.*\(per million\)'", "a name with 'per 100,000'"),
        (
            "another unit by its values",
            "values of hom_rate_wdi are typically 10 times those held",
            "about the same values",
        ),
        ("another unit in the metadata", "the unit is now 'homicides per million'", "a unit with 'per 100,000'"),
        ("a country renamed beside its code", "the code HND stands beside the name", "Honduras, Republic of Honduras"),
        (
            "a country renamed altogether",
            "no value of hom_rate_wdi for HND, where the package holds 24",
            "a name that we know.*; --partial takes it as an extract",
        ),
        (
            "fewer rows",
            r"\d+ of the {held} values that the package holds of hom_rate_wdi are not in it",
            "at least as many",
        ),
        ("a key twice", "hom_rate_wdi PAN 2000 main stands twice, on line 16 and on line 21", "each value once"),
    ],
)
def test_a_wrong_file_is_refused_and_the_package_stays_as_it_is(
    folder, package, files, monkeypatch, kind, seen, expected
):
    importer, path = files[kind]
    seen = seen.replace("{held}", str(len(held(package, "hom_rate_wdi"))))
    before = fingerprint(folder)
    monkeypatch.setenv("CARSI_DATA", str(folder))
    result = CliRunner().invoke(main, ["import", importer, str(path), "--apply", "--accessed", ACCESSED])
    assert result.exit_code == 1 and result.stdout == ""
    assert result.stderr.startswith(f"carsi: {path.name}") and result.stderr.count("\n") == 1
    assert re.search(f"{seen}.*; expected .*{expected}", result.stderr), result.stderr
    assert fingerprint(folder) == before
    assert [each.name for each in folder.parent.iterdir() if each.name.startswith(".")] == []
