"""Charts of trafficking in persons: the tiers of the US report, which rate a government's effort."""

from collections.abc import Iterable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.panels import SMALL, add, sheet, text_width
from carsi_analysis.exhibits.shading import shade, text_on
from carsi_analysis.house.tokens import CHART_WIDTH_IN, LIGHT, TYPE

TIERS = (1.0, 2.0, 2.5, 3.0)
TIER_SHADES = dict(zip(TIERS, (shade(0.0), shade(0.3), shade(0.65), shade(1.0)), strict=True))
WATCH_LIST = 2.5


def tier_code(tier: float, locale: Locale) -> str:
    """Write a tier in a few letters: 1, 2, W (Watch List; V in Spanish) or 3."""
    return locale(en="W", es="V") if tier == WATCH_LIST else f"{tier:.0f}"


def tier_name(tier: float, locale: Locale) -> str:
    """Write a tier in words."""
    if tier == WATCH_LIST:
        return locale(en="Tier 2 Watch List", es="nivel 2, lista de vigilancia")
    return locale(en=f"Tier {tier:.0f}", es=f"nivel {tier:.0f}")


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
    label = f"label_{locale.language}"
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
        _key(axes, left, foot - 0.36, locale, marked=len(inferred) > 0)

    listed = "; ".join(
        f"{names[iso]} {tier_name(own['value'].iloc[-1], locale)}"
        for iso, own in tiers[tiers["year"] == last].groupby("country_iso3")
    )
    return Chart(
        exhibit_id="trafficking-tiers",
        locale=locale,
        title=_title(tiers[tiers["year"] == last], label, locale),
        measure=locale(
            en=f"Tier of the Trafficking in Persons report, {first}–{last}",
            es=f"Nivel en el informe sobre la trata de personas, {first}–{last}",
        ),
        unit=locale(en="tier, a rating of government effort", es="nivel, una calificación del esfuerzo del gobierno"),
        alt=locale(
            en=f"A strip of cells, one row a country and one column a year, darker for lower ratings. "
            f"{last}: {listed}.",
            es=f"Una franja de celdas, una fila por país y una columna por año, más oscura cuanto peor la "
            f"calificación. {last}: {listed}.",
        ),
        data=_table(tiers, order, locale),
        columns=(
            Column("year", locale(en="Report year", es="Año del informe")),
            *(Column(iso, names[iso]) for iso in order),
        ),
        evidence=tiers,
        notes=(
            locale(
                en="Brackets: tier inferred, not stated in the source read. Empty: the country was not rated.",
                es="Paréntesis: nivel deducido, no declarado en la fuente leída. Vacío: el país no fue calificado.",
            ),
        )
        if len(inferred) or len(tiers) < len(order) * (last - first + 1)
        else (),
        draw=draw,
        height_in=0.235 * len(order) + 0.52,
    )


def _title(latest: pd.DataFrame, label: str, locale: Locale) -> str:
    """Say who stood on which tier in the last year, the lowest rating first; one or two countries are named."""
    parts = []
    for tier, members in sorted(latest.groupby("value")[label], reverse=True):
        who = locale.items(sorted(members)) if len(members) < 3 else locale(en="{} countries", es="{} países")
        on = locale(en="on the" if tier == WATCH_LIST else "on", es="en el")
        parts.append(f"{who.format(len(members))} {on} {tier_name(tier, locale)}")
    year = int(latest["year"].iloc[0])
    return locale(en=f"In {year}: {locale.items(parts)}", es=f"En {year}: {locale.items(parts)}")


def _table(tiers: pd.DataFrame, order: list[str], locale: Locale) -> pd.DataFrame:
    """Write the tiers in words, years down and countries across; inferred ones in brackets."""
    words = [
        tier_name(value, locale) if status == "stated" else f"({tier_name(value, locale)})"
        for value, status in zip(tiers["value"], tiers["status"], strict=True)
    ]
    wide = tiers.assign(words=words).pivot(index="year", columns="country_iso3", values="words")
    return wide.reindex(columns=order).reset_index()


def _key(axes: Axes, left: float, y: float, locale: Locale, *, marked: bool) -> None:
    """Name the shades in one line under the strip."""
    x = left
    boxes, faces = [], []
    for tier in TIERS:
        name = tier_name(tier, locale)
        boxes.append(Rectangle((x, y - 0.08), 0.22, 0.17))
        faces.append(TIER_SHADES[tier])
        axes.text(
            x + 0.11,
            y,
            tier_code(tier, locale),
            ha="center",
            va="center",
            size=SMALL,
            color=text_on(TIER_SHADES[tier]),
        )
        axes.text(x + 0.28, y, name, va="center", size=SMALL)
        x += 0.42 + text_width(name, SMALL)
    if marked:
        axes.text(x, y, locale(en="( ) inferred", es="( ) deducido"), va="center", size=SMALL)
    add(axes, PatchCollection(boxes, facecolors=faces, edgecolors=LIGHT.rule, linewidths=0.6, zorder=0.5))
