// <field-order> around <sort-board>: sends the place to which a row was dragged; the arrows of a row do the same by key.
class FieldOrder extends HTMLElement {
  connectedCallback() {
    this.addEventListener("board:drop", ({ detail }) => this.dropped(detail));
  }

  async dropped({ card, to, undo }) {
    const rows = [...to.querySelectorAll(":scope > [data-card]")];
    const token = card.querySelector("[name=csrfmiddlewaretoken]").value;
    const body = new URLSearchParams({ place: rows.indexOf(card), csrfmiddlewaretoken: token });
    const answer = await fetch(card.dataset.place, { method: "POST", body, headers: { "HX-Request": "true", "HX-Request-Type": "partial" } }).catch(() => null);
    if (!answer?.ok) undo();
  }
}

customElements.define("field-order", FieldOrder);
