"""The names that readers see for identifiers of money: measure, scope, account and source, in both languages."""

from dataclasses import dataclass
from typing import Protocol

import pandas as pd


class HasNames(Protocol):
    """What a data package offers of which names are taken."""

    def table(self, name: str) -> pd.DataFrame:
        """Give a table by its name."""


IN_DATA = ("en", "es")
"""The languages in which the data hold names and texts: each once a column, as ``label_en/es``."""

PLACE = ("country_iso3", "label_en", "label_es", "sort_order", "colour")
"""Columns of the table ``countries`` that every result by country keeps: name, place in an order, and colour."""

ACCOUNT_NAMES = ("code_en", "code_es", "label_en", "label_es", "colour")
"""Columns of the table ``accounts`` that say what readers call an account, and its colour."""


@dataclass(frozen=True)
class Names:
    """The tables ``measures``, ``scopes``, ``accounts`` and ``sources`` of one data package."""

    measures: pd.DataFrame
    scopes: pd.DataFrame
    accounts: pd.DataFrame
    sources: pd.DataFrame

    @classmethod
    def of(cls, package: HasNames) -> "Names":
        """Take them from a data package."""
        return cls(*(package.table(name) for name in ("measures", "scopes", "accounts", "sources")))

    def given_to(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Name the identifiers that a frame holds.

        Args:
            frame: some of ``measure_id``, ``scope_id``, ``account_id``, ``source_id``; an empty cell stays unnamed.

        Returns:
            The frame with ``measure_en/es``, ``scope_en/es`` and ``relation`` (of the scope to CARSI),
            ``account_en/es``, ``code_en/es``, ``account_colour``, ``source_label_en/es``, for the identifiers it holds.
        """
        wanted = (
            ("measure_id", self.measures, {"label_en": "measure_en", "label_es": "measure_es"}),
            ("scope_id", self.scopes, {"label_en": "scope_en", "label_es": "scope_es", "relation": "relation"}),
            (
                "account_id",
                self.accounts,
                {name: name.replace("label", "account").replace("colour", "account_colour") for name in ACCOUNT_NAMES},
            ),
            (
                "source_id",
                self.sources,
                {"short_label_en": "source_label_en", "short_label_es": "source_label_es"},
            ),
        )
        for key, table, labels in wanted:
            if key in frame.columns:
                frame = frame.merge(table[[key, *labels]].rename(columns=labels), on=key, how="left", validate="m:1")
        return frame
