"""First pages follow the data: values are moved, and the headline, its tiles and its chart are read."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pandas as pd
import pytest

from carsi_analysis.analysis.threats import HOMICIDE_RATE
from carsi_analysis.data import load
from tests.notebooks.changed import Altered, shown_by
from tests.ran import run_shows

LINK = re.compile(r"\[([^\]\[]*)\]\(#[^)]*\)")


@cache
def moved(report: str, change: Callable[[], Altered], language: str) -> dict[str, str]:
    """Give the parts of the first page of a report on changed data."""
    with pytest.MonkeyPatch.context() as patch:
        return front(shown_by(f"{report.replace('-', '_')}.ipynb", patch, change(), drawn=False, language=language))


def front(shown: list[dict[str, Any]]) -> dict[str, str]:
    """Give the parts of a first page by kind, as plain text."""
    parts: dict[str, list[str]] = {}
    for one in shown:
        if one["kind"] == "prose" and one["role"]:
            parts.setdefault(one["role"], []).append(one["text"])
    return {part: plain(" ".join(texts)) for part, texts in parts.items()}


def plain(text: str) -> str:
    return " ".join(re.sub(r"<sup>.*?</sup>", "", LINK.sub(r"\1", text)).replace("\\", "").replace("*", "").split())


def changed(table: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Altered:
    """Change one table of the data."""
    return Altered(load(), **{table: change(load().table(table))})


def observed(indicator: str, values: Callable[[pd.DataFrame], pd.Series]) -> Altered:
    """Change the values of one indicator."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        own = frame["indicator_id"] == indicator
        frame.loc[own, "value"] = values(frame[own])
        return frame

    return changed("observations", change)


@cache
def killings_soar() -> Altered:
    return observed(HOMICIDE_RATE, lambda rows: rows["value"].where(rows["year"] < 2022, rows["value"] * 50))


@cache
def cocaine_trade_ends() -> Altered:
    return observed("oci_cocaine", lambda rows: rows["value"].where(rows["year"] < 2025, 1.0))


@cache
def only_what_was_counted() -> Altered:
    return changed("programmes", lambda rows: rows[rows["output_value"].notna()])


@cache
def fy2018_is_not_printed() -> Altered:
    return changed("funding", lambda rows: rows[~(rows["start_fiscal_year"].eq(2018) & rows["scope_id"].eq("carsi"))])


@cache
def residents_report_more() -> Altered:
    def change(rows: pd.DataFrame) -> pd.DataFrame:
        own = rows["result_id"] == "lapop-murders"
        rows.loc[own, "value"] = rows.loc[own, "value"].abs()
        return rows

    return changed("evaluation_results", change)


@cache
def nobody_disputes() -> Altered:
    return changed("evaluations", lambda rows: rows[rows["verdict"] != "disputes"])


AS_IT_IS = [
    (
        "regional-briefing",
        "headline",
        "Homicide in Central America fell 56%; no study",
        "Centroamérica: homicidios bajaron 56 %; ningún",
    ),
    (
        "threats",
        "headline",
        "In most countries homicide fell; expert scores for cocaine and corruption worsened",
        "Menos homicidios, pero los expertos califican peor la cocaína y la corrupción",
    ),
    ("goals", "unknown", "none that we read says how to tell", "ninguna que leímos dice cómo saber"),
    ("funding", "headline", "in the 7 of 19 years found", "aprobados en 7 de 19 años"),
    ("funding", "unknown", "paid after June 1, 2013", "se pagó tras el 1 de junio de 2013"),
    ("results", "unknown", "is disputed", "ha sido cuestionada"),
    ("results", "tile", "23 studies, audits and papers read", "23 estudios, auditorías y trabajos leídos"),
]

MOVED = [
    ("regional-briefing", killings_soar, "headline", "is at its highest since 2000", "está en su máximo desde 2000"),
    (
        "threats",
        killings_soar,
        "headline",
        "In most countries homicide grew; expert scores for cocaine and corruption worsened",
        "Más homicidios; los expertos califican peor la cocaína y la corrupción",
    ),
    (
        "threats",
        cocaine_trade_ends,
        "headline",
        "In most countries two of seven indicators improved and one worsened",
        "Mejora en dos y deterioro en uno de siete indicadores",
    ),
    (
        "goals",
        only_what_was_counted,
        "tile",
        "32 activities of CARSI are named",
        "32 actividades de la CARSI constan",
    ),
    ("funding", fy2018_is_not_printed, "headline", "in the 6 of 19 years", "en 6 de 19 años"),
    ("regional-briefing", residents_report_more, "column", "more murders than expected", "más asesinatos"),
    ("results", nobody_disputes, "unknown", "One survey compared", "Una encuesta comparó"),
]


@pytest.mark.parametrize(("report", "role", "english", "spanish"), AS_IT_IS)
def test_the_first_page_says_what_the_data_say(report, role, english, spanish):
    for language, said in (("en", english), ("es", spanish)):
        assert said in front(run_shows(report, language=language))[role]


@pytest.mark.parametrize(("report", "change", "role", "english", "spanish"), MOVED)
def test_moved_data_move_the_first_page(report, change, role, english, spanish):
    before = next(one for one in AS_IT_IS if one[0] == report)
    for language, said, was in (("en", english, before[2]), ("es", spanish, before[3])):
        read = moved(report, change, language)
        assert said in read[role]
        assert role != before[1] or was not in read[role]


def test_a_peak_that_is_now_is_not_told_as_a_fall():
    for report in ("regional-briefing", "threats", "goals"):
        told = moved(report, killings_soar, "en")
        assert not any("below the peak" in text or "0%" in text for text in told.values())
