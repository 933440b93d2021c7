"""What a notebook talks to: it holds language, parameters, study and references of one report and shows things.

Everything shown carries the output metadata ``briefing``, from which the exporters make HTML and PDF; in
JupyterLab the same cells show titles, charts and sources as they stand.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from IPython.display import display

from carsi_analysis import blocks
from carsi_analysis.analysis.study import Study
from carsi_analysis.catalogue import REPORTS, Report, check_parameters, find_report
from carsi_analysis.data import Package, load
from carsi_analysis.dates import as_spans
from carsi_analysis.exhibits.answers import answering, is_looked_at
from carsi_analysis.exhibits.behind import names_in_files
from carsi_analysis.exhibits.data_rows import DIGITS, data_rows, few_places, place_in
from carsi_analysis.exhibits.drawing import narrow_svg_of, svg_of
from carsi_analysis.exhibits.drawn import svg_once
from carsi_analysis.exhibits.exhibit import Chart, Exhibit, ExhibitError, Table
from carsi_analysis.exhibits.fact import Fact, Said, Word
from carsi_analysis.exhibits.gallery import CHAPTERS, NothingToShow, call_of, exhibit_call, map_call
from carsi_analysis.exhibits.inline import Mark, as_markdown, markdown_of, run
from carsi_analysis.exhibits.locale import Locale, capital, how_many
from carsi_analysis.exhibits.prose import Marks, ShownFact, fill
from carsi_analysis.exhibits.references import References
from carsi_analysis.exhibits.say import Prose
from carsi_analysis.exhibits.table_html import grid_of, html_of
from carsi_analysis.house import fonts
from carsi_analysis.house.tokens import CHART_WIDTH_IN, TYPE

AUTHORS = ["CARSI Analysis"]

MARKS: dict[blocks.Role, Marks] = {"headline": "none", "tile": "end"}
"""Where reference marks stand in what has a place on the first page; elsewhere they follow each fact."""

STUDY_PARAMETERS = ("start_year", "end_year", "dollars", "country")
"""Parameters that a study takes too."""

MOST_SOURCES = 6
"""Sources that a source line names in full; a longer list would fill more room than the exhibit."""

LEADING_SOURCES = 4
"""Sources that a longer list names; the others stand as reference marks."""

NOTE_LINES = 1.94
"""Lines of print that the notes under an exhibit may fill, less what breaking them costs."""


class Briefing:
    """One report in one language.

    Attributes:
        study: the data in the years, dollars and country of the parameters.
        prose: its passages, which cells that begin with ``%%say`` write.
        say: their facts.

    Args:
        report_id: an identifier of the catalogue.
        parameters: the notebook's parameters by name; checked as the command line checks them, so that a run by
            plain papermill refuses a wrong value too.

    Raises:
        UsageError: no such report, or a parameter that its declaration does not allow.
        DataError: the data package does not pass its checks.
    """

    def __init__(self, report_id: str, **parameters: Any) -> None:
        self.report: Report = find_report(report_id)
        self.parameters = check_parameters(self.report, parameters)
        self.locale = Locale(str(self.parameters["language"]))
        self.words = self.locale.words.part("briefing")
        self.data: Package = load()
        chosen: dict[str, Any] = {name: self.parameters[name] for name in STUDY_PARAMETERS if name in self.parameters}
        self.study = Study(self.data, **chosen)
        self.prose = Prose(self.locale, self._show_passage)
        self.say = self.prose.facts
        self._put: Callable[..., Any] = display
        self._answers = is_looked_at()
        self._references = References()
        self._passages = 0
        self._shown: set[str] = set()
        self._limits: dict[str, int] = {}
        self._limits_told = 0
        self._limits_printed: set[int] = set()
        self._rows: list[str] = []

    @classmethod
    def for_exploring(cls, language: str, put: Callable[..., Any] | None = None) -> "Briefing":
        """Give a briefing that only lends its language, data and references to a single exhibit.

        Args:
            language: the language.
            put: takes what would be displayed, charts with their answers, as ``IPython.display.display`` does.
        """
        briefing = cls(next(iter(REPORTS)), language=language)
        if put is not None:
            briefing._put, briefing._answers = put, True
        return briefing

    def title(self) -> None:
        """Show the title block: title, what the report answers, its span and the edition of the data."""
        language = self.locale.language
        title = ": ".join([self.report.title[language], *self._subjects()])
        draft = f"{self.words('draft')}. " if self.data.draft else ""
        subtitle = draft + capital(self.report.description[language])
        choices = " · ".join(self._choices())
        edition = self.words("edition", date=self.locale.partial_date(self.data.edition_date))
        stated = blocks.Title(
            title=title,
            subtitle=subtitle,
            language=language,
            edition_date=self.data.edition_date,
            authors=AUTHORS,
            house=AUTHORS[0],
            imprint=self.words("imprint"),
            licence=self.data.descriptor.licence,
            keywords=["CARSI", *self.words("keywords").split(", ")],
            description=f"{subtitle} ({AUTHORS[0]}, {self.words('imprint')})",
            report_id=self.report.report_id,
            parameters_line=choices,
            compact=self.report.compact,
        )
        self._show_markdown(f"# {title}\n\n{subtitle}\n\n{choices}{' · ' if choices else ''}{edition}", stated)

    def _show_passage(self, text: str, facts: Mapping[str, Said], role: blocks.Role = "") -> None:
        if not all(block.startswith("#") for block in text.split("\n\n")):
            self._passages += 1
        written, shown = fill(
            text, facts, self.locale, self._references, f"p{self._passages}", marks=MARKS.get(role, "each")
        )
        facts_shown = [self._described(one) for one in shown]
        stated = blocks.Prose(role=role, content=written.passages(), facts=facts_shown)
        self._show_markdown(written.markdown(), stated)

    def no_values(self, when: bool) -> None:
        """Say, where that is so, that a section has no values for the years chosen."""
        if when:
            self._show_passage(self.locale.words("say.no_values"), {})

    def show_chapter(self, chapter: str) -> None:
        """Show every exhibit of a chapter of the gallery under the name of the function that makes it."""
        for name in CHAPTERS[chapter]:
            call = exhibit_call(name, self.study)
            self._show_passage(f"### {as_markdown(call_of(call))}", {})
            self.show(call.func, *call.args, **call.keywords)

    def show(
        self,
        make: str | Callable[..., Exhibit],
        *results: Any,
        annex: bool = False,
        if_any: bool = False,
        **options: Any,
    ) -> None:
        """Show a chart or table in the report's language.

        Args:
            make: its name, for the one that ``carsi.exhibit`` makes of this report's study; or a function that makes
                it, which receives the results and the locale.
            results, options: what the function needs besides the locale.
            annex: whether print only names it at the end, since it is too long to hand out on paper.
            if_any: whether to show nothing where the study holds nothing of a named exhibit.

        Raises:
            ExhibitError: the exhibit lacks something, or its identifier was shown before.
            UsageError: nothing has that name.
        """
        on_map: blocks.View | None = None
        if isinstance(make, str):
            on_map = self._on_map(make)
            try:
                call = exhibit_call(make, self.study)
            except NothingToShow:
                if if_any:
                    return
                raise
            make, results, options = call.func, call.args, call.keywords
        exhibit = make(*results, locale=self.locale, **options)
        if exhibit.exhibit_id in self._shown:
            raise ExhibitError(f"exhibit {exhibit.exhibit_id} is shown twice; give one of them another id")
        self._shown.add(exhibit.exhibit_id)
        inputs = (results, options, self.locale.language)
        short, further = _parted(exhibit.notes)
        told = [*self._caveat_texts(self._caveats(exhibit)), *further]
        limits = [self._limits.setdefault(text, len(self._limits) + 1) for text in told]
        self._limits_printed.update([] if annex else limits)
        self._display(
            exhibit, lambda chart: _pictures(chart, make, inputs), short, annex=annex, limits=limits, on_map=on_map
        )

    def display(self, exhibit: Exhibit) -> None:
        """Show a finished exhibit that stands alone, with its source line and the caveats of what it shows."""
        caveats = self._caveat_texts(self._caveats(exhibit))
        self._display(exhibit, lambda chart: (svg_of(chart), narrow_svg_of(chart)), [*exhibit.notes, *caveats])

    def _display(
        self,
        exhibit: Exhibit,
        draw: Callable[[Chart], tuple[str, str]],
        notes: Sequence[str],
        *,
        annex: bool = False,
        limits: Sequence[int] = (),
        on_map: blocks.View | None = None,
    ) -> None:
        source_line = [self._package_line()] if exhibit.of_package else self._source_line(exhibit, printed=not annex)
        taken = exhibit.data_columns
        columns = [
            blocks.DataColumn(name, column.title, column.unit)
            for name, column in zip(names_in_files(taken, self.locale), taken, strict=True)
        ]
        said: dict[str, Any] = {
            "id": exhibit.exhibit_id,
            "title": exhibit.title,
            "subtitle": exhibit.subtitle,
            "measure": exhibit.measure,
            "notes": list(notes),
            "source_line": source_line,
            "sources": list(exhibit.sources),
            "rows": list(exhibit.rows),
            "limits": sorted(limits),
            "annex": annex,
            "data": blocks.Data(columns, exhibit.cells(taken)),
        }
        self._show_markdown(f"**{as_markdown(exhibit.title)}**<br>{as_markdown(exhibit.subtitle)}", SCREEN_ONLY)
        in_words = {"text/plain": exhibit.in_words()}
        if isinstance(exhibit, Chart):
            picture, narrow = draw(exhibit)
            marks = self._marks(exhibit)
            self._show(
                {**self._answering(picture, exhibit, marks), "image/svg+xml": picture, **in_words},
                blocks.Figure(alt=exhibit.alt, narrow=narrow, marks=marks, map=on_map, **said),
            )
        elif isinstance(exhibit, Table):
            grid = grid_of(exhibit)
            self._show({"text/html": html_of(grid), **in_words}, blocks.Table(grid=grid, **said))
        told = (
            [
                self.words(
                    "limits", numbers=", ".join("–".join(map(str, dict.fromkeys(span))) for span in as_spans(limits))
                )
            ]
            if limits
            else []
        )
        self._show_markdown("\n\n".join([*map(as_markdown, notes), markdown_of(source_line), *told]), SCREEN_ONLY)

    def _answering(self, picture: str, chart: Chart, marks: list[blocks.ChartMark]) -> dict[str, str]:
        """Lay the answers of marks over a chart, where somebody may ask."""
        return {"text/html": answering(picture, chart, marks, self.data)} if marks and self._answers else {}

    def _on_map(self, name: str) -> blocks.View | None:
        """Draw the last values of a named exhibit on a map, unless the report shows that map itself."""
        call = map_call(name, self.study)
        chart = call(locale=self.locale) if call else None
        if call is None or not isinstance(chart, Chart) or chart.exhibit_id in self._shown:
            return None
        inputs = (call.args, call.keywords, self.locale.language)
        return blocks.View(
            title=chart.title,
            subtitle=chart.subtitle,
            alt=chart.alt,
            picture=svg_once(chart, call.func, inputs, narrow=True),
            marks=self._marks(chart),
        )

    def _marks(self, chart: Chart) -> list[blocks.ChartMark]:
        """Say what each mark stands for; its unit is the chart's, unless its value is none or says it itself."""
        self._rows += [row for mark in chart.marks for row in mark.rows]
        dollars = self.locale.words("money.dollars", sign="", amount="").strip()
        marks = []
        for mark in chart.marks:
            is_number = any(letter.isdigit() for letter in mark.value) and dollars not in mark.value
            unit = chart.unit if is_number and not chart.units_differ else ""
            marks.append(blocks.ChartMark(mark.mark_id, mark.label, mark.value, list(mark.rows), unit))
        return marks

    def limits(self) -> None:
        """Show the limits of the data that the exhibits so far name by number, each once.

        Print leaves out what an annex alone names, and says so.
        """
        entries = [
            blocks.Limit(number, text, annex=number not in self._limits_printed)
            for text, number in self._limits.items()
        ]
        self._limits_told = len(entries)
        if entries:
            self._show_passage(f"## {self.words('limits_title')}", {})
            lines = [f"{entry.number}. {as_markdown(entry.text)}" for entry in entries]
            self._show_markdown("\n".join(lines), blocks.Limits(entries=entries))

    def references(self, *, compact: bool = False, all_sources: bool = False, described: bool = True) -> None:
        """Show the list of the sources cited so far, each with its address; the end of a report.

        Where figures rest on one place or two of a source, or on parts of one, its entry names them: print has no link
        to a row.

        Args:
            compact: print them small in two columns, the address as the name of its site, where they are many; a
                compact report does so by itself.
            described: whether what a source is about follows a title in another language; a report with little room, as
                a compact one, leaves it to the table of sources.
            all_sources: also those of the data package that were not cited, in the order of their titles; print leaves
                out these and what an annex alone cites, and says so.

        Raises:
            ExhibitError: a fact was set that no passage names, or the limits of an exhibit were not told.
        """
        self.prose.facts.check_all_used()
        described = described and not self.report.compact
        if len(self._limits) > self._limits_told:
            raise ExhibitError("exhibits name limits that are not told; call report.limits() before the references")
        if all_sources:
            for source_id in self.data.table("sources").sort_values(["title", "source_id"])["source_id"]:
                self._references.number(source_id, printed=False)
        rows = data_rows(self.data, self._rows, [key for _, key, _ in self._references.in_order()], self.locale)
        places = few_places(self.data, self._rows)
        entries = []
        for number, source_id, printed in self._references.in_order():
            source = self.data.source(source_id)
            text = source.citation(self.locale.language, described=described).removesuffix(source.url).strip()
            if source_id in places:
                told = "; ".join(place_in(place, self.locale) for place in places[source_id])
                text = f"{text} {self.words('place', places=told.removesuffix('.'))}"
            entries.append(blocks.Entry(number, source_id, text, source.url, annex=not printed))
        lines = [f"{entry.number}. {as_markdown(entry.text)} <{entry.url}>" for entry in entries]
        self._show_markdown("\n".join(lines), blocks.References(entries=entries, compact=compact, rows=rows))

    def _package_line(self) -> str:
        """Name the data package as the source of what describes it."""
        return self.words("package", version=self.data.version)

    def _source_line(self, exhibit: Exhibit, *, printed: bool = True) -> list[str | Mark]:
        """Name the sources; of very many those of most rows, the others by their numbers in the list of references."""
        marks = {source: self._references.mark([source], printed=printed) for source in exhibit.sources}
        named = list(marks) if len(marks) <= MOST_SOURCES else _of_most_rows(exhibit, LEADING_SOURCES)
        labels = [(self.data.source(source).short_label(self.locale.language), marks[source]) for source in named]
        if others := marks.keys() - named:
            labels.append((self.words("more", count=len(others)), self._references.mark(others, printed=printed)))
        listed = [part for label in labels for part in ("; ", *label)][1:]
        before, after = self.words(f"source.{how_many(len(labels))}", sources="\n").split("\n")
        return run([before, *listed, after])

    def _show_markdown(self, text: str, block: blocks.Block) -> None:
        if isinstance(block, blocks.ScreenOnly | blocks.Limits | blocks.References):
            # JupyterLab sets what stands between two dollar signs of one text as a formula, even escaped ones; in
            # passages each amount stands in a link, a text of its own.
            text = text.replace(r"\$", r"<span>\$</span>")
        self._show({"text/markdown": text, "text/plain": text}, block)

    def _show(self, bundle: dict[str, str], block: blocks.Block) -> None:
        """Show for JupyterLab what the block says to the exporters."""
        self._put(bundle, raw=True, metadata=blocks.metadata_of(block))

    def _caveats(self, exhibit: Exhibit) -> list[str]:
        """List the caveats of what is shown: those of its tables, then those of its indicators."""
        return list(dict.fromkeys([*self._table_caveats(exhibit), *self._indicator_caveats(exhibit)]))

    def _caveat_texts(self, caveats: Iterable[str]) -> list[str]:
        texts = self.data.table("caveats").set_index("caveat_id")[self.locale.named("text")]
        return [str(texts[key]) for key in caveats]

    def _concerns(self, caveat_id: str, shown: set[str]) -> bool:
        """Whether a caveat concerns a country shown; a report on one country leaves out the caveats of the others."""
        links = self.data.table("caveat_countries")
        countries = set(links.loc[links["caveat_id"] == caveat_id, "country_iso3"])
        subject = self.parameters.get("country")
        if not countries or subject is not None:
            return not countries or subject in countries
        return not shown or bool(countries & shown)

    def _table_caveats(self, exhibit: Exhibit) -> list[str]:
        found = []
        for table in self.data.descriptor.tables:
            rows = [row for row in exhibit.rows if row.partition("/")[0] == table.name]
            if rows and table.caveats:
                held = self.data.table(table.name)
                placed = "country_iso3" in held.columns
                shown = set(held.loc[held["row_id"].isin(rows), "country_iso3"].dropna()) if placed else set()
                found += [key for key in table.caveats if self._concerns(key, shown)]
        return found

    def _indicator_caveats(self, exhibit: Exhibit) -> list[str]:
        if "indicator_id" not in exhibit.evidence.columns:
            return []
        listed = self.data.table("indicators").set_index("indicator_id")["caveats"].dropna()
        shown = [indicator for indicator in exhibit.evidence["indicator_id"].unique() if indicator in listed.index]
        places = set(exhibit.evidence["country_iso3"]) if "country_iso3" in exhibit.evidence.columns else set()
        return [key for indicator in shown for key in listed[indicator].split(";") if self._concerns(key, places)]

    def _described(self, one: ShownFact) -> blocks.Fact:
        fact = one.fact
        locators = {str(self.data.row(row).get("locator") or "") for row in fact.rows}
        locator = "; ".join(place_in(one, self.locale) for one in sorted(locators - {""}))
        self._rows += fact.rows
        return blocks.Fact(
            one.fact_id,
            one.text,
            fact.value,
            fact.unit,
            list(fact.rows),
            list(fact.sources),
            locator,
            self._in_full(fact),
        )

    def _in_full(self, fact: Fact) -> str:
        """Write a fact's value without rounding and with its unit; nothing for names, years and dates."""
        if isinstance(fact.value, str) or fact.unit in ("year", "fiscal_year"):
            return ""
        if fact.unit == "share":
            return self.locale.percent(fact.value, DIGITS - 2)
        number = self.locale.number(fact.value, DIGITS)
        if self.words.has(f"in_full.{fact.unit}"):
            return self.words(f"in_full.{fact.unit}", number=number)
        units = self.data.table("units").set_index("unit_id")[self.locale.named("label")]
        return f"{number} {units[fact.unit]}" if fact.unit in units.index else number

    def chosen(self, name: str) -> str:
        """Name the value of a parameter in the report's language, as the data or the catalogue call it.

        Raises:
            ParameterError: the report has no such parameter.
        """
        parameter, value = self.report.parameter(name), self.parameters[name]
        if value in parameter.choice_labels:
            return parameter.choice_labels[value][self.locale.language]
        if parameter.table is None:
            return str(value)
        key = self.data.descriptor.table(parameter.table).primary_key[0]
        return str(self.data.table(parameter.table).set_index(key).loc[value, self.locale.named("label")])

    def word(self, name: str) -> Word:
        """Give the name of a chosen value to stand in a sentence."""
        chosen = self.chosen(name)
        return Word(lambda locale: chosen)

    def title_of(self, report: str) -> Word:
        """Give the title of another report as it is printed, to lead readers on to it.

        Raises:
            KeyError: there is no such report.
        """
        return Word(lambda locale: locale.words(f"report.{report}.title"))

    def _subjects(self) -> list[str]:
        """Name what the whole report is about where a parameter chooses it: one country, threat or goal."""
        chosen = [p for p in self.report.parameters if p.subject and self.parameters[p.name] not in p.choice_labels]
        return [self.chosen(parameter.name) for parameter in chosen]

    def _choices(self) -> list[str]:
        """List the other choices of the reader for the title block: years, dollars, account."""
        start, end = self.parameters.get("start_year"), self.parameters.get("end_year")
        choices = [self.locale.years(start, end)] if isinstance(start, int) and isinstance(end, int) else []
        if "dollars" in self.parameters:
            choices.append(self.locale.dollars(self.study.dollars))
        if "account" in self.parameters:
            choices.append(self.chosen("account"))
        return choices


SCREEN_ONLY = blocks.ScreenOnly()


def _pictures(chart: Chart, make: Callable[..., Any], inputs: Any) -> tuple[str, str]:
    """Draw a chart for a page and for a phone, each once a build."""
    return svg_once(chart, make, inputs), svg_once(chart, make, inputs, narrow=True)


def _parted(notes: Sequence[str]) -> tuple[list[str], list[str]]:
    """Divide notes into those that stand under their exhibit, in two lines of print, and those told with the limits."""
    room = NOTE_LINES * CHART_WIDTH_IN * 72
    used = [fonts.text_width(" ".join(notes[: count + 1]), TYPE.source) for count in range(len(notes))]
    kept = sum(width <= room for width in used)
    return list(notes[:kept]), list(notes[kept:])


def _of_most_rows(exhibit: Exhibit, count: int) -> list[str]:
    """Choose the sources that most of the rows shown rest on, in the order of their identifiers."""
    rows = Counter(source for sources in exhibit.evidence["sources"] for source in sources)
    return sorted(sorted(rows, key=lambda source: (-rows[source], source))[:count])


def _show_alone(exhibit: Exhibit) -> None:
    """Show an exhibit that stands outside a briefing, with sources and caveats of the default data package."""
    Briefing.for_exploring(exhibit.locale.language).display(exhibit)


Exhibit.shown_alone = _show_alone
