/* Keys of a page. Whatever has data-key="j" is followed, pressed or entered by that key; "g q" is one key after another.
   Nothing is computed here. Single letters can be turned off (WCAG 2.1.4); the choice is kept in this browser. */
"use strict";

(() => {
  const OFF = "sayso.keys.off";
  const WAIT = 1200;
  let first = "";
  let since = 0;

  const isOff = () => {
    try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
  };

  const keep = (off) => {
    try { localStorage.setItem(OFF, off ? "1" : "0"); } catch { /* it holds for this page */ }
  };

  const writes = (target) =>
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button])"));

  const keyed = () => [...document.querySelectorAll("[data-key]")].filter((each) => !each.closest("[hidden]"));

  const nameOf = (element) =>
    element.dataset.keyName || element.getAttribute("aria-label") || element.textContent.replace(/\s+/g, " ").trim().slice(0, 60);

  const follow = (element) => {
    const inside = element.closest("details");
    if (inside && !inside.open) inside.open = true;
    if (element instanceof HTMLDetailsElement) {
      element.open = true;
      (element.querySelector("input:not([type=hidden]), select, textarea") || element.querySelector("summary"))?.focus();
    } else if (element.matches("input, select, textarea")) {
      element.focus();
    } else if (element.dataset.toggle) {
      const on = document.documentElement.classList.toggle(element.dataset.toggle);
      element.setAttribute("aria-pressed", String(on));
    } else if (element.matches("a, button, summary")) {
      element.click();
    } else {
      element.focus();
    }
  };

  const show = () => {
    const dialog = document.querySelector("[data-keys]");
    if (!dialog || dialog.open) return;
    const list = dialog.querySelector("[data-key-list]");
    list.replaceChildren();
    for (const element of keyed()) {
      const key = document.createElement("dt");
      const name = document.createElement("dd");
      key.textContent = element.dataset.key;
      name.textContent = nameOf(element);
      list.append(key, name);
    }
    dialog.querySelector("[data-keys-off]").checked = isOff();
    dialog.showModal();
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target instanceof HTMLElement) {
      const form = event.target.closest("form");
      if (form) { event.preventDefault(); form.requestSubmit(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]")) return;
    if (writes(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "?") { event.preventDefault(); show(); return; }
    if (isOff() && event.key.length === 1) return;
    const now = event.timeStamp;
    const pair = first && now - since < WAIT ? `${first} ${event.key}` : "";
    const found = keyed();
    const element =
      found.find((each) => pair && each.dataset.key === pair) || found.find((each) => each.dataset.key === event.key);
    first = event.key;
    since = now;
    if (element) { event.preventDefault(); first = ""; follow(element); }
  });

  document.addEventListener("click", (event) => {
    const target =
      event.target instanceof Element ? event.target.closest("[data-toggle], [data-show-keys], [data-keys-close]") : null;
    if (!target) return;
    if (target.hasAttribute("data-keys-close")) target.closest("dialog").close();
    if (target.dataset.toggle && event.isTrusted) follow(target);
    if (target.hasAttribute("data-show-keys")) { event.preventDefault(); show(); }
  });

  document.addEventListener("change", (event) => {
    if (event.target instanceof Element && event.target.matches("[data-keys-off]")) keep(event.target.checked);
  });

  document.documentElement.classList.add("scripted");
})();
