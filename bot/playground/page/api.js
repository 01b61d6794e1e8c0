// The control API of the local Telegram: what a person, or the newsroom, can do from outside the bot.

async function ask(method, path, body) {
  const answer = await fetch(`/play/${path}`, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(reason(text) || `${path}: ${answer.status}`);
  return text ? JSON.parse(text) : null;
}

function reason(text) {
  try {
    const answer = JSON.parse(text);
    return answer.error ?? answer.description;
  } catch {
    return text.slice(0, 200);
  }
}

export const api = {
  state: () => ask("GET", "state"),
  messages: (chat, after = 0) => ask("GET", `chats/${chat}/messages?after=${after}`),
  say: (chat, from, wish) => ask("POST", `chats/${chat}/say`, { from, ...wish }),
  tap: (chat, from, messageId, data) =>
    ask("POST", `chats/${chat}/tap`, { from, message_id: messageId, callback_data: data }),
  inline: (chat, from, query, offset = "") => ask("POST", `chats/${chat}/inline`, { from, query, offset }),
  choose: (chat, from, queryId, resultId, thread) =>
    ask("POST", `chats/${chat}/choose`, { from, query_id: queryId, result_id: resultId, thread }),
  share: (home, label, chat) => ask("POST", `chats/${home}/share`, { from: home, label, chat }),
  follow: (person, url, chat) => ask("POST", `people/${person}/follow`, { url, chat }),
  addChat: (wish) => ask("POST", "groups", wish),
  setBot: (chat, by, status, rights) => ask("POST", `groups/${chat}/bot`, { by, status, rights }),
  setMember: (chat, by, person, status) => ask("POST", `groups/${chat}/members`, { by, person, status }),
  setForum: (chat, on) => ask("POST", `groups/${chat}/forum`, { on }),
  showTopics: (person, topics) => ask("POST", `people/${person}`, { topics }),
  makeTopic: (chat, from, name) => ask("POST", `chats/${chat}/topics`, { from, name }),
  changeTopic: (chat, from, thread, wish) => ask("POST", `chats/${chat}/topics/${thread}`, { from, ...wish }),
  commands: (chat, person) => ask("GET", `commands?chat_id=${chat}&person=${person}`),
  block: (person, blocked) => ask("POST", `people/${person}/block`, { blocked }),
  newsroom: (act, args = {}) => ask("POST", `newsroom/${act}`, args),
  fault: (fault) => ask("POST", "faults", fault),
  clearFaults: () => ask("DELETE", "faults"),
  limits: (on) => ask("POST", "limits", { on }),
  calls: (after = 0) => ask("GET", `calls?after=${after}`),
};

// `tell(kind, detail)` for every event; `status(live)` when the line opens or breaks. A re-opened line has missed things.
export function listen(tell, status) {
  const line = new EventSource("/play/events");
  line.addEventListener("open", () => status(true));
  line.addEventListener("error", () => status(false));
  for (const kind of ["call", "message", "edit", "delete", "chat", "newsroom"]) {
    line.addEventListener(kind, (event) => tell(kind, JSON.parse(event.data)));
  }
}
