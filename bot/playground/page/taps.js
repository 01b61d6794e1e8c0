// What a tap does: on a button under a message, on a key below the field, on a link to the bot.

import { api } from "./api.js";
import { complain } from "./chat.js";
import { pickChat } from "./dialogs.js";
import { alertBox, byId, toast } from "./dom.js";

export async function tap(session, composer, message, button, node) {
  if (button.copy_text) {
    await navigator.clipboard?.writeText(button.copy_text.text);
    return toast("Copied");
  }
  if (button.switch_inline_query_current_chat !== undefined) {
    return composer.put(`@${session.bot.username} ${button.switch_inline_query_current_chat}`);
  }
  const elsewhere = button.switch_inline_query_chosen_chat;
  if (elsewhere) return switchInline(session, composer, elsewhere.query ?? "", fits(elsewhere));
  if (button.switch_inline_query !== undefined) return switchInline(session, composer, button.switch_inline_query);
  if (!button.callback_data) return toast("The playground does not know this kind of button");
  node.setAttribute("aria-busy", "true");
  try {
    const { answer } = await api.tap(message.chat.id, session.personId, message.message_id, button.callback_data);
    if (answer?.text) (answer.show_alert ? alertBox : toast)(answer.text);
    if (answer?.url) openHere(session, answer.url) || window.open(answer.url, "_blank", "noopener");
  } catch (error) {
    complain(error);
  } finally {
    node.removeAttribute("aria-busy");
  }
}

function fits(wish) {
  return ({ type }) =>
    (type === "private" && wish.allow_bot_chats) || (type === "channel" && wish.allow_channel_chats) ||
    (["group", "supergroup"].includes(type) && wish.allow_group_chats);
}

async function switchInline(session, composer, query, fitting = () => true) {
  const own = { id: session.personId, title: session.bot.name, type: "private" };
  const writable = session.groups.filter((chat) => chat.type !== "channel" || session.leads(chat));
  const chosen = await pickChat("Share to…", [own, ...writable].filter(fitting));
  if (!chosen) return;
  await session.open(session.personId, chosen.id);
  if (session.listing) session.goTo(0);
  composer.put(`@${session.bot.username} ${query}`);
}

// A key that asks for a chat; the choice is told to the bot.
export async function shareChat(session, label) {
  const { offered } = await api.share(session.chatId, label);
  const chosen = await pickChat(label, offered);
  if (chosen) await api.share(session.chatId, label, chosen.id);
}

// True if the link was for this bot and is dealt with here.
export function openHere(session, url) {
  const wish = wishOf(url, session.bot.username);
  if (!wish) return false;
  const done = wish.kind === "start" ? prepare(session, wish.payload) : addTo(session, url, wish.kind === "startchannel");
  done.catch(complain);
  return true;
}

async function prepare(session, payload) {
  await session.prepare(payload);
  byId("start").focus();
}

async function addTo(session, url, channel) {
  const led = session.groups.filter((chat) => (chat.type === "channel") === channel && (session.leads(chat) || !channel));
  const chosen = await pickChat(channel ? "Add the bot to a channel" : "Add the bot to a group", led);
  if (!chosen) return;
  await api.follow(session.personId, url, chosen.id);
  await session.refresh();
  await session.open(session.personId, chosen.id);
}

function wishOf(url, username) {
  if (!URL.canParse(url) && !URL.canParse(`https://${url}`)) return null;
  const link = new URL(/^[a-z]+:/i.test(url) ? url : `https://${url}`);
  const domain = link.protocol === "tg:" ? link.searchParams.get("domain") : link.pathname.slice(1);
  const telegram = link.protocol === "tg:" || ["t.me", "telegram.me"].includes(link.hostname);
  if (!telegram || domain?.toLowerCase() !== username?.toLowerCase()) return null;
  const kind = ["startgroup", "startchannel"].find((name) => link.searchParams.has(name)) ?? "start";
  return { kind, payload: link.searchParams.get(kind) ?? "" };
}
