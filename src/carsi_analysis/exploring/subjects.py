"""What can be explored: every indicator with values for the seven countries, and the money that has a series."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from carsi_analysis.analysis.study import Study
from carsi_analysis.data import Package
from carsi_analysis.exhibits.locale import Locale

APPROPRIATIONS = "appropriations_by_account"
OBLIGATIONS = "obligations_by_country"


@dataclass(frozen=True)
class Subject:
    """One thing to look at.

    Attributes:
        subject_id: an identifier of ``indicators``, or one of the names of money above.
        described: the row of ``indicators``; money is described by the words of ``explore``.
        in_dollars: whether it is money whose price level can be chosen.
        by_country: whether countries can be chosen.
    """

    subject_id: str
    described: Mapping[str, Any] = field(default_factory=dict, compare=False)
    in_dollars: bool = False
    by_country: bool = True

    def label(self, locale: Locale) -> str:
        """Give the short name for a list."""
        return str(self.described.get(locale.named("short_label")) or self._words("label", locale))

    def definition(self, locale: Locale) -> str:
        """Say what is counted, in a sentence."""
        return str(self.described.get(locale.named("definition")) or self._words("definition", locale))

    def _words(self, name: str, locale: Locale) -> str:
        return locale.words(f"explore.{self.subject_id}.{name}")


MONEY = (Subject(APPROPRIATIONS, in_dollars=True, by_country=False), Subject(OBLIGATIONS, in_dollars=True))


def subjects(package: Package) -> dict[str, Subject]:
    """List what can be explored, by identifier: indicators in the order of families and names, then money."""
    held = set(Study(package).measured_ever["indicator_id"])
    described = package.indicators[package.indicators["indicator_id"].isin(held)]
    ordered = described.sort_values(["family", "short_label_en"], kind="stable")
    indicators = [Subject(str(row["indicator_id"]), row) for row in ordered.to_dict("records")]
    return {subject.subject_id: subject for subject in (*indicators, *MONEY)}
