"""The countries side by side: violence, law, migration and money."""

from collections.abc import Mapping

import pandas as pd

from carsi_analysis.analysis.names import PLACE

RULE_OF_LAW, ENCOUNTERS = "vdem_rule_of_law", "usbp_encounters"
"""The indicators of law and migration that stand in the table."""


def at_a_glance(
    places: pd.DataFrame,
    counts: pd.DataFrame,
    law: pd.DataFrame,
    encounters: pd.DataFrame,
    security: pd.DataFrame,
    reserved: pd.DataFrame,
) -> pd.DataFrame:
    """Put the measures of each country under each other, as far as the data hold them.

    Args:
        places: the homicide rate, as ``region.last_and_peak`` gives it.
        counts: homicides that authorities count, as ``region.newer_counts`` gives it.
        law: a score of the rule of law, as ``threats.changes`` gives it.
        encounters: of the border patrol with citizens of a country, as ``threats.last_of`` gives it.
        security: as ``obligations.security_by_recipient`` gives it.
        reserved: as ``country_money.set_aside_by_country`` gives it.

    Returns:
        One row a country and measure: ``PLACE``; ``measure`` (``homicide``, ``peak``, ``counted``, ``law``,
        ``encounters``, ``security``, ``reserved``), its ``value`` and ``year``; of the law ``first_value``,
        ``first_year`` and the ``change`` since; ``qualifier`` of an amount; ``doubtful``; provenance. The regional line
        of money has a row too.
    """
    parts: Mapping[str, pd.DataFrame] = {
        "homicide": places,
        "peak": places.drop(columns=["value", "year"]).rename(columns={"peak_value": "value", "peak_year": "year"}),
        "counted": counts,
        "law": law.rename(columns={"last_value": "value", "last_year": "year"}),
        "encounters": encounters,
        "security": security.rename(columns={"amount_usd": "value", "end_fiscal_year": "year"}),
        "reserved": reserved.rename(columns={"amount_usd": "value"}).merge(
            places[[*PLACE]], left_on="place_en", right_on="label_en"
        ),
    }
    columns = [
        *PLACE,
        "measure",
        "value",
        "year",
        "change",
        "first_value",
        "first_year",
        "qualifier",
        "doubtful",
        "sources",
        "rows",
    ]
    named = [part.assign(measure=measure).reindex(columns=columns) for measure, part in parts.items()]
    every = pd.concat([part.astype(object) for part in named], ignore_index=True)
    every = every.astype(
        {"value": float, "year": "Int64", "change": float, "first_value": float, "first_year": "Int64"}
    )
    every["doubtful"] = every["doubtful"].eq(True)
    return every[every["value"].notna()].reset_index(drop=True)
