"""Characters that a document can hold, identifiers made of text, and numbers read from it."""

import re
import unicodedata
from functools import lru_cache

NONCHARACTERS = "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
CONTROL_CHARACTERS = re.compile(f"[{NONCHARACTERS}\ufdd0-\ufdef\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")
SHAPED = re.compile(r"[\u0590-\u109f\u1200-\u18af]")
"""Letters of scripts that are joined or written from the right: files hold them in an order of their own."""

LONGEST_NUMBER = 40
NUMBER = re.compile(
    r"^[\s(]*(?:US\$|[€$£¥])?\s*[+\-−–]?\s*(?:US\$|[€$£¥])?\s*\d[\d.,  ' ]*(?:e[+\-]?\d+)?"
    r"\s*(?:%|[a-zA-Zµ°]{1,3}\b\.?)?[\s)*†‡]*$"
)


@lru_cache(maxsize=32_768)
def is_number(text: str) -> bool:
    """Tell whether a text is one number, perhaps with its unit, as in a cell of a table."""
    return len(text) <= LONGEST_NUMBER and NUMBER.match(text.replace("\u00a0", " ")) is not None


def runs_from_the_right(text: str) -> bool:
    """Tell whether the first letter of a text is of a script that is written from the right, such as Hebrew."""
    if text.isascii():
        return False
    return next((unicodedata.bidirectional(letter) for letter in text if letter.isalpha()), "L") in {"R", "AL"}


def folded(text: str) -> str:
    """Give a text for comparison: small letters, signs taken apart, nothing invisible."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", text)).casefold()


def without_controls(text: str) -> str:
    """Drop characters that neither XML nor a page can hold."""
    if text.replace("\n", "").replace("\xa0", "").isprintable():
        return text  # nearly always, and asked in a tenth of the time
    return CONTROL_CHARACTERS.sub("", text)


def whole_number(stated: object, digits: int = 6) -> int | None:
    """Read a whole number of so many digits at most; None for anything else, such as ``²`` or ``1,000``."""
    text = str(stated).strip()
    return int(text) if re.fullmatch(f"[0-9]{{1,{digits}}}", text) else None


def short(text: str) -> str:
    """Give the beginning of a text, for a message."""
    text = re.sub(r"\s+", " ", text)
    return text if len(text) <= 60 else text[:57] + "…"


def slug(text: str) -> str:
    """Give an identifier that reads like the text: ``Índice de precios`` becomes ``indice-de-precios``."""
    plain_letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain_letters).strip("-")
