"""The words of charts, tables, reports and pages: one TOML file a language, by exhibit, with named facts.

TOML is what editors and translators meet everywhere, Weblate reads it, comments may stand beside a sentence, and
Python reads it without a library. A text is a plain sentence with facts in braces (``rose from {first} to {last}``);
where the data decide between several, each has a name of its own and the code chooses it by that name::

    [exhibit.homicide-change]
    title.rose = "Homicide rose in {countries}"
    title.fell = "Homicide fell in {countries}"

Files hold no number of the subject and no code; code holds no sentence.
"""

import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from carsi_analysis.errors import CarsiError

Text = str | list[str]


ONE_DIGIT = 10
"""Counts below this are words in running text, in both languages; ten and more are digits."""


class WordsError(CarsiError):
    """A text is missing, or it names a fact that it is not given; the message names file and key."""


@dataclass(frozen=True)
class Words:
    """The texts of one language, or of one part of it.

    Attributes:
        language: the language, the stem of its file.
        prefix: the key of this part, empty for the whole file.
        texts: what the part holds.
    """

    language: str
    prefix: str
    texts: Mapping[str, Any]

    @property
    def place(self) -> str:
        """File and key, as messages name them."""
        return f"words/{self.language}.toml" + (f", {self.prefix}" if self.prefix else "")

    def part(self, key: str) -> "Words":
        """Take a part, such as ``exhibit.account-shares``; one that does not exist holds no text."""
        found = self._find(key)
        return Words(self.language, self._key(key), found if isinstance(found, Mapping) else {})

    def has(self, key: str) -> bool:
        """Whether there is a text, or a part, of this key."""
        return self._find(key) is not None

    def __call__(self, key: str, /, **facts: object) -> str:
        """Write the text of a key with its facts.

        Raises:
            WordsError: there is no such text, or it names a fact that was not given.
        """
        found = self._find(key)
        if not isinstance(found, str):
            raise WordsError(f"words/{self.language}.toml has no text {self._key(key)}; write it there")
        return self._filled(self._key(key), found, facts)

    def several(self, key: str, /, **facts: object) -> list[str]:
        """Write the texts of a key that holds a list; none where there is no such key.

        Raises:
            WordsError: a text names a fact that was not given.
        """
        found = self._find(key) or []
        texts = found if isinstance(found, list) else [found]
        return [self._filled(self._key(key), text, facts) for text in texts]

    def named(self, column: str) -> str:
        """Name the column of a data table that is written in this language: ``label`` is ``label_en``."""
        return f"{column}_{self('language.data')}"

    def counted(self, count: int) -> str | None:
        """Write a count of one digit as a word; None for a larger one, which stands in digits."""
        words = self._find("count.words") or []
        return words[count] if 0 <= count < min(len(words), ONE_DIGIT) else None

    @property
    def counts_billions(self) -> bool:
        """Whether a thousand millions have a name of their own in sums of money."""
        return bool(self._find("money.counts_billions"))

    @property
    def says_unit_once(self) -> bool:
        """Whether «from 126 to 296 million dollars» names the unit with the second amount only."""
        return bool(self._find("money.says_unit_once"))

    def _find(self, key: str) -> Any:
        found: Any = self.texts
        for name in key.split("."):
            found = found.get(name) if isinstance(found, Mapping) else None
        return found

    def _key(self, key: str) -> str:
        return f"{self.prefix}.{key}" if self.prefix else key

    def _filled(self, key: str, text: str, facts: Mapping[str, object]) -> str:
        try:
            return text.format_map(facts)
        except KeyError as missing:
            known = ", ".join(sorted(facts)) or "none"
            raise WordsError(
                f"words/{self.language}.toml, {key}: the text names {{{missing.args[0]}}}; the facts given are {known}"
            ) from None


@cache
def words_of(language: str) -> Words:
    """Read the words of a language.

    Raises:
        WordsError: there is no file for the language, or it cannot be read.
    """
    path = files(__name__) / f"{language}.toml"
    try:
        return Words(language, "", tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise WordsError(f"there are no words in {language!r}; the languages are {', '.join(languages())}") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise WordsError(f"words/{language}.toml cannot be read: {error}") from None


@cache
def languages() -> tuple[str, ...]:
    """Name the languages that have a file, English first: it stands in where notebooks lack another."""
    stems = sorted(file.name.removesuffix(".toml") for file in files(__name__).iterdir() if file.name.endswith(".toml"))
    return tuple(sorted(stems, key=lambda stem: (stem != "en", stem)))


def forget() -> None:
    """Read the files again when their words are next asked for: someone is editing them."""
    words_of.cache_clear()
    languages.cache_clear()


def facts_in(text: str) -> set[str]:
    """Name the facts that a text holds in braces.

    Raises:
        ValueError: a brace is not closed, or stands alone.
    """
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def texts_in(texts: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Text]]:
    """Give each text, or list of texts, with its key, in the order of the file."""
    for name, found in texts.items():
        key = f"{prefix}.{name}" if prefix else name
        if isinstance(found, Mapping):
            yield from texts_in(found, key)
        elif isinstance(found, str | list):
            yield key, found
