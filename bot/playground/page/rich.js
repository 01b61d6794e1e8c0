// Bot API text and entities → nodes. Offsets are in UTF-16 units, as JavaScript's strings are.

import { el } from "./dom.js";

// These end their line by themselves, so the line break after one is not drawn.
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };

// `act`: { send(text), open(url) } are what a tap on a command, a hashtag or a link does.
export function rich(text, entities = [], act) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nodes(text, 0, text.length, sorted, act);
}

function nodes(text, start, end, entities, act) {
  const found = [];
  let at = start;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const from = Math.max(at, entity.offset);
    const to = Math.min(end, entity.offset + entity.length);
    const inside = others.filter((other) => other.offset < to);
    rest = others.filter((other) => other.offset >= to);
    if (to <= from) {
      rest = others;
      continue;
    }
    if (from > at) found.push(text.slice(at, from));
    found.push(wrap(entity, text.slice(from, to), nodes(text, from, to, inside, act), act));
    at = BLOCKS.has(entity.type) && text[to] === "\n" ? to + 1 : to;
  }
  if (at < end) found.push(text.slice(at, end));
  return found;
}

function wrap(entity, words, children, act) {
  switch (entity.type) {
    case "bot_command":
    case "hashtag":
    case "cashtag":
      return el("button", { className: "inline", type: "button", onclick: () => act.send(words) }, children);
    case "text_link":
      return link(entity.url, children, act);
    case "url":
      return link(/^[a-z]+:/i.test(words) ? words : `https://${words}`, children, act);
    case "email":
      return link(`mailto:${words}`, children, act);
    case "pre":
      return el("pre", {}, el("code", {}, children));
    case "spoiler":
      return spoiler(children);
    case "blockquote":
      return el("blockquote", {}, children);
    case "expandable_blockquote":
      return expandable(children);
    default:
      return el(TAGS[entity.type] ?? "span", {}, children);
  }
}

export function link(url, children, act) {
  const safe = /^(https?|tg|mailto):/i.test(url) ? url : undefined;
  const follow = (event) => {
    if (act.open(url)) event.preventDefault();
  };
  return el("a", { href: safe, target: "_blank", rel: "noopener noreferrer", onclick: follow }, children);
}

function spoiler(children) {
  const show = () => {
    node.classList.add("shown");
    node.removeAttribute("role");
  };
  const node = el("span", { className: "spoiler", role: "button", tabIndex: 0, title: "Hidden text", onclick: show,
    onkeydown: (event) => event.key === "Enter" && show() }, children);
  return node;
}

function expandable(children) {
  const body = el("div", { className: "folded" }, children);
  const toggle = el("button", { className: "unfold", type: "button", "aria-expanded": "false", "aria-label": "Show all",
    testid: "unfold" });
  toggle.addEventListener("click", () => {
    const open = body.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.setAttribute("aria-label", open ? "Show less" : "Show all");
  });
  new ResizeObserver(() => {
    if (!body.classList.contains("open")) toggle.hidden = body.scrollHeight <= body.clientHeight + 2;
  }).observe(body);
  return el("blockquote", { className: "expandable" }, body, toggle);
}
