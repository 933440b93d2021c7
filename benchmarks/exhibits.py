"""Seconds to make and draw every exhibit of the catalogue, the dearest first.

Run as ``python benchmarks/exhibits.py`` in the project's root. Each exhibit is made once unmeasured, so that fonts,
data and shared results are warm, and then a few times; the fastest round is printed, since everything slower is the
machine. «make» is the analysis that belongs to the exhibit alone, words and table; «draw» is matplotlib up to the SVG
text, or the HTML of a table.
"""

import time

from carsi_analysis.analysis.study import Study
from carsi_analysis.data import load
from carsi_analysis.exhibits.drawing import svg_of
from carsi_analysis.exhibits.exhibit import Chart, Exhibit
from carsi_analysis.exhibits.gallery import Example, every_example
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.table_html import html_of

ROUNDS = 3


def drawn(exhibit: Exhibit) -> str:
    """Give the SVG of a chart or the HTML of a table."""
    return svg_of(exhibit) if isinstance(exhibit, Chart) else html_of(exhibit)


def timed(example: Example, study: Study, locale: Locale) -> tuple[float, float, int]:
    """Give the fastest seconds to make and to draw an exhibit, and the characters drawn."""
    size = len(drawn(example(study)(locale=locale)))
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        exhibit = example(study)(locale=locale)
        made = time.perf_counter()
        drawn(exhibit)
        rounds.append((made - start, time.perf_counter() - made))
    makes, draws = zip(*rounds, strict=True)
    return min(makes), min(draws), size


def main() -> None:
    """Print one line an exhibit: seconds to draw, seconds to make, kilobytes, kind and name."""
    locale = Locale("es")
    study = Study(load())
    rows = []
    for name, example in every_example(study.data).items():
        made, seconds, size = timed(example, study, locale)
        kind = "chart" if isinstance(example(study)(locale=locale), Chart) else "table"
        rows.append((seconds, made, size / 1000, kind, name))
    rows.sort(reverse=True)
    print(f"{'draw s':>8} {'make s':>8} {'kB':>6}  kind   exhibit")
    for seconds, made, size, kind, name in rows:
        print(f"{seconds:8.3f} {made:8.3f} {size:6.0f}  {kind}  {name}")
    charts = [row for row in rows if row[3] == "chart"]
    total = sum(row[0] for row in charts)
    print(f"{len(charts)} charts: {total:.2f} s to draw, {total / len(charts):.3f} s on average")
    print(f"{len(rows)} exhibits: {sum(row[1] for row in rows):.2f} s to make")


if __name__ == "__main__":
    main()
