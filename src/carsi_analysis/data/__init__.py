"""The curated data package: loading, checking, reconciling, documenting and citing it."""

from carsi_analysis.data.checks import check
from carsi_analysis.data.loading import data_folder, load
from carsi_analysis.data.package import Package
from carsi_analysis.data.problems import DataError, Problem
from carsi_analysis.data.sources import Source

__all__ = ["DataError", "Package", "Problem", "Source", "check", "data_folder", "load"]
