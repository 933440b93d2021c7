"""Files in TOML that people edit, read into models; what is wrong is told with file, line, key, value and cure.

The models are pydantic's: it finds every fault of a file at once and names each by its place. It is imported here
alone and when a file is read, since it takes longer to load than ``carsi --help`` takes to answer.
"""

import difflib
import re
import tomllib
from typing import TYPE_CHECKING, Any, TypeVar

from carsi_analysis.errors import UsageError

if TYPE_CHECKING:
    from pydantic import BaseModel

M = TypeVar("M", bound="BaseModel")
Place = tuple[str | int, ...]

_HEADER = re.compile(r"\s*\[(\[)?\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"\s*([\w.\"'-]+)\s*=")


def read_toml(text: str, model: type[M], where: str) -> M:
    """Read the text of a TOML file into a model.

    Args:
        where: names the file in messages.

    Raises:
        UsageError: the text is no TOML, or holds what the model does not allow; the message lists every fault.
    """
    from pydantic import ValidationError

    try:
        return model.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{where}: {error}") from error
    except RecursionError:
        raise UsageError(
            f"{where}: brackets within brackets, too deep to read; expected a file of a few levels"
        ) from None
    except ValidationError as error:
        faults = [f"{place_of(text, one['loc'], where)}: {_fault(dict(one), model)}" for one in error.errors()]
        raise UsageError("\n".join(faults)) from error


def place_of(text: str, place: Place, where: str) -> str:
    """Name file, line and key: ``countries.toml, line 6, documents.1.report``; entries of a list count from 1."""
    key = ".".join(str(step + 1 if isinstance(step, int) else step) for step in place)
    return ", ".join(filter(None, (where, f"line {line_of(text, place)}", key)))


def line_of(text: str, place: Place) -> int:
    """Line (from 1) of the key that ``place`` leads to, or of the nearest one around it that the file writes."""
    table, counts, best = Place(), dict[Place, int](), (0, 1)
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            named = _steps(header[2])
            if header[1]:
                counts[named] = counts.get(named, -1) + 1
            table = Place()
            for position, step in enumerate(named):
                table = (*table, step)
                if (array := named[: position + 1]) in counts:
                    table = (*table, counts[array])
            here = table
        elif key := _KEY.match(line):
            here = (*table, *_steps(key[1]))
        else:
            continue
        if len(here) > best[0] and place[: len(here)] == here:
            best = (len(here), number)
    return best[1]


def _steps(dotted: str) -> Place:
    return tuple(step.strip().strip("\"'") for step in dotted.split("."))


def _fault(error: dict[str, Any], model: type["BaseModel"]) -> str:
    if error["type"] == "extra_forbidden":
        known, wrong = sorted(_expectations(model.model_json_schema())), str(error["loc"][-1])
        if wrong in known:
            return f"unknown entry {wrong!r} here; it belongs to another part of the file"
        near = difflib.get_close_matches(wrong, known, n=1)
        return f"unknown entry {wrong!r}; " + (f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}")
    told = _expectations(model.model_json_schema())
    expected = next((told[step] for step in reversed(error["loc"]) if told.get(step)), "")
    if error["type"] == "missing":
        return f"is missing; expected {expected}" if expected else "is missing"
    if error["type"] == "value_error" or not expected:
        expected = re.sub(r"^(Value error, |Input should be )", "", error["msg"])
    return f"{error['input']!r} is not allowed; expected {expected}"


def _expectations(schema: Any) -> dict[str, str]:
    """What each key of a model should hold: the description of its field, empty where it has none."""
    if isinstance(schema, list):
        return {name: text for one in schema for name, text in _expectations(one).items()}
    if not isinstance(schema, dict):
        return {}
    own = {name: one.get("description", "") for name, one in schema.get("properties", {}).items()}
    return own | {name: text for one in schema.values() for name, text in _expectations(one).items()}
