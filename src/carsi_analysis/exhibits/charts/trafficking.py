"""Charts of trafficking in persons: the tiers of the US report, which rate a government's effort."""

import pandas as pd

from carsi_analysis.exhibits.charts.places import across, names_of
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.marks import Cells, Entry
from carsi_analysis.exhibits.shading import shade
from carsi_analysis.house.tokens import LIGHT

TIER_SHADES = {1.0: shade(0.0), 2.0: shade(0.3), 2.5: shade(0.65), 3.0: shade(1.0)}
WATCH_LIST = 2.5


def tier_code(tier: float, locale: Locale) -> str:
    """Write a tier in a few letters: 1, 2, W (Watch List; V in Spanish) or 3."""
    return locale.words("indicators.tier.watch_list_letter") if tier == WATCH_LIST else f"{tier:.0f}"


def tier_name(tier: float, locale: Locale) -> str:
    """Write a tier in words."""
    kind = "watch_list" if tier == WATCH_LIST else "rated"
    return locale.words(f"indicators.tier.{kind}", tier=f"{tier:.0f}")


def trafficking_tiers(tiers: pd.DataFrame, *, locale: Locale) -> Chart:
    """Draw the tier of each country and report year as a strip of cells; inferred ones stand in brackets.

    Args:
        tiers: the indicator ``tip_tier``, as ``analysis.threats.indicator_series`` gives it for the observations that
            ``analysis.threats.with_tiers`` completes.
        locale: the language.
    """
    say, label = locale.exhibit("trafficking-tiers"), locale.named("label")
    rows = tiers.sort_values([label, "year"])
    names, stated = names_of(rows, locale), rows["status"] == "stated"
    first, last = int(rows["year"].min()), int(rows["year"].max())
    cells = rows.assign(
        face=rows["value"].map(TIER_SHADES),
        said=_bracketed([tier_code(tier, locale) for tier in rows["value"]], stated),
        tier=_bracketed([tier_name(tier, locale) for tier in rows["value"]], stated),
    )
    latest = tiers[tiers["year"] == last].sort_values("country_iso3")
    gaps = not stated.all() or len(tiers) < len(names) * (last - first + 1)
    return Chart(
        **say.head(
            {"notes": ["gaps"] if gaps else []},
            first=first,
            year=last,
            parts=_parts(latest, say),
            listed="; ".join(f"{getattr(row, label)} {tier_name(row.value, locale)}" for row in latest.itertuples()),
        ),
        data=across({"": cells}, names.index.tolist(), value="tier"),
        columns=(
            say.column("year"),
            *(Column(iso, names[iso]) for iso in names.index),
        ),
        evidence=tiers,
        draw=Cells(
            cells,
            row=label,
            column="year",
            face="face",
            text="said",
            value="tier",
            key=(
                *(
                    Entry("cell", face, tier_name(tier, locale), tier_code(tier, locale))
                    for tier, face in TIER_SHADES.items()
                ),
                *([] if stated.all() else [Entry("", LIGHT.ink, say("key.inferred"))]),
            ),
            step=0.235,
        ),
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


def _bracketed(texts: list[str], stated: pd.Series) -> list[str]:
    """Put brackets around what was inferred."""
    return [text if firm else f"({text})" for text, firm in zip(texts, stated, strict=True)]
