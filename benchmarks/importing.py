"""How a transactions CSV of ForeignAssistance.gov is added up, beside reading the same file with pandas.

    python benchmarks/importing.py [MEGABYTES]

Writes a file of that size (200 when not given) in the publisher's shape into a temporary folder, reads it in a process
of its own each way, and prints seconds, the peak of memory and the ratios; and the same of the file as a zip, as the
site publishes it, and of half the file, for memory must not grow with it. All must come to the same sums.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

_NAMES = (
    "Country ID,Country Code,Country Name,Region ID,Region Name,Income Group ID,Income Group Name,"
    "Managing Agency ID,Managing Agency Acronym,Managing Agency Name,Managing Sub-agency or Bureau Name,"
    "Implementing Partner Category Name,Implementing Partner Name,International Category Name,"
    "International Sector Name,International Purpose Code,International Purpose Name,US Category Name,US Sector Name,"
    "Funding Account ID,Funding Account Name,Funding Agency Name,Assistance Category Name,Aid Type Group Name,"
    "Activity ID,Activity Name,Activity Project Number,Activity Description,Activity Start Date,Activity End Date,"
    "Transaction Type ID,Transaction Type Name,Fiscal Year,Transaction Date,Current Dollar Amount,"
    "Constant Dollar Amount,Submission ID"
)
HEADER = _NAMES.split(",")
COUNTRIES = (
    ("BLZ", "Belize"),
    ("CRI", "Costa Rica"),
    ("SLV", "El Salvador"),
    ("GTM", "Guatemala"),
    ("HND", "Honduras"),
    ("NIC", "Nicaragua"),
    ("PAN", "Panama"),
    ("COL", "Colombia"),
    ("AFG", "Afghanistan"),
    ("ZAF", "South Africa"),
)
KINDS = ("Obligations", "Disbursements")
WORDS = "Support to the strengthening of institutions, “prevention” and citizen security; phase "

OURS = """
import json, sys
from pathlib import Path
from carsi_analysis.data import load
from carsi_analysis.importing.incoming import Request
from carsi_analysis.importing.publishers import importer_of
incoming = importer_of("foreignassistance").read(Request(Path(sys.argv[1]), load()))
sums = {f"{v.key['country_iso3']} {v.key['measure_id']} {v.year}": int(v.value) for v in incoming.values}
print(json.dumps(sums))
"""
PANDAS = """
import json, sys
import pandas as pd
frame = pd.read_csv(sys.argv[1])
kinds = {"Obligations": "obligated", "Disbursements": "disbursed"}
held = ["BLZ", "CRI", "SLV", "GTM", "HND", "NIC", "PAN"]
frame = frame[frame["Country Code"].isin(held)]
sums = frame.groupby(["Country Code", "Transaction Type Name", "Fiscal Year"])["Current Dollar Amount"].sum()
print(json.dumps({f"{code} {kinds[kind]} {year}": int(total) for (code, kind, year), total in sums.items()}))
"""


def main() -> None:
    """Measure one file."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "us_foreign_aid_complete.csv"
        rows = _write(path, megabytes * 1_000_000)
        print(f"{path.stat().st_size / 1e6:,.0f} MB, {rows:,} transactions, {len(HEADER)} columns")
        ours = _measure(OURS, path)
        plain = _measure(PANDAS, path)
        packed = _measure(OURS, _pack(path))
        _write(path, megabytes * 500_000)
        half = _measure(OURS, path)
    assert ours[2] == plain[2] == packed[2], "the sums differ"
    names = ("carsi import", "of the zip", "of half the file", "pandas.read_csv")
    for name, (seconds, peak, _) in zip(names, (ours, packed, half, plain), strict=True):
        print(f"{name:<16} {seconds:6.1f} s   {peak:7,.0f} MB at its peak")
    print(f"pandas takes {plain[0] / ours[0]:.1f} times the time and {plain[1] / ours[1]:.1f} times the memory")


def _write(path: Path, size: int) -> int:
    """Write transactions until the file has its size; the same ones every time."""
    rows = written = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        while written < size:
            for number in range(rows, rows + 1000):
                written += writer.writerow(_transaction(number))
            rows += 1000
    return rows


def _pack(path: Path) -> Path:
    """Pack a file as quickly as may be."""
    packed = path.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(path, path.name)
    return packed


def _transaction(number: int) -> list[object]:
    code, name = COUNTRIES[number % len(COUNTRIES)]
    kind = KINDS[number // 7 % 2]
    amount = (number * 7919) % 2_000_003 - 500_000
    activity = [
        f"A{number % 9973}",
        f'Activity "{number % 9973}", {name}',
        f"P-{number % 311}",
        WORDS * 2 + str(number),
    ]
    return [
        *(number % 10 + 1, code, name, 6, "Western Hemisphere", 3, "Lower Middle Income Country"),
        *(1, "USAID", "U.S. Agency for International Development", "Bureau for Latin America and the Caribbean"),
        *("Enterprises", f"Implementing partner {number % 499}", "Governance", "Conflict, Peace, and Security", 152),
        *("Civilian peace-building, conflict prevention and resolution", "Peace and Security", "Citizen Security"),
        *("19x1022", "International Narcotics Control and Law Enforcement", "Department of State", "Economic"),
        *("Project-Type", *activity, "2012-10-01", "NULL", 2, kind),
        *(2001 + number % 24, f"{2001 + number % 24}-0{number % 9 + 1}-15", amount, amount * 2, number % 13),
    ]


def _measure(code: str, path: Path) -> tuple[float, float, dict[str, int]]:
    """Seconds, peak of memory in MB and result of Python in a process of its own."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    result = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    assert process.returncode == 0, "the process failed"
    unit = 1 if sys.platform == "darwin" else 1024
    return seconds, usage.ru_maxrss * unit / 1e6, json.loads(result)


if __name__ == "__main__":
    main()
