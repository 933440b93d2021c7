"""ForeignAssistance.gov: totals by country, and millions of transactions that must add up to the same."""

import sys
import zipfile

import pytest

from carsi_analysis.errors import CarsiError
from carsi_analysis.importing import streaming
from carsi_analysis.importing.publishers.foreignassistance import base_year
from carsi_analysis.importing.refused import ImportRefused
from tests.importing.conftest import csv_text, write_csv, write_zip

OLD = ["country_id", "country_code", "country_name", "transaction_type_name", "fiscal_year", "current_amount"]
OLD += ["constant_amount"]
NEW = ["Country ID", "Country Code", "Country Name", "Funding Account ID", "Activity Name", "Transaction Type Name"]
NEW += ["Fiscal Year", "Current Dollar Amount", "Constant Dollar Amount"]


def totals(incoming):
    columns = ("country_iso3", "measure_id", "fiscal_year")
    return {tuple(each.key[column] for column in columns): each.value for each in incoming.values}


def test_totals_by_country_in_the_names_of_either_time(read, tmp_path):
    rows = [
        OLD,
        [84, "BLZ", "Belize", "Obligations", 2024, "18583198", "18000000"],
        [84, "BLZ", "Belize", "Obligations", "1976tq", "5", "20"],
        [998, "CNA", "Central America Region", "Disbursements", 2024, "-12", "-12"],
        [999, "CCN", "Central America and Caribbean Region", "Disbursements", 2024, "7", "7"],
    ]
    expected = {("BLZ", "obligated", "2024"): "18583198", ("CAR", "disbursed", "2024"): "-12"}
    incoming = read("foreignassistance", write_csv(tmp_path / "us_foreign_aid_country.csv", rows))
    assert totals(incoming) == expected
    assert incoming.left_aside == {"countries that the package does not hold": 1, "the transition quarter of 1976": 1}
    rows[0] = [name.replace("_", " ").title().replace("Current Amount", "Current Dollar Amount") for name in OLD]
    rows[0][-1] = "Constant Dollar Amount"
    assert totals(read("foreignassistance", write_csv(tmp_path / "new.csv", rows))) == expected


def transaction(code, name, kind, year, current, constant="0", activity="Training"):
    return [1, code, name, "19x1022", activity, kind, year, current, constant]


def test_transactions_are_added_up_exactly(read, tmp_path):
    rows = [NEW]
    rows += [transaction("HND", "Honduras", "Obligations", 2023, "0.1", "0.2") for _ in range(30)]
    rows += [
        transaction("HND", "Honduras", "Obligations", 2023, "-1", "NULL", activity='Line one\nand "two", =SUM(A1)'),
        transaction("HND", "Honduras", "Disbursements", 2023, "90071992547409931", "1"),
        transaction("HND", "Honduras", "Obligations", "1976tq", "4"),
        transaction("ABW", "Aruba", "Obligations", 2023, "7"),
    ]
    incoming = read("foreignassistance", write_csv(tmp_path / "us [foreign] aid*complete.csv", rows))
    assert totals(incoming) == {
        ("HND", "obligated", "2023"): "2",
        ("HND", "disbursed", "2023"): "90071992547409931",
    }
    assert incoming.values[1].place == "the sum of 31 transactions"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            transaction("HND", "Honduras", "Obligations", 2023, "1,000"),
            "column Current Dollar Amount: '1,000' has a comma",
        ),
        (transaction("HND", "Honduras", "Obligations", 2023, "x" * 90), "'x{60}' is no number"),
        (transaction("HND", "Honduras", "Obligations", "90071", 2023), "column Fiscal Year: '90071' is no year"),
        (transaction("HND", "Honduras", "Obligations", 2023, "1")[:5], "Expected Number of Columns: 9 Found: 5"),
        (transaction("HND", "Honduras", "Loans", 2023, "1"), "'Loans' is no kind of transaction that we know"),
    ],
)
def test_a_broken_transaction_is_refused(read, tmp_path, row, said):
    rows = [NEW, *(transaction("HND", "Honduras", "Obligations", 2023, "1") for _ in range(5)), row]
    with pytest.raises(ImportRefused, match=said) as refusal:
        read("foreignassistance", write_csv(tmp_path / "complete.csv", rows))
    assert str(tmp_path) not in str(refusal.value)


HND = transaction("HND", "Honduras", "Obligations", 2023, "0.1")


def packed(tmp_path, rows=(NEW, HND, HND)):
    """The complete file as the site packs it, in a folder of the archive, beside a note."""
    members = {"read me.txt": "Notes, as of 2027", "data/us_foreign_aid_complete.csv": csv_text(rows)}
    return write_zip(tmp_path / "us_foreign_aid_complete.zip", members)


def test_packed_transactions_are_unpacked_apart_and_leave_nothing(read, tmp_path, monkeypatch):
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr(streaming.tempfile, "tempdir", str(room))
    incoming = read("foreignassistance", packed(tmp_path, [NEW, *[HND] * 30]))
    assert totals(incoming) == {("HND", "obligated", "2023"): "3"}
    assert list(room.iterdir()) == []


def test_packed_transactions_that_no_disk_holds_are_refused(read, tmp_path, monkeypatch):
    monkeypatch.setattr(streaming.shutil, "disk_usage", lambda path: streaming.shutil._ntuple_diskusage(9, 8, 1))
    with pytest.raises(ImportRefused, match="0 MB are free for temporary files; expected more room, or TMPDIR"):
        read("foreignassistance", packed(tmp_path))


@pytest.mark.parametrize("broken", [b"Obligations", b"Honduras"])
def test_packed_transactions_whose_bytes_changed_on_the_way_are_refused(read, tmp_path, broken):
    with zipfile.ZipFile(tmp_path / "stored.zip", "w") as archive:
        archive.writestr("us_foreign_aid_complete.csv", csv_text([NEW, *[HND] * 2000]))
    path = tmp_path / "stored.zip"
    content = path.read_bytes()
    place = content.rindex(broken)
    path.write_bytes(content[:place] + b"#" + content[place + 1 :])
    with pytest.raises(ImportRefused, match=r"damaged .*CRC"):
        read("foreignassistance", path)


def test_without_duckdb_the_message_says_what_to_install(read, tmp_path, monkeypatch):
    path = write_csv(tmp_path / "complete.csv", [NEW, transaction("HND", "Honduras", "Obligations", 2023, "1")])
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(CarsiError, match=r"library duckdb is not installed; type: .*'carsi-analysis\[import\]'$"):
        read("foreignassistance", path)


def test_the_workbook_of_the_same_page_goes_to_its_own_importer(read, tmp_path):
    header = ["Fiscal Year", "Region", "Country", "Assistance Category", "Publication Row", "Funding Agency"]
    header += ["Funding Account Name", "Obligations (Historical Dollars)", "Obligations (Constant Dollars)"]
    rows = [header, [2020, "x", "Panama", "Economic", "y", "Department of State", "Economic Support Fund", 100, 100]]
    incoming = read("foreignassistance", write_csv(tmp_path / "greenbook.csv", rows))
    assert {each.table for each in incoming.values} == {"official_obligations"}


def test_a_broken_amount_of_a_country_that_is_not_ours_stops_nothing(read, tmp_path):
    rows = [
        NEW,
        HND,
        transaction("ABW", "Aruba", "Obligations", 2023, "1,000"),
        transaction("ABW", "Aruba", "Loans", "x", ""),
    ]
    assert totals(read("foreignassistance", write_csv(tmp_path / "complete.csv", rows))) == {
        ("HND", "obligated", "2023"): "0"
    }


def edition_held(package, changes=()):
    """The country totals of the latest edition held, with amounts and constant dollars changed as told."""
    frame = package.official_totals
    names = {"obligated": "Obligations", "disbursed": "Disbursements", "requested": "President's Budget Requests"}
    names |= {"budgeted": "Appropriated and Planned", "allocated": "Initial Allocations"}
    rows = [[*NEW[1:3], *NEW[5:]]]
    for each in frame[frame["edition"] == frame["edition"].max()].itertuples():
        amounts = [each.amount_usd, each.amount_constant_usd]
        for change in changes:
            amounts = change(each, *amounts)
        code = {"CAR": "CNA"}.get(each.country_iso3, each.country_iso3)
        rows.append([code, "", names[each.measure_id], each.fiscal_year, *amounts])
    return rows


def test_constant_dollars_of_another_year_are_told_and_are_no_revision(reviewed, package, tmp_path):
    frame = package.official_totals
    latest = frame[frame["edition"] == frame["edition"].max()]
    amounts = latest[["fiscal_year", "amount_usd", "amount_constant_usd"]].astype(int)
    base = base_year(amounts.itertuples(index=False))
    of_next_year = amounts[amounts["fiscal_year"] == base + 1].abs().sum()
    factor = of_next_year["amount_usd"] / of_next_year["amount_constant_usd"]
    later = edition_held(package, [lambda each, amount, constant: (amount, round(constant * factor))])
    review = reviewed("foreignassistance", write_csv(tmp_path / "later.csv", later), release="2027-02-01")
    (note,) = review.incoming.notes
    assert note.startswith(
        f"its constant dollars are those of fiscal year {base + 1}, and those of the edition held are of {base}: "
    )
    assert note.endswith("not a revision")
    assert review.changes == []
    same = write_csv(tmp_path / "same.csv", edition_held(package))
    assert reviewed("foreignassistance", same, release="2027-02-01").incoming.notes == ()


def test_an_older_file_under_a_later_date_is_noticed_by_the_years_that_it_lacks(reviewed, package, tmp_path):
    def earlier(each, amount, constant):
        return (round(amount * 0.5), round(constant * 0.5)) if each.partial_year else (amount, constant)

    path = write_csv(tmp_path / "older.csv", edition_held(package, [earlier]))
    (doubt,) = reviewed("foreignassistance", path, release="2027-02-01").doubts
    assert doubt.startswith("official_totals is held: years that the edition held was still reporting are smaller")
    assert "obligated of 2024: " in doubt and "--accept official_totals takes it" in doubt
