"""What can be explored: every indicator with values for the seven countries, and the money that has a series."""

from dataclasses import dataclass

import pandas as pd

from carsi_analysis.analysis import threats
from carsi_analysis.data import Package
from carsi_analysis.exhibits.locale import Locale

APPROPRIATIONS = "appropriations_by_account"
OBLIGATIONS = "obligations_by_country"


@dataclass(frozen=True)
class Subject:
    """One thing to look at.

    Attributes:
        subject_id: an identifier of ``indicators``, or one of the names of money above.
        label_en, label_es: short names for a list.
        definition_en, definition_es: what is counted, in a sentence.
        in_dollars: whether it is money whose price level can be chosen.
        by_country: whether countries can be chosen.
    """

    subject_id: str
    label_en: str
    label_es: str
    definition_en: str
    definition_es: str
    in_dollars: bool = False
    by_country: bool = True

    def label(self, locale: Locale) -> str:
        """Give the short name in one language."""
        return locale(en=self.label_en, es=self.label_es)

    def definition(self, locale: Locale) -> str:
        """Give the definition in one language."""
        return locale(en=self.definition_en, es=self.definition_es)


MONEY = (
    Subject(
        APPROPRIATIONS,
        "Money: CARSI appropriations by account",
        "Dinero: asignaciones a la CARSI por cuenta",
        "What Congress appropriated for CARSI alone, by account and fiscal year.",
        "Lo que el Congreso asignó solo a la CARSI, por cuenta y año fiscal.",
        in_dollars=True,
        by_country=False,
    ),
    Subject(
        OBLIGATIONS,
        "Money: US obligations by country, all purposes",
        "Dinero: compromisos de EE. UU. por país, para todo fin",
        "What US agencies obligated for each country, for every purpose and not for CARSI alone, by fiscal year.",
        "Lo que las agencias de Estados Unidos comprometieron para cada país, para todo fin y no solo para la CARSI, "
        "por año fiscal.",
        in_dollars=True,
    ),
)


def subjects(package: Package) -> dict[str, Subject]:
    """List what can be explored, by identifier: indicators in the order of families and names, then money."""
    places = package.countries.loc[package.countries["kind"] == "country", "country_iso3"]
    known = observed(package)
    held = set(known.loc[known["value"].notna() & known["country_iso3"].isin(places), "indicator_id"])
    described = package.indicators[package.indicators["indicator_id"].isin(held)]
    ordered = described.sort_values(["family", "short_label_en"], kind="stable")
    indicators = [
        Subject(
            row.indicator_id, row.short_label_en, row.short_label_es, str(row.definition_en), str(row.definition_es)
        )
        for row in ordered.itertuples()
    ]
    return {subject.subject_id: subject for subject in (*indicators, *MONEY)}


def observed(package: Package) -> pd.DataFrame:
    """Give the observations, with the trafficking tiers as one more indicator."""
    return threats.with_tiers(package.observations, package.tip_tiers)
