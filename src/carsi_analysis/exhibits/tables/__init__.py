"""The tables of the house, by topic; each takes tidy results and the ``locale`` of a language and gives a ``Table``."""

from carsi_analysis.exhibits.tables.conflicts import conflict_reasons
from carsi_analysis.exhibits.tables.coverage import data_coverage
from carsi_analysis.exhibits.tables.funding import accounts_by_year
from carsi_analysis.exhibits.tables.glance import at_a_glance
from carsi_analysis.exhibits.tables.goals import (
    goal_indicators,
    goal_wordings,
    goals_overview,
    link_reasons,
    threats_and_goals,
)
from carsi_analysis.exhibits.tables.indicators import indicator_dictionary
from carsi_analysis.exhibits.tables.money import (
    amounts_stated,
    cumulative_counts,
    funding_shares,
    money_gaps,
    obligations_by_period,
    related_money,
    set_asides,
    set_asides_by_country,
    stages_printed,
)
from carsi_analysis.exhibits.tables.results import (
    audits,
    evaluations,
    events,
    means_compared,
    money_to_results,
    programmes,
    reported_effects,
)
from carsi_analysis.exhibits.tables.threats import beside_others, homicide_disagreements, scorecard, threat_indicators

__all__ = [
    "accounts_by_year",
    "amounts_stated",
    "at_a_glance",
    "audits",
    "beside_others",
    "conflict_reasons",
    "cumulative_counts",
    "data_coverage",
    "evaluations",
    "events",
    "funding_shares",
    "goal_indicators",
    "goal_wordings",
    "goals_overview",
    "homicide_disagreements",
    "indicator_dictionary",
    "link_reasons",
    "means_compared",
    "money_gaps",
    "money_to_results",
    "obligations_by_period",
    "programmes",
    "related_money",
    "reported_effects",
    "scorecard",
    "set_asides",
    "set_asides_by_country",
    "stages_printed",
    "threat_indicators",
    "threats_and_goals",
]
