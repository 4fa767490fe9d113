// <deal-board data-address data-refused> around <sort-board>: sends moves made by drag, by key or in the sheet, shows
// them at once and puts the card back when they are refused; walks the cards by arrow keys; opens deals in the panel.

const WIDE = matchMedia("(width >= 48rem)");
const CARD = "[data-card]";

class DealBoard extends HTMLElement {
  connectedCallback() {
    this.addEventListener("board:drop", ({ detail }) => this.dropped(detail));
    this.addEventListener("keydown", (event) => this.typed(event));
    this.addEventListener("click", (event) => this.pressed(event));
    this.addEventListener("focusin", ({ target }) => this.choose(target.closest(CARD)));
    this.listeners = {
      "panel:closed": () => this.mark(null),
      "move:closed": () => this.refocus(),
      "move:picked": ({ detail }) => this.picked(detail),
      "deal:moved": ({ detail }) => this.moved(detail),
    };
    for (const [name, listener] of Object.entries(this.listeners)) document.addEventListener(name, listener);
    this.tabs = () => this.showTab();
    addEventListener("hashchange", this.tabs);
    this.showTab();
  }

  disconnectedCallback() {
    for (const [name, listener] of Object.entries(this.listeners)) document.removeEventListener(name, listener);
    removeEventListener("hashchange", this.tabs);
  }

  // The card that keys are about: where the focus is or was.
  choose(card) {
    if (card) this.chosen = card.dataset.card;
  }

  get card() {
    return document.activeElement?.closest?.(CARD) ?? (this.chosen && this.querySelector(`#deal-${this.chosen}`));
  }

  stageOf(card) {
    return card.closest("[data-sort-list]")?.dataset.to;
  }

  dropped({ card, from, to, undo }) {
    if (from === to) return undo();
    this.send(card, to.dataset.to, from.dataset.to, undo);
  }

  // Post the step; `undo` puts the card back when it did not happen.
  async send(card, to, seen, undo) {
    card.toggleAttribute("data-going", true);
    const refused = ({ detail }) => {
      if (detail.ctx.sourceElement !== card) return;
      card.toggleAttribute("data-going", false);
      if (!(detail.ctx.response?.status < 400)) this.back(undo);
    };
    document.addEventListener("htmx:after:request", refused);
    document.addEventListener("htmx:error", refused);
    await this.ask(card, "POST", `${this.dataset.address}${card.dataset.card}/moves/`, {
      swap: "none",
      values: { to_stage: to, seen },
    });
    document.removeEventListener("htmx:after:request", refused);
    document.removeEventListener("htmx:error", refused);
  }

  ask(element, verb, address, options) {
    const detail = { verb, address, options };
    element.dispatchEvent(new CustomEvent("ask", { detail, bubbles: true }));
    return detail.done;
  }

  back(undo) {
    undo();
    this.dispatchEvent(new CustomEvent("say", { detail: this.dataset.refused, bubbles: true }));
  }

  // Show the card where it goes before the server has answered.
  place(card, to) {
    const from = card.parentElement;
    const next = card.nextElementSibling;
    const list = this.querySelector(`.column [data-to="${to}"]`);
    this.neighbour = this.cardsOf(from).find((one) => one === next) ?? card.previousElementSibling;
    if (list) list.prepend(card);
    else card.hidden = true;
    return () => {
      card.hidden = false;
      from.insertBefore(card, next);
    };
  }

  move(card, to) {
    const seen = this.stageOf(card);
    if (seen === to) return;
    this.send(card, to, seen, this.place(card, to));
  }

  // The sheet has sent a step itself; here it is only shown.
  picked({ deal, to, ended }) {
    const card = this.querySelector(`#deal-${deal}`);
    if (!card) return;
    const undo = this.place(card, to);
    ended.then((went) => went || this.back(undo));
  }

  moved({ deal, kind }) {
    if (this.chosen === String(deal) && !this.card) this.choose(this.neighbour);
    this.refocus();
    const outcome = this.querySelector(`#outcome-${kind || "none"}`);
    if (!outcome) return;
    outcome.toggleAttribute("data-just", true);
    setTimeout(() => outcome.toggleAttribute("data-just", false), 2400);
  }

  // Moving takes the focus away with the card; it comes back to the card, wherever that is now.
  refocus() {
    if (document.activeElement !== document.body) return;
    this.card?.querySelector("a").focus({ preventScroll: true });
  }

  pressed(event) {
    const button = event.target.closest("[data-act]");
    if (button) return this.act(button.dataset.act);
    const link = event.target.closest("a.deal-card");
    if (!link || !WIDE.matches || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.open(link);
  }

  act(what) {
    const card = this.card ?? this.querySelector(CARD);
    if (!card) return;
    if (what !== "pick") return this.move(card, what);
    this.ask(card, "GET", `${this.dataset.address}${card.dataset.card}/moves/`, { target: "#move-sheet", swap: "innerHTML" });
  }

  open(link) {
    this.mark(link);
    this.ask(link, "GET", `${link.getAttribute("href")}?panel=1`, { target: "#panel", swap: "innerHTML" });
  }

  mark(link) {
    this.querySelector('.deal-card[aria-current="true"]')?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
  }

  typed(event) {
    const card = event.target.closest(CARD);
    const ways = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] };
    const way = ways[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = card ? this.beside(card, ...way) : event.target.matches(".board") && this.querySelector(CARD);
    if (!next) return;
    event.preventDefault();
    next.querySelector("a").focus();
  }

  beside(card, columns, rows) {
    const cards = this.cardsOf(card.parentElement);
    const place = cards.indexOf(card);
    if (rows) return cards[place + rows];
    const lists = [...this.querySelectorAll(".column > ul")];
    for (let at = lists.indexOf(card.parentElement) + columns; lists[at]; at += columns) {
      const found = this.cardsOf(lists[at]);
      if (found.length) return found[Math.min(place, found.length - 1)];
    }
    return undefined;
  }

  cardsOf(list) {
    return [...list.querySelectorAll(`:scope > ${CARD}`)];
  }

  // On a phone the address says which stage is shown.
  showTab() {
    const tabs = [...this.querySelectorAll(".stage-tabs a")];
    const current = tabs.find((tab) => tab.hash === location.hash);
    if (!current) return;
    for (const tab of tabs) tab.toggleAttribute("aria-current", tab === current);
    current.setAttribute("aria-current", "true");
  }
}

customElements.define("deal-board", DealBoard);
