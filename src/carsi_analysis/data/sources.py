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
    title_es: str
    about_es: str
    publisher_es: str
    quotes: str
    quotes_es: str
    copy_at: str

    def citation(self, language: str, *, described: bool = True) -> str:
        """Author, title, publisher, date, where a copy was read, and address as one plain line.

        ``described`` adds what it is about, in brackets, where the title in another language does not say it.

        ``Government Accountability Office. Status of Funding. January 30, 2013. Archived copy at Scribd. https://…``
        """
        words = words_of(language)
        issued_by = self._told("publisher", language)
        if quoted := self._told("quotes", language):
            issued_by = words("citation.quotes", publisher=issued_by, quoted=quoted)
        author = self.author or issued_by
        publisher = issued_by if self.author not in ("", self.publisher) else ""
        date = written_date(self.release_date, language)
        if not publisher:
            date = date[:1].upper() + date[1:]  # it begins a sentence: «Junio de 2012.»
        date = date or words("citation.undated")
        copy = words("citation.copy", place=self.copy_at) if self.copy_at else ""
        title = self._titled(language) if described else self._told("title", language)
        parts = [author, title, ", ".join(filter(None, [publisher, date])), copy]
        text = " ".join(_as_sentence(part) for part in parts if part)
        return f"{text} {self.url}" if self.url else text

    def short_label(self, language: str) -> str:
        """The few words that stand in a chart's source line."""
        return getattr(self, words_of(language).named("short_label")) or self.title

    def _titled(self, language: str) -> str:
        """The title as the document bears it, with what it is about in brackets where that is not plain."""
        title = self._told("title", language)
        about = getattr(self, words_of(language).named("about"), "")
        return words_of(language)("citation.about", title=title, about=about) if about else title

    def _told(self, name: str, language: str) -> str:
        """A text that stands plain in English and with a suffix in other languages, where it differs there."""
        return getattr(self, words_of(language).named(name), "") or getattr(self, name)


def _as_sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!", ".”")) else text + "."
