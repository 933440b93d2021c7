"""The control that finds one of some hundred series: words to find it by, a group to narrow the list, and the list."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import ipywidgets

from carsi_analysis.catalogue import ALL
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exploring.subjects import Group, Subject

FULL = {"width": "auto"}
LABEL_EM = 8
STYLE = {"description_width": f"{LABEL_EM}em"}
"""Room for the longest name of a control, in whichever language."""

LINES = 7
KINDS = ("theme", "threat", "goal")


class Picker:
    """Finds and picks a subject. Narrowing the list changes nothing that is picked.

    Args:
        subjects: what may be picked.
        picked: what is picked at first; None where nothing need be.
        locale: the language at first.
        name: the words of ``explore`` that name it.
        moved: called when something else is picked.
        optional: whether nothing may be picked.
    """

    def __init__(
        self,
        subjects: Mapping[str, Subject],
        picked: str | None,
        locale: Locale,
        name: str,
        moved: Callable[[], None],
        *,
        optional: bool = False,
    ) -> None:
        self.subjects, self.picked, self.locale = subjects, picked, locale
        self._name, self._moved, self._optional = name, moved, optional
        self._filling = False
        self.find = ipywidgets.Text(style=STYLE, layout=FULL, continuous_update=True)
        self.group = ipywidgets.Dropdown(style=STYLE, layout=FULL)
        self.list = ipywidgets.Select(style=STYLE, layout=FULL, rows=LINES)
        self.told = ipywidgets.HTML()
        self.box = ipywidgets.VBox(
            [self.find, self.group, self.list, self.told],
            layout={"flex": "1 1 22em", "min_width": "0", "margin": "0 1.5em 0 0"},
        )
        self.name(locale)
        self.find.observe(self._narrowed, names="value")
        self.group.observe(self._narrowed, names="value")
        self.list.observe(self._picked, names="value")

    @property
    def subject(self) -> Subject | None:
        """What is picked."""
        return self.subjects[self.picked] if self.picked else None

    def name(self, locale: Locale) -> None:
        """Write everything in a language, and keep what is picked and how the list is narrowed."""
        self.locale = locale
        words = locale.words.part("explore")
        self.find.description = words("find")
        self.find.placeholder = words("find_example")
        self.group.description = words("group")
        self.list.description = words(self._name)
        self._filling = True
        chosen = self.group.value or ALL
        groups = dict.fromkeys(group for subject in self.subjects.values() for group in subject.groups)
        listed = sorted(groups, key=lambda group: (KINDS.index(group.kind), group.order))
        everything = words("group_all", count=len(self.subjects))
        self.group.options = [(everything, ALL), *((self._group(group), group) for group in listed)]
        self.group.value = chosen
        self._filling = False
        self._fill()

    def _group(self, group: Group) -> str:
        count = sum(group in subject.groups for subject in self.subjects.values())
        kind = self.locale.words(f"explore.kind.{group.kind}")
        return self.locale.words("explore.group_of", kind=kind, label=group.label(self.locale), count=count)

    def _narrowed(self, change: dict[str, Any]) -> None:
        if not self._filling:
            self._fill()

    def _fill(self) -> None:
        """List what is found; where several themes stand in the list, each line begins with its own."""
        group: Group | str = self.group.value
        found = [one for one in self.subjects.values() if one.is_called(self.find.value)]
        found = [one for one in found if group == ALL or group in one.groups]
        found.sort(key=lambda one: not one.is_called(self.find.value, by_groups=False))
        themed = isinstance(group, str) or group.kind != "theme"
        lines = [(self._line(one, themed=themed), one.subject_id) for one in found]
        if self._optional:
            lines.insert(0, (self.locale.words("explore.none"), ""))
        self._filling = True
        self.list.options = lines
        keys = [key for _, key in lines]
        self.list.index = keys.index(self.picked or "") if (self.picked or "") in keys else None
        self._filling = False
        self._tell(len(found))

    def _line(self, subject: Subject, *, themed: bool) -> str:
        label = subject.label(self.locale)
        return f"{subject.groups[0].label(self.locale)} · {label}" if themed else label

    def _tell(self, found: int) -> None:
        """Say what is picked and how it is defined, and how many others the list holds."""
        told = self.locale.words("explore.found", count=found, all=len(self.subjects))
        subject = self.subject
        defined = (
            f"<strong>{escape(subject.label(self.locale))}.</strong> {escape(subject.definition(self.locale))}"
            if subject
            else ""
        )
        self.told.value = (
            f'<div class="carsi-told mathjax_ignore"><p role="status">{escape(told)}</p><p>{defined}</p></div>'
        )

    def _picked(self, change: dict[str, Any]) -> None:
        if self._filling or change["new"] is None:
            return
        self.picked = change["new"] or None
        self._fill()
        self._moved()
