"""Charts of two years: one row a country, an open dot for the first and a filled one for the second."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from carsi_analysis.exhibits.charts.described import Described
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Dots


def two_years(pairs: pd.DataFrame, indicator: pd.Series, *, locale: Locale) -> Chart:
    """Compare two years of any indicator, a line between the dots.

    Args:
        pairs: as ``analysis.threats.two_years`` gives it.
        indicator: its description, as ``Study.described`` gives it.
        locale: the language.
    """
    about = Described(indicator, locale)
    rows = pairs.assign(difference=pairs["change"]).sort_values("last_value", kind="stable")[::-1]
    first, last = int(rows["first_year"].iloc[0]), int(rows["last_year"].iloc[0])
    say = about.words("two-years", f"{first}-{last}")
    moves = (rows["last_value"].round(about.digits) - rows["first_value"].round(about.digits)).tolist()
    listed = "; ".join(
        f"{getattr(row, locale.named('label'))} {about.write(row.first_value)} → {about.write(row.last_value)}"
        for row in rows.itertuples()
    )
    return Chart(
        **say.head(**about.names, first=first, last=last, listed=listed),
        title=_counted_moves(about.names["label"], moves, first, locale),
        unit=about.unit,
        data=rows,
        columns=(
            say.named("label"),
            Column("first_value", str(first), about.digits),
            Column("last_value", str(last), about.digits),
            say.column("difference", about.digits),
        ),
        evidence=pairs,
        draw=dots_of(rows, about.write, locale, look=np.where(rows["doubtful"], "open", "dot"), join=2.0),
    )


def _counted_moves(subject: str, moves: Sequence[float], base: int, locale: Locale) -> str:
    """Say in how many countries the last value lies below and above that of the year ``base``."""
    lower, higher, count = sum(move < 0 for move in moves), sum(move > 0 for move in moves), len(moves)
    kind = "below" if lower == count else "above" if higher == count else "equal"
    extent = {1: "one", 2: "both"}.get(count, "all")
    key = f"{extent}.{kind}" if count == 1 or kind != "equal" else "mixed"
    words = locale.words.part("indicators.moves")
    return words(key, subject=subject, base=base, lower=lower, higher=higher, count=count)


def dots_of(
    rows: pd.DataFrame, write: Callable[[float], str], locale: Locale, *, look: Any = "dot", **style: Any
) -> Dots:
    """Draw first and last value of each row as dots, beside each its number.

    Args:
        rows: one row a country in the order of reading: ``label_en``, ``label_es``, ``colour``, ``first_value``,
            ``first_year``, ``last_value``, ``last_year``, ``rows``; ``first_text`` and ``last_text`` where a number
            alone would not do.
        write: writes a value.
        locale: the language.
        look: the look of the last dots.
        style: what else ``Dots`` takes.
    """
    sides = [
        rows.assign(
            value=rows[f"{side}_value"],
            when=rows[f"{side}_year"].astype(int),
            said=rows.get(f"{side}_text", rows[f"{side}_value"].map(write)),
            look=shape,
        )
        for side, shape in (("first", "open"), ("last", look))
    ]
    extra = (
        [rows.assign(value=rows["peak_value"], when=rows["peak_year"].astype(int), said="", look="peak")]
        if "peak_value" in rows
        else []
    )
    return Dots(
        pd.concat([*extra, *sides]),
        row=locale.named("label"),
        x="value",
        colour="colour",
        look="look",
        part="when",
        text="said",
        write=locale.fixed,
        **style,
    )
