"""Look and feel of the controls and panels in JupyterLab: typeface, colours of the lab's theme, and their own keys."""

from functools import cache

from carsi_analysis.exploring.picker import LABEL_EM
from carsi_analysis.export.html import font_faces
from carsi_analysis.house.tokens import FONT_FAMILY

SHEET = f"""
.carsi-explore, .carsi-explore :is(select, input, label, button) {{ font-family: '{FONT_FAMILY}', sans-serif; }}
.carsi-explore > .widget-box {{ overflow: visible; }}
.carsi-page, .carsi-taken, .carsi-told {{ color: var(--jp-content-font-color1); line-height: 1.4; }}
.carsi-page, .carsi-taken {{ font-size: 14px; max-width: 50em; }}
.carsi-page {{ min-height: 26em; }}
.carsi-told {{ margin-left: {LABEL_EM + 0.4}em; }}
.carsi-told p, .carsi-taken p, .carsi-page p {{ margin: 0.4em 0; }}
.carsi-page section + section {{ margin-top: 1.5em; padding-top: 0.8em;
  border-top: 1px solid var(--jp-border-color1); }}
.carsi-page section > p:first-child {{ font-size: 16px; }}
.carsi-explore a, .carsi-explore a:visited {{ color: var(--jp-content-link-color); text-decoration: underline; }}
.carsi-scroll {{ overflow: auto; max-height: 32em; }}
.carsi-page td, .carsi-page th {{ padding: 0.15em 0.7em; text-align: right; font-variant-numeric: tabular-nums; }}
.carsi-page tr > :first-child {{ text-align: left; }}
.carsi-page tbody tr:nth-child(odd) {{ background: var(--jp-layout-color2); }}
.carsi-page thead th {{ position: sticky; top: 0; background: var(--jp-layout-color1); }}
.carsi-code {{ user-select: all; white-space: pre-wrap; padding: 0.5em; background: var(--jp-layout-color2);
  color: var(--jp-content-font-color1); }}
.carsi-drawing {{ min-height: 26em; color: var(--jp-content-font-color2); }}
.carsi-drawing::before {{ content: "… "; }}
"""

KEEPING_KEYS = """window.carsiKeepsKeys ??= ({target}) => {
  if (target.closest(".carsi-explore")) target.setAttribute("data-lm-suppress-shortcuts", "true");
};
document.addEventListener("focusin", window.carsiKeepsKeys);"""
"""Keeps the keys of a control that has the focus from JupyterLab, whose arrows leave it and whose X cuts its cell.

The lab asks only the focused element itself first, and ipywidgets have no trait that reaches it: hence a script.
"""


@cache
def look() -> str:
    """Give the style sheet with the typeface in it."""
    return f"<style>{font_faces('')}{SHEET}</style>"
