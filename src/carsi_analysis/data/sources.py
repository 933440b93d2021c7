"""A source, and how it is cited in a running text."""

from dataclasses import dataclass

from carsi_analysis.dates import written_date
from carsi_analysis.words import words_of


@dataclass(frozen=True)
class Source:
    """One row of the table ``sources``; texts are empty where the row leaves them empty."""

    source_id: str
    title: str
    publisher: str
    release_date: str
    url: str
    licence: str
    how_read: str
    author: str
    short_label_en: str
    short_label_es: str
    note: str

    def citation(self, language: str) -> str:
        """Author, title, publisher, date and address as one plain line.

        ``Government Accountability Office. Status of Funding. January 30, 2013. https://…``
        """
        author = self.author or self.publisher
        publisher = self.publisher if self.publisher != author else ""
        date = written_date(self.release_date, language)
        if not publisher:
            date = date[:1].upper() + date[1:]  # it begins a sentence: «Junio de 2012.»
        date = date or words_of(language)("citation.undated")
        parts = [author, self.title, ", ".join(filter(None, [publisher, date]))]
        text = " ".join(_as_sentence(part) for part in parts if part)
        return f"{text} {self.url}" if self.url else text

    def short_label(self, language: str) -> str:
        """The few words that stand in a chart's source line."""
        return getattr(self, words_of(language).named("short_label")) or self.title


def _as_sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!", ".”")) else text + "."
