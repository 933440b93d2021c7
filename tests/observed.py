"""Observations as analyses take them: judged by the columns of the data package."""

import pandas as pd

from carsi_analysis.analysis import threats
from carsi_analysis.analysis.study import Study
from carsi_analysis.data import Package, load


def observed(package: Package | None = None) -> pd.DataFrame:
    """Every observation of a package, with the trafficking tiers."""
    return Study(package or load()).observations


def judged(observations: pd.DataFrame) -> pd.DataFrame:
    """Made-up observations, judged as the package judges series of these names."""
    return threats.judged(observations, load().indicators, load().doubtful_spans)
