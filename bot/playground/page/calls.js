// Every call of the bot, newest first; one opens to its parameters and answer.

import { api } from "./api.js";
import { byId, clock, el } from "./dom.js";

const KEPT = 500;

export function calls() {
  const list = byId("calls");
  const filter = byId("calls-filter");
  const polling = byId("calls-polling");
  let waiting = [];
  let held = null; // what happens while the past is being asked for

  function draw() {
    const fresh = waiting.map(row).reverse();
    waiting = [];
    fresh.forEach((node) => (node.hidden = !wanted(node)));
    list.prepend(...fresh);
    while (list.children.length > KEPT) list.lastElementChild.remove();
    count();
  }

  function take(call) {
    if (held) return held.push(call);
    if (waiting.push(call) === 1) requestAnimationFrame(draw);
    if (waiting.length > KEPT) waiting.shift();
  }

  async function catchUp() {
    held = [];
    const past = (await api.calls()).calls.slice(-KEPT);
    const known = new Set(past.map((call) => call.n));
    const all = [...past, ...held.filter((call) => !known.has(call.n))];
    held = null;
    list.replaceChildren();
    all.forEach(take);
  }

  function wanted(node) {
    if (node.dataset.method === "getUpdates" && !polling.checked) return false;
    return node.dataset.search.includes(filter.value.trim().toLowerCase());
  }

  function sift() {
    for (const node of list.children) node.hidden = !wanted(node);
    count();
  }

  function count() {
    byId("calls-count").textContent = String([...list.children].filter((node) => !node.hidden).length);
  }

  filter.addEventListener("input", sift);
  polling.addEventListener("change", sift);
  byId("calls-clear").addEventListener("click", () => {
    list.replaceChildren();
    count();
  });
  return { take, catchUp };
}

function row(call) {
  const { n, at, method, params = {}, status, ms } = call;
  const chat = params.chat_id ?? "";
  const seconds = typeof at === "number" ? at : Date.parse(at) / 1000;
  const text = params.text ?? params.caption ?? "";
  const node = el("li", { testid: `call-${n}`, className: `call ${tone(status)}` },
    el("details", { ontoggle: (event) => event.target.open && fill(event.target, call) },
      el("summary", {},
        el("code", { className: "method" }, method),
        el("span", { className: "to" }, String(chat)),
        el("span", { className: "words" }, String(text).split("\n")[0].replace(/<[^>]+>/g, "")),
        el("span", { className: "status" }, String(status || "—")),
        el("span", { className: "ms" }, `${Math.round(ms)} ms`),
        el("time", {}, clock(seconds, true)))));
  node.dataset.method = method;
  node.dataset.status = status;
  node.dataset.search = `${method} ${chat} ${status} ${text}`.toLowerCase();
  return node;
}

function tone(status) {
  if (status === 429) return "slowed";
  if (status === 403) return "forbidden";
  if (status >= 500 || !status) return "broken";
  return status >= 400 ? "refused" : "fine";
}

// Drawn when opened for the first time: most calls never are.
function fill(details, { params, answer }) {
  if (details.children.length > 1) return;
  details.append(part("Parameters", params), part("Answer", answer));
}

function part(title, value) {
  const text = JSON.stringify(value, null, 2) ?? "";
  const copy = el("button", { type: "button", className: "quiet", onclick: () => navigator.clipboard?.writeText(text) }, "Copy");
  return el("section", {}, el("h3", {}, title, copy), el("pre", { tabIndex: 0, "aria-label": title }, coloured(text)));
}

function coloured(text) {
  const token = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\b\d[\d.eE+-]*/g;
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(token)) {
    nodes.push(text.slice(at, match.index), el("span", { className: match[2] ? "k" : match[1] ? "s" : "n" }, match[1] ?? match[0]));
    at = match.index + (match[1] ?? match[0]).length;
  }
  return [...nodes, text.slice(at)];
}
