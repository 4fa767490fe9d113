// <cell-grid data-saved data-lost data-hint> around the table of a list: its cells are walked by keys and edited where
// they stand. tr[data-cells] is the address below which the row has its cells, td[data-edit] is one that can be edited.
// The form is fetched into #cell-editor, which floats above the cell; on a phone it lies at the thumb.

const WAYS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], PageDown: [10, 0], PageUp: [-10, 0] };
const FIELDS = ":is(input:not([type=hidden]), select, textarea)";
const PHONE = matchMedia("(width < 48rem)");

class CellGrid extends HTMLElement {
  connectedCallback() {
    this.editor = this.querySelector("#cell-editor");
    this.dress(this.querySelector("table"));
    this.addEventListener("keydown", (event) => (this.editor.contains(event.target) ? this.typedInside(event) : this.typed(event)));
    this.addEventListener("dblclick", ({ target }) => this.open(target.closest("td[data-edit]")));
    this.addEventListener("focusin", ({ target }) => this.stand(target.closest("td")));
    this.addEventListener("click", (event) => this.pressed(event));
    this.addEventListener("submit", () => (this.sending = true));
    this.addEventListener("htmx:after:swap", ({ detail }) => this.swapped(detail.ctx));
    this.addEventListener("htmx:finally:request", ({ detail }) => this.ended(detail.ctx));
    this.outside = ({ target }) => this.cell && !this.editor.contains(target) && this.leave();
    document.addEventListener("pointerdown", this.outside);
  }

  disconnectedCallback() {
    document.removeEventListener("pointerdown", this.outside);
  }

  // A grid only once keys walk it: without scripts it is a table like any other.
  dress(table) {
    table.setAttribute("role", "grid");
    table.setAttribute("aria-description", this.dataset.hint);
    for (const row of this.rows) {
      for (const cell of row.cells) {
        cell.tabIndex = -1;
        const fixed = !cell.matches("[data-edit]") || !row.dataset.cells;
        cell.setAttribute("aria-readonly", String(fixed));
      }
    }
    const first = this.rows[0]?.cells[this.rows[0].querySelector(".pick") ? 1 : 0];
    if (first) first.tabIndex = 0;
  }

  get rows() {
    return [...this.querySelectorAll("tbody tr[id]")];
  }

  // The cell that Tab comes to is the one where somebody was last.
  stand(cell) {
    if (!cell || this.editor.contains(cell)) return;
    for (const other of this.querySelectorAll('td[tabindex="0"]')) other.tabIndex = -1;
    cell.tabIndex = 0;
  }

  at(row, column) {
    const rows = this.rows;
    const cells = rows[Math.max(0, Math.min(row, rows.length - 1))]?.cells;
    return cells?.[Math.max(0, Math.min(column, cells.length - 1))];
  }

  beside(cell, down, right) {
    return this.at(this.rows.indexOf(cell.parentElement) + down, cell.cellIndex + right);
  }

  // The next cell to the right (or left) that can be edited, in this row or another.
  nextEditable(cell, step) {
    const cells = [...this.querySelectorAll("tr[data-cells] > td[data-edit]")].filter((one) => one.checkVisibility());
    return cells[cells.indexOf(cell) + step] ?? cell;
  }

  typed(event) {
    const cell = event.target.closest("td");
    if (event.target !== cell && !event.target.matches?.(".pick .check")) return;
    if (event.altKey || (event.metaKey && !WAYS[event.key])) return;
    const next = this.wayTo(cell, event);
    if (next) next.focus();
    else if (!this.act(cell, event)) return;
    event.preventDefault();
  }

  wayTo(cell, { key, ctrlKey }) {
    const row = this.rows.indexOf(cell.parentElement);
    if (key === "Home") return this.at(ctrlKey ? 0 : row, 0);
    if (key === "End") return this.at(ctrlKey ? Infinity : row, Infinity);
    return WAYS[key] && this.beside(cell, ...WAYS[key]);
  }

  act(cell, { key, ctrlKey, target }) {
    if (target !== cell) return false;
    const box = cell.parentElement.querySelector('.pick input[name="id"]');
    if (key === " " && box) return box.click(), true;
    if (key === "Enter" && (ctrlKey || !this.address(cell))) return this.follow(cell);
    if (key === "Enter" || key === "F2") return this.open(cell);
    if (ctrlKey || key === "?") return false;
    if (key === "Backspace" || key === "Delete") return this.open(cell, "");
    return key.length === 1 && this.open(cell, key);
  }

  follow(cell) {
    const within = cell.querySelector("a, button") ?? cell.parentElement.querySelector("td a");
    within?.click();
    return Boolean(within);
  }

  address(cell) {
    const { cells } = cell.closest("tr").dataset;
    return cells && cell.matches("[data-edit]") ? `${cells}${cell.dataset.column}/` : "";
  }

  // Fetch the form. `text` is what was typed to begin with; what is typed until the form is there is kept as well.
  open(cell, text = null) {
    const address = cell && this.address(cell);
    if (!address) return false;
    if (this.cell === cell) return (this.text = text === null ? this.text : (this.text ?? "") + text), true;
    if (this.cell) return true;
    Object.assign(this, { cell, text, next: null });
    cell.toggleAttribute("data-waiting", true);
    this.ask(address, { target: "#cell-editor", swap: "innerHTML" });
    return true;
  }

  ask(address, options) {
    this.cell.dispatchEvent(new CustomEvent("ask", { detail: { verb: "GET", address, options }, bubbles: true }));
  }

  swapped({ request, response, target, sourceElement }) {
    if (target === this.editor || this.editor.contains(sourceElement)) {
      if (request.method === "POST" && response.status === 200) return this.saved();
      if (this.cell && this.editor.querySelector(".cell-form")) this.show(request.method === "GET");
    }
  }

  // A request that was refused or had no answer: what was typed stays, and so does the editor.
  ended({ request, response, sourceElement }) {
    if (sourceElement === this.cell && !this.shown) this.close();
    if (request.method !== "POST" || !this.shown || !this.sending) return;
    this.sending = false;
    if (!response) this.say(this.dataset.lost);
  }

  show(fresh) {
    const form = this.editor.querySelector("form");
    const cell = this.cell;
    this.sending = false;
    cell.toggleAttribute("data-waiting", false);
    const column = this.querySelector(`thead th:nth-child(${cell.cellIndex + 1})`)?.textContent.trim();
    const name = cell.parentElement.querySelector("td:not(.pick)").textContent.trim();
    this.editor.setAttribute("aria-label", `${column}, ${name}`);
    if (!this.shown) this.editor.showPopover();
    this.shown = true;
    if (fresh) this.before = this.values(form);
    this.place();
    this.begin(form, fresh);
  }

  values(form) {
    return new URLSearchParams(new FormData(form)).toString();
  }

  begin(form, fresh) {
    const wrong = form.querySelector(`.wrong ${FIELDS}, ${FIELDS}[aria-invalid="true"]`);
    const field = wrong ?? form.querySelector(FIELDS) ?? form.querySelector("button");
    field.focus();
    const written = field.matches("input:not([type=date], [type=checkbox], [type=radio]), textarea");
    if (fresh && this.text !== null) this.start(field, written);
    else if (written && fresh) field.select();
    this.text = null;
  }

  start(field, written) {
    if (written) field.value = this.text;
    else if (field.matches("select") && this.text) {
      const found = [...field.options].find((one) => one.text.toLowerCase().startsWith(this.text.toLowerCase()));
      if (found) field.value = found.value;
    } else if (field.matches("input[type=date]") && !this.text) field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  place() {
    const { style } = this.editor;
    if (PHONE.matches) return void (style.left = style.top = style.minWidth = "");
    const { left, top, width } = this.cell.getBoundingClientRect();
    style.minWidth = `${Math.max(width, 200)}px`;
    style.left = `${Math.max(8, Math.min(left, innerWidth - this.editor.offsetWidth - 8))}px`;
    style.top = `${Math.max(8, Math.min(top, innerHeight - this.editor.offsetHeight - 8))}px`;
  }

  typedInside(event) {
    const { key, target, shiftKey } = event;
    event.stopPropagation();
    if (key === "Escape") this.giveUp();
    else if (key === "Enter" && !shiftKey && target.matches(FIELDS)) this.save(this.beside(this.cell, 1, 0));
    else if (key === "Tab" && this.isLast(target, shiftKey)) this.save(this.nextEditable(this.cell, shiftKey ? -1 : 1));
    else return;
    event.preventDefault();
  }

  // Tab goes through the fields of a form of several; where both values are shown, through the buttons too.
  isLast(target, backwards) {
    const all = [...this.editor.querySelectorAll(FIELDS)].filter((one) => one.checkVisibility());
    const clash = this.editor.querySelector("[data-clash]");
    return clash ? false : target === (backwards ? all[0] : all.at(-1));
  }

  save(next) {
    const form = this.editor.querySelector("form");
    if (this.sending) return;
    this.next = next;
    if (this.before === this.values(form) && !this.editor.querySelector("[data-clash]")) return this.close(next);
    form.requestSubmit();
  }

  // Somebody presses elsewhere: what was changed is saved, and shown again if it cannot be.
  leave() {
    if (this.shown) this.save(null);
  }

  saved() {
    this.say(this.dataset.saved);
    this.close(this.next);
  }

  giveUp() {
    const { cell } = this;
    if (this.editor.querySelector("[data-clash]")) this.ask(`${this.address(cell)}?shown=1`, { target: cell, swap: "innerHTML" });
    this.close(cell);
  }

  close(next) {
    const { cell } = this;
    cell?.toggleAttribute("data-waiting", false);
    if (this.shown) this.editor.hidePopover();
    this.editor.replaceChildren();
    Object.assign(this, { cell: null, shown: false, sending: false, next: null });
    if (next?.checkVisibility()) next.focus();
    else if (next) next.parentElement.querySelector(".pick .check")?.focus();
  }

  pressed({ target }) {
    if (target.closest("[data-give-up]")) return this.giveUp();
    const item = target.closest("[data-edit-column]");
    if (!item) return;
    item.closest("[popover]").hidePopover();
    const row = this.querySelector("tbody tr:has(.pick :checked)");
    this.open(row?.querySelector(`td[data-column="${item.dataset.editColumn}"]`));
  }

  say(text) {
    this.dispatchEvent(new CustomEvent("say", { detail: text, bubbles: true }));
  }
}

customElements.define("cell-grid", CellGrid);
