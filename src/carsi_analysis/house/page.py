"""A page that stands alone: the house's colours, one style, at most one script, and nothing fetched from anywhere."""

import base64
import hashlib
from html import escape
from typing import Any

from carsi_analysis.house.tokens import DARK, FONT_FAMILY, LIGHT, Palette


def page(language: str, title: str, body: str, css: str, script: str = "", may: str = "", head: str = "") -> str:
    """Write a page.

    Args:
        language: language of the page.
        title: its title as text.
        body: its body as HTML.
        css: its style; the house's colours and typeface are there as variables, light and dark.
        script: JavaScript that the browser may run; it is told to run no other.
        may: what else the page may do, as directives of a content security policy.
        head: what else stands in the page's head, as HTML.
    """
    style = _style(css)
    allowed = f"style-src '{_source_hash(style)}'"
    if script:
        allowed += f"; script-src '{_source_hash(script)}'"
    if may:
        allowed += f"; {may}"
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
{head}
<style>{style}</style>
</head>
<body>
{body}
{f"<script>{script}</script>" if script else ""}
</body>
</html>
"""


def _style(css: str) -> str:
    light = f":root{{{_variables(LIGHT)}--font:'{FONT_FAMILY}'}}"
    return f"{light}@media (prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}\n{css}"


def _variables(palette: Palette) -> str:
    names: dict[str, Any] = vars(palette)
    return "".join(f"--{name}:{colour};" for name, colour in names.items())


def _source_hash(text: str) -> str:
    """Name an inline style or script by its hash, as a content security policy does."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
