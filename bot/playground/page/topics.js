// Topics of a forum, or of a private chat: the list of them, the way into one and back.

import { api } from "./api.js";
import { complain } from "./chat.js";
import { byId, clock, el } from "./dom.js";

export function topics(session) {
  const panel = byId("topics");
  const list = byId("topic-list");
  const back = byId("back");

  function draw() {
    const { listing } = session;
    panel.hidden = !listing;
    back.hidden = !session.topics || listing;
    const own = session.chatId === session.personId;
    byId("show-topics").hidden = !own || !session.bot.topics;
    byId("show-topics").setAttribute("aria-pressed", String(Boolean(session.person?.topics)));
    byId("new-topic").hidden = !(own ? session.bot.users_create_topics : session.leads(session.chat));
    if (!listing) return list.replaceChildren();
    const focused = document.activeElement?.dataset?.testid;
    list.replaceChildren(...session.topics.map((topic) => el("li", {}, row(session, topic))));
    if (focused?.startsWith("topic-")) list.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
  }

  function leave() {
    const thread = session.thread;
    session.goTo(null);
    list.querySelector(`[data-testid="topic-${thread}"]`)?.focus();
  }

  back.addEventListener("click", leave);
  byId("chat-panel").addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !back.hidden) leave();
  });
  byId("show-topics").addEventListener("click", () => show(session).catch(complain));
  byId("new-topic").addEventListener("submit", (event) => {
    event.preventDefault();
    make(session, byId("topic-name")).catch(complain);
  });
  session.addEventListener("people", draw);
  session.addEventListener("open", draw);
}

function row(session, topic) {
  const { message_thread_id: thread, name, icon_color: color = 0x8a97a0, closed } = topic;
  const unread = session.unread.get(`${session.chatId}/${thread}`) ?? 0;
  const last = session.lastIn(thread);
  const words = last?.text ?? last?.caption ?? (last?.forum_topic_created ? "Topic made" : "");
  const enter = () => {
    session.goTo(thread);
    byId("input").focus();
  };
  return el("button", { type: "button", className: "topic", testid: `topic-${thread}`, onclick: enter },
    el("span", { className: "icon", "aria-hidden": "true", style: `background: #${color.toString(16).padStart(6, "0")}` }, thread ? [...name][0] : "#"),
    el("strong", {}, name, closed && el("span", { className: "flag" }, "closed")),
    last && el("time", {}, clock(last.date)),
    el("span", { className: "words" }, words.split("\n")[0]),
    unread > 0 && el("span", { className: "count new", "aria-label": `${unread} unread` }, String(unread)));
}

async function make(session, field) {
  const { message_thread_id: thread } = await api.makeTopic(session.chatId, session.personId, field.value);
  field.value = "";
  await session.refresh();
  session.goTo(thread);
  byId("input").focus();
}

async function show(session) {
  await api.showTopics(session.personId, !session.person.topics);
  await session.refresh();
  await session.open(session.personId);
}
