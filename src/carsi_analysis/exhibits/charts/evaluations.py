"""The chart of what evaluations report: effects study by study, each with its unit, its kind and its critics."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from carsi_analysis.analysis.comparison import NORMAL_95
from carsi_analysis.analysis.results import SURVEY_REPORTS
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.money import wrapped
from carsi_analysis.exhibits.panels import SMALL, sheet, text_width, value_ticks
from carsi_analysis.house.tokens import CHART_WIDTH_IN, EMPHASIS, LIGHT, TYPE

ROW_IN, HEAD_IN, GAP_IN = 0.165, 0.16, 0.16


def evaluation_effects(effects: pd.DataFrame, disputes: pd.DataFrame, *, locale: Locale) -> Chart:
    """Draw the effects that evaluations report, never on one scale where units differ and never pooled.

    Args:
        effects: as ``analysis.results.effects`` gives it, for the studies to show.
        disputes: the studies that answer others, as ``analysis.results.studies`` gives them; may be empty.
        locale: the language.
    """
    language = locale.language
    groups: list[_Group] = []
    for rows in _in_order(effects):
        groups.append(_Group(rows, disputes, locale, groups[-1] if groups else None))
    survey = effects[(effects["unit_id"] == SURVEY_REPORTS) & effects["headline"]]
    disputed = {str(study) for study in disputes["answers_evaluation_id"].dropna()} & set(effects["evaluation_id"])

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        top = figure.get_size_inches()[1] - 0.02
        for group in groups:
            top = group.draw(axes, top) - GAP_IN

    told = "; ".join(group.told() for group in groups)
    count = len(disputed)
    title = locale(
        en=f"Effects come from {effects['evaluation_id'].nunique()} studies; the findings of {count} are disputed",
        es=f"Los efectos vienen de {effects['evaluation_id'].nunique()} estudios; los hallazgos de {count} están en "
        "disputa",
    )
    if len(survey):
        low, high = survey["value"].min(), survey["value"].max()
        title = locale(
            en=f"Treated areas differed by {_signed(low, locale)} to {_signed(high, locale)} percent from what was "
            "expected" + ("; reading it as an effect is disputed" if disputed else ""),
            es=f"Áreas tratadas: de {_signed(low, locale)} a {_signed(high, locale)} por ciento frente a lo esperado"
            + ("; leerlo como efecto está en disputa" if disputed else ""),
        )
    return Chart(
        exhibit_id="evaluation-effects",
        locale=locale,
        title=title,
        measure=locale(
            en="Effects as each study reports them, study by study",
            es="Efectos según los informa cada estudio, estudio por estudio",
        ),
        unit=_unit(effects, locale),
        alt=locale(
            en=f"One dot an effect, grouped by study and unit, never pooled. {told}.",
            es=f"Un punto por efecto, agrupados por estudio y unidad, nunca combinados. {told}.",
        ),
        data=effects.assign(
            study=effects[f"study_{language}"],
            outcome=effects[f"outcome_{language}"],
            unit=effects[f"unit_{language}"],
        ),
        columns=(
            Column("study", locale(en="Study", es="Estudio")),
            Column("outcome", locale(en="Outcome", es="Resultado medido")),
            Column("value", locale(en="Effect", es="Efecto"), 1),
            Column("std_error", locale(en="Standard error", es="Error estándar"), 2),
            Column("unit", locale(en="Unit", es="Unidad")),
        ),
        evidence=pd.concat([effects, disputes[disputes["answers_evaluation_id"].isin(disputed)]]),
        notes=_notes(effects, locale),
        draw=draw,
        height_in=sum(group.height for group in groups) + GAP_IN * (len(groups) - 1) + 0.04,
    )


def _unit(effects: pd.DataFrame, locale: Locale) -> str:
    """Name the one unit, or say where the units stand."""
    if effects["unit_id"].nunique() == 1:
        return str(effects[f"unit_{locale.language}"].iloc[0])
    return locale(en="units differ and stand over each group", es="las unidades varían y figuran en cada grupo")


def _notes(effects: pd.DataFrame, locale: Locale) -> tuple[str, ...]:
    """Explain the marks that are drawn, and the intervals or their absence."""
    notes = []
    if not effects["headline"].all():
        notes.append(
            locale(
                en="Filled: the estimates that a study puts first; open: the others.",
                es="Lleno: las estimaciones que el estudio destaca; abierto: las demás.",
            )
        )
    if effects["std_error"].notna().any():
        notes.append(
            locale(
                en=f"Lines: 95 percent intervals, computed here as {NORMAL_95} printed standard errors on either side; "
                "dots without a line come without a standard error.",
                es=f"Líneas: intervalos del 95 por ciento, calculados aquí como {NORMAL_95} errores estándar "
                "publicados a cada lado; los puntos sin línea vienen sin error estándar.",
            )
        )
    else:
        notes.append(
            locale(
                en="No standard error was found for these estimates.",
                es="No se halló un error estándar para estas estimaciones.",
            )
        )
    return tuple(notes)


def _in_order(effects: pd.DataFrame) -> list[pd.DataFrame]:
    """Divide effects by study and unit: residents' reports first, then studies by year, those without a year last."""
    grouped = [rows for _, rows in effects.groupby(["evaluation_id", "unit_id"], sort=True)]

    def place(rows: pd.DataFrame) -> tuple[bool, float, str, str]:
        first = rows.iloc[0]
        year = 9999.0 if pd.isna(first["start_year"]) else float(first["start_year"])
        return (first["unit_id"] != SURVEY_REPORTS, year, first["evaluation_id"], first["unit_id"])

    return sorted(grouped, key=place)


class _Group:
    """The effects of one study in one unit: heading, critics and one row an effect."""

    def __init__(
        self, rows: pd.DataFrame, disputes: pd.DataFrame, locale: Locale, before: "_Group | None" = None
    ) -> None:
        self.rows = rows.sort_values(["headline", "value"], ascending=[False, True]).reset_index(drop=True)
        self.locale = locale
        language = locale.language
        first = self.rows.iloc[0]
        self.study = str(first[f"study_{language}"])
        year = "" if pd.isna(first["start_year"]) else f", {int(first['start_year'])}"
        self.unit = str(first[f"unit_{language}"])
        self.names = [str(name) for name in self.rows[f"outcome_{language}"]]
        head = f"{self.study}{year} · {self.unit}"
        self.heads = wrapped(head, CHART_WIDTH_IN - 0.1, SMALL, 600)
        self.design = wrapped(str(first[f"design_{language}"]), CHART_WIDTH_IN - 0.1)
        own = disputes[disputes["answers_evaluation_id"] == first["evaluation_id"]]
        critics = [
            line
            for critic in own.itertuples()
            for line in wrapped(
                locale(en="Disputed by ", es="Cuestionada por ")
                + f"{critic.authors}: {getattr(critic, f'finding_{language}')}",
                CHART_WIDTH_IN - 0.1,
            )
        ]
        caution = wrapped(str(first[f"caution_{language}"]), CHART_WIDTH_IN - 0.1)
        self.critics = [*critics, *caution]
        if before is not None and before.study == self.study:
            self.design, self.critics = [], []

    @property
    def height(self) -> float:
        lines = len(self.heads) + len(self.design) + len(self.critics)
        return HEAD_IN * lines + ROW_IN * len(self.rows) + 0.2

    def told(self) -> str:
        """Say the group's effects in words."""
        listed = "; ".join(
            f"{name} {_signed(value, self.locale)}" for name, value in zip(self.names, self.rows["value"], strict=True)
        )
        critics = f" {' '.join(self.critics)}" if self.critics else ""
        return f"{self.study} ({self.unit}): {listed}.{critics}"

    def draw(self, axes: Axes, top: float) -> float:
        """Draw the group below a height and give its foot."""
        y = top
        for lines, style in (
            (self.heads, {"weight": 600}),
            (self.design, {"color": LIGHT.muted}),
            (self.critics, {"color": EMPHASIS}),
        ):
            for line in lines:
                axes.text(0.02, y - HEAD_IN / 2, line, va="center", size=SMALL, **style)
                y -= HEAD_IN
        left = max(max(text_width(name, SMALL) for name in self.names) + 0.15, 1.8)
        x, ticks = self._scale(left)
        foot = y - ROW_IN * len(self.rows)
        marks = [[(x(tick), y), (x(tick), foot)] for tick in ticks if tick]
        axes.add_collection(LineCollection(marks, colors=LIGHT.rule, linewidths=0.6, zorder=0.5), autolim=False)
        axes.plot([x(0), x(0)], [y, foot], color=LIGHT.muted, linewidth=0.9, zorder=1)
        for tick in ticks:
            axes.text(x(tick), foot - 0.09, self.locale.number(tick), ha="center", va="center", size=SMALL)
        for place, row in enumerate(self.rows.itertuples()):
            self._row(axes, row, x, left, y - ROW_IN * (place + 0.5), self.names[place])
        return foot - 0.2

    def _scale(self, left: float) -> tuple[Any, list[float]]:
        """Give the function from values to inches and the ticks; the scale of a group holds zero and all intervals."""
        spread = self.rows["std_error"].fillna(0.0) * NORMAL_95
        low = min(float((self.rows["value"] - spread).min()), 0.0)
        high = max(float((self.rows["value"] + spread).max()), 0.0)
        width = CHART_WIDTH_IN - 0.55 - left - 0.35
        return (lambda value: left + 0.35 + (value - low) / (high - low) * width), value_ticks(low, high, 5)

    def _row(self, axes: Axes, row: Any, x: Any, left: float, y: float, name: str) -> None:
        axes.text(left - 0.08, y, name, ha="right", va="center", size=SMALL)
        error = 0.0 if pd.isna(row.std_error) else row.std_error * NORMAL_95
        if error:
            axes.plot([x(row.value - error), x(row.value + error)], [y, y], color=LIGHT.accent, linewidth=1.4, zorder=2)
        face = LIGHT.accent if row.headline else "white"
        axes.scatter([x(row.value)], [y], s=26, facecolor=face, edgecolor=LIGHT.accent, linewidth=1.2, zorder=3)
        right = row.value >= 0
        edge = x(row.value + error) + 0.08 if right else x(row.value - error) - 0.08
        axes.text(
            edge,
            y,
            _signed(row.value, self.locale),
            ha="left" if right else "right",
            va="center",
            size=TYPE.chart - 0.5,
            weight=600,
        )


def _signed(value: float, locale: Locale) -> str:
    digits = 0 if float(value).is_integer() else 1
    return ("+" if value > 0 else "") + locale.number(value, digits)
