// Groups, forums and channels: made, and managed, by the person at the screen.

import { api } from "./api.js";
import { complain } from "./chat.js";
import { ask, field, options } from "./dialogs.js";
import { byId, el } from "./dom.js";

const KINDS = { group: "Group", supergroup: "Supergroup", forum: "Forum (a group with topics)", channel: "Channel" };
const STATUSES = { left: "Not in it", member: "Member", administrator: "Administrator" };
const IN_CHANNELS = { left: "Not in it", administrator: "Administrator" }; // a bot cannot be more or less there
const RIGHTS = {
  channel: { can_post_messages: "Post messages", can_edit_messages: "Edit others' messages", can_delete_messages: "Delete messages" },
  supergroup: { can_manage_topics: "Manage topics", can_pin_messages: "Pin messages", can_delete_messages: "Delete messages" },
};
const GENERAL = 1; // as the Bot API numbers it
const SHOWN = 12; // people beside which a choice stands

export function places(session) {
  byId("new-chat").addEventListener("click", () => make(session).catch(complain));
  byId("manage").addEventListener("click", () => manage(session).catch(complain));
  session.addEventListener("people", () => {
    const { chat } = session;
    byId("manage").hidden = chat.type === "private" || !session.leads(chat);
  });
}

async function make(session) {
  const wish = await ask("New chat", (close) => {
    const kind = el("select", { name: "type", testid: "new-type" }, options("group", KINDS));
    const bot = el("select", { name: "bot", testid: "new-bot" }, options("administrator", STATUSES));
    const form = el("form", { className: "form", onsubmit: (event) => {
      event.preventDefault();
      close({ ...Object.fromEntries(new FormData(form)), members: checked(form) });
    } },
    field("What", kind),
    field("Name", el("input", { name: "title", required: true, maxLength: 128, testid: "new-title", autofocus: true })),
    field("Public address (t.me/…), if it has one", el("input", { name: "username", pattern: "[A-Za-z][A-Za-z0-9_]{3,31}", testid: "new-username" })),
    field("The bot", bot),
    el("fieldset", {}, el("legend", {}, "Who else is in it"), others(session).map((person) =>
      el("label", {}, el("input", { type: "checkbox", value: String(person.id), checked: true }), ` ${person.first_name}`))),
    el("button", { className: "primary", testid: "new-make" }, "Make it"));
    return [form];
  });
  if (!wish) return;
  const { id } = await api.addChat({ ...wish, admins: [session.personId] });
  await session.refresh();
  await session.open(session.personId, id);
}

function others(session) {
  return session.people.filter((person) => person.id !== session.personId).slice(0, SHOWN);
}

function checked(form) {
  return [...form.querySelectorAll("fieldset input:checked")].map((box) => Number(box.value));
}

async function manage(session) {
  const { chat, topic, personId } = session;
  const act = (promise) => promise.then(() => session.refresh()).catch(complain);
  await ask(`Manage ${chat.title}`, () => [
    el("div", { className: "form" },
      botPart(chat, (status, rights) => act(api.setBot(chat.id, personId, status, rights))),
      chat.type === "supergroup" && el("label", {}, el("input", { type: "checkbox", testid: "manage-forum",
        checked: chat.is_forum, onchange: (event) => act(api.setForum(chat.id, event.target.checked)) }), " Topics"),
      topic && el("label", {}, el("input", { type: "checkbox", testid: "manage-closed", checked: topic.closed,
        onchange: (event) => act(api.changeTopic(chat.id, personId, topic.message_thread_id || GENERAL, { closed: event.target.checked })) }),
      ` “${topic.name}” is closed`),
      el("fieldset", {}, el("legend", {}, "People"), others(session).map((person) => field(person.first_name,
        el("select", { testid: `manage-${person.id}`, onchange: (event) =>
          act(api.setMember(chat.id, personId, person.id, event.target.value)) },
        options(chat.members[person.id] ?? "left", { ...STATUSES, creator: "Owner" })))))),
  ]);
}

// What the bot is here, and what it may do as an administrator: all that is not unticked.
function botPart(chat, set) {
  const known = Object.entries(RIGHTS[chat.type] ?? {});
  const boxes = known.map(([name, text]) => [name, text, el("input", { type: "checkbox", testid: `right-${name}`,
    checked: chat.bot_rights?.[name] !== false, onchange: () => send() })]);
  const rights = el("fieldset", { hidden: chat.bot !== "administrator" || !boxes.length },
    el("legend", {}, "The bot may"), boxes.map(([, text, box]) => el("label", {}, box, ` ${text}`)));
  const status = el("select", { testid: "manage-bot", autofocus: true, onchange: () => send() },
    options(chat.bot in STATUSES ? chat.bot : "left", chat.type === "channel" ? IN_CHANNELS : STATUSES));
  const send = () => {
    rights.hidden = status.value !== "administrator" || !boxes.length;
    const unticked = boxes.filter(([, , box]) => !box.checked).map(([name]) => [name, false]);
    set(status.value, status.value === "administrator" ? Object.fromEntries(unticked) : {});
  };
  return [field("The bot", status), rights];
}
