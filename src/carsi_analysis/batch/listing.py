"""The catalogue in words, for ``carsi list``."""

from carsi_analysis.catalogue import REPORTS, Parameter, Report


def describe_reports() -> str:
    """Describe every report: identifier, titles, and each parameter with its default and what it may be."""
    return "\n\n".join(_describe(report) for report in REPORTS.values())


def _describe(report: Report) -> str:
    lines = [report.report_id, f"  {report.title['en']} / {report.title['es']}", f"  {report.description['en']}"]
    return "\n".join(lines + [_parameter(parameter) for parameter in report.parameters])


def _parameter(parameter: Parameter) -> str:
    told = f"{parameter.help['en']}, {parameter.expectation()} (default {parameter.default})"
    return f"  -p {parameter.name}=…  {told}"
