"""What the tab key offers: reports, parameters with their values, editions, languages and formats.

click, which reads the command line, also writes the script for bash, zsh and fish and asks the command what may follow:
argcomplete and shtab do the same for argparse.
"""

from collections.abc import Iterable

from click.shell_completion import BashComplete, CompletionItem, add_completion_class

from carsi_analysis.batch.edition.definition import shipped_editions
from carsi_analysis.batch.formats import FORMATS
from carsi_analysis.catalogue import LANGUAGE, LANGUAGES, REPORTS


def reports(begun: str) -> list[CompletionItem]:
    """Reports that begin so, each with its title."""
    named = [report for name, report in REPORTS.items() if name.startswith(begun)]
    return [CompletionItem(report.report_id, help=report.title[str(LANGUAGE.default)]) for report in named]


def assignments(chosen: Iterable[str | None], begun: str) -> list[CompletionItem]:
    """What may follow ``-p``: parameters of the reports chosen (of all, when none is) and then their values."""
    among = [REPORTS[name] for name in chosen if name in REPORTS] or list(REPORTS.values())
    parameters = {parameter.name: parameter for report in among for parameter in report.parameters}
    name, equals, value = begun.partition("=")
    if not equals:
        names = [one for one in parameters.values() if one.name.startswith(name)]
        return [CompletionItem(f"{one.name}=", help=one.help[str(LANGUAGE.default)]) for one in names]
    if name not in parameters:
        return []
    values = [one for one in parameters[name].allowed if one.casefold().startswith(value.casefold())]
    return [CompletionItem(f"{name}={one}") for one in values]


def editions(begun: str) -> list[CompletionItem]:
    """Editions that come along, and files: an edition may be a file of one's own."""
    shipped = [CompletionItem(name) for name in shipped_editions() if name.startswith(begun)]
    return shipped or [CompletionItem(begun, type="file")]


def languages(begun: str) -> list[CompletionItem]:
    """Languages that reports are written in."""
    return [CompletionItem(one) for one in LANGUAGES if one.startswith(begun)]


def formats(begun: str) -> list[CompletionItem]:
    """Formats that reports are written in."""
    return [CompletionItem(one) for one in FORMATS if one.startswith(begun)]


class WholeWords(BashComplete):
    """bash's completion with ``NAME=VALUE`` as one word: bash itself parts words at the equals sign."""

    source_template = BashComplete.source_template.replace(
        "COMPREPLY+=($value)", "COMPREPLY+=($value)\n            [[ $value == *= ]] && compopt -o nospace"
    )

    def get_completion_args(self) -> tuple[list[str], str]:
        """Join what bash parted."""
        words, begun = super().get_completion_args()
        joined: list[str] = []
        for word in [*words, begun]:
            if joined and (word == "=" or joined[-1].endswith("=")):
                joined[-1] += word
            else:
                joined.append(word)
        return joined[:-1], joined[-1]

    def format_completion(self, item: CompletionItem) -> str:
        """Give bash the part behind the equals sign, which is all that it puts in."""
        _, equals, value = item.value.partition("=")
        return f"{item.type},{value if equals and value else item.value}"


add_completion_class(WholeWords)
