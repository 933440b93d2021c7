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
    document.getElementById("shown").textContent = rows.filter((row) => !row.hidden).length;
  };
  form.hidden = false;
  form.addEventListener("input", narrow);
  narrow();
}
