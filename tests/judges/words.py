"""Words of a title, counted as people count them."""

MOST_WORDS = 12


def words_in(text: str) -> int:
    """Count words; a sign such as a dash is none, and a number with the sign of its unit, ``56 %``, is one."""
    return sum(any(letter.isalnum() for letter in word) for word in text.split())
