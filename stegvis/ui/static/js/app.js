// The one script of every page. Imports for their effect are joined into this file when assets are collected.
import htmx from "../vendor/htmx.js";

import "./elements/away-line.js";
import "./elements/cell-grid.js";
import "./elements/command-palette.js";
import "./elements/copy-button.js";
import "./elements/deal-board.js";
import "./elements/field-order.js";
import "./elements/inline-edit.js";
import "./elements/insight-chart.js";
import "./elements/key-map.js";
import "./elements/line-rows.js";
import "./elements/mention-picker.js";
import "./elements/move-sheet.js";
import "./elements/notice-bell.js";
import "./elements/pick-menu.js";
import "./elements/pick-rows.js";
import "./elements/process-designer.js";
import "./elements/side-panel.js";
import "./elements/sort-board.js";
import "./elements/talk-composer.js";
import "./elements/task-reminder.js";
import "./elements/theme-switch.js";
import "./elements/toast-region.js";
import "./elements/today-list.js";
import "./once.js";

const token = () => document.querySelector('meta[name="csrf-token"]').content;

// Every request that may change something carries the token, also those that no form sends.
document.addEventListener("htmx:config:request", ({ detail }) => {
  if (detail.ctx.request.method !== "GET") detail.ctx.request.headers["X-CSRFToken"] = token();
});

// Anyone may have a sentence read aloud: dispatch "say" with the sentence as its detail.
document.addEventListener("say", ({ detail }) => {
  document.querySelector("#live").textContent = detail;
});

// Elements that build mark-up themselves ask for it to be brought to life.
document.addEventListener("enliven", ({ target }) => htmx.process(target));

// Elements that ask the server themselves dispatch "ask" with {verb, address, options}; `done` is the promise of the end.
document.addEventListener("ask", ({ target, detail }) => {
  detail.done = htmx.ajax(detail.verb, detail.address, { source: target, ...detail.options });
});
