"""An indicator as the charts speak of it: its names, unit and decimals in one language."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from carsi_analysis.exhibits.locale import ExhibitWords, Locale


@dataclass(frozen=True)
class Described:
    """One indicator in one language.

    Attributes:
        indicator: its description, as ``Study.described`` gives it.
        locale: the language.
    """

    indicator: pd.Series
    locale: Locale

    @property
    def digits(self) -> int:
        """The decimals of its values."""
        return int(self.indicator["decimals"])

    @property
    def unit(self) -> str:
        return str(self.indicator[self.locale.named("unit")])

    @property
    def names(self) -> dict[str, Any]:
        """The facts ``label`` (short) and ``full_label`` of an exhibit's words."""
        short, full = (self.locale.named(name) for name in ("short_label", "label"))
        return {"label": str(self.indicator[short]), "full_label": str(self.indicator[full])}

    def write(self, value: float) -> str:
        """Write a value with its decimals, a half rounded alike whether numpy or Python holds it."""
        return self.locale.fixed(float(value), self.digits)

    def words(self, kind: str, suffix: str) -> ExhibitWords:
        """Take the words of a kind of exhibit; the exhibit is named after the indicator: ``prison-rate-trend``."""
        return self.locale.exhibit(kind, f"{self.indicator['indicator_id'].replace('_', '-')}-{suffix}")
