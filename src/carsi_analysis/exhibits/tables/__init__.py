"""The tables of the house, by topic; each takes tidy results and a locale and gives a finished ``Table``."""

from carsi_analysis.exhibits.tables.conflicts import conflicts_on_amounts
from carsi_analysis.exhibits.tables.funding import accounts_by_year
from carsi_analysis.exhibits.tables.goals import threats_and_goals

__all__ = ["accounts_by_year", "conflicts_on_amounts", "threats_and_goals"]
