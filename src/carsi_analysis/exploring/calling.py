"""The one call of ``explore.ipynb``: controls where a front end shows them, and the chart itself everywhere."""

import os

from carsi_analysis.data import load
from carsi_analysis.exploring.choice import choose
from carsi_analysis.exploring.shown import show


def explore(indicator: str, countries: str, start_year: int, end_year: int, dollars: str, language: str) -> None:
    """Show the chart of a choice, and in JupyterLab the controls to choose otherwise.

    papermill, nbconvert and nbval run the same call and keep the chart alone: they have nobody to move a control.

    Args:
        indicator: an indicator of the data, ``appropriations_by_account`` or ``obligations_by_country``.
        countries: ISO codes with commas between, or ``all``.
        start_year, end_year: first and last year.
        dollars: ``nominal`` or ``constant``; matters for money.
        language: ``en`` or ``es``.

    Raises:
        ParameterError: a value that its declaration in ``catalogue.EXPLORE`` does not allow.
        DataError: the data package does not pass its checks.
    """
    package = load()
    choice = choose(
        package,
        indicator=indicator,
        countries=countries,
        start_year=start_year,
        end_year=end_year,
        dollars=dollars,
        language=language,
    )
    if not controls_are_shown():
        show(choice, package)
        return
    from carsi_analysis.exploring.controls import Controls

    Controls(choice, package).display()


def controls_are_shown() -> bool:
    """Tell whether a person sits in front of this kernel.

    Jupyter's server tells the kernels of a notebook that is open in it which one that is; programs that run a notebook
    start their kernels themselves and do not.
    """
    return "JPY_SESSION_NAME" in os.environ
