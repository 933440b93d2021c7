"""The catalogue in words, for ``carsi list``."""

from carsi_analysis.catalogue import EXPLORE, REPORTS, Parameter, Report


def describe_reports() -> str:
    """Describe every report: identifier, titles, and each parameter with its default and what it may be.

    The notebook for looking around comes last, for those who run it with papermill.
    """
    explore = _describe(EXPLORE, f"{EXPLORE.report_id} (notebooks/{EXPLORE.notebook}: carsi lab, or papermill)")
    return "\n\n".join([*(_describe(report, report.report_id) for report in REPORTS.values()), explore])


def _describe(report: Report, heading: str) -> str:
    lines = [heading, f"  {report.title['en']} / {report.title['es']}", f"  {report.description['en']}"]
    return "\n".join(lines + [_parameter(parameter) for parameter in report.parameters])


def _parameter(parameter: Parameter) -> str:
    told = f"{parameter.help['en']}, {parameter.expectation()} (default {parameter.usual})"
    return f"  -p {parameter.name}=…  {told}"
