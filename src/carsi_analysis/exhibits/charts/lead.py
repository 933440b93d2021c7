"""The picture of the first page: violence and money on one axis of years, and the newest rates on a tile map."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from carsi_analysis.analysis.over_time import OWN_KINDS
from carsi_analysis.dates import as_spans
from carsi_analysis.exhibits.charts.parts import LOOK_OF
from carsi_analysis.exhibits.column import Column
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.marks import (
    ASKED,
    PART,
    Beside,
    Entry,
    Events,
    Head,
    Lines,
    Points,
    Stacks,
    Tiles,
    Unknown,
    Years,
)
from carsi_analysis.house.tokens import HIGHER_FACES, LIGHT

MILLION = 1e6
RATE, MONEY = "rate", "money"
"""The panels."""

YEARS_SHARE = 0.6
"""The part of the width that the years take."""

BOUNDS = (5, 10, 20, 30)
"""Where the map's next shade begins, per 100,000 residents; the first is near the rate of the world."""

OTHERS_AT = (0.0, 3.1)
"""Where the comparators stand on the map, in tiles from its upper left corner."""


def violence_and_money(
    rate: pd.DataFrame,
    peak: pd.DataFrame,
    gaps: pd.DataFrame,
    later: pd.DataFrame,
    money: pd.DataFrame,
    places: pd.DataFrame,
    elsewhere: pd.DataFrame,
    events: pd.DataFrame,
    *,
    locale: Locale,
) -> Chart:
    """Draw the rate of several countries together over CARSI's money, and beside them the newest rate of each.

    Args:
        rate: as ``analysis.region.region_rate`` gives it.
        peak: as ``analysis.region.peak_to_last`` gives it, of the same rate.
        gaps: as ``analysis.region.gaps`` gives it, of the same rate.
        later: as ``analysis.region.later_rate`` gives it: an open diamond that is not joined to the line.
        money: as ``analysis.over_time.own_by_year`` gives it.
        places: as ``analysis.region.last_and_peak`` gives it.
        elsewhere: the same rate of comparators, as ``analysis.threats.measured`` gives it; the last of each is told
            beside the map.
        events: as ``analysis.timeline.marked`` gives it.
        locale: the language.
    """
    say = locale.exhibit("violence-and-money")
    bars = _bars(money, say)
    first, last = int(rate["year"].min()), int(max([*rate["year"], *later["year"], *bars["year"]]))
    shown = events[events["when"].between(first, last + 1)].assign(year=lambda frame: frame["when"], value=0.0)
    tiles, others = _tiles(places, say), elsewhere.sort_values("year").groupby("country_iso3").tail(1)
    others = others.sort_values("value", ignore_index=True)
    held = tiles[tiles["value"].notna()]
    numbers = _numbers(rate, later, bars, held, others, say)
    notes = {
        "left_out": held["doubtful"].any(),
        "none_held": tiles.loc[tiles["value"].isna(), "doubtful"].any(),
        "gaps": len(gaps),
        "later": len(later),
        "tiles": tiles["is_later"].any(),
    }
    return Chart(
        **say.head(
            {
                "title": _title(peak.iloc[0], bars),
                "measure": "both" if len(bars) else "rate",
                "notes": [note for note, holds in notes.items() if holds],
                "alt": "both" if len(bars) else "rate",
            },
            **_facts(rate, peak.iloc[0], bars, held, say),
            elsewhere=locale.items(
                [
                    f"{getattr(row, locale.named('label'))} {locale.fixed(row.value, 1)} ({row.year})"
                    for row in others.itertuples()
                ]
            ),
            none_held=locale.items(
                tiles.loc[tiles["value"].isna() & tiles["doubtful"], locale.named("label")].tolist()
            ),
            **_apart(later, say),
            gap_years=locale.items([locale.years(*span) for span in as_spans(sorted(set(gaps["year"])))]),
            gap_names=locale.items(gaps[locale.named("label")].drop_duplicates().tolist()),
            years=locale.years(first, last),
            events="; ".join(f"{row.when:.0f}, {getattr(row, locale.named('mark'))}" for row in shown.itertuples()),
        ),
        data=numbers,
        columns=_columns(numbers, pd.concat([tiles, others]), say),
        evidence=pd.concat([rate, later, bars, held, others]),
        units_differ=True,  # each panel says its own
        draw=Beside(
            _years(rate, later, bars, shown, say),
            _map(tiles, others, say),
            heads=(
                say("heads.region", countries=locale.in_words(int(rate["countries"].iloc[0]))),
                say("heads.places"),
            ),
            share=YEARS_SHARE,
        ),
    )


def _bars(money: pd.DataFrame, say: ExhibitWords) -> pd.DataFrame:
    """Give each year its bar; the first, the last of the first full years, the highest and the last are labelled."""
    sums = money.rename(columns={"fiscal_year": "year"})
    sums = sums.assign(
        value=sums["amount_usd"] / MILLION,
        what=sums["kind"].map({kind: say(f"labels.{kind}") for kind in OWN_KINDS}),
        look=sums["kind"].map(LOOK_OF),
        panel=MONEY,
    )
    sums["colour"] = sums["kind"].map({"planned": LIGHT.muted}).fillna(LIGHT.accent)
    sums["said"] = [say.locale.number(value) for value in sums["value"]]
    first_full = as_spans(sums.loc[sums["kind"] == "printed", "year"])[:1]
    named = {sums["year"].min(), sums["year"].max(), *sums.loc[sums["value"].eq(sums["value"].max()), "year"]}
    named |= {year for span in first_full for year in span}
    least = sums["look"].eq(PART).map({True: "≥", False: ""})
    return sums.assign(top=(least + sums["said"]).where(sums["year"].isin(named), ""))


def _tiles(places: pd.DataFrame, say: ExhibitWords) -> pd.DataFrame:
    """Write each country's last rate and its year, on the shade of its step; the doubtful are bare."""
    return places.assign(
        said=["–" if pd.isna(value) else say.locale.fixed(value, 1) for value in places["value"]],
        under=[say("absent") if pd.isna(row.value) else str(row.year) for row in places.itertuples()],
        face=[
            LIGHT.paper if doubtful or pd.isna(rate) else HIGHER_FACES[bisect_right(BOUNDS, rate)]
            for doubtful, rate in zip(places["doubtful"], places["value"], strict=True)
        ],
    )


def _title(peak: Any, bars: pd.DataFrame) -> str:
    """Choose the finding: when violence and money were at their highest, or violence alone where there is no money."""
    printed = bars[bars["kind"] == "printed"]
    if printed.empty:
        return "fell" if peak["last_value"] < peak["peak_value"] else "peak"
    return "record" if peak["peak_year"] == peak["last_year"] else "both"


def _facts(rate: pd.DataFrame, peak: Any, bars: pd.DataFrame, held: pd.DataFrame, say: ExhibitWords) -> dict[str, Any]:
    """Give the words their numbers."""
    locale, label = say.locale, say.locale.named("label")
    printed = bars[bars["kind"] == "printed"]
    top = printed.loc[printed["value"].idxmax()] if len(printed) else None
    return {
        "countries": locale.in_words(int(peak["countries"])),
        "share": locale.percent(abs(peak["change_share"])),
        "first": locale.fixed(peak["first_value"], 1),
        "first_year": int(rate["year"].min()),
        "peak": locale.fixed(peak["peak_value"], 1),
        "peak_year": int(peak["peak_year"]),
        "last": locale.fixed(peak["last_value"], 1),
        "last_year": int(peak["last_year"]),
        "top": locale.money(top["amount_usd"]) if top is not None else "",
        "top_year": locale.fiscal_year(int(top["year"])) if top is not None else "",
        "bars": "; ".join(f"{locale.fiscal_year(int(row.year))} {row.said} ({row.what})" for row in bars.itertuples()),
        "places": "; ".join(f"{getattr(row, label)} {row.said} ({row.under})" for row in held.itertuples()),
        "left_out": locale.items(held.loc[held["doubtful"], label].tolist()),
        "since": locale.items([str(year) for year in held.loc[held["doubtful"], "year"]]),
        "later_years": locale.items(sorted({str(year) for year in held.loc[held["is_later"], "year"]})),
    }


def _apart(later: pd.DataFrame, say: ExhibitWords) -> dict[str, str]:
    """Name what stands beside the line: the rate that a later release implies, and whom it leaves out."""
    if later.empty:
        return {"apart": "", "later": "", "without": ""}
    one, locale = later.iloc[0], say.locale
    told = {
        "later": f"{locale.fixed(one['value'], 1)} ({one['year']})",
        "without": locale.items(one[locale.named("without")]),
    }
    return {**told, "apart": say("apart", **told)}


def _numbers(
    rate: pd.DataFrame,
    later: pd.DataFrame,
    bars: pd.DataFrame,
    held: pd.DataFrame,
    others: pd.DataFrame,
    say: ExhibitWords,
) -> pd.DataFrame:
    """Put everything drawn and told down by year, the values of the later release in rows of their own."""
    region = {RATE: rate.assign(country_iso3=RATE), "later": later.assign(country_iso3=RATE)}
    main = pd.concat([region[RATE], held[~held["is_later"]], others])
    newest = pd.concat([region["later"], held[held["is_later"]]])
    amounts = bars.groupby("year")["value"].sum().rename("amount")
    by_release = {
        "main": main.pivot(index="year", columns="country_iso3", values="value").join(amounts, how="outer"),
        "later": newest.pivot(index="year", columns="country_iso3", values="value"),
    }
    put = [rows.reset_index().assign(release=say(f"release.{name}")) for name, rows in by_release.items()]
    return pd.concat(put, ignore_index=True).sort_values("year", kind="stable", ignore_index=True)


def _columns(numbers: pd.DataFrame, tiles: pd.DataFrame, say: ExhibitWords) -> tuple[Column, ...]:
    """Describe the columns: the countries together, each of them, those beside them, and the money."""
    unit, label = say("units.rate"), say.locale.named("label")
    shown = tiles[tiles["country_iso3"].isin(numbers.columns)]
    each = (Column(iso, name, 1, unit) for iso, name in zip(shown["country_iso3"], shown[label], strict=True))
    money = [say.column("amount", 1)] if "amount" in numbers and numbers["amount"].notna().any() else []
    return (say.column("year"), say.column("release"), say.column(RATE, 1), *each, *money)


def _years(
    rate: pd.DataFrame,
    later: pd.DataFrame,
    bars: pd.DataFrame,
    shown: pd.DataFrame,
    say: ExhibitWords,
) -> Years:
    """Draw the rate over the money."""
    locale = say.locale
    lines, newer = (
        part.assign(said=[locale.fixed(value, 1) for value in part["value"]], colour=LIGHT.accent, panel=RATE)
        for part in (rate, later)
    )
    gaps = sorted(set(range(int(bars["year"].min()), int(bars["year"].max()))) - set(bars["year"])) if len(bars) else []
    return Years(
        [
            Events(frame=shown, text=locale.named("mark")),
            Lines(frame=lines, panel="panel", text="said", label_at=("over", "peak"), width=2.2),
            Points(frame=newer, panel="panel", look="diamond", text="said", label_at=("last",)),
            Stacks(frame=bars, panel="panel", part="what", text="said", look="look", top="top", width=0.75),
        ],
        panels=[
            Head(RATE, ""),
            *([Head(MONEY, say("heads.money"), note=_marked(bars, gaps, say), share=0.6)] if len(bars) else []),
        ],
        write=locale.fixed,
        columns=1,
        high=1.2,
        own_scale=True,
        unknown=[Unknown(year, "", MONEY, end=year) for year in gaps],
        key=[
            Entry("diamond", LIGHT.accent, say("key.later", countries=locale.in_words(int(later["countries"].iloc[0]))))
        ]
        if len(later)
        else [],
    )


def _marked(bars: pd.DataFrame, gaps: Sequence[int], say: ExhibitWords) -> str:
    """Tell how bars of years stand that are not known in full."""
    is_part, is_planned = bars["look"].eq(PART).any(), bars["look"].eq(ASKED).any()
    marked = "both" if is_part and is_planned else "part" if is_part else "planned" if is_planned else ""
    return "; ".join(say(f"marked.{look}") for look in (marked, "gap" if gaps else "") if look)


def _map(tiles: pd.DataFrame, others: pd.DataFrame, say: ExhibitWords) -> Tiles:
    """Draw the tiles, their steps upper right and the comparators lower left."""
    locale = say.locale
    years = set(others["year"])
    told = [
        f"{getattr(row, locale.named('label'))} {locale.fixed(row.value, 1)}"
        + (f" ({row.year})" if len(years) > 1 else "")
        for row in others.itertuples()
    ]
    head = say("heads.others", year=f", {years.pop()}" if len(years) == 1 else "")
    return Tiles(
        tiles,
        x="tile_column",
        y="tile_row",
        name=locale.named("label"),
        text="said",
        detail="under",
        face="face",
        dashed="doubtful",
        tall=0.6,
        scale=_scale(tiles, say),
        scale_head=say("heads.scale"),
        scale_in=1.12,
        scale_step=0.17,
        apart=(*OTHERS_AT, [head, *told]) if told else None,
    )


def _scale(tiles: pd.DataFrame, say: ExhibitWords) -> list[tuple[str, str]]:
    """Name the shades from the highest that a tile has to the lowest there is."""
    between = [say("steps.between", low=low, high=high) for low, high in pairwise(BOUNDS)]
    named = [say("steps.under", high=BOUNDS[0]), *between, say("steps.over", low=BOUNDS[-1])]
    used = [HIGHER_FACES.index(face) for face in tiles["face"] if face in HIGHER_FACES]
    return list(zip(HIGHER_FACES, named, strict=True))[max(used, default=-1) :: -1] if used else []
