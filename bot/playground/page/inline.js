// Typed inline mode: "@bot words" in any chat shows what the bot offers; what is chosen is sent here, by way of the bot.

import { api } from "./api.js";
import { complain } from "./chat.js";
import { byId, el } from "./dom.js";
import { listbox } from "./listbox.js";
import { here } from "./preview.js";

const PAUSE = 250; // milliseconds without a key before the bot is asked

export function inline(session, input, put) {
  const said = byId("results-said");
  const list = listbox(byId("results"), input);
  let timer;
  let asked = null; // the text of the last question

  function query() {
    const name = session.bot.username?.toLowerCase() ?? "";
    const [, bot, words] = /^@(\w+)\s([^]*)$/.exec(input.value) ?? [];
    return session.bot.inline && bot?.toLowerCase() === name ? words.trim() : null;
  }

  function filter() {
    const words = query();
    if (words === asked) return;
    clearTimeout(timer);
    asked = words;
    if (words === null) return close();
    said.textContent = "Searching…";
    timer = setTimeout(() => ask(words).catch(complain), PAUSE);
  }

  async function ask(words, offset = "", before = []) {
    const { chatId, personId } = session;
    const found = await api.inline(chatId, personId, words, offset);
    if (words !== asked || chatId !== session.chatId || personId !== session.personId) return;
    if (found.results === null) return tell("The bot does not answer");
    const results = [...before, ...found.results.map((result) => option(result, found.query_id))];
    const more = found.next_offset && el("li", { role: "option", className: "more", testid: "inline-more",
      onclick: () => ask(words, found.next_offset, results).catch(complain) }, "More results");
    const lead = offset ? null : start(found.button);
    list.show([lead, ...results, more].filter(Boolean), before.length || (lead && results.length ? 1 : 0));
    tell(results.length ? `${results.length} results` : "Nothing found");
    if (!byId("results").children.length) list.show([el("li", { className: "soft", role: "option" }, "Nothing found")]);
  }

  function option(result, queryId) {
    const path = result.thumbnail_url && here(result.thumbnail_url);
    const words = result.description ?? result.content.text ?? result.content.caption ?? "";
    return el("li", { role: "option", testid: "inline-result", onclick: () => choose(queryId, result.id) },
      path ? el("img", { src: path, alt: "", loading: "lazy" }) : el("span", { className: "sheet", "aria-hidden": "true" }, [...result.title ?? "#"][0]),
      el("strong", {}, result.title ?? result.type), el("span", {}, words.split("\n")[0]));
  }

  function start(button) {
    return button?.start_parameter && el("li", { role: "option", className: "lead", testid: "inline-button",
      onclick: () => {
        put("");
        session.prepare(button.start_parameter).then(() => byId("start").focus()).catch(complain);
      } }, button.text);
  }

  async function choose(queryId, resultId) {
    const thread = session.thread || undefined;
    try {
      await api.choose(session.chatId, session.personId, queryId, resultId, thread);
      put("");
    } catch (error) {
      complain(error);
    }
  }

  function tell(text) {
    said.textContent = text;
  }

  function close() {
    asked = null;
    clearTimeout(timer);
    tell("");
    list.close();
  }

  session.addEventListener("open", close);
  return { filter, key: list.key, close };
}
