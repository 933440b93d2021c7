"""Charts, tables and facts in sentences, each with its sources; a notebook needs these names alone."""

from carsi_analysis.exhibits import charts, fact, gallery, tables
from carsi_analysis.exhibits.briefing import Briefing

__all__ = ["Briefing", "charts", "fact", "gallery", "tables"]
