"""Quarto's ``#|`` lines at the top of a cell, by which an analyst captions what a plain library shows."""

import re

OPTION = re.compile(r"^#\|\s*(fig-cap|fig-alt|tbl-cap|label)\s*:\s*(.+?)\s*$", re.MULTILINE)


def cell_options(source: str) -> dict[str, str]:
    """Give the caption options in a cell's source, such as ``#| fig-cap: Homicide rates``."""
    return {name: value.strip("\"'") for name, value in OPTION.findall(source)}


def without_options(source: str) -> str:
    """Give a cell's source as readers should see it, without the lines that only speak to exporters."""
    return OPTION.sub("", source).lstrip("\n")
