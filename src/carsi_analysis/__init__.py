"""Sourced data, analysis and briefings on the Central America Regional Security Initiative (CARSI)."""

__version__ = "0.1.0"
