"""One choice as a panel: chart, table or map with its words, sources and answers, as HTML that is shown at once.

A control that shows HTML replaces it whole: no title stands without its chart, and no chart under another's title.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import mistune
import nbformat
from nbformat import NotebookNode

from carsi_analysis import blocks
from carsi_analysis.catalogue import EXPLORE
from carsi_analysis.exhibits.briefing import AUTHORS, Briefing
from carsi_analysis.exhibits.exhibit import Chart, Exhibit, Table
from carsi_analysis.exhibits.marks import Years
from carsi_analysis.exploring.choice import Choice
from carsi_analysis.exploring.code import code_of
from carsi_analysis.exploring.picture import NothingToShow, chart_of, map_of

VIEWS = ("chart", "table", "map")
_markdown = mistune.create_markdown(escape=False)


@dataclass(frozen=True)
class Panel:
    """What a choice shows.

    Attributes:
        choice: what was picked.
        view: one of ``VIEWS``.
        exhibit: the chart or table.
        outputs: what a notebook would display of it, with the blocks of the exporters.
    """

    choice: Choice
    view: str
    exhibit: Exhibit
    outputs: tuple[NotebookNode, ...]

    @property
    def code(self) -> str:
        """The line of Python that gives the frame shown."""
        return code_of(self.choice, self.exhibit, last_only=self.view == "map")

    @property
    def html(self) -> str:
        """Everything that the panel says."""
        return "".join(map(_html_of, self.outputs))

    @property
    def notebook(self) -> NotebookNode:
        """The same as a notebook, of which the exporters make pictures."""
        language = self.choice.locale.language
        data = self.choice.study.data
        title = blocks.Title(
            title=EXPLORE.title[language],
            language=language,
            edition_date=data.edition_date,
            house=AUTHORS[0],
            licence=data.descriptor.licence,
        )
        named = _output({"text/plain": title.title}, blocks.metadata_of(title))
        return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=[named, *self.outputs])])


def panels_of(choices: Sequence[Choice], view: str) -> list[Panel | str]:
    """Draw choices in one of the ``VIEWS``; what has nothing to show is a sentence in its place.

    Series of different units never share a scale: each has a chart of its own, and the charts have the same years.
    """
    exhibits: list[Exhibit | str] = []
    for choice in choices:
        try:
            exhibits.append(map_of(choice) if view == "map" else chart_of(choice))
        except NothingToShow as nothing:
            exhibits.append(str(nothing))
    return [
        exhibit if isinstance(exhibit, str) else _panel(choice, view, exhibit)
        for choice, exhibit in zip(choices, _over_the_same_years(exhibits), strict=True)
    ]


def _over_the_same_years(exhibits: Sequence[Exhibit | str]) -> list[Exhibit | str]:
    """Draw charts of years that stand together from the first year of all to the last."""
    drawn = [one for one in exhibits if isinstance(one, Chart) and isinstance(one.draw, Years)]
    if len(drawn) < 2:
        return list(exhibits)
    columns = [one.evidence["fiscal_year" if "fiscal_year" in one.evidence else "year"] for one in drawn]
    span = min(int(one.min()) for one in columns), max(int(one.max()) for one in columns)
    return [
        replace(one, draw=replace(one.draw, span=span))
        if isinstance(one, Chart) and isinstance(one.draw, Years)
        else one
        for one in exhibits
    ]


def _panel(choice: Choice, view: str, exhibit: Exhibit) -> Panel:
    if view == "table":
        exhibit = _table_of(exhibit)
    outputs: list[NotebookNode] = []
    briefing = Briefing.for_exploring(
        choice.locale.language, lambda bundle, *, raw, metadata: outputs.append(_output(bundle, metadata))
    )
    briefing.display(exhibit)
    briefing.references()
    return Panel(choice, view, exhibit, tuple(outputs))


def _table_of(chart: Exhibit) -> Table:
    """Give the numbers of a chart as a table."""
    fields = ("exhibit_id", "locale", "title", "measure", "unit", "data", "columns", "evidence", "notes")
    return Table(**{name: getattr(chart, name) for name in fields})


def _output(bundle: Mapping[str, str], metadata: Mapping[str, Any]) -> NotebookNode:
    output: NotebookNode = nbformat.v4.new_output("display_data", data=dict(bundle), metadata=dict(metadata))
    return output


def _html_of(output: NotebookNode) -> str:
    if "text/html" not in output.data:
        return str(_markdown(output.data.get("text/markdown", "")))
    html = str(output.data["text/html"])
    if html.startswith("<table"):
        label = escape(output.metadata["briefing"]["title"])
        return f'<div class="carsi-scroll" role="region" tabindex="0" aria-label="{label}">{html}</div>'
    return html
