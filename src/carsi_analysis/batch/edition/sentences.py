"""The sentence around each finding of a passage."""

import re
from collections.abc import Mapping
from typing import Any

_FACT = re.compile("\ue000(.*?)\ue001(.*?)\ue002")  # of Unicode's private use: identifier and words of a fact
_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!\b[A-Z]{2}\.)\s+")  # not after U.S. and EE. UU.


def sentences_in(stated: Mapping[str, Any]) -> dict[str, str]:
    """Give the sentence around each fact of a passage, as a notebook states it (``blocks.Prose``), by identifier."""
    found = {}
    for passage in stated.get("content", []):
        for content in passage["items"] if passage["type"] == "list" else [passage["content"]]:
            for sentence in _SENTENCE_END.split(_marked(content)):
                words = " ".join(_FACT.sub(r"\2", sentence).split())
                found.update(dict.fromkeys((name for name, _ in _FACT.findall(sentence)), words))
    return found


def _marked(content: list[Any]) -> str:
    """The words of a passage, each fact between signs that no text has."""
    words = []
    for part in content:
        if isinstance(part, str):
            words.append(part)
        elif part["type"] == "fact":
            words.append(f"\ue000{part['fact_id']}\ue001{part['text']}\ue002")
        elif part["type"] != "reference":
            words.append(_marked(part["content"]))
    return "".join(words)
