"use strict";
const form = document.getElementById("filters");
if (form) {
  const rows = [...document.querySelectorAll("tbody tr")];
  const narrow = () => {
    const wanted = [...new FormData(form)].filter(([, value]) => value);
    for (const row of rows) row.hidden = wanted.some(([name, value]) => row.dataset[name] !== value);
    for (const section of document.querySelectorAll("section"))
      section.hidden = [...section.querySelectorAll("tbody tr")].every((row) => row.hidden) &&
        section.querySelector("tbody") !== null;
    const count = rows.filter((row) => !row.hidden).length;
    const shown = document.getElementById("shown");
    shown.textContent = count === 1 ? shown.dataset.one : shown.dataset.many.replace("{count}", count);
  };
  form.hidden = false;
  form.addEventListener("input", narrow);
  // A browser restores what was chosen only after this script has run.
  window.addEventListener("pageshow", narrow);
  narrow();
}
