"""Where a value stands in a JSON text: Python's parser forgets lines once a text has been read."""

import json
import re

_GAP = re.compile(r"[\s,:]*")
_DECODER = json.JSONDecoder()


def line_of(text: str, path: tuple[str | int, ...]) -> int:
    """Line (from 1) of the key or list item that ``path`` leads to; of the last step that exists, otherwise.

    ``text`` is valid JSON; ``path`` is a chain of keys and list positions: ``("resources", 3, "path")``.
    """
    position = _skip_gap(text, 0)
    for step in path:
        found = _step_into(text, position, step)
        if found is None:
            break
        position = found
    return text.count("\n", 0, position) + 1


def _step_into(text: str, start: int, step: str | int) -> int | None:
    """Offset of the value under a key, or of a list item, in the object or list that begins at ``start``."""
    closing = {"{": "}", "[": "]"}.get(text[start])
    if closing is None or (closing == "}") != isinstance(step, str):
        return None
    position, index = _skip_gap(text, start + 1), 0
    while text[position] != closing:
        key: str | int = index
        if closing == "}":
            key, position = _DECODER.raw_decode(text, position)
            position = _skip_gap(text, position)
        if key == step:
            return position
        _, position = _DECODER.raw_decode(text, position)
        position, index = _skip_gap(text, position), index + 1
    return None


def _skip_gap(text: str, position: int) -> int:
    gap = _GAP.match(text, position)
    assert gap is not None  # the pattern matches the empty text too
    return gap.end()
