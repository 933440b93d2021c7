"""The chart of what is known of CARSI's money: which stage, how far split, for which fiscal year."""

import pandas as pd

from carsi_analysis.analysis.money_known import DETAILS, STAGES, years_without
from carsi_analysis.dates import as_spans
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Cells, Entry
from carsi_analysis.house.tokens import LIGHT, PALE

FACES = {"year": LIGHT.accent, "span": PALE, "part": LIGHT.paper, "none": LIGHT.tint}
"""Colour of a cell by how well the year is covered."""

HATCHES = {"part": "////"}
"""Hatching besides, so that the four are told apart without colour."""


def money_known(known: pd.DataFrame, *, locale: Locale) -> Chart:
    """Mark for each stage, detail and fiscal year whether a source gives CARSI's own amount.

    Args:
        known: as ``analysis.money_known.known`` gives it.
        locale: the language.
    """
    say, stage = locale.exhibit("money-known"), locale.named("measure")
    words = {kind: say(f"held.{kind}") for kind in FACES}
    years = sorted(int(year) for year in known["fiscal_year"].unique())
    cells = known.assign(
        what=[say(f"detail.{row.detail}", stage=getattr(row, stage)) for row in known.itertuples()],
        said=known["held"].map(words),
        face=known["held"].map(FACES),
        hatch=known["held"].map(HATCHES),
        stage=pd.Categorical(known["measure_id"], STAGES),
        split=pd.Categorical(known["detail"], DETAILS),
    ).sort_values(["stage", "split", "fiscal_year"], ignore_index=True)
    lacking = as_spans(years_without(known, "appropriated", "account"))
    held = [year for year in years if not any(start <= year <= end for start, end in lacking)]

    def spans(some: list[tuple[int, int]]) -> str:
        return locale.items([locale.fiscal_years(*span) for span in some])

    told = [
        f"{what}: {spans(as_spans(own.loc[own['held'] != 'none', 'fiscal_year'].tolist())) or '–'}"
        for what, own in cells.groupby("what", sort=False)
    ]
    wide = cells.pivot(index="what", columns="fiscal_year", values="said").loc[cells["what"].unique()]
    return Chart(
        **say.head(
            {"title": "partly" if lacking and held else "all" if held else "none"},
            known=spans(as_spans(held)),
            gaps=spans(lacking),
            years=locale.fiscal_years(years[0], years[-1]),
            told="; ".join(told),
        ),
        data=wide.rename(columns=str).reset_index(),
        columns=(say.column("what"), *(Column(str(year), str(year)) for year in years)),
        evidence=known[known["held"] != "none"],
        draw=Cells(
            cells,
            row="what",
            column="fiscal_year",
            face="face",
            hatch="hatch",
            value="said",
            group="measure_id",
            key=[Entry("hatch" if kind in HATCHES else "bar", FACES[kind], word) for kind, word in words.items()],
        ),
    )
