"""Numbers, dates and lists as readers of English and Latin American Spanish write them.

Babel's CLDR data decide (locales ``en`` and ``es_419``): plain ``es`` would flip the decimal mark for most
readers of these reports.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from babel.lists import format_list
from babel.numbers import format_decimal

from carsi_analysis.dates import written_date

BABEL_LOCALES = {"en": "en", "es": "es_419"}
MINUS = "\u2212"
NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True)
class Locale:
    """One language of a report; formats values and picks the text written in it."""

    language: str

    def __call__(self, *, en: str, es: str) -> str:
        """Pick the text of this language."""
        return es if self.language == "es" else en

    def number(self, value: float, digits: int = 0) -> str:
        """Format a number with at most ``digits`` decimals, the last zeros left out."""
        shown = format_decimal(
            round(value, digits) + 0.0,
            format="#,##0." + "#" * digits if digits else "#,##0",
            locale=BABEL_LOCALES[self.language],
        )
        return shown.replace("-", MINUS)

    def fixed(self, value: float, digits: int) -> str:
        """Format a number with exactly ``digits`` decimals, so that a column aligns."""
        shown = format_decimal(
            round(value, digits) + 0.0,
            format="#,##0." + "0" * digits if digits else "#,##0",
            locale=BABEL_LOCALES[self.language],
        )
        return shown.replace("-", MINUS)

    def money(self, amount_usd: float, digits: int = 1) -> str:
        """Write an amount of US dollars in words: ``$165 million``, ``165 millones de dólares``.

        English counts billions; Spanish says thousands of millions, since its ``billón`` is a million millions.
        """
        size = abs(amount_usd)
        if self.language == "es":
            if size < 1e6:
                return f"{self.number(amount_usd)}{NO_BREAK_SPACE}dólares"
            millions = self.number(amount_usd / 1e6, digits if size < 1e9 else 0)
            unit = "millón" if millions == "1" else "millones"
            return f"{millions}{NO_BREAK_SPACE}{unit} de dólares"
        sign = MINUS if amount_usd < 0 else ""
        if size < 1e6:
            return f"{sign}${self.number(size)}"
        if size < 1e9:
            return f"{sign}${self.number(size / 1e6, digits)}{NO_BREAK_SPACE}million"
        return f"{sign}${self.number(size / 1e9, max(digits, 1))}{NO_BREAK_SPACE}billion"

    def percent(self, share: float, digits: int = 0) -> str:
        """Write a share between 0 and 1 as percent, with a space where Spanish wants one."""
        space = NO_BREAK_SPACE if self.language == "es" else ""
        return f"{self.number(share * 100, digits)}{space}%"

    def fiscal_year(self, year: int) -> str:
        """Name a US fiscal year: ``FY2008``, ``AF2008``."""
        return f"{self(en='FY', es='AF')}{year}"

    def fiscal_years(self, start: int, end: int) -> str:
        """Name a span of US fiscal years, or the one year when both are the same."""
        if start == end:
            return self.fiscal_year(start)
        return f"{self.fiscal_year(start)}–{self.fiscal_year(end)}"

    def years(self, start: int, end: int) -> str:
        """Name a span of calendar years."""
        return str(start) if start == end else f"{start}–{end}"

    def short_years(self, start: int, end: int) -> str:
        """Name a span where room is short, the century once: 2000–23."""
        same_century = start // 100 == end // 100
        return f"{start}–{end % 100:02d}" if start < end and same_century else self.years(start, end)

    def items(self, words: Sequence[str]) -> str:
        """Join words as a list with «and»; Spanish turns «y» into «e» before an i sound."""
        joined = format_list(list(words), locale=BABEL_LOCALES[self.language])
        if self.language == "es" and len(words) > 1 and words[-1].casefold().startswith(("i", "hi")):
            head, tail = joined[: -len(words[-1])], words[-1]
            return head.removesuffix("y ") + "e " + tail if head.endswith("y ") else joined
        return joined

    def partial_date(self, text: str) -> str:
        """Write an ISO date that may lack day or month: ``2013-06`` as ``June 2013``, ``junio de 2013``."""
        return written_date(text, self.language)
