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
