"""Looking around in the data: what a reader may pick, the chart that it gives, and the controls to pick with."""

from carsi_analysis.exploring.calling import explore

__all__ = ["explore"]
