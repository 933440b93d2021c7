"""A source, and how it is cited in running English or Spanish."""

import re
from dataclasses import dataclass

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_UNDATED = {"en": "n.d.", "es": "s. f."}
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


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
        """Author, title, publisher, date and address as one plain line; ``language`` is ``en`` or ``es``.

        ``Government Accountability Office. Status of Funding. 30 January 2013. https://…``
        """
        author = self.author or self.publisher
        publisher = self.publisher if self.publisher != author else ""
        date = written_date(self.release_date, language)
        parts = [author, self.title, ", ".join(filter(None, [publisher, date]))]
        text = " ".join(_as_sentence(part) for part in parts if part)
        return f"{text} {self.url}" if self.url else text

    def short_label(self, language: str) -> str:
        """The few words that stand in a chart's source line."""
        return (self.short_label_es if language == "es" else self.short_label_en) or self.title


def written_date(date: str, language: str) -> str:
    """``2013-01-30``, ``2013-01`` or ``2013`` in words; text that is no date stays as it is."""
    if not date:
        return _UNDATED[language]
    found = _DATE.fullmatch(date)
    if not found:
        return date
    year, month, day = found.groups()
    if month is None:
        return year
    name = _MONTHS[language].split()[int(month) - 1]
    joint = " de " if language == "es" else " "
    return joint.join(([str(int(day))] if day else []) + [name, year])


def _as_sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!", ".”")) else text + "."
