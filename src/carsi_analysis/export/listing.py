"""How printed lines and code fit a page: their type size, and lines that are folded since none would be readable."""

SIZES = ((92, 8.3), (124, 6.3), (160, 4.75))
"""Characters of the code face that fit one line, and the points at which they do."""

FOLDED = SIZES[1]
"""How lines are set that do not fit even at the smallest size."""

TOGETHER = 50
"""Lines that Typst sets at once: its time grows with their square."""


def listed(text: str) -> tuple[float, list[str]]:
    """Give the type size of a listing in points, and its lines in parts that are set one after the other."""
    lines = text.split("\n")
    longest = max(map(len, lines))
    columns, size = next((fit for fit in SIZES if longest <= fit[0]), FOLDED)
    folded = [line[start : start + columns] for line in lines for start in range(0, len(line) or 1, columns)]
    return size, ["\n".join(folded[start : start + TOGETHER]) for start in range(0, len(folded), TOGETHER)]


def loses_columns(text: str) -> int:
    """Give the length of the longest line where several that are folded would stand below each other, else 0."""
    long = [len(line) for line in text.split("\n") if len(line) > SIZES[-1][0]]
    return max(long) if len(long) > 2 else 0
