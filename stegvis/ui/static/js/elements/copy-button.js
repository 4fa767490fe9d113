// <copy-button data-text="…" data-done="Copied"><button>…</button></copy-button>
class CopyButton extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", () => this.copy());
  }

  async copy() {
    await navigator.clipboard.writeText(this.dataset.text);
    this.dispatchEvent(new CustomEvent("say", { detail: this.dataset.done, bubbles: true }));
    const button = this.querySelector("button");
    button.title = this.dataset.done;
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 1500);
  }
}

customElements.define("copy-button", CopyButton);
