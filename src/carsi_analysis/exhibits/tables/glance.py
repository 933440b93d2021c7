"""The table that sets the countries side by side: violence, law, migration and money."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from carsi_analysis.analysis.obligations import REGIONAL_LINE
from carsi_analysis.exhibits.column import Column
from carsi_analysis.exhibits.exhibit import Table
from carsi_analysis.exhibits.locale import NO_BREAK_SPACE, ExhibitWords, Locale
from carsi_analysis.exhibits.money import qualified, years_of

MILLION = 1e6


def at_a_glance(rows: pd.DataFrame, security: pd.DataFrame, *, locale: Locale) -> Table:
    """Set the countries side by side, the highest newest homicide rate first.

    Args:
        rows: as ``analysis.glance.at_a_glance`` gives it, with a homicide rate of one country at least; money of the
            regional line has no row here.
        security: as ``analysis.obligations.security_by_recipient`` gives it: a note tells how much of it names no
            country.
    """
    say, label = locale.exhibit("at-a-glance"), locale.named("label")
    newest = rows[rows["measure"] == "homicide"].sort_values("value", ascending=False)
    of_countries = rows[rows["country_iso3"] != REGIONAL_LINE]
    names = of_countries.drop_duplicates("country_iso3").set_index("country_iso3")[label]
    places = [*newest["country_iso3"], *names.index.difference(newest["country_iso3"])]
    undivided = security[security["country_iso3"] == REGIONAL_LINE]
    reserved = rows[rows["measure"] == "reserved"].sort_values("value", ascending=False)
    law, doubtful = rows[rows["measure"] == "law"], newest.loc[newest["doubtful"], label].tolist()
    most = reserved["country_iso3"].iloc[0] if len(reserved) else None
    peaks = rows[rows["measure"] == "peak"].set_index("country_iso3")["year"]
    is_last_to_peak = most in peaks.index and peaks[most] == peaks.max()
    facts = {
        "share": "".join(locale.percent(share) for share in undivided["share"]),
        "years": years_of(pd.concat([security["start_fiscal_year"], security["end_fiscal_year"]]), locale),
        "undivided": "".join(locale.number(amount / MILLION, 0) for amount in undivided["amount_usd"]),
        "most": "" if most is None else names[most],
        "record_year": int(peaks[most]) if is_last_to_peak else "",
        "highest": newest[label].iloc[0],
        "lowest": newest[label].iloc[-1],
        "doubtful": locale.items(doubtful),
        "first_law": "" if law.empty else int(law["first_year"].min()),
    }
    notes = {"law": len(law), "doubtful": doubtful, "undivided": len(undivided)}
    return Table(
        **say.head(
            {
                "title": "rates" if most is None else "at_record" if is_last_to_peak else "reserved",
                "notes": [note for note, holds in notes.items() if holds],
            },
            **facts,
        ),
        data=pd.DataFrame([_line(names[iso], rows[rows["country_iso3"] == iso], say) for iso in places]),
        columns=(say.column("place"), *_columns(of_countries, say)),
        evidence=rows,
    )


def _line(name: str, own: pd.DataFrame, say: ExhibitWords) -> dict[str, Any]:
    """Write what is held of one place, each figure as words and as a number with its year."""
    line: dict[str, Any] = {"place": name}
    for row in own.itertuples():
        line[row.measure] = WRITTEN[row.measure](row, say.locale)
        line[f"{row.measure}_value"] = float(row.value)
        line[f"{row.measure}_year"] = None if pd.isna(row.year) else int(row.year)
    return line


def _dated(row: Any, locale: Locale) -> str:
    """Write a rate or a count with its year."""
    digits = 0 if row.measure == "counted" else 1
    return f"{locale.fixed(row.value, digits)}{NO_BREAK_SPACE}({row.year})"


def _moved(row: Any, locale: Locale) -> str:
    """Write a score and how it moved."""
    change = locale.signed(locale.fixed(row.change, 2))
    return f"{locale.fixed(row.value, 2)}{NO_BREAK_SPACE}({change})"


def _millions(row: Any, locale: Locale) -> str:
    """Write an amount; sums of many bookings need no decimals."""
    return qualified(row, locale.number(row.value / MILLION, 0 if row.measure == "security" else 1), locale)


WRITTEN: dict[str, Callable[[Any, Locale], str]] = {
    "homicide": _dated,
    "peak": _dated,
    "counted": _dated,
    "law": _moved,
    "encounters": lambda row, locale: locale.number(row.value),
    "security": _millions,
    "reserved": _millions,
}
"""How each measure is written."""


def _columns(rows: pd.DataFrame, say: ExhibitWords) -> list[Column]:
    """Describe the columns that have a figure; whoever takes the data away gets its number and its year."""
    columns = []
    for measure, own in rows.groupby("measure", sort=False):
        year, unit = say.locale.fiscal_year(own["year"].max()), say(f"units.{measure}")
        title = say(f"columns.{measure}", year=year)
        dated = [replace(say.column("year"), name=f"{measure}_year")] if own["year"].notna().any() else []
        parts = (Column(f"{measure}_value", title, unit=unit), *dated)
        columns.append(Column(measure, title, figure=True, parts=parts))
    return columns
