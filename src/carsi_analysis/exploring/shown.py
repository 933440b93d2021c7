"""Show a choice: its chart with source line, caveats and references, or a sentence that says there is nothing."""

from IPython.display import Markdown, display

from carsi_analysis.exhibits.briefing import Briefing
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exploring.choice import Choice
from carsi_analysis.exploring.picture import NothingToShow, chart_of


def show(choice: Choice) -> Chart | None:
    """Display a choice under the running cell.

    Returns:
        The chart, or None where the data hold no value for the choice.
    """
    try:
        chart = chart_of(choice)
    except NothingToShow as nothing:
        display(Markdown(str(nothing)))
        return None
    briefing = Briefing.for_exploring(choice.locale.language)
    briefing.display(chart)
    briefing.references()
    return chart
