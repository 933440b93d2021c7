"""The chart of one country's homicide rate on a scale of its own, with what happened beside it."""

import pandas as pd

from carsi_analysis.exhibits.charts.parts import side_by_side
from carsi_analysis.exhibits.charts.places import is_disputed
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Entry, Events, Lines, Points, Years
from carsi_analysis.house.tokens import CONTEXT, LIGHT

MOST_ABOVE = 1.5
"""Times the country's own highest value from which the median of the others would flatten its line."""


def country_homicide(
    series: pd.DataFrame,
    course: pd.DataFrame,
    others: pd.DataFrame,
    later: pd.DataFrame,
    events: pd.DataFrame,
    disputed: pd.DataFrame | None = None,
    *,
    locale: Locale,
) -> Chart:
    """Draw one country's rate over the median of the others; first, highest and last value labelled, and a low turn.

    Args:
        series: the country's rows, as ``analysis.threats.indicator_series`` gives them; per 100,000 residents.
            Unreliable values are open circles, never joined, and stay out of the title.
        course: as ``analysis.profile.rate_course`` gives it for the same rows.
        others: as ``analysis.profile.median_of_others`` gives it.
        later: the country's values of the later release; open diamonds that are never joined to the line.
        events: as ``analysis.timeline.marked`` gives it for the country.
        disputed: as ``analysis.conflicts.disputed_spans`` gives it: years over which the line is dashed.
        locale: the language.
    """
    one = course.iloc[0]
    say = locale.exhibit("country-homicide", f"homicide-{one['country_iso3'].lower()}")

    def write(rate: float) -> str:
        return locale.fixed(rate, 1)

    years = pd.concat([series["year"], later["year"]])
    first, last = int(years.min()), int(years.max())
    shown = events[events["when"].between(first, last + 1)]
    # Its own chart need not say whose truce it was.
    shown = shown.assign(mark=shown[locale.named("mark")].str.removesuffix(f", {one[locale.named('label')]}"))
    marked = zip(shown["when"] // 1, shown["mark"], strict=True)
    doubtful = series[series["doubtful"]]
    facts = {
        "country": one[locale.named("label")],
        "years": locale.years(first, last),
        "below": locale.percent(one["below_peak"]),
        "events": "; ".join(f"{when:.0f}, {mark}" for when, mark in marked),
        "others": locale.items(others[locale.named("others")].iloc[0]) if len(others) else "",
        "others_low": write(others["value"].min()) if len(others) else "",
        "others_high": write(others["value"].max()) if len(others) else "",
        **{f"{end}_year": int(one[f"{end}_year"]) for end in ("first", "peak", "low", "last")},
        **{end: write(one[f"{end}_value"]) for end in ("first", "peak", "low", "last")},
    }
    said = [part.assign(said=part["value"].map(write)) for part in (series, doubtful, later, others)]
    own, open_ones, newer, median = said
    own = own.assign(disputed=is_disputed(own, disputed))
    turn = own[own["year"].eq(one["low_year"]) & (one["kind"] == "rising")]
    above = len(others) and others["value"].max() > MOST_ABOVE * max(series["value"].max(), later["value"].max())
    median = median.head(0 if above else None).assign(colour=CONTEXT)
    notes = {"no_marks": shown.empty, "above": above}
    return Chart(
        **say.head(
            {"title": one["kind"], "alt": one["kind"], "notes": [one for one, holds in notes.items() if holds]}, **facts
        ),
        data=side_by_side({"value": series, "others": others, "later": later}),
        columns=say.columns("year", ("value", 1), ("others", 1), ("later", 1)),
        evidence=pd.concat([series, others, later]),
        draw=Years(
            [
                Events(frame=shown.assign(year=shown["when"], value=0.0), text="mark"),
                Lines(frame=median, text="said", width=1.1),
                Lines(
                    frame=own[~own["doubtful"]],
                    text="said",
                    label_at=("over", "peak", "first"),
                    width=2.4,
                    disputed="disputed",
                ),
                Points(frame=turn, look="dot", text="said", label_at=("last",)),
                Points(frame=open_ones, look="open", text="said"),
                Points(frame=newer, look="diamond", text="said", label_at=("last",)),
            ],
            write=locale.fixed,
            high=1.05,
            key=[
                Entry("line", one["colour"], facts["country"]),
                *([Entry("line", CONTEXT, say("key.others", others=facts["others"]))] if len(median) else []),
                *(
                    [Entry("disputed", LIGHT.ink, say("key.disputed"))]
                    if own.loc[~own["doubtful"], "disputed"].any()
                    else []
                ),
                *([Entry("open", LIGHT.ink, say("key.unreliable"))] if len(doubtful) else []),
                *([Entry("diamond", LIGHT.ink, say("key.later"))] if len(later) else []),
            ],
        ),
    )
