// The chat: its head, and the list of messages.

import { api } from "./api.js";
import { bubble } from "./bubble.js";
import { byId, day, el, toast } from "./dom.js";
import { frame } from "./media.js";
import { openHere, tap } from "./taps.js";

const KEPT = 600;

export function chat(session, composer) {
  const list = byId("messages");
  const down = byId("down");
  const act = { send: (text) => session.say(text).catch(complain), open: (url) => openHere(session, url) };
  const view = { session, act, tap: (...args) => tap(session, composer, ...args), ready: () => stick() };
  let low = true;

  const stick = () => {
    if (low) list.scrollTop = list.scrollHeight;
  };
  const near = () => list.scrollHeight - list.scrollTop - list.clientHeight < 80;

  list.addEventListener("scroll", () => {
    low = near();
    if (low) down.hidden = true;
  });
  down.addEventListener("click", () => {
    low = true;
    stick();
  });
  new ResizeObserver(stick).observe(list);

  function drawAll() {
    const nodes = [];
    let shown = "";
    for (const message of session.messages) {
      const date = day(message.date);
      if (date !== shown) nodes.push(el("p", { className: "day" }, el("span", {}, date)));
      shown = date;
      const node = frame(nodes, message, bubble(message, view));
      if (node) nodes.push(node);
    }
    list.setAttribute("aria-busy", "true"); // only what comes later is read out
    list.replaceChildren(...nodes);
    requestAnimationFrame(() => list.removeAttribute("aria-busy"));
    list.hidden = session.listing;
    low = true;
    down.hidden = true;
    stick();
    composer.empty(nodes.length === 0);
  }

  function drawOne({ message_id: id }) {
    const message = session.find(id);
    const old = byId(`message-${id}`);
    if (message.deleted) {
      (old?.parentElement.children.length === 1 && old.closest(".album") || old)?.remove();
    } else if (old) {
      replace(old, bubble(message, view));
    } else {
      if (!list.children.length) return drawAll();
      const node = frame([...list.children], message, bubble(message, view));
      if (node) list.append(node);
      if (list.children.length > KEPT) list.firstElementChild.remove();
      down.hidden = low;
    }
    stick();
    composer.empty(!list.querySelector(".message"));
  }

  session.addEventListener("open", drawAll);
  session.addEventListener("message", (event) => drawOne(event.detail));
  session.addEventListener("people", () => header(session));
  session.addEventListener("trouble", (event) => complain(event.detail));
  acting(session);
  byId("block").addEventListener("click", () => block(session).catch(complain));
}

export function complain(error) {
  toast(error.message);
}

export async function block(session) {
  await api.block(session.personId, !session.person.blocked);
  await session.refresh();
}

function header(session) {
  const { person, chat: shown, bot } = session;
  if (!person) return;
  const own = shown.id === person.id;
  const title = own ? bot.name ?? bot.username : shown.title;
  byId("chat-title").textContent = session.topic ? `${session.topic.name} · ${title}` : title;
  byId("chat-subtitle").textContent = own ? `bot · @${bot.username}` : about(shown);
  byId("chat-as").textContent = `as ${person.first_name}`;
  const button = byId("block");
  button.hidden = !own;
  button.textContent = person.blocked ? "Unblock bot" : "Block bot";
}

function about({ type, is_forum: forum, username, members = {}, bot }) {
  const inside = Object.values(members).filter((status) => !["left", "kicked"].includes(status)).length;
  const people = `${inside} ${type === "channel" ? "subscribers" : "members"}`;
  const kind = forum ? "forum" : type;
  return [kind, username && `@${username}`, people, bot !== "administrator" && bot !== "member" && "without the bot"]
    .filter(Boolean).join(" · ");
}

// "typing…" for as long as Telegram shows it: five seconds, or until a message comes.
function acting(session) {
  const sign = byId("chat-acting");
  let timer;
  const hide = () => (sign.hidden = true);
  session.addEventListener("acting", () => {
    sign.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(hide, 5000);
  });
  session.addEventListener("message", hide);
  session.addEventListener("open", hide);
}

// Keeps the keyboard's focus where it was: a tap usually replaces the very message that holds the button.
function replace(old, fresh) {
  const focusable = (node) => [...node.querySelectorAll("a, button")];
  const index = focusable(old).indexOf(document.activeElement);
  old.replaceWith(fresh);
  if (index >= 0) {
    const next = focusable(fresh);
    next[Math.min(index, next.length - 1)]?.focus({ preventScroll: true });
  }
}
