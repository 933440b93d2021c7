"""The one call of ``explore.ipynb``: controls where a front end shows them, and the chart itself everywhere."""

from typing import Any

from IPython.display import Markdown, display

from carsi_analysis.catalogue import EXPLORE
from carsi_analysis.data import load
from carsi_analysis.exhibits.answers import is_looked_at
from carsi_analysis.exhibits.briefing import Briefing
from carsi_analysis.exhibits.injected import check_injected
from carsi_analysis.exploring.choice import Choice, choose
from carsi_analysis.exploring.picture import NothingToShow, chart_of
from carsi_analysis.extras import needs


def explore(**choices: Any) -> None:
    """Show the chart of a choice, and in JupyterLab the controls to choose otherwise.

    papermill, nbconvert and nbval run the same call and keep the chart alone: they have nobody to move a control.

    Args:
        choices: parameters of ``catalogue.EXPLORE`` by name; what is left out has its default.

    Raises:
        ParameterError: a value that its declaration does not allow.
        DataError: the data package does not pass its checks.
        CarsiError: controls are wanted, and ipywidgets is not installed.
    """
    check_injected(EXPLORE)
    choice = choose(load(), **choices)
    if not is_looked_at():
        show(choice)
        return
    needs("ipywidgets", "the controls are widgets of Jupyter")
    from carsi_analysis.exploring.controls import Controls

    Controls(choice).display()


def show(choice: Choice) -> None:
    """Display the chart with source line, caveats and references, or the sentence that says there is nothing."""
    try:
        chart = chart_of(choice)
    except NothingToShow as nothing:
        display(Markdown(str(nothing)))
        return
    briefing = Briefing.for_exploring(choice.locale.language)
    briefing.display(chart)
    briefing.references()
