"""The charts of the house, by topic; each takes tidy results and a locale and gives a finished ``Chart``."""

from carsi_analysis.exhibits.charts.accounts import account_in_appropriations, account_shares, paid_by_account
from carsi_analysis.exhibits.charts.agencies import (
    carsi_beside_agencies,
    obligations_by_agency,
    regional_line,
    security_accounts,
)
from carsi_analysis.exhibits.charts.border import border_encounters
from carsi_analysis.exhibits.charts.comparison import comparison_variants, money_and_homicide
from carsi_analysis.exhibits.charts.conflicts import conflict_values
from carsi_analysis.exhibits.charts.countries_money import (
    disbursed_by_country,
    obligations_by_country,
    obligations_per_head,
    official_totals,
    stages_by_year,
)
from carsi_analysis.exhibits.charts.country_money import country_money
from carsi_analysis.exhibits.charts.country_rate import country_homicide
from carsi_analysis.exhibits.charts.coverage import coverage_strip
from carsi_analysis.exhibits.charts.estimates import estimates_by_body
from carsi_analysis.exhibits.charts.evaluations import evaluation_effects, evidence_gaps
from carsi_analysis.exhibits.charts.firearms import civilian_firearms, firearm_homicides
from carsi_analysis.exhibits.charts.funding import funding_by_account, printed_totals, where_the_money_stands
from carsi_analysis.exhibits.charts.governance import corruption_perceptions, editions_compared
from carsi_analysis.exhibits.charts.homicide import homicide_change, homicide_editions, homicide_trends
from carsi_analysis.exhibits.charts.lead import violence_and_money
from carsi_analysis.exhibits.charts.links import threats_goals_areas
from carsi_analysis.exhibits.charts.money_known import money_known
from carsi_analysis.exhibits.charts.objectives import objectives_and_sectors
from carsi_analysis.exhibits.charts.over_time import carsi_over_time
from carsi_analysis.exhibits.charts.pairs import two_years
from carsi_analysis.exhibits.charts.region import homicide_beside_others
from carsi_analysis.exhibits.charts.scoreboard import scoreboard
from carsi_analysis.exhibits.charts.seizures import cocaine_seizures
from carsi_analysis.exhibits.charts.series import indicator_trend
from carsi_analysis.exhibits.charts.tiles import tile_map
from carsi_analysis.exhibits.charts.timeline import timeline
from carsi_analysis.exhibits.charts.trafficking import trafficking_tiers
from carsi_analysis.exhibits.charts.year_figures import figures_of_years

__all__ = [
    "account_in_appropriations",
    "account_shares",
    "border_encounters",
    "carsi_beside_agencies",
    "carsi_over_time",
    "civilian_firearms",
    "cocaine_seizures",
    "comparison_variants",
    "conflict_values",
    "corruption_perceptions",
    "country_homicide",
    "country_money",
    "coverage_strip",
    "disbursed_by_country",
    "editions_compared",
    "estimates_by_body",
    "evaluation_effects",
    "evidence_gaps",
    "figures_of_years",
    "firearm_homicides",
    "funding_by_account",
    "homicide_beside_others",
    "homicide_change",
    "homicide_editions",
    "homicide_trends",
    "indicator_trend",
    "money_and_homicide",
    "money_known",
    "objectives_and_sectors",
    "obligations_by_agency",
    "obligations_by_country",
    "obligations_per_head",
    "official_totals",
    "paid_by_account",
    "printed_totals",
    "regional_line",
    "scoreboard",
    "security_accounts",
    "stages_by_year",
    "threats_goals_areas",
    "tile_map",
    "timeline",
    "trafficking_tiers",
    "two_years",
    "violence_and_money",
    "where_the_money_stands",
]
