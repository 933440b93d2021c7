"""Numbers, dates and lists as readers of English and Latin American Spanish write them.

Babel's CLDR data decide (locales ``en`` and ``es_419``): plain ``es`` would flip the decimal mark for most
readers of these reports.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from babel.lists import format_list
from babel.numbers import get_decimal_symbol, get_group_symbol

from carsi_analysis.analysis.dollars import Dollars
from carsi_analysis.dates import within_year, written_date
from carsi_analysis.exhibits.column import Column
from carsi_analysis.words import Words, words_of

MINUS = "\u2212"
NO_BREAK_SPACE = "\u00a0"


@lru_cache
def _marks(babel: str) -> dict[int, str]:
    """Give CLDR's marks for those that Python writes."""
    return str.maketrans({",": get_group_symbol(babel), ".": get_decimal_symbol(babel), "-": MINUS})


def _written(value: float, digits: int, babel: str, *, trimmed: bool) -> str:
    """Write a number; Babel, which reads a pattern of CLDR each time, takes ten times as long."""
    written = f"{Decimal(str(round(value, digits) + 0.0)):,.{digits}f}"
    if trimmed and digits:
        written = written.rstrip("0").rstrip(".")
    return written.translate(_marks(babel))


@dataclass(frozen=True)
class Locale:
    """One language of a report: its words, and how it writes numbers, dates and lists."""

    language: str

    @cached_property
    def words(self) -> Words:
        """The texts of this language."""
        return words_of(self.language)

    @cached_property
    def babel(self) -> str:
        """The CLDR locale that writes numbers, dates and lists."""
        return self.words("language.babel")

    def named(self, column: str) -> str:
        """Name the column of a data table that is written in this language: ``label`` is ``label_en``."""
        return self.words.named(column)

    def exhibit(self, key: str, exhibit_id: str | None = None) -> "ExhibitWords":
        """Take the words of one exhibit, or of its kind: ``prison-rate-trend`` has those of ``indicator-trend``."""
        return ExhibitWords(self, exhibit_id or key, self.words.part(f"exhibit.{key}"))

    def number(self, value: float, digits: int = 0) -> str:
        """Format a number with at most ``digits`` decimals, the last zeros left out."""
        return _written(value, digits, self.babel, trimmed=True)

    def fixed(self, value: float, digits: int) -> str:
        """Format a number with exactly ``digits`` decimals, so that a column aligns."""
        return _written(value, digits, self.babel, trimmed=False)

    def in_words(self, count: int) -> str:
        """Write a small count as a word, a larger one in digits."""
        return self.words.counted(count) or self.number(count)

    def money(self, amount_usd: float, digits: int = 1) -> str:
        """Write an amount of US dollars in words: ``$165 million``, ``165 millones de dólares``.

        English counts billions; Spanish says thousands of millions, since its ``billón`` is a million millions. Both
        write them to the million: ``$1.145 billion``, ``1,145 millones de dólares``.
        """
        size, sign = abs(amount_usd), MINUS if amount_usd < 0 else ""
        if size < 1e6:
            return self.words("money.dollars", sign=sign, amount=self.number(size))
        if size >= 1e9 and self.words.counts_billions:
            return self.words("money.billions", sign=sign, amount=self.number(size / 1e9, 3))
        millions = self.number(size / 1e6, digits if size < 1e9 else 0)
        return self.words("money.million" if millions == "1" else "money.millions", sign=sign, amount=millions)

    def money_without_currency(self, amount_usd: float) -> str:
        """Write an amount whose sentence goes on with its currency, as under the figure of a tile: ``165 millones``."""
        return self.money(amount_usd).removesuffix(self.words("money.currency"))

    def money_pair(self, low_usd: float, high_usd: float) -> tuple[str, str]:
        """Write two amounts that one sentence sets side by side; some languages name their common unit once."""
        low, high = self.money(low_usd), self.money(high_usd)
        unit = NO_BREAK_SPACE + high.partition(NO_BREAK_SPACE)[2]
        return (low.removesuffix(unit) if self.words.says_unit_once else low), high

    def percent(self, share: float, digits: int = 0) -> str:
        """Write a share between 0 and 1 as percent, with a space where Spanish wants one."""
        return self.words("number.percent", number=self.number(share * 100, digits))

    def fiscal_year(self, year: int) -> str:
        """Name a US fiscal year: ``FY2008``, ``AF2008``."""
        return self.words("number.fiscal_year", year=year)

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
        joined = format_list(list(words), locale=self.babel)
        if len(words) < 2 or not words[-1].casefold().startswith(("i", "hi")):
            return joined
        head = joined.removesuffix(words[-1]).removesuffix(f"{self.words('list.and')} ")
        return f"{head}{self.words('list.and_before_i')} {words[-1]}"

    @staticmethod
    def inside(name: str) -> str:
        """Write a name as it stands inside a sentence: ``homicide rate``, but ``US aid`` and ``U.S. traces``."""
        return name if name[1:2].isupper() or name[1:2] == "." else name[:1].lower() + name[1:]

    def dollars(self, dollars: Dollars) -> str:
        """Name the price level, as it follows «millions of»: ``nominal US dollars``."""
        if dollars.base_year is None:
            return self.words("unit.nominal")
        return self.words("unit.constant", year=self.fiscal_year(dollars.base_year))

    def scale(self, name: str, values: Iterable[object]) -> list[str]:
        """Write values of the data as the words of ``scale.<name>``: ``higher_is_worse`` as «higher is worse».

        Raises:
            WordsError: a value has no word.
        """
        return [self.words(f"scale.{name}.{value}") for value in values]

    def partial_date(self, text: str) -> str:
        """Write an ISO date that may lack day or month: ``2013-06`` as ``June 2013``, ``junio de 2013``."""
        return written_date(text, self.language)

    def known_date(self, text: str, precision: str) -> str:
        """Write a date as closely as it is known: a fiscal year as one, others «about» where they are not certain."""
        if precision == "fiscal_year":
            return self.fiscal_year(int(text[:4]))
        written = self.partial_date(text)
        if precision not in ("about", "week"):
            return written
        return self.words("date.about_day" if len(text) == len("2013-06-30") else "date.about_month", date=written)

    def date_within_year(self, text: str, precision: str) -> str:
        """Write a date that stands below its year: ``June 30``; nothing where no more than the year is known."""
        written = "" if precision == "fiscal_year" else within_year(text, self.language)
        if not written or precision not in ("about", "week"):
            return written
        return self.words("date.about_day" if len(text) == len("2013-06-30") else "date.about_month", date=written)

    def signed(self, written: str) -> str:
        """Put a plus before a written number above zero."""
        return written if written.startswith(MINUS) or not written.strip("0.,") else f"+{written}"


@dataclass(frozen=True)
class ExhibitWords:
    """The words of one exhibit, or of its kind, in one language."""

    locale: Locale
    exhibit_id: str
    words: Words

    def __call__(self, key: str, /, **facts: object) -> str:
        """Write one text, such as ``labels.all_years`` or ``title.rose``.

        Raises:
            WordsError: there is no such text, or it names a fact that was not given.
        """
        return self.words(key, **facts)

    def head(self, variant: Mapping[str, str | Iterable[str]] | None = None, **facts: object) -> dict[str, Any]:
        """Write title, measure, unit, alt text and notes, as far as the file holds them, for an ``Exhibit``.

        Args:
            variant: which of several texts a field takes: ``{"title": "rose"}`` is ``title.rose``; ``notes`` may name
                several, the exhibit's own or shared ones, or none.
            facts: the named facts, already written in this language; a field uses those that it needs.

        Raises:
            WordsError: a variant is not in the file, or a text names a fact that was not given.
        """
        chosen = dict(variant or {})
        told: dict[str, Any] = {"exhibit_id": self.exhibit_id, "locale": self.locale}
        for name in ("title", "measure", "unit", "alt"):
            if name in chosen:
                told[name] = self.words(f"{name}.{chosen[name]}", **facts)
            elif self.words.has(name):
                told[name] = self.words(name, **facts)
        if "notes" in chosen:
            told["notes"] = tuple(self._own_or_shared(f"notes.{name}", **facts) for name in chosen["notes"])
        else:
            told["notes"] = tuple(self.words.several("notes", **facts))
        return told

    def column(self, name: str, digits: int | None = None, *, figure: bool = False, unit: str = "") -> Column:
        """Describe a column of the exhibit's data.

        Its title is the exhibit's own, else the one that exhibits share; so is its unit, which stands under ``units``
        where it is not the exhibit's, unless the caller knows it.

        Raises:
            WordsError: neither has a title for it.
        """
        key = f"units.{name}"
        if not unit and (self.words.has(key) or self.locale.words.has(key)):
            unit = self._own_or_shared(key)
        return Column(name, self._own_or_shared(f"columns.{name}"), digits, unit, figure)

    def columns(self, *described: str | tuple[str, int] | Column) -> tuple[Column, ...]:
        """Describe several columns: a text by its name, a number by its name and decimals, any other as it is."""
        return tuple(
            one if isinstance(one, Column) else self.column(*((one,) if isinstance(one, str) else one))
            for one in described
        )

    def named(self, column: str) -> Column:
        """Describe a column of names, which a data table holds once a language: ``label`` for ``label_en``.

        Raises:
            WordsError: neither the exhibit nor the shared words have a title for it.
        """
        return replace(self.column(column), name=self.locale.named(column))

    def _own_or_shared(self, key: str, **facts: object) -> str:
        """Write the exhibit's own text of a key, else the one that exhibits share."""
        shared = self.locale.words
        return (shared if shared.has(key) and not self.words.has(key) else self.words)(key, **facts)


def how_many(count: int) -> str:
    """Name the variant of a text that a count asks for: ``none``, ``one`` or ``many``."""
    return {0: "none", 1: "one"}.get(count, "many")


def capital(text: str) -> str:
    """Begin a text with a capital letter, as a sentence does."""
    return text[:1].upper() + text[1:]
