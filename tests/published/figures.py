"""What is guarded, each figure by a route of its own from the tables, and the file that holds what was published."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from carsi_analysis.data import Package

FILE = Path(__file__).with_name("figures.toml")


def rows(package: Package) -> dict[str, int]:
    """Rows of every table, which the accounting of the first edition in data/CHANGES.md adds up."""
    return {name: len(package.table(name)) for name in package.tables}


def years_with_a_carsi_figure(package: Package) -> list[int]:
    """Fiscal years with a figure of CARSI alone; the others stay empty, however much the press would fill them."""
    funding = package.funding
    own = funding[
        (funding["scope_id"] == "carsi")
        & (funding["year_of"] == "appropriation")
        & funding["measure_id"].isin(["appropriated", "allocated", "planned", "announced"])
    ]
    return sorted(set(own["end_fiscal_year"].astype(int)))


def years_divided_by_account(package: Package) -> list[int]:
    """Fiscal years whose appropriations the State Department's plan divides by account."""
    plan = package.funding[package.funding["funding_id"].str.fullmatch(r"fy\d{4}-total-spend-plan")]
    return sorted(plan["start_fiscal_year"].astype(int))


def appropriated_usd(package: Package) -> float:
    """What the totals of that plan add up to."""
    plan = package.funding[package.funding["funding_id"].str.fullmatch(r"fy\d{4}-total-spend-plan")]
    return float(plan["amount_usd"].sum())


def inferred_tiers(package: Package) -> dict[str, int]:
    """Tiers that no source states: by exclusion, or from a neighboring year's text."""
    counts = package.tip_tiers["status"].value_counts()
    return {status: int(counts[status]) for status in ("by_exclusion", "implied")}


def last_year(package: Package) -> int:
    """The last year of any observation: where the reports end."""
    return int(package.observations["year"].max())


FIGURES: dict[str, Callable[[Package], Any]] = {
    make.__name__: make
    for make in (
        last_year, years_with_a_carsi_figure, years_divided_by_account, appropriated_usd, inferred_tiers, rows
    )
}  # fmt: skip


def published() -> dict[str, Any]:
    """The figures as they were published."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def now(package: Package) -> dict[str, Any]:
    """The figures as the data give them."""
    return {name: make(package) for name, make in FIGURES.items()}


def text_of(figures: dict[str, Any]) -> str:
    """Write figures as TOML."""
    lines = ["# What the published edition holds. `python -m tests.published` prints what moves; --write writes it."]
    lines += [f"{name} = {value}" for name, value in figures.items() if not isinstance(value, dict)]
    for name, value in figures.items():
        if isinstance(value, dict):
            lines += ["", f"[{name}]", *(f"{key} = {each}" for key, each in value.items())]
    return "\n".join(lines) + "\n"
