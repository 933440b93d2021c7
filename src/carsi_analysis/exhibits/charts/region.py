"""The chart of one homicide rate for the region, with what happened beside it."""

import pandas as pd

from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Events, Lines, Years
from carsi_analysis.house.tokens import LIGHT


def region_homicide(
    rate: pd.DataFrame, peak: pd.DataFrame, left_out: pd.DataFrame, events: pd.DataFrame, *, locale: Locale
) -> Chart:
    """Draw the rate of several countries together, its peak and last value labelled, events as lines.

    Args:
        rate: as ``analysis.region.region_rate`` gives it.
        peak: as ``analysis.region.peak_to_last`` gives it, of the same rate.
        left_out: the countries that the rate leaves out, with their names.
        events: as ``analysis.timeline.marked`` gives it.
        locale: the language.
    """
    say = locale.exhibit("region-homicide")
    one = peak.iloc[0]
    first, last = int(rate["year"].min()), int(rate["year"].max())
    lines = rate.assign(said=rate["value"].map(lambda value: locale.fixed(value, 1)), colour=LIGHT.accent)
    shown = events[events["when"].between(first, last + 1)]
    gone = [name for name in left_out[locale.named("label")]]
    return Chart(
        **say.head(
            {
                "title": "fell" if one["last_value"] < one["peak_value"] else "peak",
                "notes": ["left_out"] if gone else [],
                "alt": "fell" if one["last_value"] < one["peak_value"] else "peak",
            },
            share=locale.percent(abs(one["change_share"])),
            peak=locale.fixed(one["peak_value"], 1),
            peak_year=one["peak_year"],
            first=locale.fixed(one["first_value"], 1),
            first_year=first,
            last=locale.fixed(one["last_value"], 1),
            last_year=last,
            countries=locale.in_words(int(one["countries"])),
            left_out=locale.items(gone),
            years=locale.years(first, last),
            events="; ".join(
                f"{when:.0f}, {mark}"
                for when, mark in zip(shown["when"] // 1, shown[locale.named("mark")], strict=True)
            ),
        ),
        data=rate,
        columns=(say.column("year"), say.column("value", 1), say.column("victims", 0)),
        evidence=rate,
        draw=Years(
            [
                Events(frame=shown.assign(year=shown["when"], value=0.0), text=locale.named("mark")),
                Lines(frame=lines, text="said", label_at=("last", "peak", "first"), width=2.2),
            ],
            write=locale.fixed,
            high=1.35,
        ),
    )


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
    others = elsewhere.assign(place=elsewhere[label], colour=LIGHT.muted, thick=False)
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
                Lines(frame=rows[~rows["thick"]], part="place", name="named", text="said", width=1.0),
                Lines(frame=rows[rows["thick"]], part="place", name="named", text="said", width=2.2),
            ],
            write=locale.fixed,
            high=1.6,
        ),
    )
