"""The controls above a chart. They only collect what was picked; names, choices and bounds come from the catalogue."""

from html import escape
from typing import Any

import ipywidgets
from IPython.display import display

from carsi_analysis.catalogue import ALL, COUNTRIES, DOLLARS, END_YEAR, INDICATOR, LANGUAGE, START_YEAR
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exploring.choice import Choice, choose
from carsi_analysis.exploring.download import csv_of, link_to
from carsi_analysis.exploring.shown import show
from carsi_analysis.exploring.subjects import subjects

LABEL_EM = 6
STYLE = {"description_width": f"{LABEL_EM}em"}
LONG, SHORT = {"width": "40em"}, {"width": "24em"}
BOX = {"width": "auto", "margin": "0 1em 0 0"}
INDENTED = f'<div style="margin-left: {LABEL_EM + 0.4}em; max-width: 44em; line-height: 1.4">{{}}</div>'


class Controls:
    """Controls that draw a chart anew whenever one of them is moved.

    Args:
        choice: what to begin with.
    """

    def __init__(self, choice: Choice) -> None:
        self.package = choice.study.data
        self.subjects = subjects(self.package)
        self._relabelling = False
        self.language = ipywidgets.Dropdown(style=STYLE, layout=SHORT)
        self.indicator = ipywidgets.Dropdown(style=STYLE, layout=LONG)
        self.countries = {
            iso: ipywidgets.Checkbox(value=iso in choice.countries, indent=False, layout=BOX)
            for iso in choice.study.countries
        }
        self.countries_label = ipywidgets.Label(layout={"width": f"{LABEL_EM}em", "justify_content": "flex-end"})
        self.years = ipywidgets.IntRangeSlider(
            value=(choice.study.start_year, choice.study.end_year),
            min=START_YEAR.minimum,
            max=END_YEAR.highest,
            continuous_update=False,
            style=STYLE,
            layout=LONG,
        )
        self.dollars = ipywidgets.Dropdown(style=STYLE, layout=SHORT)
        self.definition = ipywidgets.HTML()
        self.download = ipywidgets.HTML()
        self.chart = ipywidgets.Output()
        self._label(choice.locale)
        self.language.value = choice.locale.language
        self.indicator.value = choice.subject.subject_id
        self.dollars.value = "constant" if choice.study.dollars.constant else "nominal"
        for control in (self.language, self.indicator, self.years, self.dollars, *self.countries.values()):
            control.observe(self._moved, names="value")

    def display(self) -> None:
        """Display the controls and the chart under the running cell."""
        places = ipywidgets.HBox([self.countries_label, *self.countries.values()], layout={"flex_flow": "row wrap"})
        rows = [self.indicator, self.definition, places, self.years, self.dollars, self.language, self.download]
        display(ipywidgets.VBox([*rows, self.chart]))
        self._draw()

    def picked(self) -> Choice:
        """Read what the controls stand at."""
        countries = [iso for iso, box in self.countries.items() if box.value]
        start, end = self.years.value
        return choose(
            self.package,
            language=self.language.value,
            indicator=self.indicator.value,
            countries=",".join(countries) or ALL,
            start_year=start,
            end_year=end,
            dollars=self.dollars.value,
        )

    def _moved(self, change: dict[str, Any]) -> None:
        if self._relabelling:
            return
        if change["owner"] is self.language:
            self._label(Locale(self.language.value))
        self._draw()

    def _draw(self) -> None:
        choice = self.picked()
        subject, locale = choice.subject, choice.locale
        self.definition.value = INDENTED.format(escape(subject.definition(locale)))
        for box in self.countries.values():
            box.disabled = not subject.by_country
        self.dollars.layout.display = "" if subject.in_dollars else "none"
        self.download.value = ""  # no link to earlier values stands beside the new chart
        self.chart.clear_output(wait=True)
        with self.chart:
            chart = show(choice)
        words = locale.words("explore.download")
        if chart is not None:
            link = link_to(csv_of(chart, self._unit(choice), self.package), f"{chart.exhibit_id}.csv", words)
            self.download.value = INDENTED.format(link)

    def _unit(self, choice: Choice) -> str:
        """Name the unit of the values as the data hold them: money in dollars, not in the chart's millions."""
        locale = choice.locale
        if choice.subject.in_dollars:
            return locale.dollars(choice.study.dollars)
        unit = self.package.indicators.set_index("indicator_id").loc[choice.subject.subject_id, "unit_id"]
        return str(self.package.units.set_index("unit_id").loc[unit, locale.named("label")])

    def _label(self, locale: Locale) -> None:
        """Name every control and choice in a language, and keep what is picked."""
        self._relabelling = True
        language = locale.language
        places = self.package.countries.set_index("country_iso3")[locale.named("label")]
        for control, parameter in ((self.language, LANGUAGE), (self.dollars, DOLLARS)):
            labels = [(parameter.choice_labels[choice][language], choice) for choice in parameter.choices]
            _set_options(control, labels)
            control.description = parameter.label[language]
        _set_options(self.indicator, [(subject.label(locale), key) for key, subject in self.subjects.items()])
        self.indicator.description = INDICATOR.label[language]
        self.countries_label.value = COUNTRIES.label[language]
        for iso, box in self.countries.items():
            box.description = str(places[iso])
        self.years.description = locale.words("explore.years")
        self._relabelling = False


def _set_options(control: Any, options: list[tuple[str, str]]) -> None:
    """Put new words on the choices of a control without moving it."""
    value = control.value
    control.options = options
    if value is not None:
        control.value = value
