// Follows the system until the person chooses; then remembers the choice.

import { byId } from "./dom.js";

const KEY = "theme";

export function theme() {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => localStorage.getItem(KEY);
  const dark = () => (chosen() ? chosen() === "dark" : system.matches);
  const draw = () => {
    document.documentElement.dataset.theme = dark() ? "dark" : "light";
    byId("theme").setAttribute("aria-label", dark() ? "Use the light theme" : "Use the dark theme");
    byId("theme").textContent = dark() ? "☀" : "☾";
  };
  byId("theme").addEventListener("click", () => {
    localStorage.setItem(KEY, dark() ? "light" : "dark");
    draw();
  });
  system.addEventListener("change", draw);
  draw();
}
