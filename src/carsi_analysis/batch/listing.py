"""The catalogue in words, and as plain values, for ``carsi list``."""

import textwrap
from typing import Any

from carsi_analysis.catalogue import EXPLORE, REPORTS, Parameter, Report

_LONGEST_LINE = 100
"""Characters; longer lines are hard to read, however wide the terminal."""


def describe_reports(columns: int) -> str:
    """Describe every report: identifier, titles, and each parameter with its default and what it may be.

    The notebook for looking around comes last, for those who run it with papermill.

    Args:
        columns: width of the terminal.
    """
    explore = _describe(EXPLORE, f"{EXPLORE.report_id} (notebooks/{EXPLORE.notebook}: carsi lab, or papermill)")
    described = [*(_describe(report, report.report_id) for report in REPORTS.values()), explore]
    width = max(40, min(columns, _LONGEST_LINE))
    return "\n\n".join("\n".join(_fitted(line, width) for line in lines) for lines in described)


def _describe(report: Report, heading: str) -> list[str]:
    lines = [heading, f"  {report.title['en']} / {report.title['es']}", f"  {report.description['en']}"]
    return lines + [_parameter(parameter) for parameter in report.parameters]


def _parameter(parameter: Parameter) -> str:
    told = f"{parameter.help['en']}, {parameter.expectation()} (default {parameter.usual})"
    return f"  -p {parameter.name}=…  {told}"


def _fitted(line: str, width: int) -> str:
    """Break a line between words, its rest indented further than its beginning; a name is never broken."""
    rest = "      " if line.startswith("  -p") else "  "
    return textwrap.fill(line, width, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)


def reports_as_values() -> list[dict[str, Any]]:
    """List every report that ``carsi build`` makes, as plain values for JSON.

    Returns:
        ``report``, ``notebook``, ``title`` and ``description`` (each by language), and ``parameters``: ``name``,
        ``type`` (``text`` or ``whole number``), ``default``, ``choices`` (or ``minimum`` and ``maximum``), ``several``
        (whether several choices may be given, with commas between) and ``help`` by language.
    """
    return [
        {
            "report": report.report_id,
            "notebook": report.notebook,
            "title": dict(report.title),
            "description": dict(report.description),
            "parameters": [_parameter_values(parameter) for parameter in report.parameters],
        }
        for report in REPORTS.values()
    ]


def _parameter_values(parameter: Parameter) -> dict[str, Any]:
    if parameter.kind is int:
        allowed: dict[str, Any] = {"type": "whole number", "minimum": parameter.minimum, "maximum": parameter.highest}
    else:
        allowed = {"type": "text", "choices": list(parameter.allowed), "several": parameter.several}
    return {"name": parameter.name, "default": parameter.usual, **allowed, "help": dict(parameter.help)}
