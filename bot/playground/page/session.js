// Who is looking at which chat or topic, and the messages known so far. Tells its listeners by events:
// "people" (someone changed), "open" (another place is shown), "message" (detail: the message), "acting" (the bot types),
// "faults" (detail: the state of the local Telegram), "trouble" (detail: an error).

import { api } from "./api.js";

const SHOWN = 300;
const GENERAL = 1; // as the Bot API numbers it; here it is 0, for its messages have no number
const OUTSIDE = [undefined, "left", "kicked"];
const LOST = ["reply_markup", "link_preview_options", "entities", "caption", "caption_entities"];

export class Session extends EventTarget {
  #messages = new Map();
  #meanwhile = null; // what comes by the line of events while a chat is being asked for
  #soon;
  unread = new Map(); // by chat, and by "chat/topic"
  thread = null; // the topic that is shown; null is the list of topics, where a chat has some
  starting = null; // what a link wants to start the bot with
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
    if (this.thread && !this.topics?.some((topic) => topic.message_thread_id === this.thread)) this.goTo(null);
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

  // Those that the person at the screen is in.
  get groups() {
    return this.chats.filter((chat) => chat.type !== "private" && !this.outside(chat) && !chat.migrated_to);
  }

  outside(chat) {
    return OUTSIDE.includes(chat.members?.[this.personId]);
  }

  leads(chat) {
    return ["creator", "administrator"].includes(chat.members?.[this.personId]);
  }

  // Why the person cannot write where they look; "" if they can.
  get silence() {
    const { chat, topic } = this;
    if (chat.type === "channel" && !this.leads(chat)) return "Only administrators post in a channel";
    if (topic?.closed && !this.leads(chat)) return "This topic is closed";
    return "";
  }

  // The topics of the shown chat, General first; null where there are none.
  get topics() {
    const { topics: told, type } = this.chat;
    if (!told) return null;
    const general = type !== "private" && told.find((topic) => topic.message_thread_id === GENERAL);
    return [{ name: "General", ...general, message_thread_id: 0 }, ...told.filter((topic) => topic !== general)];
  }

  get topic() {
    return this.topics?.find((topic) => topic.message_thread_id === this.thread);
  }

  get listing() {
    return Boolean(this.topics) && this.thread === null;
  }

  get messages() {
    const known = this.#known().filter((message) => this.#isHere(message));
    return known.sort((a, b) => a.message_id - b.message_id).slice(-SHOWN);
  }

  lastIn(thread) {
    return this.#known().findLast((message) => threadOf(message) === thread);
  }

  find(messageId) {
    return this.#messages.get(this.chatId)?.get(messageId);
  }

  async open(personId, chatId = personId) {
    this.personId = personId;
    this.chatId = chatId;
    this.starting = null;
    this.goTo(this.chat.type === "private" && !(this.topics?.length > 1) ? 0 : null);
    await this.reload();
  }

  // To a topic of the shown chat, or to the list of them.
  goTo(thread) {
    const key = `${this.chatId}/${thread ?? ""}`;
    this.thread = thread;
    this.unread.set(this.chatId, this.topics ? (this.unread.get(this.chatId) ?? 0) - (this.unread.get(key) ?? 0) : 0);
    this.unread.delete(key);
    this.#tell("people");
    this.#tell("open");
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
    if (chatId === this.chatId && this.#isHere(message)) this.#tell("message", message);
    else if (isNew && message.from?.is_bot !== false && !message.forum_topic_created) this.#count(message);
    else if (chatId === this.chatId) this.#tell("people");
  }

  acting({ chat_id: chatId, action, thread = 0 }) {
    if (chatId === this.chatId && (!this.topics || thread === this.thread)) this.#tell("acting", action);
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
    return api.say(this.chatId, this.personId, { ...wish, thread: this.thread || undefined });
  }

  // A link to the bot leads to the private chat, where Start waits to be tapped.
  async prepare(payload) {
    await this.open(this.personId);
    if (this.listing) this.goTo(0);
    this.starting = payload;
    this.#tell("open");
  }

  async start() {
    const payload = this.starting;
    this.starting = null;
    await this.say(payload ? `/start ${payload}` : "/start");
    this.#tell("open");
  }

  #known() {
    return [...(this.#messages.get(this.chatId)?.values() ?? [])].filter((message) => !message.deleted);
  }

  #isHere(message) {
    return !this.topics || threadOf(message) === this.thread;
  }

  #keep(message) {
    const known = this.#messages.get(message.chat.id) ?? new Map();
    const before = known.get(message.message_id);
    this.#messages.set(message.chat.id, known.set(message.message_id, { ...before, ...cleared(message) }));
    if (known.size > 2 * SHOWN) known.delete(known.keys().next().value);
  }

  #count(message) {
    for (const key of [message.chat.id, `${message.chat.id}/${threadOf(message)}`]) {
      this.unread.set(key, (this.unread.get(key) ?? 0) + 1);
    }
    this.#tell("people");
  }

  #tell(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}

function threadOf(message) {
  return message.is_topic_message ? message.message_thread_id : 0;
}

// An edited message that comes without a keyboard, a preview or a caption has lost it.
function cleared(message) {
  return { ...Object.fromEntries(LOST.map((name) => [name, undefined])), ...message };
}
