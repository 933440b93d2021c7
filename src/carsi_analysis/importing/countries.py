"""Which of the package's countries a publisher means."""

from collections.abc import Mapping, Sequence

from carsi_analysis.data.descriptor import near_miss
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import folded, plain


class Countries:
    """The countries of a package, and the names in a file that none of them answers to.

    Args:
        countries: the columns of the table; a place goes by its labels, ``other_names``, code and ``other_codes``.
    """

    def __init__(self, countries: Mapping[str, Sequence[str]]) -> None:
        self._names: dict[str, list[str]] = {}
        self._codes: dict[str, str] = {}
        self._groups: set[str] = set()
        columns = ("country_iso3", "kind", "label_en", "label_es", "other_names", "other_codes")
        for ours, kind, *labels, names, codes in zip(*(countries[column] for column in columns), strict=True):
            self._groups |= {ours} if kind == "regional" else set()
            self._names[ours] = [name for name in (*labels, *names.split(";")) if name]
            self._codes |= {code: ours for code in (ours, *codes.split(";")) if code}
        self._by_name = {folded(name): code for code, names in self._names.items() for name in names}
        self.strangers: set[str] = set()

    def find(self, code: str, name: str, file: str, line: int | None) -> str | None:
        """Our code of the country in a row, or None where the package does not hold it.

        Args:
            code: the publisher's code; may be empty.
            name: the publisher's name; may be empty.

        Raises:
            ImportRefused: code and name speak of two countries, or one of ours goes by a name that we do not know.
        """
        code, name = plain(code).upper(), plain(name)
        ours, by_name = self._codes.get(code), self._by_name.get(folded(name))
        if ours and name and by_name != ours:
            known = ", ".join(dict.fromkeys(self._names[ours]))
            seen = f"the code {code} stands beside the name {name!r}"
            expected = f"{known}; if the publisher renamed the country, add the name to other_names in countries.csv"
            raise ImportRefused(file, seen, expected, line=line)
        if code and by_name and by_name != ours and by_name not in self._groups:  # each publisher has codes for groups
            raise ImportRefused(file, f"{name} stands with the code {code!r}", f"{by_name}", line=line)
        if ours or by_name:
            return ours or by_name
        self.strangers.add(name or code)
        return None

    def resembling(self, code: str) -> str:
        """``, perhaps 'El Salvadore'``: a name of the file that may stand for the country that is missing in it."""
        return next(filter(None, (near_miss(name, self.strangers) for name in self._names.get(code, (code,)))), "")
