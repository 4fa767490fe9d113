// <inline-edit> holds a fact as it is shown and the link that fetches its form into it. Escape and [data-cancel] put
// back what was shown; after saving, the server answers what is shown then.
class InlineEdit extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.pressed(event), { capture: true });
    this.addEventListener("keydown", (event) => this.typed(event));
    this.addEventListener("htmx:after:swap", () => this.arrived());
  }

  get form() {
    return this.querySelector("form");
  }

  pressed(event) {
    if (event.target.closest(".fact-pen")) this.shown = this.innerHTML;
    if (!event.target.closest("[data-cancel]") || this.shown === undefined) return;
    event.preventDefault();
    this.cancel();
  }

  typed(event) {
    if (event.key !== "Escape" || !this.form) return;
    event.stopPropagation();
    this.cancel();
  }

  cancel() {
    this.innerHTML = this.shown;
    this.dispatchEvent(new CustomEvent("enliven", { bubbles: true }));
    this.arrived();
  }

  arrived() {
    const first = this.form ? ":is(input:not([type=hidden]), select, textarea)" : ".fact-pen";
    const field = this.querySelector(first);
    field?.focus();
    if (field?.matches("input[type=text], input[type=number]")) field.select();
  }
}

customElements.define("inline-edit", InlineEdit);
