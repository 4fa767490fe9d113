// <today-list>: rows [data-task] that are ticked, put off and given away by one key or press. What was done goes from
// the screen at once and comes back when the server refuses. Keys: j k (rows), x (done), c (note), 1 2 (days), d (more).
class TodayList extends HTMLElement {
  connectedCallback() {
    this.keys = (event) => this.typed(event);
    document.addEventListener("keydown", this.keys);
    this.addEventListener("submit", ({ target }) => target.matches("[data-tick]") && this.leave(this.rowOf(target), target));
    this.addEventListener("click", (event) => this.pressed(event), true);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.keys);
  }

  get rows() {
    return [...this.querySelectorAll(":is(.todo, .first):not([hidden], [data-waiting])")];
  }

  get row() {
    return document.activeElement?.closest?.(".todo, .first");
  }

  rowOf(element) {
    return element.closest("[data-task]");
  }

  typed(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable], .side-panel") || document.querySelector("[popover]:popover-open")) return;
    const step = { j: 1, k: -1 }[event.key];
    if (step) this.walk(step);
    else if (!this.row || !this.contains(this.row) || !this.act(this.row, event.key)) return;
    event.preventDefault();
  }

  walk(step) {
    const rows = this.rows;
    const at = rows.indexOf(this.row);
    rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus();
  }

  act(row, key) {
    if (key === "x") row.querySelector("[data-tick]")?.requestSubmit();
    else if (key === "c") row.querySelector("[data-note]")?.click();
    else if (key === "d" || key === "Enter") row.querySelector(key === "d" ? "[data-put-off]" : ".lift")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: -1 }));
    else if (this.dayOf(key) && row.dataset.task) this.put(row, key);
    else return false;
    return true;
  }

  dayOf(key) {
    return this.querySelector(`[data-day-key="${CSS.escape(key)}"]`)?.dataset.day;
  }

  // A press on the clock opens the one menu for its row; on a key (detail -1) the panel opens, as the link says.
  pressed(event) {
    const later = event.target.closest("[data-put-off]");
    const menu = this.querySelector("#later-menu");
    if (later && menu && event.detail !== -1) {
      event.preventDefault();
      event.stopPropagation();
      this.chosen = this.rowOf(later);
      this.opener = later;
      menu.showPopover();
      this.place(menu, later);
      menu.querySelector("button").focus();
      return;
    }
    const button = event.target.closest("#later-menu button");
    if (!button || !this.chosen) return;
    menu.hidePopover();
    if (button.dataset.put) this.put(this.chosen, button.dataset.put);
    else if (button.dataset.give) this.give(this.chosen, button.dataset.give);
    else this.act(this.chosen, "d");
  }

  place(menu, opener) {
    const at = opener.getBoundingClientRect();
    const size = menu.getBoundingClientRect();
    menu.style.position = "fixed";
    menu.style.left = `${Math.max(8, Math.min(at.right - size.width, innerWidth - size.width - 8))}px`;
    menu.style.top = `${Math.max(8, Math.min(at.bottom + 4, innerHeight - size.height - 8))}px`;
  }

  // Another day may wait for the network; giving away may not: somebody else relies on it.
  put(row, key) {
    row.dataset.later = row.dataset.moved;
    this.send(row, "day", { day: this.dayOf(key) });
  }

  give(row, to) {
    delete row.dataset.later;
    this.send(row, "assignee", { to });
  }

  send(row, verb, values) {
    const address = row.querySelector("[data-tick]").getAttribute("action").replace(/[^/]+\/$/, `${verb}/`);
    const detail = { verb: "POST", address, options: { values, swap: "none" } };
    this.leave(row, row);
    row.dispatchEvent(new CustomEvent("ask", { detail, bubbles: true }));
  }

  // Gone from the screen until the answer: what was refused comes back, what waits for the network stays in sight.
  leave(row, source) {
    if (!row) return;
    this.hide(row);
    const back = ({ detail }) => {
      if (detail.ctx?.sourceElement !== source) return;
      document.removeEventListener("htmx:finally:request", back);
      if (row.matches("[data-waiting]")) Object.assign(row, { hidden: false, inert: true });
      else if (!(detail.ctx.response?.status < 400)) this.show(row);
    };
    document.addEventListener("htmx:finally:request", back);
  }

  hide(row) {
    const rows = this.rows;
    const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
    const here = row.contains(document.activeElement) || row === document.activeElement;
    row.hidden = true;
    if (here) next?.focus();
  }

  show(row) {
    row.hidden = false;
    row.focus();
  }
}

customElements.define("today-list", TodayList);

// A select that says so sends its form; a form that says so is emptied, or closes the panel, once it was taken.
document.addEventListener("change", ({ target }) => target.matches?.("[data-submits]") && target.form.requestSubmit());
document.addEventListener("htmx:after:request", ({ detail }) => {
  const form = detail.ctx?.sourceElement;
  if (!form?.matches?.("form") || !(detail.ctx.response?.status < 400)) return;
  if (form.matches("[data-clears]")) form.reset();
  if (form.matches("[data-closes]")) form.closest("side-panel")?.querySelector("[data-close-panel]")?.click();
});
