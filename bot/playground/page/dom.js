// Builds elements. Text always goes in as text: nothing here, or anywhere on the page, parses HTML from a message.

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "testid") node.dataset.testid = value;
    else if (name in node && !name.includes("-")) node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const byId = (id) => document.getElementById(id);

export function clock(seconds, withSeconds = false) {
  const options = { hour: "2-digit", minute: "2-digit", ...(withSeconds && { second: "2-digit" }) };
  return new Date(seconds * 1000).toLocaleTimeString("en-GB", options);
}

export function day(seconds) {
  return new Date(seconds * 1000).toLocaleDateString("en-GB", { day: "numeric", month: "long" });
}

export function toast(text) {
  const node = el("p", { className: "toast" }, text);
  byId("toasts").append(node);
  setTimeout(() => node.remove(), 4000);
}

export function alertBox(text) {
  const box = el("dialog", { className: "alert", "aria-label": "Message from the bot", onclose: () => box.remove() },
    el("p", {}, text),
    el("form", { method: "dialog" }, el("button", { className: "primary", autofocus: true }, "OK")));
  document.body.append(box);
  box.showModal();
}
