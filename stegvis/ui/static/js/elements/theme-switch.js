// <theme-switch> around the form of the theme: shows the choice at once and keeps it without a new page.
class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => this.choose(event));
  }

  choose(event) {
    event.preventDefault();
    const body = new FormData(event.target, event.submitter);
    this.show(event.submitter);
    fetch(event.target.action, { method: "POST", body, headers: { "HX-Request-Type": "partial" } });
  }

  show(pressed) {
    const { value } = pressed;
    if (value === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = value;
    for (const button of this.querySelectorAll("[aria-pressed]")) button.ariaPressed = button === pressed;
  }
}

customElements.define("theme-switch", ThemeSwitch);
