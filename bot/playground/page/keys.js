// The reply keyboard, which a bot puts in place of the person's own: the last one in the chat counts.

import { complain } from "./chat.js";
import { byId, el } from "./dom.js";
import { shareChat } from "./taps.js";

export function keys(session) {
  const draw = () => {
    const { messages } = session;
    const at = messages.findLastIndex((message) => message.reply_keyboard);
    const last = messages[at]?.reply_keyboard;
    const used = last?.one_time_keyboard && messages.slice(at).some((message) => message.from?.id === session.personId);
    const rows = used ? [] : last?.keyboard ?? [];
    byId("keys").hidden = !rows.length;
    byId("keys").replaceChildren(...rows.map((row) => el("div", { className: "row" }, row.map(one))));
  };
  const one = (button) => {
    const text = button.text ?? button;
    const act = button.request_chat ? () => shareChat(session, text) : () => session.say(text);
    return el("button", { type: "button", className: "key", testid: "key", onclick: () => act().catch(complain) }, text);
  };
  session.addEventListener("open", draw);
  session.addEventListener("message", draw);
}
