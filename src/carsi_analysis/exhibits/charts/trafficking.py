"""Charts of trafficking in persons: the tiers of the US report, which rate a government's effort."""

from collections.abc import Iterable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.panels import SMALL, add, sheet, text_width
from carsi_analysis.exhibits.shading import shade, text_on
from carsi_analysis.house.tokens import CHART_WIDTH_IN, LIGHT, TYPE

TIERS = (1.0, 2.0, 2.5, 3.0)
TIER_SHADES = dict(zip(TIERS, (shade(0.0), shade(0.3), shade(0.65), shade(1.0)), strict=True))
WATCH_LIST = 2.5


def tier_code(tier: float, locale: Locale) -> str:
    """Write a tier in a few letters: 1, 2, W (Watch List; V in Spanish) or 3."""
    return locale.words("indicators.tier.watch_list_letter") if tier == WATCH_LIST else f"{tier:.0f}"


def tier_name(tier: float, locale: Locale) -> str:
    """Write a tier in words."""
    kind = "watch_list" if tier == WATCH_LIST else "rated"
    return locale.words(f"indicators.tier.{kind}", tier=f"{tier:.0f}")


def tier_note(tiers: Iterable[float], locale: Locale) -> tuple[str, ...]:
    """Explain the letter of the Watch List, if it stands among these tiers."""
    if WATCH_LIST not in set(tiers):
        return ()
    return (f"{tier_code(WATCH_LIST, locale)}: {tier_name(WATCH_LIST, locale)}.",)


def trafficking_tiers(tiers: pd.DataFrame, *, locale: Locale) -> Chart:
    """Draw the tier of each country and report year as a strip of cells; inferred ones stand in brackets.

    Args:
        tiers: the indicator ``tip_tier``, as ``analysis.threats.indicator_series`` gives it for the observations that
            ``analysis.threats.with_tiers`` completes.
        locale: the language.
    """
    say, label = locale.exhibit("trafficking-tiers"), locale.named("label")
    names = tiers.drop_duplicates("country_iso3").set_index("country_iso3")[label].sort_values()
    order = names.index.tolist()
    first, last = int(tiers["year"].min()), int(tiers["year"].max())
    inferred = tiers[tiers["status"] != "stated"]

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        left = max(text_width(name, TYPE.chart) for name in names) + 0.12
        width = (CHART_WIDTH_IN - left - 0.02) / (last - first + 1)
        step = 0.235
        top = height - 0.02
        boxes, faces = [], []
        for row in tiers.itertuples():
            x, y = left + (row.year - first) * width, top - (order.index(row.country_iso3) + 1) * step
            face = TIER_SHADES[row.value]
            boxes.append(Rectangle((x, y), width, step))
            faces.append(face)
            code = tier_code(row.value, locale)
            axes.text(
                x + width / 2,
                y + step / 2 - 0.005,
                code if row.status == "stated" else f"({code})",
                ha="center",
                va="center",
                size=SMALL,
                color=text_on(face),
            )
        add(axes, PatchCollection(boxes, facecolors=faces, edgecolors="white", linewidths=1, zorder=0.5))
        for place, iso in enumerate(order):
            axes.text(left - 0.08, top - (place + 0.5) * step, names[iso], ha="right", va="center", size=TYPE.chart)
        foot = top - len(order) * step
        for year in range(first, last + 1):
            if year % 5 == 0 or year == last:
                axes.text(
                    left + (year - first + 0.5) * width, foot - 0.06, str(year), ha="center", va="top", size=SMALL
                )
        _key(axes, left, foot - 0.36, say, marked=len(inferred) > 0)

    listed = "; ".join(
        f"{names[iso]} {tier_name(own['value'].iloc[-1], locale)}"
        for iso, own in tiers[tiers["year"] == last].groupby("country_iso3")
    )
    gaps = len(inferred) or len(tiers) < len(order) * (last - first + 1)
    return Chart(
        **say.head(
            {"notes": ["gaps"] if gaps else []},
            first=first,
            year=last,
            parts=_parts(tiers[tiers["year"] == last], say),
            listed=listed,
        ),
        data=_table(tiers, order, locale),
        columns=(
            say.column("year"),
            *(Column(iso, names[iso]) for iso in order),
        ),
        evidence=tiers,
        draw=draw,
        height_in=0.235 * len(order) + 0.52,
    )


def _parts(latest: pd.DataFrame, say: ExhibitWords) -> str:
    """Say who stood on which tier in the last year, the lowest rating first; one or two countries are named."""
    parts = []
    for tier, members in sorted(latest.groupby("value")[say.locale.named("label")], reverse=True):
        kind = "watch_list" if tier == WATCH_LIST else "rated"
        size = "few" if len(members) < 3 else "many"
        names = say.locale.items(sorted(members))
        tier_told = tier_name(tier, say.locale)
        parts.append(say(f"held.{kind}.{size}", countries=names, count=len(members), tier=tier_told))
    return say.locale.items(parts)


def _table(tiers: pd.DataFrame, order: list[str], locale: Locale) -> pd.DataFrame:
    """Write the tiers in words, years down and countries across; inferred ones in brackets."""
    words = [
        tier_name(value, locale) if status == "stated" else f"({tier_name(value, locale)})"
        for value, status in zip(tiers["value"], tiers["status"], strict=True)
    ]
    wide = tiers.assign(words=words).pivot(index="year", columns="country_iso3", values="words")
    return wide.reindex(columns=order).reset_index()


def _key(axes: Axes, left: float, y: float, say: ExhibitWords, *, marked: bool) -> None:
    """Name the shades in one line under the strip."""
    x = left
    boxes, faces = [], []
    for tier in TIERS:
        name = tier_name(tier, say.locale)
        boxes.append(Rectangle((x, y - 0.08), 0.22, 0.17))
        faces.append(TIER_SHADES[tier])
        axes.text(
            x + 0.11,
            y,
            tier_code(tier, say.locale),
            ha="center",
            va="center",
            size=SMALL,
            color=text_on(TIER_SHADES[tier]),
        )
        axes.text(x + 0.28, y, name, va="center", size=SMALL)
        x += 0.42 + text_width(name, SMALL)
    if marked:
        axes.text(x, y, say("key.inferred"), va="center", size=SMALL)
    add(axes, PatchCollection(boxes, facecolors=faces, edgecolors=LIGHT.rule, linewidths=0.6, zorder=0.5))
