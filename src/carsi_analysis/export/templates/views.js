// A figure with a map is chart, map or table, one at a time; without a script they stand below each other.
for (const map of document.querySelectorAll(".view.map")) {
  const figure = map.closest("figure"), chart = figure.querySelector(".view");
  const table = document.createElement("div"), folded = figure.querySelector("details.table");
  table.className = "view table";
  table.dataset.view = chart.dataset.table;
  table.append(folded.querySelector(".scroll"));
  folded.remove();
  map.after(table);
  const list = document.createElement("div"), views = [chart, map, table];
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", chart.dataset.views);
  const tabs = views.map((view, place) => {
    const tab = document.createElement("button");
    tab.textContent = view.dataset.view;
    view.id = `${figure.id}.${place}`;
    tab.id = `${view.id}t`;
    tab.type = "button";
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", view.id);
    view.setAttribute("role", "tabpanel");
    view.setAttribute("aria-labelledby", tab.id);
    tab.onclick = () => choose(place);
    return tab;
  });
  const choose = (chosen) => {
    dispatchEvent(new Event("resize")); // an answer belongs to the view that was seen
    views.forEach((view, place) => {
      view.hidden = place !== chosen;
      tabs[place].tabIndex = place === chosen ? 0 : -1;
      tabs[place].setAttribute("aria-selected", place === chosen);
    });
  };
  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(event.target), last = tabs.length - 1;
    const to = { ArrowRight: at < last ? at + 1 : 0, ArrowLeft: at ? at - 1 : last, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(to);
    tabs[to].focus();
  });
  list.append(...tabs);
  chart.before(list);
  choose(0);
}
