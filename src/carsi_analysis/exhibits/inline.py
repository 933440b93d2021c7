"""Running text of exhibits and passages: made once as a tree of blocks, and as Markdown for JupyterLab."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Any

import mistune

from carsi_analysis.blocks import (
    Emphasis,
    FactMark,
    Heading,
    Inline,
    Link,
    List,
    Paragraph,
    Passage,
    ReferenceMark,
    Strong,
)
from carsi_analysis.exhibits.column import ExhibitError

MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>$~&|])")
PLACE = "\ue000{}\ue001"
"""Stands for a mark while Markdown is read; of Unicode's private use, and dropped from what is written."""

PLACES = re.compile(r"\ue000(\d+)\ue001")
PRIVATE = re.compile("[\ue000\ue001]")

Mark = FactMark | ReferenceMark


def as_markdown(text: str) -> str:
    """Escape text so that Markdown shows it letter by letter."""
    return MARKDOWN_SPECIAL.sub(r"\\\1", text)


def run(parts: Iterable[Any]) -> list[Any]:
    """Join neighbouring strings of a line to one."""
    content: list[Any] = []
    for part in parts:
        if isinstance(part, str) and content and isinstance(content[-1], str):
            content[-1] += part
        elif part:
            content.append(part)
    return content


def markdown_of(content: Iterable[str | Mark]) -> str:
    """Write a line of text and marks as Markdown."""
    return "".join(as_markdown(part) if isinstance(part, str) else _mark_in_markdown(part) for part in content)


def _mark_in_markdown(mark: Mark) -> str:
    """Write a mark; brackets keep a reference from being read, or copied, as a digit of the figure before it."""
    if isinstance(mark, FactMark):
        return f"[{as_markdown(mark.text)}](#fact-{mark.fact_id})"
    numbers = ", ".join(f"[{source.number}](#ref-{source.source_id})" for source in mark.sources)
    return f"<sup>[{numbers}]</sup>"


@dataclass(frozen=True)
class Written:
    """Markdown as an analyst wrote it, with marks in their places."""

    pieces: tuple[str | Mark, ...]

    def markdown(self) -> str:
        """Give it all as Markdown, for JupyterLab."""
        return "".join(piece if isinstance(piece, str) else _mark_in_markdown(piece) for piece in self.pieces)

    def passages(self) -> list[Passage]:
        """Read it as headings, paragraphs and lists.

        Raises:
            ExhibitError: it holds something else.
        """
        text = "".join(
            PRIVATE.sub("", piece) if isinstance(piece, str) else PLACE.format(place)
            for place, piece in enumerate(self.pieces)
        )
        tokens = [token for token in _reader()(text) if token["type"] != "blank_line"]
        return [self._passage(token) for token in tokens]

    def _passage(self, token: dict[str, Any]) -> Passage:
        match token["type"]:
            case "paragraph":
                return Paragraph(self._content(token))
            case "heading":
                return Heading(token["attrs"]["level"], self._content(token))
            case "list":
                return List([self._item(item) for item in token["children"]], token["attrs"]["ordered"])
        raise _refusal(token)

    def _item(self, item: dict[str, Any]) -> list[Inline]:
        blocks = [token for token in item["children"] if token["type"] != "blank_line"]
        if len(blocks) != 1 or blocks[0]["type"] not in {"block_text", "paragraph"}:
            raise _refusal({"type": "list of several levels or paragraphs"})
        return self._content(blocks[0])

    def _content(self, token: dict[str, Any]) -> list[Inline]:
        return run(part for child in token["children"] for part in self._inline(child))

    def _inline(self, token: dict[str, Any]) -> list[Any]:
        match token["type"]:
            case "text":
                split = PLACES.split(unescape(token["raw"]))  # text, place of a mark, text, …
                return [self.pieces[int(part)] if odd % 2 else part for odd, part in enumerate(split)]
            case "softbreak" | "linebreak":
                return ["\n"]
            case "strong":
                return [Strong(self._content(token))]
            case "emphasis":
                return [Emphasis(self._content(token))]
            case "link":
                return [Link(token["attrs"]["url"], self._content(token))]
        raise _refusal(token)


@cache
def _reader() -> Callable[[str], Any]:
    """Read more of Markdown than a passage may hold, so that the rest is refused rather than shown as it is typed."""
    return mistune.create_markdown(renderer=None, plugins=["url", "table", "strikethrough"])


def _refusal(token: dict[str, Any]) -> ExhibitError:
    kind = token["type"].replace("_", " ")
    return ExhibitError(
        f"a passage holds a {kind}; write headings, paragraphs, simple lists, **strong**, *emphasis* and [links](…), "
        "and anything else in a Markdown cell of its own"
    )
