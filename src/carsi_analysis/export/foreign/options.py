"""Quarto's ``#|`` lines at the top of a cell, by which an analyst captions or hides what a plain library shows."""

import re

import yaml

LINE = re.compile(r"^(?:#|//|--|%%)\|[ \t]?(.*)$")
OPTION = re.compile(r"^([\w-]+)\s*:\s*(.+?)\s*$", re.MULTILINE)


def cell_options(source: str) -> dict[str, str]:
    """Give the options in a cell's source, such as ``#| fig-cap: Homicide rates``, as text."""
    lines = "\n".join(match[1] for match in map(LINE.match, source.split("\n")) if match)
    try:
        stated = yaml.safe_load(lines)
    except yaml.YAMLError:  # such as a caption that holds a colon
        stated = {name: value.strip("\"'") for name, value in OPTION.findall(lines)}
    return {str(name): _text(value) for name, value in stated.items()} if isinstance(stated, dict) else {}


def _text(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(_text, value))
    return str(value).lower() if isinstance(value, bool) else str(value).strip()


def without_options(source: str) -> str:
    """Give a cell's source as readers should see it, without the lines that only speak to exporters."""
    return "\n".join(line for line in source.split("\n") if not LINE.match(line)).lstrip("\n")
