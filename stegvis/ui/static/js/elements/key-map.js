// <key-map>: single keys. Any element with data-key is pressed (a field is focused) when its key is; data-key-says names
// it in the list that "?" shows. Keys rest while somebody writes, holds a modifier, or a menu is open.
class KeyMap extends HTMLElement {
  connectedCallback() {
    this.listen = (event) => this.typed(event);
    document.addEventListener("keydown", this.listen);
    this.help = (event) => event.target.closest?.("[data-keys-help]") && this.show();
    document.addEventListener("click", this.help);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.listen);
    document.removeEventListener("click", this.help);
  }

  typed(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || this.busy(event.target)) return;
    if (event.key === "?") this.show();
    else if (!this.press(event.key.toLowerCase())) return;
    event.preventDefault();
  }

  busy(target) {
    return target.closest("input:not([type=checkbox]), select, textarea, [contenteditable], [popover]") || document.querySelector("[popover]:popover-open, dialog[open]");
  }

  press(key) {
    const found = this.keys().find((element) => element.dataset.key === key);
    if (!found) return false;
    if (found.matches("input, select, textarea")) found.focus();
    else found.click();
    return true;
  }

  keys() {
    return [...document.querySelectorAll("[data-key]")].filter((element) => element.checkVisibility());
  }

  // Keys of the page itself, and apart from them those that its frame has everywhere.
  show() {
    const keys = new Map(this.keys().toReversed().map((element) => [element.dataset.key, element])); // the first is pressed
    const own = [...keys.values()].filter((element) => element.closest("main, side-panel"));
    const others = [...keys.values()].filter((element) => !own.includes(element));
    const list = this.querySelector("[data-keys-list]");
    list.replaceChildren(...own.map((element) => this.row(element)));
    list.hidden = !own.length;
    this.querySelector("[data-keys-none]").hidden = own.length > 0;
    this.querySelector("[data-keys-everywhere]").replaceChildren(...others.map((element) => this.row(element)));
    for (const group of this.querySelectorAll("[data-keys-of]")) group.hidden = !document.querySelector(group.dataset.keysOf);
    this.querySelector("#keys").showPopover();
  }

  row({ dataset, ariaLabel, textContent }) {
    const row = document.createElement("div");
    const key = document.createElement("kbd");
    key.textContent = dataset.key.toUpperCase();
    const term = document.createElement("dt");
    term.append(key);
    const says = document.createElement("dd");
    says.textContent = dataset.keySays ?? ariaLabel ?? textContent.trim();
    row.append(term, says);
    return row;
  }
}

customElements.define("key-map", KeyMap);
