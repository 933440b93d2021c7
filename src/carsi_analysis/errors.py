"""Errors that are written for the person who reads them."""


class CarsiError(Exception):
    """Something the user can mend; the message says what was seen, what was expected and what to do.

    The command line prints the message alone and exits with 1; a traceback appears only with ``--debug``. A notebook
    shows the message alone too.
    """

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback."""
        return [str(self)]


class UsageError(CarsiError):
    """The request itself is wrong: an unknown report, a misspelt parameter. The command line exits with 2."""
