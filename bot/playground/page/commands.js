// The list of commands: opens while the text is a beginning of a command, or by its button.

import { api } from "./api.js";
import { byId, el } from "./dom.js";
import { listbox } from "./listbox.js";

export function commands(session, input, send) {
  const button = byId("menu-button");
  const list = listbox(byId("menu"), input, (open) => button.setAttribute("aria-expanded", String(open)));
  let asked = null; // once for each command that is being typed

  const ask = () => api.commands(session.chatId, session.personId).then((answer) => answer.commands, () => []);
  const typing = () => /^\/\w*$/.test(input.value);

  // None is marked: Enter sends what is typed, so that /tag is not taken for /tags.
  const show = (found) => list.show(found.map(({ command, description }) =>
    el("li", { role: "option", testid: "menu-item", onclick: () => send(`/${command}`) },
      el("strong", {}, `/${command}`), el("span", {}, description))));

  async function filter() {
    asked = typing() ? asked ?? ask() : null;
    const found = (await asked) ?? [];
    if (typing()) show(found.filter(({ command }) => `/${command}`.startsWith(input.value)));
    else list.close();
  }

  function key(event) {
    if (event.key !== "Tab" || byId("menu").hidden || event.shiftKey) return list.key(event);
    input.value = list.chosen().querySelector("strong").textContent;
    return true;
  }

  button.addEventListener("click", async () => {
    if (!byId("menu").hidden) return list.close();
    show(await ask());
    input.focus();
  });
  return { filter, key, close: list.close };
}
