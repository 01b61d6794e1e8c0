// The rail of people, and of the groups and channels they share.

import { byId, el } from "./dom.js";

const KEPT = 40;

export function people(session) {
  let waiting = false;
  const draw = () => {
    waiting = false;
    const focused = document.activeElement?.dataset?.testid;
    byId("people").replaceChildren(...shown(session).map((person) => personButton(session, person)), more(session));
    byId("groups").replaceChildren(...session.groups.map((group) => groupButton(session, group)));
    const [first] = faces();
    for (const face of faces()) face.tabIndex = face.ariaCurrent || face === first ? 0 : -1;
    if (focused) document.querySelector(`.rail [data-testid="${CSS.escape(focused)}"]`)?.focus();
  };
  document.querySelector(".rail").addEventListener("keydown", walk);
  session.addEventListener("people", () => {
    if (!waiting) requestAnimationFrame(draw);
    waiting = true;
  });
}

const faces = () => [...document.querySelectorAll(".rail .face")];

// The arrows lead from face to face, so that Tab passes the rail in a step or two.
function walk(event) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const at = faces().indexOf(event.target);
  if (!step || at < 0) return;
  event.preventDefault();
  faces().at((at + step) % faces().length).focus();
}

// Benchmarks bring a hundred thousand people: the first and the latest are enough to look through their eyes.
function shown({ people: all }) {
  return all.length > KEPT ? [...all.slice(0, KEPT / 2), ...all.slice(-KEPT / 2)] : all;
}

function more({ people: all }) {
  return all.length > KEPT ? el("p", { className: "soft" }, `of ${all.length}`) : "";
}

function personButton(session, person) {
  const unread = session.unread.get(person.id) ?? 0;
  const marks = [person.language_code, person.editor && "editor", person.blocked && "has blocked the bot",
    unread && `${unread} unread`].filter(Boolean);
  return el("button", {
    type: "button", testid: `person-${person.id}`, className: person.blocked ? "face blocked" : "face",
    "aria-current": person.id === session.personId ? "true" : null,
    "aria-label": `${person.first_name}, ${marks.join(", ")}`,
    onclick: () => session.open(person.id),
  },
  avatar(person.first_name, person.id, unread),
  el("span", { className: "name" }, person.first_name),
  el("span", { className: "language" }, person.editor ? `${person.language_code} · ✎` : person.language_code));
}

function groupButton(session, group) {
  const unread = session.unread.get(group.id) ?? 0;
  return el("button", {
    type: "button", testid: `chat-${group.id}`, className: "face group",
    "aria-current": group.id === session.chatId ? "true" : null,
    "aria-label": `${group.title}, ${group.is_forum ? "forum" : group.type}${unread ? `, ${unread} unread` : ""}`,
    onclick: () => session.open(session.personId, group.id),
  }, avatar(group.title, group.id, unread), el("span", { className: "name" }, group.title));
}

export function avatar(name, id, unread = 0) {
  const initials = name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("");
  return el("span", { className: "avatar", style: `--hue: ${(Math.abs(Number(id)) * 67) % 360}` }, initials,
    unread > 0 && el("span", { className: "badge" }, unread > 99 ? "99+" : String(unread)));
}
