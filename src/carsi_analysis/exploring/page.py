"""What stands under the controls: the panels, and under them the files to take and the code that gives their frames."""

from collections.abc import Sequence
from html import escape

from carsi_analysis.exploring.download import links_of
from carsi_analysis.exploring.panel import Panel

CODE_HEAD = "import carsi_analysis as carsi; "
"""Stands before the line of code, so that the one line runs as it is copied."""


def page_of(panels: Sequence[Panel | str]) -> str:
    """Write the panels one below the other, each with a scale of its own; a sentence where nothing is drawn."""
    parts = [
        f'<p class="carsi-nothing" role="status">{escape(panel)}</p>'
        if isinstance(panel, str)
        else f'<section lang="{panel.choice.locale.language}">{panel.html}</section>'
        for panel in panels
    ]
    return f'<div class="carsi-page mathjax_ignore">{"".join(parts)}</div>'


def taken_of(panels: Sequence[Panel | str], *, with_pictures: bool) -> str:
    """Write what can be taken of each panel; of several, under the title of each."""
    parts = []
    for panel in (one for one in panels if isinstance(one, Panel)):
        words = panel.choice.locale.words.part("explore")
        head = f"<p><strong>{escape(panel.exhibit.title)}</strong></p>" if len(panels) > 1 else ""
        parts.append(
            f"{head}<p>{' · '.join(links_of(panel, with_pictures=with_pictures))}</p><p>{escape(words('code'))}</p>"
            f'<pre class="carsi-code" tabindex="0">{escape(CODE_HEAD + panel.code)}</pre>'
        )
    return f'<div class="carsi-taken mathjax_ignore">{"".join(parts)}</div>'
