"use strict";
const at = (id) => document.getElementById(id);
const frame = document.querySelector("iframe");
let shown = 0;

// Loads the newest document and goes back to where the reader was.
function load(version) {
  const place = frame.contentWindow.scrollY;
  frame.addEventListener("load", () => {
    frame.contentWindow.scrollTo(0, place);
    frame.contentDocument.addEventListener("click", openElsewhere);
  }, { once: true });
  frame.contentWindow.location.replace(new URL(`${frame.dataset.file}?${version}`, location.href));
  shown = version;
}

// Links that leave the document open beside it: the frame holds nothing else.
function openElsewhere(event) {
  const link = event.target.closest("a[href^='http']");
  if (link) {
    event.preventDefault();
    window.open(link.href, "_blank", "noopener,noreferrer");
  }
}

function tell(status, told) {
  document.body.dataset.status = status;
  at("told").textContent = told;
}

const news = new EventSource("news");
news.onmessage = (message) => {
  const { version, status, told, problem } = JSON.parse(message.data);
  tell(status, told);
  if (status !== "building") at("problem").hidden = !problem;
  if (problem) {
    at("problem").querySelector("h2").textContent = problem.where;
    at("message").textContent = problem.message;
    at("source").textContent = problem.source;
    document.querySelector("details").hidden = !problem.source;
  }
  if (version > shown) load(version);
};
news.onerror = () => tell("ended", "carsi preview has ended; start it again to go on");
