// Bad days for the bot: refusals and delays that the local Telegram deals out, and its limits.

import { api } from "./api.js";
import { block, complain } from "./chat.js";
import { byId, el } from "./dom.js";

const TIMED = ["429", "slow"];

export function faults(session) {
  byId("faults").addEventListener("submit", (event) => {
    event.preventDefault();
    inject(event.submitter.value).then(() => session.refresh()).catch(complain);
  });
  byId("clear-faults").addEventListener("click", () => api.clearFaults().then(() => session.refresh()).catch(complain));
  byId("fault-blocked").addEventListener("click", () => block(session).catch(complain));
  byId("limits").addEventListener("change", (event) => api.limits(event.target.checked).catch(complain));
  session.addEventListener("faults", ({ detail }) => draw(detail));
  session.addEventListener("people", () => {
    const { person } = session;
    if (!person) return;
    byId("fault-blocked").textContent = person.blocked ? `Unblock for ${person.first_name}` : `Block as ${person.first_name}`;
  });
}

function inject(kind) {
  const method = kind === "409" ? "getUpdates" : byId("fault-method").value;
  return api.fault({
    kind,
    times: Number(byId("fault-times").value),
    ...(TIMED.includes(kind) && { seconds: Number(byId("fault-seconds").value) }),
    ...(method && { method }),
  });
}

function draw({ faults: waiting, limits }) {
  byId("limits").checked = Boolean(limits?.on ?? limits);
  const list = Array.isArray(waiting) ? waiting : [];
  byId("clear-faults").disabled = !list.length;
  byId("waiting-faults").replaceChildren(...list.map((fault) => el("li", {}, words(fault))));
}

function words({ kind, times, used = 0, seconds, method, chat_id: chat, probability = 1 }) {
  const left = times === null || times === undefined ? "until cleared" : `${times - used} left`;
  const odds = probability < 1 && `${Math.round(100 * probability)} %`;
  return [kind, seconds ? `${seconds} s` : "", method ?? "any call", chat && `chat ${chat}`, odds, left].filter(Boolean).join(" · ");
}
