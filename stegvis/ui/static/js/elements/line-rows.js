// <line-rows> holds a form whose rows come and go: [data-add-row] adds the row of its <template>, [data-remove-row] takes
// one away. Choosing a product of the price list fills in its price and period where none was written.
class LineRows extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.pressed(event.target));
    this.addEventListener("change", (event) => this.chosen(event.target));
  }

  pressed(target) {
    if (target.closest("[data-add-row]")) this.add();
    const row = target.closest("[data-remove-row]")?.closest("li");
    if (!row) return;
    (row.nextElementSibling ?? row.previousElementSibling ?? this.list).querySelector("input")?.focus();
    row.remove();
  }

  get list() {
    return this.querySelector("[data-rows]");
  }

  add() {
    this.list.append(this.querySelector("template").content.cloneNode(true));
    this.list.lastElementChild.querySelector("input").focus();
  }

  chosen(field) {
    const listed = field.name === "name" && [...field.list.options].find((option) => option.value === field.value);
    if (!listed || !listed.dataset.price) return;
    const row = field.closest("li");
    const price = row.querySelector("[name=price]");
    if (price.value) return;
    price.value = listed.dataset.price;
    row.querySelector("[name=period]").value = listed.dataset.period;
  }
}

customElements.define("line-rows", LineRows);
