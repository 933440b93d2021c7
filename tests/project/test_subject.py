"""The subject stands in data and words, not in code: what of it is left in Python is named here, and why."""

import ast
from collections import Counter
from pathlib import Path

from carsi_analysis.data import load

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "carsi_analysis"
TABLES = ("indicators", "sources", "accounts", "events", "evaluations", "countries", "threats", "goals", "caveats")
"""Tables whose identifiers count, besides years; an importer names what a publisher's file holds, and is left out."""

LEFT = {
    "analysis/country_money.py": {"nadr_exbs"},  # the account that the audit does not divide by country
    "analysis/dollars.py": {"gdp_deflator_fy"},  # the index of constant dollars
    "analysis/funding.py": {2008},  # the first fiscal year of CARSI's money
    "analysis/obligations.py": {"CAR", "incle"},  # the line for the region, and the account that CARSI's money takes
    # what is measured for comparators as for the countries, and belongs to a goal
    "analysis/region.py": {"ti_cpi", "vdem_rule_of_law", "oci_criminality", "oci_extortion", "unsentenced_share"},
    "analysis/profile.py": {"vdem_rule_of_law", "wgi_rule_of_law"},  # two bodies that score the same
    "analysis/replication.py": {"GTM", "HND", "SLV", "NIC", "morales-sanchez-2021"},  # one paper, done again
    "analysis/results.py": {"lapop-2014"},  # the one evaluation with a comparison group that measured crime
    "analysis/glance.py": {"vdem_rule_of_law", "usbp_encounters"},  # what stands beside homicide and money
    "analysis/study.py": {"voa-editorial"},  # the editorial with which the initiative is introduced
    # homicide, its later release, official counts, tiers, and the world beside them
    "analysis/threats.py": {"hom_rate_unodc", "hom_rate_unodc_2026", "hom_count_official", "tip_tier", "WLD"},
    "batch/edition/bundle.py": {1980},  # where a zip's calendar begins
    "data/seal.py": {1980},  # the same calendar, of the packed copy of sealed tables
    "export/workbook.py": {2079},  # where two-digit years of spreadsheets turn over
    "importing/merge.py": {"pop_central_america"},  # the region's population, which follows that of its countries
}
ELSEWHERE = ("importing/publishers/", "exhibits/gallery/", "exhibits/charts/")
"""Charts and examples are counted apart: a number that may only fall."""

MOST_ELSEWHERE = 55


def words_of_the_subject() -> set[str]:
    package = load()
    keys = {name: package.descriptor.table(name).primary_key[0] for name in TABLES}
    return {value for name, key in keys.items() for value in package.table(name)[key]} - {"total"}


def found_in(path: Path, subject: set[str]) -> list[str | int]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    values = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in prose]
    years = [value for value in values if type(value) is int and 1950 < value < 2100]
    return [value for value in values if isinstance(value, str) and value in subject] + years


def test_the_subject_left_in_code_is_named_and_may_only_shrink():
    subject = words_of_the_subject()
    found = {path.relative_to(SOURCE).as_posix(): found_in(path, subject) for path in sorted(SOURCE.rglob("*.py"))}
    held = {name: set(values) for name, values in found.items() if values and not name.startswith(ELSEWHERE)}
    assert held == LEFT
    apart = Counter({name: len(values) for name, values in found.items() if values and name.startswith(ELSEWHERE[1:])})
    assert apart.total() <= MOST_ELSEWHERE, apart
