"""The charts of the house, by topic; each takes tidy results and a locale and gives a finished ``Chart``."""

from carsi_analysis.exhibits.charts.border import border_encounters
from carsi_analysis.exhibits.charts.coverage import coverage_strip
from carsi_analysis.exhibits.charts.firearms import civilian_firearms, firearm_homicides
from carsi_analysis.exhibits.charts.funding import funding_by_account, printed_totals, where_the_money_stands
from carsi_analysis.exhibits.charts.gangs import gang_estimates
from carsi_analysis.exhibits.charts.governance import corruption_perceptions, editions_compared
from carsi_analysis.exhibits.charts.homicide import homicide_change, homicide_editions, homicide_trends
from carsi_analysis.exhibits.charts.links import threats_goals_areas
from carsi_analysis.exhibits.charts.matrix import threat_matrix
from carsi_analysis.exhibits.charts.seizures import cocaine_seizures
from carsi_analysis.exhibits.charts.series import indicator_trend, two_years
from carsi_analysis.exhibits.charts.tiles import tile_map
from carsi_analysis.exhibits.charts.trafficking import trafficking_tiers

__all__ = [
    "border_encounters",
    "civilian_firearms",
    "cocaine_seizures",
    "corruption_perceptions",
    "coverage_strip",
    "editions_compared",
    "firearm_homicides",
    "funding_by_account",
    "gang_estimates",
    "homicide_change",
    "homicide_editions",
    "homicide_trends",
    "indicator_trend",
    "printed_totals",
    "threat_matrix",
    "threats_goals_areas",
    "tile_map",
    "trafficking_tiers",
    "two_years",
    "where_the_money_stands",
]
