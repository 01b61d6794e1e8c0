// Where a person writes: the field, the "/" menu, the formatting bar, Start and Unblock.

import { api } from "./api.js";
import { attach } from "./attach.js";
import { block, complain } from "./chat.js";
import { byId, el } from "./dom.js";
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
  const menu = menuOf(session, input, (command) => send(command));

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
    menu.filter();
    input.focus();
  }

  input.addEventListener("input", () => {
    fit(input);
    menu.filter();
  });
  input.addEventListener("keydown", (event) => {
    if (menu.key(event)) return event.preventDefault();
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
  session.addEventListener("open", () => menu.close());
  return { put, empty: (none) => state(session, none) };
}

function state(session, none = !document.querySelector("#messages .message")) {
  const own = session.chatId === session.personId;
  const blocked = Boolean(own && session.person?.blocked);
  const fresh = Boolean(own && none && !blocked);
  byId("unblock").hidden = !blocked;
  byId("start").hidden = !fresh;
  byId("composer").hidden = blocked;
  byId("nothing").hidden = !none;
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

// The list of commands: opens while the text is a beginning of a command, or by its button.
function menuOf(session, input, choose) {
  const list = byId("menu");
  const button = byId("menu-button");
  let asked = null; // once for each command that is being typed
  let chosen = -1; // none: Enter sends what is typed, so that /tag is not taken for /tags

  const options = () => [...list.children];
  const close = () => show([]);
  const ask = () => api.commands(session.chatId, session.personId).then((answer) => answer.commands, () => []);

  function show(found) {
    list.replaceChildren(...found.map(({ command, description }, index) =>
      el("li", { role: "option", id: `option-${index}`, testid: "menu-item", onclick: () => choose(`/${command}`) },
        el("strong", {}, `/${command}`), el("span", {}, description))));
    list.hidden = !found.length;
    button.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
  }

  function mark(index) {
    const all = options();
    chosen = index < 0 || index >= all.length ? -1 : index;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    all[chosen]?.scrollIntoView({ block: "nearest" });
    if (chosen >= 0) input.setAttribute("aria-activedescendant", all[chosen].id);
    else input.removeAttribute("aria-activedescendant");
  }

  async function filter() {
    const typing = () => /^\/\w*$/.test(input.value);
    asked = typing() ? asked ?? ask() : null;
    const commands = (await asked) ?? [];
    if (typing()) show(commands.filter(({ command }) => `/${command}`.startsWith(input.value)));
    else close();
  }

  function key(event) {
    if (list.hidden) return false;
    if (event.key === "ArrowDown") mark(chosen + 1);
    else if (event.key === "ArrowUp") mark((chosen < 0 ? options().length : chosen) - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Tab") input.value = options()[Math.max(chosen, 0)].querySelector("strong").textContent;
    else if (event.key === "Enter" && chosen >= 0) options()[chosen].click();
    else return false;
    return true;
  }

  button.addEventListener("click", async () => {
    if (!list.hidden) return close();
    show(await ask());
    input.focus();
  });
  return { filter, key, close };
}
