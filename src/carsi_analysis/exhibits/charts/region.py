"""The region's homicide rate beside that of comparators."""

from itertools import cycle

import pandas as pd

from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Lines, Years
from carsi_analysis.house.tokens import ELSEWHERE, LIGHT

DASHES: tuple[tuple[float, ...] | None, ...] = (None, (5, 2), (1, 1.5), (5, 1.5, 1, 1.5), (2, 1))
"""How the lines of comparators differ, in the order of their last values."""


def homicide_beside_others(rate: pd.DataFrame, elsewhere: pd.DataFrame, *, locale: Locale) -> Chart:
    """Draw the rate of the countries together beside those of comparators.

    Args:
        rate: as ``analysis.region.region_rate`` gives it.
        elsewhere: the same series of the comparators, as ``analysis.threats.measured`` gives it.
        locale: the language.
    """
    say = locale.exhibit("homicide-beside-others")
    label = locale.named("label")
    own = rate.assign(place=say("labels.region"), colour=LIGHT.accent, thick=True)
    shades = dict(zip(sorted(elsewhere["country_iso3"].unique()), cycle(ELSEWHERE), strict=False))
    others = elsewhere.assign(place=elsewhere[label], colour=elsewhere["country_iso3"].map(shades), thick=False)
    columns = ["place", "year", "value", "colour", "thick", "rows"]
    rows = pd.concat([own[columns], others[columns]], ignore_index=True)
    rows = rows.assign(said=[locale.fixed(value, 1) for value in rows["value"]])
    ends = rows.sort_values("year").drop_duplicates("place", keep="last").sort_values("value", ascending=False)
    dated = ends["said"] + (", " + ends["year"].astype(int).astype(str) if ends["year"].nunique() > 1 else "")
    rows["named"] = rows["place"] + " " + rows["place"].map(dated.set_axis(ends["place"]))
    last = own.iloc[-1]
    then = others[others["year"] == last["year"]]
    above = then[then["value"] > last["value"]]
    return Chart(
        **say.head(
            {"title": "none" if above.empty else "some"},
            rate=locale.fixed(last["value"], 1),
            year=int(last["year"]),
            countries=locale.in_words(int(last["countries"])),
            above=locale.items(above.sort_values("value", ascending=False)["place"].tolist()),
            years=locale.years(int(rows["year"].min()), int(rows["year"].max())),
            told="; ".join(f"{row.place} {row.said} ({row.year})" for row in ends.itertuples()),
        ),
        data=rows.sort_values(["place", "year"], ignore_index=True),
        columns=(say.column("place"), say.column("year"), say.column("value", 1)),
        evidence=pd.concat([rate, elsewhere]),
        draw=Years(
            [
                *(
                    Lines(frame=rows[rows["place"] == place], name="named", text="said", width=1.2, dash=dash)
                    for place, dash in zip(ends.loc[~ends["thick"], "place"], cycle(DASHES), strict=False)
                ),
                Lines(frame=rows[rows["thick"]], part="place", name="named", text="said", width=2.2),
            ],
            write=locale.fixed,
            high=1.6,
        ),
    )
