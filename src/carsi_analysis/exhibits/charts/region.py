"""The chart of one homicide rate for the region, with what happened beside it."""

from itertools import cycle

import pandas as pd

from carsi_analysis.exhibits.charts.parts import side_by_side
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.marks import Entry, Events, Lines, Points, Years
from carsi_analysis.house.tokens import LIGHT

DASHES: tuple[tuple[float, ...] | None, ...] = (None, (5, 2), (1, 1.5), (5, 1.5, 1, 1.5), (2, 1))
"""How the lines of comparators differ, in the order of their last values."""


def region_homicide(
    rate: pd.DataFrame,
    peak: pd.DataFrame,
    left_out: pd.DataFrame,
    whole: pd.DataFrame,
    later: pd.DataFrame,
    events: pd.DataFrame,
    *,
    locale: Locale,
) -> Chart:
    """Draw the rate of several countries together, its peak and last value labelled, events as lines.

    Args:
        rate: as ``analysis.region.region_rate`` gives it.
        peak: as ``analysis.region.peak_to_last`` gives it, of the same rate.
        left_out: the countries that the rate leaves out, with their names.
        whole: as ``analysis.region.without_gaps`` gives it: dashes over the years that the line lacks; a note
            names its highest years.
        later: as ``analysis.region.later_rate`` gives it: an open diamond that is not joined to the line.
        events: as ``analysis.timeline.marked`` gives it.
        locale: the language.
    """
    say = locale.exhibit("region-homicide")
    one = peak.iloc[0]
    first, last = int(rate["year"].min()), int(rate["year"].max())
    lines, dashes, newer = (
        part.assign(said=part["value"].map(lambda value: locale.fixed(value, 1)), colour=colour)
        for part, colour in ((rate, LIGHT.accent), (whole, LIGHT.muted), (later, LIGHT.accent))
    )
    shown = events[events["when"].between(first, max([last, *later["year"]]) + 1)]
    gone = [name for name in left_out[locale.named("label")]]
    notes = {"left_out": gone, "whole": len(whole), "later": len(later)}
    return Chart(
        **say.head(
            {
                "title": "fell" if one["last_value"] < one["peak_value"] else "peak",
                "notes": [note for note, holds in notes.items() if holds],
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
            later=_dated(later, locale),
            whole_peak=_dated(whole.sort_values("value").tail(1), locale),
            whole_gap=_dated(whole[~whole["year"].isin(rate["year"])].sort_values("value").tail(1), locale),
            without=locale.items(whole[locale.named("without")].iloc[0]) if len(whole) else "",
            years=locale.years(first, last),
            events="; ".join(
                f"{when:.0f}, {mark}"
                for when, mark in zip(shown["when"] // 1, shown[locale.named("mark")], strict=True)
            ),
        ),
        data=side_by_side({"value": rate, "whole": whole, "later": later}),
        columns=say.columns("year", ("value", 1), ("whole", 1), ("later", 1)),
        evidence=pd.concat([rate, whole, later]),
        draw=Years(
            [
                Events(frame=shown.assign(year=shown["when"], value=0.0), text=locale.named("mark")),
                Lines(frame=dashes[dashes["bridges"].astype(bool)], text="said", width=1.3, dash=(4, 2)),
                Lines(frame=lines, text="said", label_at=("over", "peak", "first"), width=2.2),
                Points(frame=newer, look="diamond", text="said", label_at=("last",)),
            ],
            write=locale.fixed,
            high=1.35,
            key=_key(whole, later, say),
        ),
    )


def _key(whole: pd.DataFrame, later: pd.DataFrame, say: ExhibitWords) -> list[Entry]:
    """Explain the dashes and the diamond, where there are any."""
    names = say.locale.named("without")
    without = [say.locale.items(part[names].iloc[0]) if len(part) else "" for part in (whole, later)]
    return [
        *([Entry("dashes", LIGHT.muted, say("key.whole", without=without[0]))] if len(whole) else []),
        *([Entry("diamond", LIGHT.accent, say("key.later", without=without[1]))] if without[1] else []),
        *([Entry("diamond", LIGHT.accent, say("key.later_all"))] if len(later) and not without[1] else []),
    ]


def _dated(rates: pd.DataFrame, locale: Locale) -> str:
    """Write a rate with its year; nothing where there is none."""
    return "".join(f"{locale.fixed(row.value, 1)} ({row.year})" for row in rates.itertuples())


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
