"""Which of the package's countries a publisher means."""

from collections.abc import Iterable

from carsi_analysis.data.descriptor import near_miss
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import folded, plain

NAMES: dict[str, tuple[str, ...]] = {
    "BLZ": ("Belize", "Belice"),
    "CRI": ("Costa Rica", "Republic of Costa Rica"),
    "SLV": ("El Salvador", "Salvador", "Salvador, El", "Republic of El Salvador"),
    "GTM": ("Guatemala", "Republic of Guatemala"),
    "HND": ("Honduras", "Republic of Honduras"),
    "NIC": ("Nicaragua", "Republic of Nicaragua"),
    "PAN": ("Panama", "Panamá", "Republic of Panama"),
    "USA": ("United States", "United States of America", "Estados Unidos", "US", "USA"),
    "WLD": ("World", "Mundo"),
    "AMR": ("Americas", "The Americas"),
    "CAR": ("Central America Region", "Central America (not specified)", "Central America Regional"),
}
"""Names in publishers' files, by our code. A country that a publisher renames gets one more name here."""

CODES = {"OWID_WRL": "WLD", "CNA": "CAR"}
"""Publishers' codes that differ from ours."""

_BY_NAME = {folded(name): code for code, names in NAMES.items() for name in names}


class Countries:
    """The countries of a package, and the names in a file that none of them answers to."""

    def __init__(self, held: Iterable[str]) -> None:
        self._held = frozenset(held)
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
        by_code = CODES.get(code, code)
        by_name = _BY_NAME.get(folded(name))
        ours = by_code if by_code in self._held else None
        if ours and name and by_name != ours:
            known = ", ".join(NAMES.get(ours, (ours,)))
            seen = f"the code {code} stands beside the name {name!r}"
            expected = f"{known}; if the publisher renamed the country, add the name in importing/countries.py"
            raise ImportRefused(file, seen, expected, line=line)
        if code and by_name in self._held and by_name != ours:
            raise ImportRefused(file, f"{name} stands with the code {code!r}", f"{by_name}", line=line)
        if ours or by_name in self._held:
            return ours or by_name
        self.strangers.add(name or code)
        return None

    def resembling(self, code: str) -> str:
        """``, perhaps 'El Salvadore'``: a name of the file that may stand for the country that is missing in it."""
        return next(filter(None, (near_miss(name, self.strangers) for name in NAMES.get(code, (code,)))), "")
