// Windows over the page: Escape closes them, and the focus goes back to where it was.

import { el } from "./dom.js";

// `fill(close)`: the children; `close(value)` ends it. Resolves to the value, or to undefined.
export function ask(title, fill, look = "") {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const box = el("dialog", { className: `sheet-box ${look}`, "aria-labelledby": "dialog-title", testid: "dialog" });
    let value;
    const close = (chosen) => {
      value = chosen;
      box.close();
    };
    box.addEventListener("close", () => {
      box.remove();
      if (before?.isConnected) before.focus({ preventScroll: true });
      resolve(value);
    });
    box.append(
      el("header", {}, el("h2", { id: "dialog-title" }, title),
        el("button", { type: "button", className: "round quiet", "aria-label": "Close", testid: "dialog-close",
          onclick: () => close() }, "✕")),
      ...fill(close));
    document.body.append(box);
    box.showModal();
    (box.querySelector("[autofocus]") ?? box.querySelector(".choices button, input, select"))?.focus();
  });
}

// One of `chats`, or undefined.
export function pickChat(title, chats) {
  return ask(title, (close) => [
    chats.length
      ? el("ul", { className: "choices" }, chats.map((chat) => el("li", {},
        el("button", { type: "button", testid: `pick-${chat.id}`, onclick: () => close(chat) },
          el("strong", {}, chat.title), el("small", {}, chat.type === "private" ? "private chat with the bot" : chat.type)))))
      : el("p", { className: "soft" }, "There is no chat that fits. Make one with + in the list of chats."),
  ]);
}

export function field(label, control) {
  return el("label", { className: "field" }, el("span", {}, label), control);
}

export function options(chosen, named) {
  return Object.entries(named).map(([value, text]) => el("option", { value, selected: value === chosen }, text));
}
