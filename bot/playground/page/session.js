// Who is looking at which chat, and the messages known so far. Tells its listeners by events:
// "people" (someone changed), "open" (another chat is shown), "message" (detail: the message), "acting" (the bot types),
// "faults" (detail: the state of the local Telegram), "trouble" (detail: an error).

import { api } from "./api.js";

const SHOWN = 300;
const LOST = ["reply_markup", "link_preview_options", "entities", "caption", "caption_entities"];

export class Session extends EventTarget {
  #messages = new Map();
  #meanwhile = null; // what comes by the line of events while a chat is being asked for
  #soon;
  unread = new Map();
  bot = {};
  people = [];
  chats = [];

  async refresh() {
    const state = await api.state();
    this.bot = state.bot ?? {};
    this.people = state.people ?? [];
    this.chats = state.chats ?? [];
    this.faulty = state.faults.length > 0;
    this.#tell("people");
    this.#tell("faults", state);
  }

  // Many changes at once (500 people block the bot) are one question.
  refreshSoon() {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.refresh().catch((error) => this.#tell("trouble", error));
    }, 60);
  }

  get person() {
    return this.people.find((person) => person.id === this.personId);
  }

  get chat() {
    return this.chats.find((chat) => chat.id === this.chatId) ?? { id: this.chatId, type: "private" };
  }

  get groups() {
    return this.chats.filter((chat) => chat.type !== "private");
  }

  get messages() {
    const known = [...(this.#messages.get(this.chatId)?.values() ?? [])];
    return known.filter((message) => !message.deleted).sort((a, b) => a.message_id - b.message_id).slice(-SHOWN);
  }

  find(messageId) {
    return this.#messages.get(this.chatId)?.get(messageId);
  }

  async open(personId, chatId = personId) {
    this.personId = personId;
    this.chatId = chatId;
    this.unread.delete(chatId);
    this.#tell("people");
    this.#tell("open");
    await this.reload();
  }

  // Asks for the shown chat again: after opening it, and after the line of events was broken.
  async reload() {
    const chatId = this.chatId;
    const meanwhile = (this.#meanwhile = []);
    const { messages } = await api.messages(chatId);
    this.#messages.set(chatId, new Map(messages.map((message) => [message.message_id, message])));
    for (const message of meanwhile) if (message.chat.id === chatId) this.#keep(message);
    if (this.#meanwhile === meanwhile) this.#meanwhile = null;
    if (chatId === this.chatId) this.#tell("open");
  }

  take(message, isNew) {
    const chatId = message.chat.id;
    this.#meanwhile?.push(message);
    if (chatId === this.chatId || this.#messages.has(chatId)) this.#keep(message); // others are asked for when opened
    if (chatId === this.chatId) this.#tell("message", message);
    else if (isNew && message.from?.is_bot !== false) this.#count(chatId);
  }

  acting({ chat_id: chatId, action }) {
    if (chatId === this.chatId) this.#tell("acting", action);
  }

  drop({ chat_id: chatId, message_id: messageId }) {
    const message = this.#messages.get(chatId)?.get(messageId);
    if (message) this.take({ ...message, deleted: true }, false);
  }

  say(text, entities = []) {
    return this.send({ text, entities: entities.length ? entities : undefined });
  }

  // `wish`: a text, or media with a caption, or a poll, as /play/chats/…/say takes them.
  send(wish) {
    return api.say(this.chatId, this.personId, wish);
  }

  async start(payload) {
    if (this.chatId !== this.personId) await this.open(this.personId);
    return this.say(payload ? `/start ${payload}` : "/start");
  }

  #keep(message) {
    const known = this.#messages.get(message.chat.id) ?? new Map();
    const before = known.get(message.message_id);
    this.#messages.set(message.chat.id, known.set(message.message_id, { ...before, ...cleared(message) }));
    if (known.size > 2 * SHOWN) known.delete(known.keys().next().value);
  }

  #count(chatId) {
    this.unread.set(chatId, (this.unread.get(chatId) ?? 0) + 1);
    this.#tell("people");
  }

  #tell(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}

// An edited message that comes without a keyboard, a preview or a caption has lost it.
function cleared(message) {
  return { ...Object.fromEntries(LOST.map((name) => [name, undefined])), ...message };
}
