// Where a person writes: the field, the formatting bar, Start and Unblock.

import { attach } from "./attach.js";
import { block, complain } from "./chat.js";
import { commands } from "./commands.js";
import { byId, el } from "./dom.js";
import { inline } from "./inline.js";
import { parse } from "./markdown.js";

const FORMATS = [
  ["B", "Bold", "**", "**"],
  ["I", "Italic", "_", "_"],
  ["U", "Underline", "__", "__"],
  ["S", "Strikethrough", "~~", "~~"],
  ["‹›", "Code", "`", "`"],
  ["░", "Spoiler", "||", "||"],
  ["❝", "Quote", "> ", ""],
  ["link", "Link", "[", "](https://)"],
];

export function composer(session) {
  const input = byId("input");
  const lists = [commands(session, input, (command) => send(command)), inline(session, input, put)];
  const filter = () => lists.forEach((list) => list.filter());

  async function send(text) {
    const { text: words, entities } = parse(text);
    if (!words) return;
    try {
      await session.say(words, entities);
      put("");
    } catch (error) {
      complain(error);
    }
  }

  function put(text) {
    input.value = text;
    fit(input);
    filter();
    input.focus();
  }

  input.addEventListener("input", () => {
    fit(input);
    filter();
  });
  input.addEventListener("keydown", (event) => {
    if (lists.some((list) => list.key(event))) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send(input.value);
    }
  });
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send(input.value);
  });
  byId("start").addEventListener("click", () => session.start().catch(complain));
  byId("unblock").addEventListener("click", () => block(session).catch(complain));
  formats(input);
  attach(session, put);
  session.addEventListener("people", () => state(session));
  session.addEventListener("open", () => {
    lists[0].close();
    state(session);
  });
  return { put, empty: (none) => state(session, none) };
}

function state(session, none = !document.querySelector("#messages .message")) {
  const own = session.chatId === session.personId;
  const linked = own && session.starting !== null;
  const blocked = Boolean(own && session.person?.blocked && !linked);
  const fresh = Boolean(own && none && !blocked && !session.listing);
  const { silence } = session;
  byId("unblock").hidden = !blocked;
  byId("start").hidden = !fresh && !linked;
  byId("silence").hidden = !silence || session.listing;
  byId("silence").textContent = silence;
  byId("composer").hidden = blocked || session.listing || Boolean(silence);
  byId("nothing").hidden = !none || session.listing;
}

function fit(input) {
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, 160)}px`;
}

function formats(input) {
  const bar = byId("formats");
  const toggle = byId("format-toggle");
  toggle.addEventListener("click", () => {
    bar.hidden = !bar.hidden;
    toggle.setAttribute("aria-expanded", String(!bar.hidden));
  });
  bar.append(...FORMATS.map(([sign, name, before, after]) =>
    el("button", { type: "button", title: name, "aria-label": name, onclick: () => wrap(input, before, after) }, sign)));
}

function wrap(input, before, after) {
  const { selectionStart: start, selectionEnd: end, value } = input;
  input.setRangeText(before + value.slice(start, end) + after, start, end, "end");
  if (start === end) input.setSelectionRange(start + before.length, start + before.length);
  input.focus();
  fit(input);
}
