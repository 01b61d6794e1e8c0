// One message: the bubble, and the buttons under it.

import { clock, el } from "./dom.js";
import { media } from "./media.js";
import { previewCard, previewUrl } from "./preview.js";
import { rich } from "./rich.js";

const MEDIA = ["Photo", "Video", "Document"];
const SERVICE = {
  new_chat_members: (message) => `${names(message.new_chat_members)} joined`,
  left_chat_member: (message) => `${names([message.left_chat_member])} left`,
  migrate_to_chat_id: () => "This group became a supergroup",
  migrate_from_chat_id: () => "This group was a basic group before",
  pinned_message: () => "Pinned a message",
  forum_topic_created: (message) => `Topic “${message.forum_topic_created.name}” was made`,
  forum_topic_edited: (message) => `The topic is now “${message.forum_topic_edited.name ?? "…"}”`,
  forum_topic_closed: () => "The topic was closed",
  forum_topic_reopened: () => "The topic was reopened",
  chat_shared: (message) => `You shared ${message.chat_shared.title ? `“${message.chat_shared.title}”` : "a chat"} with the bot`,
  new_chat_title: (message) => `The title is now “${message.new_chat_title}”`,
};

// `view`: { session, act, tap(message, button, node), ready() when the height may have changed }
export function bubble(message, view) {
  const service = Object.keys(SERVICE).find((kind) => kind in message);
  if (service) return item(message, "service", el("p", {}, SERVICE[service](message)));
  const { session } = view;
  const mine = message.from?.id === session.personId;
  const group = session.chat.type !== "private";
  const sender = message.from?.first_name ?? message.sender_chat?.title ?? session.chat.title ?? "";
  const replied = message.reply_to_message;
  const via = message.via_bot && el("span", { className: "via" }, `via @${message.via_bot.username}`);
  const body = el("div", { className: "bubble" },
    ((group && !mine) || via) && el("p", { className: "sender" }, group && !mine && `${sender} `, via),
    replied && !replied.forum_topic_created && reply(replied, view), // in a topic that reply only tells the topic
    ...content(message, view),
    meta(message));
  return item(message, mine ? "out" : "in", body, keyboard(message, view));
}

function item(message, side, ...children) {
  const name = `message-${message.message_id}`;
  const label = [message.from?.first_name ?? message.sender_chat?.title, clock(message.date)].filter(Boolean).join(", ");
  return el("article", { className: `message ${side}`, testid: name, id: name, "aria-label": label }, ...children);
}

function content(message, view) {
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities;
  const words = text && el("div", { className: "text", dir: "auto" }, rich(text, entities, view.act));
  const shown = media(message, view.ready);
  const url = previewUrl(message);
  const options = message.link_preview_options;
  const card = url && previewCard(url, options, view.act, view.ready);
  if (message.show_caption_above_media) return [words, shown];
  return options?.show_above_text ? [card, words] : [shown, words, card];
}

function reply(original, view) {
  const words = original.text ?? original.caption ?? original.poll?.question ?? kindOf(original);
  const jump = () => {
    const target = document.getElementById(`message-${original.message_id}`);
    target?.scrollIntoView({ block: "center", behavior: "smooth" });
    target?.classList.add("found");
    setTimeout(() => target?.classList.remove("found"), 1500);
  };
  const author = original.from?.first_name ?? view.session.bot.name ?? "";
  return el("button", { className: "reply", type: "button", onclick: jump, "aria-label": `Reply to: ${words.slice(0, 80)}` },
    el("strong", {}, author), el("span", {}, words.split("\n")[0]));
}

function kindOf(message) {
  return MEDIA.find((kind) => kind.toLowerCase() in message) ?? "Message";
}

function meta(message) {
  const edited = Boolean(message.edit_date || message.edits);
  return el("p", { className: "meta" },
    message.silent && el("span", { className: "silent", title: "Sent without sound", role: "img", "aria-label": "silent" }),
    edited && el("span", { className: "edited" }, "edited"),
    el("time", { dateTime: new Date(message.date * 1000).toISOString() }, clock(message.date)));
}

function keyboard(message, view) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  const lines = rows.map((row) => el("div", { className: "row" }, row.map((button) => one(button, message, view))));
  return el("div", { className: "keyboard", role: "group", "aria-label": "Buttons" }, lines);
}

function one(button, message, view) {
  const common = { className: `key ${button.style ?? ""}`, testid: "button" };
  if (button.url) {
    const follow = (event) => {
      if (view.act.open(button.url)) event.preventDefault();
    };
    return el("a", { ...common, href: button.url, target: "_blank", rel: "noopener noreferrer", onclick: follow },
      button.text, el("span", { className: "corner", "aria-hidden": "true" }, "↗"));
  }
  const node = el("button", { ...common, type: "button", onclick: () => view.tap(message, button, node) }, button.text);
  return node;
}

function names(people) {
  return people.map((person) => person.first_name).join(", ");
}
