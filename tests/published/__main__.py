"""Prints what moves between the figures published and the data; with ``--write`` the data become what is published."""

import sys

from carsi_analysis.data import load
from tests.published.figures import FILE, now, published, text_of


def main() -> None:
    """Compare, print, and write if told to."""
    figures = now(load())
    before = published() if FILE.is_file() else {}
    for name, value in figures.items():
        old = before.get(name)
        if isinstance(value, dict) and isinstance(old, dict):
            moved = {key: (old.get(key), value.get(key)) for key in {**old, **value} if old.get(key) != value.get(key)}
            for key, (one, other) in moved.items():
                print(f"{name}.{key}: {one} -> {other}")
        elif value != old:
            print(f"{name}: {old} -> {value}")
    if "--write" in sys.argv[1:]:
        FILE.write_text(text_of(figures), encoding="utf-8")
    elif figures != before:
        sys.exit("look at each; `python -m tests.published --write` takes them over")


main()
