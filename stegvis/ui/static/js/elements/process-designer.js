// <process-designer>: a draft on its drawings. Things in lists [data-sort] are dragged, also into another list of the
// same name, or moved with Alt and an arrow key; Enter writes the next line, Backspace takes an empty one away, Delete
// what is chosen. Acts go along with the form they stand in, else by #draft-act; then the focus is where it was.
// While somebody types, #draft-busy says so, and what others change does not come under their hands.
const KEYS = { ArrowUp: "earlier", ArrowLeft: "earlier", ArrowDown: "later", ArrowRight: "later" };

class ProcessDesigner extends HTMLElement {
  connectedCallback() {
    this.sorts = new Map();
    this.addEventListener("focusin", ({ target }) => this.busy(target));
    this.addEventListener("focusout", () => this.busy(null));
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.addEventListener("click", ({ target }) => this.remember(target.closest("a[data-at], button")));
    this.addEventListener("toggle", ({ target }) => this.openedMenu(target), true);
    this.swapped = ({ detail }) => detail.ctx.target?.id === "designer" && this.refocus();
    document.addEventListener("htmx:after:swap", this.swapped);
    this.watch = new MutationObserver(() => this.arrange());
    this.watch.observe(this, { childList: true, subtree: true });
    this.load();
  }

  disconnectedCallback() {
    this.watch.disconnect();
    document.removeEventListener("htmx:after:swap", this.swapped);
    for (const sort of this.sorts.values()) sort.destroy();
    this.sorts.clear();
  }

  async load() {
    const chosen = new URLSearchParams(location.search).get("stage");
    if (chosen) this.at(chosen)?.scrollIntoView({ block: "nearest" });
    this.Sortable = (await import("../../vendor/sortable.js")).default;
    this.arrange();
  }

  arrange() {
    if (!this.Sortable || !this.isConnected) return;
    for (const [list, sort] of this.sorts) {
      if (!list.isConnected) {
        sort.destroy();
        this.sorts.delete(list);
      }
    }
    for (const list of this.querySelectorAll("[data-sort]")) {
      if (!this.sorts.has(list)) this.sorts.set(list, this.sort(list));
    }
  }

  sort(list) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const written = !("across" in list.dataset);
    return this.Sortable.create(list, {
      group: list.dataset.sort,
      draggable: "[data-stage-key], [data-line-key], [data-row-key]",
      handle: written ? "[data-grip]" : undefined,
      filter: written ? undefined : "button",
      preventOnFilter: false,
      animation: still ? 0 : 120,
      delay: 250,
      delayOnTouchOnly: true,
      emptyInsertThreshold: 12,
      ghostClass: "drop-slot",
      onEnd: (drop) => (drop.oldIndex !== drop.newIndex || drop.from !== drop.to) && this.dropped(drop),
    });
  }

  dropped({ item, from, to }) {
    const { stageKey, lineKey, rowKey } = item.dataset;
    const next = this.keyOf(item.nextElementSibling);
    if (rowKey) return this.send(`align_stage:${rowKey}:${next ?? to.dataset.phase}`);
    const kind = stageKey ? "stage" : "line";
    if (from === to) return this.send(`move_${kind}:${stageKey ?? lineKey}:${next ?? "end"}`);
    if (stageKey) return this.send(`turn_stage:${stageKey}:${next ?? to.dataset.kind}`);
    this.send(`send_line:${lineKey}:${next ?? to.dataset.home}`);
  }

  keyOf(element) {
    return element && (element.dataset.rowKey ?? element.dataset.lineKey ?? element.dataset.stageKey);
  }

  pressed(event) {
    const thing = event.target.closest("[data-line-key], [data-row-key], [data-stage-key]");
    const act = event.altKey ? this.moving(thing, event.key) : this.writing(thing, event);
    if (!act) return;
    event.preventDefault();
    if (act === "keep") event.target.form.requestSubmit();
    else this.send(act, event.target);
  }

  // Alt and an arrow: along its list; past the end of it, or across it, into the next one.
  moving(thing, key) {
    const step = KEYS[key];
    if (!step || !thing) return "";
    const { stageKey, lineKey, rowKey } = thing.dataset;
    if (rowKey) return `align_stage:${rowKey}:${step}`;
    const list = thing.closest("[data-sort]");
    const across = list && "across" in list.dataset;
    if (across && /Up|Down/.test(key)) return this.other(list, step, (to) => `turn_stage:${stageKey}:${to.kind}`);
    const last = step === "later" ? !this.keyOf(thing.nextElementSibling) : !this.keyOf(thing.previousElementSibling);
    if (lineKey && last && list) return this.other(list, step, (to) => `send_line:${lineKey}:${to.home}`);
    return `move_${lineKey ? "line" : "stage"}:${lineKey ?? stageKey}:${step}`;
  }

  // What `say` makes of the list of the same name before or behind `list`; nothing where there is none.
  other(list, step, say) {
    const kin = [...this.querySelectorAll(`[data-sort="${list.dataset.sort}"]`)].filter((one) => one.checkVisibility());
    const to = kin[kin.indexOf(list) + (step === "later" ? 1 : -1)];
    return to ? say(to.dataset) : "";
  }

  writing(thing, { key, target, shiftKey, isComposing, ctrlKey, metaKey }) {
    const part = target.dataset?.line;
    const close = key === "Escape" && !document.querySelector(":popover-open") && target.closest("#draft-form");
    if (close) return this.querySelector(".draft-close")?.click();
    if (key === "Enter" && part !== undefined && !isComposing && !shiftKey) {
      return part && target.value.trim() ? `add_line:${thing.dataset.lineKey}:${part}` : "keep";
    }
    if (key === "Backspace" && part && target.value === "") return `remove_line:${thing.dataset.lineKey}:`;
    if (key !== "Delete" || ctrlKey || metaKey || !thing || !target.matches("a[data-at]")) return "";
    const { stageKey, lineKey } = thing.dataset;
    return lineKey ? `remove_line:${lineKey}:` : stageKey ? `remove_stage:${stageKey}:` : "";
  }

  send(act, from = document.activeElement) {
    this.remember(from);
    const form = from?.closest?.("[data-draft-form]");
    const alone = this.querySelector("#draft-act");
    const detail = { verb: "POST", address: alone.getAttribute("action") };
    detail.options = { target: "#designer", swap: "innerMorph", values: { act } };
    (this.contains(form) ? form : alone).dispatchEvent(new CustomEvent("ask", { detail, bubbles: true }));
  }

  // What had the focus, to find it again in what is answered.
  remember(element) {
    const thing = element?.closest?.("[data-line-key], [data-row-key], [data-stage-key]");
    const closes = element?.matches?.(".draft-close");
    const at = closes ? new URLSearchParams(location.search).get("stage") : element?.dataset?.at;
    const opens = at && !closes && this.querySelector(".designer-beside") !== null;
    this.last = { id: element?.id, at, thing: this.keyOf(thing), opens };
  }

  refocus() {
    const made = this.querySelector("[autofocus]");
    const title = this.last?.opens && this.querySelector("#draft-form-h");
    if (made || title) (made ?? title).focus({ preventScroll: !made });
    else if (!this.contains(document.activeElement)) this.find(this.last ?? {})?.focus();
    this.last = null;
  }

  find({ id, at, thing }) {
    const line = thing && this.querySelector(`[data-line-key="${thing}"] textarea, [data-row-key="${thing}"] textarea`);
    return (id && document.getElementById(id)) || (at && this.at(at)) || line || (thing && this.at(thing));
  }

  at(key) {
    const found = [...this.querySelectorAll(`[data-at="${CSS.escape(key)}"]`)];
    return found.find((one) => one.checkVisibility());
  }

  openedMenu(menu) {
    if (menu.matches?.("[popover]")) this.busy(menu.matches(":popover-open") ? menu : null);
  }

  busy(target) {
    const sign = this.querySelector("#draft-busy");
    const writes = target?.closest("[data-draft-form]") && target.matches("input, textarea, select, [popover]");
    if (sign) sign.value = writes ? "1" : "";
  }
}

customElements.define("process-designer", ProcessDesigner);
