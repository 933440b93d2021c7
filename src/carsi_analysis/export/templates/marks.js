"use strict";
// Answers for the marks of charts. Everything it says stands in the page: titles of the marks, and the list of data rows.
{
  const words = document.currentScript.dataset;
  const told = new WeakMap();
  const make = (name, text, kind) =>
    Object.assign(document.createElement(name), { textContent: text, className: kind || "" });
  const status = make("p", "", "hidden");
  status.setAttribute("role", "status");
  document.body.append(status);
  const ring = make("div", "", "ring");
  const answer = make("div", "", "answer");
  let shown = null, pinned = false, leaving = 0;

  for (const title of document.querySelectorAll("[data-r]>title")) {
    const [label, value] = title.textContent.split("\n");
    told.set(title.parentNode, { label, value });
    title.remove(); // the browser would show it beside ours
  }

  const drawn = (card) => [...card.querySelectorAll("svg")].find((svg) => svg.getClientRects().length) || card;
  const marksOf = (card) => [...drawn(card).querySelectorAll("[data-r]")];
  const middle = (mark) => {
    const box = mark.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };

  function nearest(card, event, within) {
    const hit = event.target.closest("[data-r]");
    if (hit) return hit;
    let best = null, least = within;
    for (const mark of marksOf(card)) {
      const box = mark.getBoundingClientRect();
      const away = Math.hypot(
        Math.max(box.left - event.clientX, 0, event.clientX - box.right),
        Math.max(box.top - event.clientY, 0, event.clientY - box.bottom),
      );
      if (away <= least) [best, least] = [mark, away];
    }
    return best;
  }

  function rowsOf(mark) {
    const numbers = mark.dataset.r.split(" ").filter(Boolean).flatMap((span) => {
      const [first, last = first] = span.split("-").map(Number);
      return Array.from({ length: last - first + 1 }, (_, place) => first + place);
    });
    const bySource = new Map();
    for (const number of numbers) {
      const row = document.getElementById(`row.${number}`);
      const source = row.closest("section").querySelector("h3").textContent;
      bySource.set(source, [...(bySource.get(source) || []), row]);
    }
    return bySource;
  }

  function write(card, mark) {
    const { label, value } = told.get(mark), unit = mark.dataset.u ?? card.dataset.u ?? "";
    const close = make("button", "×", "close");
    close.setAttribute("aria-label", words.close);
    close.onclick = hide;
    const amount = make("p", value, "value");
    if (unit) amount.append(" ", make("span", unit));
    answer.replaceChildren(close, make("p", label, "label"), amount);
    for (const [source, rows] of rowsOf(mark)) {
      const line = make("p", "", "from");
      const link = make("a", source);
      link.href = `#${rows[0].id}`;
      const [row] = rows, note = row.querySelector("small")?.textContent || "";
      const place = rows.length > 1 ? words.rows.replace("{count}", rows.length) : row.firstChild.textContent;
      line.append(link, " ", make("span", `${place} ${rows.length > 1 ? "" : note}`.trim()));
      answer.append(line);
    }
    status.textContent = [...answer.querySelectorAll("p")].map((line) => line.innerText).join(". ");
  }

  function show(card, mark) {
    clearTimeout(leaving);
    if (shown === mark) return;
    shown = mark;
    card.append(ring, answer);
    write(card, mark);
    const frame = card.getBoundingClientRect(), box = mark.getBoundingClientRect();
    const left = box.left - frame.left + card.scrollLeft, top = box.top - frame.top;
    ring.style.cssText = `left:${left - 3}px;top:${top - 3}px;width:${box.width + 6}px;height:${box.height + 6}px`;
    const most = Math.max(card.scrollWidth - answer.offsetWidth, 0);
    const over = box.bottom + answer.offsetHeight + 12 > innerHeight && box.top > answer.offsetHeight + 12;
    answer.style.left = `${Math.min(Math.max(left + (box.width - answer.offsetWidth) / 2, 0), most)}px`;
    answer.style.top = `${over ? top - answer.offsetHeight - 8 : top + box.height + 8}px`;
  }

  function hide() {
    shown = null;
    pinned = false;
    ring.remove();
    answer.remove();
    status.textContent = "";
  }

  function step(card, key) {
    const marks = marksOf(card), at = marks.indexOf(shown);
    if (key === "Home" || (at < 0 && key !== "End")) return marks[0];
    if (key === "End") return marks.at(-1);
    if (key === "ArrowRight") return marks[Math.min(at + 1, marks.length - 1)];
    if (key === "ArrowLeft") return marks[Math.max(at - 1, 0)];
    const [x, y] = middle(shown), down = key === "ArrowDown" ? 1 : -1;
    let best = shown, least = Infinity;
    for (const mark of marks) {
      const [otherX, otherY] = middle(mark), far = (otherY - y) * down;
      const away = far + 3 * Math.abs(otherX - x);
      if (far > 2 && away < least) [best, least] = [mark, away];
    }
    return best;
  }

  function press(card, event) {
    if (event.key === "Escape" && shown) {
      if (event.target !== card) card.focus();
      hide();
    } else if (event.target !== card) return;
    else if (event.key === "Enter" && shown) answer.querySelector("a")?.click();
    else if (/^(Arrow(Left|Right|Up|Down)|Home|End)$/.test(event.key)) {
      pinned = true;
      show(card, step(card, event.key));
    } else return;
    event.preventDefault();
  }

  for (const card of document.querySelectorAll(".card")) {
    if (!card.querySelector("[data-r]")) continue;
    card.tabIndex = 0;
    card.setAttribute("role", "application");
    card.setAttribute("aria-roledescription", words.chart);
    const caption = card.parentNode.querySelector(":scope>.caption") || card.closest("figure").querySelector("figcaption");
    card.setAttribute("aria-label", `${caption ? `${caption.innerText} ` : ""}${words.hint}`);
    card.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "mouse" || pinned || answer.contains(event.target)) return clearTimeout(leaving);
      const mark = nearest(card, event, 14);
      clearTimeout(leaving);
      if (mark) show(card, mark);
      else leaving = setTimeout(hide, 300);
    });
    card.addEventListener("pointerleave", () => {
      if (!pinned) leaving = setTimeout(hide, 300);
    });
    card.addEventListener("click", (event) => {
      if (answer.contains(event.target)) return;
      const mark = nearest(card, event, 24);
      if (!mark) return hide();
      pinned = true;
      show(card, mark);
    });
    card.addEventListener("keydown", (event) => press(card, event));
    card.addEventListener("focusout", (event) => {
      if (shown && !card.contains(event.relatedTarget)) hide();
    });
  }
  document.addEventListener("click", (event) => {
    if (shown && !event.target.closest(".card")) hide();
  });
  addEventListener("resize", () => shown && hide());
  // What a link leads to may lie in a closed part of the page.
  addEventListener("hashchange", () => {
    const target = document.getElementById(location.hash.slice(1)), part = target?.closest("details");
    if (part && !part.open) {
      part.open = true;
      target.scrollIntoView();
    }
  });
}
