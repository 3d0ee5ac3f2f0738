/* Runs before anything is painted: light or dark, and the helpers that Material's own script asks for
   (in Material they are inline scripts, which a strict Content-Security-Policy would refuse). */
"use strict";
(function () {
  var root = document.documentElement;
  var scope = new URL(document.currentScript.dataset.base || ".", location);

  function read(key, storage, base) {
    try {
      return JSON.parse((storage || localStorage).getItem((base || scope).pathname + "." + key));
    } catch (_) {
      return null;
    }
  }

  function write(key, value, storage, base) {
    try {
      (storage || localStorage).setItem((base || scope).pathname + "." + key, JSON.stringify(value));
    } catch (_) { /* a browser may refuse to remember */ }
  }

  window.__md_scope = scope;
  window.__md_hash = function (text) {
    return Array.from(text).reduce(function (sum, letter) { return (sum << 5) - sum + letter.charCodeAt(0); }, 0);
  };
  window.__md_get = read;
  window.__md_set = write;

  var dark = matchMedia("(prefers-color-scheme: dark)");
  function show() {
    root.dataset.hrScheme = read("scheme") || (dark.matches ? "dark" : "light");
  }
  show();
  dark.addEventListener("change", show);
  root.classList.remove("no-js");
  root.classList.add("js");
})();
