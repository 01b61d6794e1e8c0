// On a narrow window the panels are tabs; on a wide one the same buttons lead the keyboard to a panel.

export function tabs() {
  const buttons = [...document.querySelectorAll(".tabs [data-panel]")];
  const show = (name, focus) => {
    document.body.dataset.panel = name;
    for (const button of buttons) button.setAttribute("aria-current", String(button.dataset.panel === name));
    if (focus) document.getElementById(name).focus({ preventScroll: true });
  };
  for (const button of buttons) button.addEventListener("click", () => show(button.dataset.panel, true));
  show("chat-panel", false);
}
