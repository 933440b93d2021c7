"""The tables of the house, by topic; each takes tidy results and a locale and gives a finished ``Table``."""

from carsi_analysis.exhibits.tables.conflicts import conflicts_on_amounts
from carsi_analysis.exhibits.tables.coverage import data_coverage
from carsi_analysis.exhibits.tables.funding import accounts_by_year
from carsi_analysis.exhibits.tables.goals import threats_and_goals
from carsi_analysis.exhibits.tables.indicators import indicator_dictionary
from carsi_analysis.exhibits.tables.threats import homicide_disagreements, scorecard, threat_indicators

__all__ = [
    "accounts_by_year",
    "conflicts_on_amounts",
    "data_coverage",
    "homicide_disagreements",
    "indicator_dictionary",
    "scorecard",
    "threat_indicators",
    "threats_and_goals",
]
