"""The charts of the house, by topic; each takes tidy results and a locale and gives a finished ``Chart``."""

from carsi_analysis.exhibits.charts.funding import funding_by_account, printed_totals, where_the_money_stands
from carsi_analysis.exhibits.charts.homicide import homicide_change, homicide_trends
from carsi_analysis.exhibits.charts.links import threats_goals_areas

__all__ = [
    "funding_by_account",
    "homicide_change",
    "homicide_trends",
    "printed_totals",
    "threats_goals_areas",
    "where_the_money_stands",
]
