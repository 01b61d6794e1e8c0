// The reply keyboard, which a bot puts in place of the person's own: the last one in the chat counts.

import { complain } from "./chat.js";
import { byId, el } from "./dom.js";

export function keys(session) {
  const draw = () => {
    const last = session.messages.findLast((message) => message.reply_keyboard)?.reply_keyboard;
    const rows = last?.keyboard ?? [];
    byId("keys").hidden = !rows.length;
    byId("keys").replaceChildren(...rows.map((row) => el("div", { className: "row" }, row.map(one))));
  };
  const one = (button) => {
    const text = button.text ?? button;
    return el("button", { type: "button", className: "key", onclick: () => session.say(text).catch(complain) }, text);
  };
  session.addEventListener("open", draw);
  session.addEventListener("message", draw);
}
