"""Chemistry as mhchem writes it, in LaTeX: MathJax knows ``\\ce``, and the converter of formulas does not."""

import re
from collections.abc import Callable, Iterator

ARROWS = {
    "<=>>": r"\rightleftharpoons", "<<=>": r"\rightleftharpoons", "<=>": r"\rightleftharpoons",
    "<-->": r"\leftrightarrow", "<->": r"\leftrightarrow", "->": r"\rightarrow", "<-": r"\leftarrow",
}  # fmt: skip
BONDS = {"-": "{-}", "=": "{=}", "#": r"{\equiv}"}
SIGNS = {" v": r"\downarrow", " ^": r"\uparrow", "*": r"\cdot ", ".": r"\cdot "}

INNER = r"\{(?:[^{}]|\{[^{}]*\})*\}"
PART = re.compile(
    rf"\s*(?P<arrow><=>>|<<=>|<=>|<-->|<->|->|<-)(?:\[(?P<above>[^\]]*)\])?(?:\[(?P<below>[^\]]*)\])?\s*"
    r"|(?P<sign>\s[v^](?=\s|$)|\s*\*\s*|(?<=[\w)\]])\.(?=\d*[A-Z(])|\s*\.\s+)"
    rf"|\^(?P<above_right>{INNER}|\d*[+-]|\d+|.)"
    rf"|_(?P<below_right>{INNER}|\d+|.)"
    r"|(?<=[A-Za-z)\]}])(?P<count>\d+)"
    r"|(?P<factor>\d+(?:/\d+|\.\d+)?)\s*"
    r"|(?P<charge>(?<=[\w)\]}])[+-](?=[\s)\]^_]|$))"
    r"|(?P<bond>(?<=[\w)\]])[-=#](?=[A-Z({]))"
    r"|(?P<plus>\s*\+\s*)"
    r"|(?P<letters>[A-Za-z]+)"
    rf"|(?P<latex>\\[a-zA-Z]+(?:{INNER})*|\$[^$]*\$|{INNER})"
    r"|(?P<other>[\s\S])"
)


def in_latex(written: str) -> str:
    """Write what stands in ``\\ce{…}`` as LaTeX."""
    return "".join(_parts(written.strip()))


def _parts(written: str) -> Iterator[str]:
    for part in PART.finditer(written):
        kind = str(part.lastgroup)
        yield _arrow(part) if part["arrow"] else WRITTEN[kind](part[kind])


def _arrow(part: re.Match[str]) -> str:
    arrow, above, below = ARROWS[part["arrow"]], part["above"], part["below"]
    arrow = rf"\overset{{{in_latex(above)}}}{{{arrow}}}" if above else arrow
    arrow = rf"\underset{{{in_latex(below)}}}{{{arrow}}}" if below else arrow
    return rf"\;{arrow}\;"


def _inside(part: str) -> str:
    """Take the braces or dollars from around a part; words in braces keep their order."""
    return part[1:-1] if part.startswith(("{", "$")) else part


WRITTEN: dict[str, Callable[[str], str]] = {
    "sign": lambda sign: SIGNS[sign.rstrip() if sign.strip() in "v^" else sign.strip()],
    "above_right": lambda part: f"^{{{_inside(part)}}}",
    "below_right": lambda part: f"_{{{_inside(part)}}}",
    "count": lambda count: f"_{{{count}}}",
    "factor": lambda factor: rf"{factor}\,",
    "charge": lambda sign: f"^{{{sign}}}",
    "bond": lambda bond: BONDS[bond],
    "plus": lambda _plus: " + ",
    "letters": lambda letters: rf"\mathrm{{{letters}}}",
    "latex": _inside,
    "other": lambda sign: sign,
}
