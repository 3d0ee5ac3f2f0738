/* Small comforts. Every page can be read and used without them. */
"use strict";
(function () {
  var root = document.documentElement;
  function all(selector) { return Array.from(document.querySelectorAll(selector)); }
  function on(selector, event, act) { all(selector).forEach(function (part) { part.addEventListener(event, act); }); }

  /* The menu on a phone, and the open section on a wide screen: Escape closes, and the focus goes back. */
  var button = document.querySelector("[data-hr-menu]");
  var menu = document.querySelector("[data-hr-menu-list]");
  function showMenu(open) {
    button.setAttribute("aria-expanded", String(open));
    menu.classList.toggle("hr-menu--open", open);
  }
  if (button && menu) {
    button.addEventListener("click", function () { showMenu(button.getAttribute("aria-expanded") !== "true"); });
    menu.addEventListener("toggle", function (event) {
      /* browsers that don't know <details name> yet */
      if (event.target.open) all("[data-hr-menu-list] details[open]").forEach(function (other) { other.open = other === event.target; });
    }, true);
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape") return;
      var section = menu.querySelector("details[open]");
      if (section) {
        section.open = false;
        section.querySelector("summary").focus();
      } else if (menu.classList.contains("hr-menu--open")) {
        showMenu(false);
        button.focus();
      }
    });
    document.addEventListener("click", function (event) {
      if (!menu.contains(event.target)) all("[data-hr-menu-list] details[open]").forEach(function (section) { section.open = false; });
    });
  }

  /* Single letters are no commands here (WCAG 2.1.4): Material takes f, s, p, n and some marks for itself. */
  window.addEventListener("keydown", function (event) {
    var typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key.length === 1 && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) event.stopImmediatePropagation();
  }, true);

  /* Light or dark. */
  var shade = document.querySelector("[data-hr-scheme-switch]");
  function press() { shade.setAttribute("aria-pressed", String(root.dataset.hrScheme === "dark")); }
  if (shade) {
    press();
    shade.addEventListener("click", function () {
      root.dataset.hrScheme = root.dataset.hrScheme === "dark" ? "light" : "dark";
      window.__md_set("scheme", root.dataset.hrScheme);
      press();
    });
  }

  on("[data-hr-print]", "click", function () { window.print(); });

  /* On paper all is open; afterwards, what was closed is closed again. */
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = all(".hr-words details:not([open])");
    opened.forEach(function (part) { part.open = true; });
  });
  window.addEventListener("afterprint", function () { opened.forEach(function (part) { part.open = false; }); });

  /* The contents stand open beside the text where there is room for them. */
  if (matchMedia("(min-width: 76.25em)").matches) all("[data-hr-open-when-wide]").forEach(function (part) { part.open = true; });

  /* A table that is stacked on a phone stays a table for a screen reader: some browsers forget that it is one when its rows
     are no longer laid out as rows. (Written into the page, these roles would be invalid: HTML calls them redundant.) */
  var roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  all(".hr-table, .hr-table :is(thead, tbody, tr, th, td)").forEach(function (part) {
    part.setAttribute("role", roles[part.tagName] || (part.scope === "row" ? "rowheader" : "columnheader"));
  });

  /* Notices that hold only now and then are templates in the page. */
  function show(notice) { notice.replaceWith(notice.content); }

  /* A slip leads here with the version that was signed: say so if this is another. */
  var signed = /[?&]version=([0-9a-f]{8})(?:&|$)/.exec(location.search);
  all("[data-hr-version]").forEach(function (notice) {
    if (signed && signed[1] !== notice.dataset.hrVersion) show(notice);
  });

  /* A review that is overdue shows itself in the reader's browser: the site can't know what day it is read. */
  all("[data-hr-review-by]").forEach(function (banner) {
    var found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(banner.dataset.hrReviewBy);
    if (found && new Date() >= new Date(+found[1], found[2] - 1, +found[3] + 1)) show(banner); /* the day itself is in time */
  });
})();
