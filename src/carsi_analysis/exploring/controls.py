"""The controls above a chart. They only collect what was picked; names, choices and bounds come from the catalogue.

Whatever is moved, the old chart is gone at once. What is picked quickly is drawn once, when nothing more comes; a
drawing that is overtaken while it is made is never shown.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Any

import ipywidgets
from IPython.display import Javascript, display

from carsi_analysis.catalogue import ALL, COUNTRIES, DOLLARS, END_YEAR, LANGUAGE, START_YEAR
from carsi_analysis.errors import CarsiError
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exploring.choice import Choice, choose
from carsi_analysis.exploring.look import KEEPING_KEYS, look
from carsi_analysis.exploring.page import page_of, taken_of
from carsi_analysis.exploring.panel import VIEWS, Panel, panels_of
from carsi_analysis.exploring.picker import LABEL_EM, STYLE, Picker
from carsi_analysis.exploring.subjects import Subject, subjects

SHORT, YEAR = {"width": "22em"}, {"width": "14em"}
BOX = {"width": "auto", "margin": "0 1em 0 0"}

PAUSE_S = 0.3
"""So long nothing more is picked before a drawing begins."""

SETTLE_S = 0.05
"""Time for what was picked during a drawing to arrive, before it is shown."""


class NoCountry(CarsiError):
    """No country is picked; the message says so in the reader's language."""


class Controls:
    """Controls that draw anew whenever one of them is moved.

    Args:
        choice: what to begin with.
    """

    def __init__(self, choice: Choice) -> None:
        self.package = choice.study.data
        listed = subjects(self.package)
        self._relabelling = False
        self._turn = 0
        self.first = Picker(listed, choice.subject.subject_id, choice.locale, "series", self._moved)
        self.second = Picker(listed, None, choice.locale, "second", self._moved, optional=True)
        self.language = ipywidgets.Dropdown(style=STYLE, layout=SHORT)
        self.countries = {
            iso: ipywidgets.Checkbox(value=iso in choice.countries, indent=False, layout=BOX)
            for iso in choice.study.countries
        }
        self.countries_label = ipywidgets.Label(layout={"width": f"{LABEL_EM}em", "justify_content": "flex-end"})
        # Two boxes and not a slider, whose handles ipywidgets give no name that a screen reader could say.
        self.years = [
            ipywidgets.BoundedIntText(year, min=START_YEAR.minimum, max=END_YEAR.highest, style=STYLE, layout=YEAR)
            for year in (choice.study.start_year, choice.study.end_year)
        ]
        self.dollars = ipywidgets.Dropdown(style=STYLE, layout=SHORT)
        self.view = ipywidgets.Dropdown(style=STYLE, layout=SHORT)
        self.look = ipywidgets.HTML(look())
        self.shown, self.taken = ipywidgets.HTML(), ipywidgets.HTML()
        self._label(choice.locale)
        self.language.value = choice.locale.language
        self.dollars.value = "constant" if choice.study.dollars.constant else "nominal"
        self.view.value = VIEWS[0]
        self._fit()
        for control in (self.language, *self.years, self.dollars, self.view, *self.countries.values()):
            control.observe(self._control_moved, names="value")

    def display(self) -> None:
        """Display the controls and what they stand at under the running cell."""
        pickers = ipywidgets.HBox([self.first.box, self.second.box], layout={"flex_flow": "row wrap"})
        places = ipywidgets.HBox([self.countries_label, *self.countries.values()], layout={"flex_flow": "row wrap"})
        others = ipywidgets.HBox(
            [*self.years, self.view, self.language, self.dollars], layout={"flex_flow": "row wrap"}
        )
        board = ipywidgets.VBox([self.look, pickers, places, others, self.shown, self.taken])
        board.add_class("carsi-explore")
        display(Javascript(KEEPING_KEYS))
        display(board)
        for control, page in self._pages(self._turn):
            control.value = page

    def picked(self) -> list[Choice]:
        """Read what the controls stand at: one choice, or two where a second series is compared.

        Raises:
            NoCountry: none is picked, and what is shown depends on it.
        """
        countries = [iso for iso, box in self.countries.items() if box.value]
        wanted = self._wanted()
        if not countries and self.view.value != "map" and any(subject.by_country for subject in wanted):
            raise NoCountry(Locale(self.language.value).words("explore.no_country"))
        start, end = sorted(box.value for box in self.years)
        choice = choose(
            self.package,
            language=self.language.value,
            countries=",".join(countries) or ALL,
            start_year=start,
            end_year=end,
            dollars=self.dollars.value,
        )
        return [replace(choice, subject=subject) for subject in wanted]

    def drawn(self) -> list[Panel | str]:
        """Draw what is picked; what cannot be drawn is a sentence in its place."""
        try:
            choices = self.picked()
        except CarsiError as error:
            return [str(error)]
        return panels_of(choices, self.view.value)

    def _control_moved(self, change: dict[str, Any]) -> None:
        if self._relabelling:
            return
        if change["owner"] is self.language:
            self._label(Locale(self.language.value))
        self._moved()

    def _moved(self) -> None:
        """Take the old chart away, and draw when nothing more is picked for a moment."""
        self._turn += 1
        words = Locale(self.language.value).words
        self.shown.value = f'<p class="carsi-drawing" role="status">{escape(words("explore.drawing"))}</p>'
        self.taken.value = ""
        self._fit()
        self._task = asyncio.get_running_loop().create_task(self._draw(self._turn))

    async def _draw(self, turn: int) -> None:
        await asyncio.sleep(PAUSE_S)
        for control, page in self._pages(turn):
            await asyncio.sleep(SETTLE_S)
            if turn == self._turn:
                control.value = page

    def _pages(self, turn: int) -> Iterator[tuple[ipywidgets.HTML, str]]:
        """Draw, then add what can be taken, and last the pictures, which need longer; nothing once overtaken."""
        if turn != self._turn:
            return
        try:
            panels = self.drawn()
            yield self.shown, page_of(panels)
            for with_pictures in (False, True):
                if turn == self._turn:
                    yield self.taken, taken_of(panels, with_pictures=with_pictures)
        except Exception as error:
            yield self.shown, f'<p role="alert">{escape(f"{type(error).__name__}: {error}")}</p>'
            raise

    def _wanted(self) -> list[Subject]:
        """Give the subjects picked; one that is compared with itself is shown once."""
        picked = (self.first.subject, self.second.subject)
        return list(dict.fromkeys(subject for subject in picked if subject is not None))

    def _fit(self) -> None:
        """Put controls that do not matter out of the way."""
        wanted = self._wanted()
        on_map = self.view.value == "map"
        for box in self.countries.values():
            box.disabled = on_map or not any(subject.by_country for subject in wanted)
        self.dollars.layout.display = "" if any(subject.in_dollars for subject in wanted) else "none"

    def _label(self, locale: Locale) -> None:
        """Name every control and choice in a language, and keep what is picked."""
        self._relabelling = True
        language, words = locale.language, locale.words.part("explore")
        places = self.package.countries.set_index("country_iso3")[locale.named("label")]
        for control, parameter in ((self.language, LANGUAGE), (self.dollars, DOLLARS)):
            labels = [(parameter.choice_labels[choice][language], choice) for choice in parameter.choices]
            _set_options(control, labels)
            control.description = parameter.label[language]
        _set_options(self.view, [(words(f"view.{view}"), view) for view in VIEWS])
        self.view.description = words("view_name")
        self.first.name(locale)
        self.second.name(locale)
        self.countries_label.value = COUNTRIES.label[language]
        for iso, box in self.countries.items():
            box.description = str(places[iso])
        for box, parameter in zip(self.years, (START_YEAR, END_YEAR), strict=True):
            box.description = parameter.label[language]
        self._relabelling = False


def _set_options(control: Any, options: list[tuple[str, str]]) -> None:
    """Put new words on the choices of a control without moving it."""
    value = control.value
    control.options = options
    if value is not None:
        control.value = value
