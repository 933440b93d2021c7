"""Tables of disagreement: what sources print, what the reports use, and why."""

import pandas as pd

from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import Locale


def conflicts_on_amounts(conflicts: pd.DataFrame, *, locale: Locale) -> Table:
    """List the amounts on which sources disagree.

    Args:
        conflicts: as ``analysis.conflicts.amounts_in_conflict`` gives it.
        locale: the language.
    """
    language = locale.language
    still_open = int((conflicts["state"] == "open").sum())
    data = conflicts.assign(
        lowest=conflicts["lowest_usd"] / 1e6, highest=conflicts["highest_usd"] / 1e6, used=conflicts["used_usd"] / 1e6
    )
    return Table(
        exhibit_id="conflicts-on-amounts",
        locale=locale,
        title=locale(
            en=f"Sources print different amounts on {len(conflicts)} questions; {still_open} of them are open",
            es=f"Las fuentes imprimen montos distintos en {len(conflicts)} cuestiones; {still_open} siguen abiertas",
        ),
        measure=locale(
            en="Lowest and highest amount printed or implied, and the one that the reports use",
            es="Monto más bajo y más alto impreso o implícito, y el que usan los informes",
        ),
        unit=locale(en="millions of nominal US dollars", es="millones de dólares estadounidenses nominales"),
        data=data,
        columns=(
            Column(f"label_{language}", locale(en="Question", es="Cuestión")),
            Column("lowest", locale(en="Lowest", es="Más bajo"), 1),
            Column("highest", locale(en="Highest", es="Más alto"), 1),
            Column("used", locale(en="Used", es="Usado"), 1),
            Column(f"reason_{language}", locale(en="Why", es="Por qué")),
        ),
        evidence=conflicts,
    )
