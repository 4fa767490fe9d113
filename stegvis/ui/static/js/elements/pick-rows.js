// <pick-rows> around a table with a box in each row and the bar that says what can be done with the ticked ones. The
// bar shows by itself; this adds ranges with Shift, all of the page at once, a key, the count, and what is only for so
// many: [data-pick-only=2]. A link [data-pick-pair] leads to both, the older one first.
class PickRows extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("change", (event) => this.changed(event.target));
    this.addEventListener("reset", () => setTimeout(() => this.tell()));
    this.querySelectorAll("[data-pick-all], .bulk-count").forEach((hidden) => (hidden.hidden = false));
    this.tell();
  }

  get boxes() {
    return [...this.querySelectorAll('input[name="id"]')];
  }

  clicked(event) {
    if (event.target.closest("[data-pick-row]")) return this.toggle();
    const box = event.target.closest('input[name="id"]');
    if (!box) return;
    if (event.shiftKey && this.last?.isConnected) this.range(this.last, box);
    this.last = box;
  }

  range(from, to) {
    const boxes = this.boxes;
    const [first, last] = [boxes.indexOf(from), boxes.indexOf(to)].sort((one, other) => one - other);
    boxes.slice(first, last + 1).forEach((box) => (box.checked = to.checked));
    this.tell();
  }

  // The row in which the focus is, else the one under the mouse.
  toggle() {
    const row = document.activeElement?.closest("pick-rows tbody tr") ?? this.querySelector("tbody tr:hover");
    row?.querySelector('input[name="id"]')?.click();
  }

  changed(box) {
    if (box.matches("[data-pick-all]")) this.boxes.forEach((one) => (one.checked = box.checked));
    this.tell();
  }

  tell() {
    const chosen = this.boxes.filter((box) => box.checked);
    for (const box of this.boxes) box.closest("tr").toggleAttribute("data-picked", box.checked);
    const all = this.querySelector("[data-pick-all]");
    all.checked = chosen.length > 0 && chosen.length === this.boxes.length;
    all.indeterminate = chosen.length > 0 && !all.checked;
    const count = this.querySelector("[data-pick-count]");
    const every = this.querySelector(".bulk-all input")?.checked;
    count.textContent = every ? count.dataset.all : chosen.length;
    this.offer(every ? [] : chosen.map((box) => Number(box.value)).sort((one, other) => one - other));
  }

  offer(chosen) {
    for (const one of this.querySelectorAll("[data-pick-only]")) one.hidden = Number(one.dataset.pickOnly) !== chosen.length;
    const pair = this.querySelector("[data-pick-pair]");
    if (pair && chosen.length === 2) pair.href = `${pair.dataset.pickPair.replace("/0/", `/${chosen[0]}/`)}?with=${chosen[1]}`;
  }
}

customElements.define("pick-rows", PickRows);
