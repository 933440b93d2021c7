"""The chart of what is known of CARSI's money: which stage, how far split, for which fiscal year."""

import pandas as pd
from matplotlib.figure import Figure

from carsi_analysis.analysis.money_known import DETAILS, STAGES, as_spans, years_without
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.money import draw_alike
from carsi_analysis.exhibits.panels import SMALL, sheet, text_width
from carsi_analysis.house.tokens import CHART_WIDTH_IN, CONTEXT, LIGHT

ROW_IN = 0.175

FACES = {
    "year": (LIGHT.accent, None),
    "span": ("#9cc3d9", None),
    "part": ("white", "////"),
    "none": (LIGHT.tint, None),
}
"""Fill and hatching of a cell by how well the year is covered; told apart without colour."""

EDGES = {"year": "white", "span": "white", "part": CONTEXT, "none": "white"}
"""Colours of edge and hatching."""


def money_known(known: pd.DataFrame, *, locale: Locale) -> Chart:
    """Mark for each stage, detail and fiscal year whether a source gives CARSI's own amount.

    Args:
        known: as ``analysis.money_known.known`` gives it.
        locale: the language.
    """
    say = locale.exhibit("money-known")
    first, last = int(known["fiscal_year"].min()), int(known["fiscal_year"].max())
    wide = known.pivot(index=["measure_id", "detail"], columns="fiscal_year", values="held")
    order = [(stage, detail) for stage in STAGES for detail in DETAILS if (stage, detail) in wide.index]
    stages = known.drop_duplicates("measure_id").set_index("measure_id")[locale.named("measure")]
    names = {(stage, detail): say(f"detail.{detail}", stage=stages[stage]) for stage, detail in order}
    words = {kind: say(f"held.{kind}") for kind in FACES}
    lacking = as_spans(years_without(known, "appropriated", "account"))
    held = sorted(set(range(first, last + 1)) - {y for start, end in lacking for y in range(start, end + 1)})

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        left = max(text_width(name, SMALL) for name in names.values()) + 0.12
        width = (CHART_WIDTH_IN - left - 0.02) / (last - first + 1)
        cells: dict[str, list[list[tuple[float, float]]]] = {kind: [] for kind in FACES}
        for place, key in enumerate(order):
            gap = 0.06 * (place // len(DETAILS))
            y = height - 0.24 - gap - ROW_IN * (place + 1)
            axes.text(left - 0.07, y + ROW_IN / 2, names[key], ha="right", va="center", size=SMALL)
            for year in range(first, last + 1):
                x = left + (year - first) * width
                box = [(x, y), (x + width, y), (x + width, y + ROW_IN), (x, y + ROW_IN)]
                cells[wide.loc[key, year]].append(box)
        for kind, (face, hatch) in FACES.items():
            draw_alike(axes, cells[kind], face, EDGES[kind], 0.8, hatch)
        for year in range(first, last + 1):
            x = left + (year - first + 0.5) * width
            if width > text_width("2000", SMALL) + 0.04 or (year - first) % 2 == 0:
                axes.text(x, 0.09, str(year), ha="center", va="center", size=SMALL)
        x = 0.05
        for kind, word in words.items():
            face, hatch = FACES[kind]
            box = [(x, height - 0.16), (x + 0.16, height - 0.16), (x + 0.16, height - 0.03), (x, height - 0.03)]
            draw_alike(axes, [box], face, EDGES[kind], 0.8, hatch)
            axes.text(x + 0.21, height - 0.1, word, va="center", size=SMALL)
            x += 0.21 + text_width(word, SMALL) + 0.16

    spans = {
        key: locale.items([locale.fiscal_years(*span) for span in as_spans(_years(wide.loc[key]))]) or "–"
        for key in order
    }
    told = "; ".join(f"{names[key]}: {spans[key]}" for key in order)
    gaps = locale.items([locale.fiscal_years(*span) for span in lacking])
    known_spans = locale.items([locale.fiscal_years(*span) for span in as_spans(held)])
    data = pd.DataFrame(
        [
            {"what": names[key], **{str(year): words[wide.loc[key, year]] for year in range(first, last + 1)}}
            for key in order
        ]
    )
    return Chart(
        **say.head(
            variant={"title": "partly" if lacking and held else "all" if held else "none"},
            known=known_spans,
            gaps=gaps,
            years=locale.fiscal_years(first, last),
            told=told,
        ),
        data=data,
        columns=(
            say.column("what"),
            *(Column(str(year), str(year)) for year in range(first, last + 1)),
        ),
        evidence=known[known["held"] != "none"],
        draw=draw,
        height_in=0.24 + 0.2 + ROW_IN * len(order) + 0.06 * (len(STAGES) - 1),
    )


def _years(row: pd.Series) -> list[int]:
    return [int(year) for year, held in row.items() if held != "none"]
