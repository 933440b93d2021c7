"""Which form of an output a reader sees: the richest that a page can hold, in the order in which JupyterLab chooses."""

import json
import re
from collections.abc import Iterator
from typing import Any

from carsi_analysis.export.characters import without_controls

ORDER = ("text/html", "text/markdown", "text/latex", "image/svg+xml", "image/", "application/json", "text/plain")
"""Kinds as JupyterLab ranks them, the richest first; any picture stands at the place of ``image/``."""

WIDGET = "application/vnd.jupyter.widget-view+json"
SCRIPTED = re.compile(
    r"application/(?:vnd\.(?:plotly|vegalite|vega|bokehjs_exec|holoviews_exec|jupyter\.widget)|geo\+json|vdom|pdf)"
    r"|video/|audio/|model/"
)
"""Kinds that only a script or a player shows; the plain text beside one of them is a program's word for it."""

QUIET = re.compile(
    r"application/(?:javascript|papermill|scrapbook|ecmascript|vnd\.(?:bokehjs|holoviews|google|microsoft|code|databricks))"
    r"|text/(?:javascript|css)"
)
"""Kinds that load or tell programs something, and show a reader nothing."""

BOKEH_TITLE = re.compile(
    r'"name":\s*"Title"[^{}]*"attributes":\s*\{[^{}]*?"text":\s*"((?:[^"\\]|\\.)+)"'
    r'|"attributes":\s*\{[^{}]*?"text":\s*"((?:[^"\\]|\\.)+)"[^{}]*\}[^{}]*"type":\s*"Title"'
)
PAGE_TITLE = re.compile(r"<title>\s*([^<]+?)\s*</title>|&lt;title&gt;\s*(.+?)\s*&lt;/title&gt;")
QUOTED_TITLE = re.compile(r'\\?"title\\?":\s*(?:\{[^{}]*?\\?"text\\?":\s*)?\\?"((?:[^"\\]|\\[^"])+)\\?"')
"""Where charts of Bokeh, pages in a frame, and charts that stand in a script as a text keep their title."""

OBJECT = re.compile(r'\{\s*"')


def forms_of(data: dict[str, Any]) -> list[str]:
    """Give the kinds of an output that a page could hold, the richest first."""
    shown = [kind for kind in data if not (kind == "text/plain" and any(map(SCRIPTED.match, data)))]
    return sorted((kind for kind in shown if _rank(kind) < len(ORDER)), key=_rank)


def _rank(kind: str) -> int:
    if kind in ORDER:
        return ORDER.index(kind)
    return ORDER.index("image/") if kind.startswith("image/") else len(ORDER)


def unshown(data: dict[str, Any]) -> list[str]:
    """Give the kinds of an output that show something, but on no page."""
    return sorted(kind for kind in data if _rank(kind) == len(ORDER) and not QUIET.match(kind))


def draws_by_script(data: dict[str, Any]) -> bool:
    """Tell whether an output is drawn by a script where its reader's program runs one."""
    places = "text/html" not in data or "<div" in data["text/html"]
    return any(SCRIPTED.match(kind) and (places or "_exec" not in kind) for kind in data)


def title_of(data: dict[str, Any]) -> str:
    """Give the title of a chart or frame that a script draws, or nothing; titles of its axes are none."""
    for kind, content in data.items():
        if kind != "text/plain" and (title := _title_in(content)):
            return without_controls(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", title)).strip())
    return ""


def _title_in(content: Any) -> str:
    text = content if isinstance(content, str) else json.dumps(content)
    if found := BOKEH_TITLE.search(text):
        return _unescaped(next(filter(None, found.groups())))
    charts = [content] if isinstance(content, dict) else list(_objects(text))
    if title := next(filter(None, map(_stated_title, charts)), ""):
        return title
    found = PAGE_TITLE.search(text) or (None if charts else QUOTED_TITLE.search(text))
    return _unescaped(next(filter(None, found.groups()))) if found else ""


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Give the outermost objects in JSON that a script holds, such as the layout of a chart."""
    decoder = json.JSONDecoder()
    start = OBJECT.search(text)
    while start:
        try:
            value, end = decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            end = start.start() + 1
        else:
            yield value
        start = OBJECT.search(text, end)


def _stated_title(chart: dict[str, Any]) -> str:
    """Give the title that a chart of Plotly or Vega states for all of it."""
    layout = chart.get("layout")
    title = layout.get("title") if isinstance(layout, dict) else chart.get("title")
    title = title.get("text") if isinstance(title, dict) else title
    return " ".join(map(str, title)) if isinstance(title, list) else str(title or "")


def _unescaped(written: str) -> str:
    try:
        return str(json.loads(f'"{written}"'))
    except ValueError:
        return written
