"""Nominal and constant US dollars: money of different fiscal years on one price level.

The price index is the US GDP deflator averaged over the quarters of each fiscal year (October to September), since the
money is counted by fiscal year. Constant dollars are those of the newest fiscal year that the index holds:
``constant = nominal × index(base year) / index(year)``.
"""

from dataclasses import dataclass

import pandas as pd

from carsi_analysis.analysis.provenance import rows_of, union, with_provenance
from carsi_analysis.errors import CarsiError

DEFLATOR = "gdp_deflator_fy"


class DollarsError(CarsiError):
    """An amount cannot be put on the price level asked for."""


@dataclass(frozen=True)
class Dollars:
    """The price level of amounts: nominal, or constant dollars of one fiscal year.

    Attributes:
        base_year: fiscal year whose dollars they are; ``None`` for nominal dollars.
    """

    base_year: int | None = None

    @property
    def constant(self) -> bool:
        """Whether amounts of different years are on one price level."""
        return self.base_year is not None

    def __str__(self) -> str:
        return f"constant FY{self.base_year} dollars" if self.constant else "nominal dollars"


NOMINAL = Dollars()


def dollars_of(choice: str, deflators: pd.DataFrame) -> Dollars:
    """Turn the reports' parameter ``dollars`` into a price level.

    Args:
        choice: ``nominal`` or ``constant``.
        deflators: the table ``deflators``.

    Raises:
        DollarsError: another word was given, or the table holds no fiscal-year deflator.
    """
    if choice == "nominal":
        return NOMINAL
    if choice != "constant":
        raise DollarsError(f"dollars: {choice!r} is neither 'nominal' nor 'constant'")
    years = deflators.loc[deflators["deflator_id"] == DEFLATOR, "year"]
    if years.empty:
        raise DollarsError(f"deflators: no row has deflator_id {DEFLATOR}; constant dollars need it")
    return Dollars(int(years.max()))


def in_dollars(
    amounts: pd.DataFrame, dollars: Dollars, deflators: pd.DataFrame, year: str = "fiscal_year"
) -> pd.DataFrame:
    """Put amounts on a price level; each row then rests on the deflator rows used as well.

    Args:
        amounts: nominal ``amount_usd`` of single fiscal years, with provenance.
        dollars: the price level; nominal leaves the amounts as they are.
        deflators: the table ``deflators``.
        year: the column with the fiscal year.

    Raises:
        DollarsError: the amounts are constant already, or the deflator lacks a year.
    """
    if not dollars.constant:
        return amounts
    if is_constant(amounts):
        raise DollarsError("these amounts are in constant dollars already; convert the nominal ones")
    index = with_provenance(deflators[deflators["deflator_id"] == DEFLATOR]).set_index("year")
    wanted = {*amounts[year].astype(int), dollars.base_year}
    lacking = sorted(wanted - set(index.index))
    if lacking:
        raise DollarsError(
            f"deflators: {DEFLATOR} has no value for {', '.join(map(str, lacking))}; "
            "leave these years out or use nominal dollars"
        )
    base = index.loc[dollars.base_year]
    own = index.loc[amounts[year].astype(int)]
    frame = amounts.copy()
    frame["amount_usd"] = amounts["amount_usd"].to_numpy() * base["index_value"] / own["index_value"].to_numpy()
    for column in ("sources", "rows"):
        frame[column] = [
            union([given, used, base[column]]) for given, used in zip(amounts[column], own[column], strict=True)
        ]
    return frame


def price_level(dollars: Dollars, deflators: pd.DataFrame) -> pd.DataFrame:
    """Take the index value of the year whose dollars constant dollars are.

    Returns:
        One row: ``fiscal_year``, ``index_value``, provenance.

    Raises:
        DollarsError: the dollars are nominal, or the deflator lacks their year.
    """
    held = deflators[(deflators["deflator_id"] == DEFLATOR) & (deflators["year"] == dollars.base_year)]
    if len(held) != 1:
        raise DollarsError(f"deflators: {DEFLATOR} has no value for the year of {dollars}")
    frame = with_provenance(held).rename(columns={"year": "fiscal_year"})
    return frame[["fiscal_year", "index_value", "sources", "rows"]]


def is_constant(amounts: pd.DataFrame) -> bool:
    """Tell from their provenance whether amounts were put on one price level."""
    return any(row.startswith(f"deflators/{DEFLATOR}/") for row in rows_of(amounts))
