// A list above the field, walked with the arrow keys while the field keeps the focus.

// `options`: nodes with role "option", each of which does something when clicked. `first`: what Enter takes at once.
export function listbox(list, input, changed = () => {}) {
  let chosen = -1;
  const all = () => [...list.children];

  function show(options, first = -1) {
    options.forEach((option, index) => (option.id = `${list.id}-${index}`));
    list.replaceChildren(...options);
    list.hidden = !options.length;
    mark(first);
    changed(!list.hidden);
  }

  function mark(index) {
    const options = all();
    chosen = index < 0 || index >= options.length ? -1 : index;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    options[chosen]?.scrollIntoView({ block: "nearest" });
    if (chosen >= 0) input.setAttribute("aria-activedescendant", options[chosen].id);
    else input.removeAttribute("aria-activedescendant");
  }

  // True if the key was for the list.
  function key(event) {
    if (list.hidden) return false;
    if (event.key === "ArrowDown") mark(chosen + 1);
    else if (event.key === "ArrowUp") mark((chosen < 0 ? all().length : chosen) - 1);
    else if (event.key === "Escape") show([]);
    else if (event.key === "Enter" && chosen >= 0) all()[chosen].click();
    else return false;
    return true;
  }

  return { show, key, close: () => list.hidden || show([]), chosen: () => all()[Math.max(chosen, 0)] };
}
