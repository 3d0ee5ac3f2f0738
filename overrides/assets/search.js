/* Search: opens a dialog, and fetches what it needs (the ranking, MiniSearch and the index) when somebody first does.
   The browser's own <dialog> keeps the focus inside, closes on Escape and gives the focus back. */

const base = new URL("..", import.meta.url);
const dialog = document.querySelector("[data-hr-search-dialog]");
const MOST_CLOSEST = 3;
const MOST_IN_GROUP = 5;
const PAUSE = 120; // milliseconds without a key before we look
const READERS = { parents: "parents", pupils: "pupils", staff: "staff", governors: "governors", volunteers: "helpers", visitors: "helpers", leaders: "leaders" };

let ready = null;
function prepare() {
  ready ||= Promise.all([
    import("./search-rank.js"),
    import("./vendor/minisearch.js"),
    fetch(new URL("search/search_index.json", base)).then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }),
  ]).then(([{ makeSearch }, { default: MiniSearch }, index]) => makeSearch(MiniSearch, index));
  ready.catch(() => { ready = null; }); // the next attempt tries again
  return ready;
}

/* Whom a result is for: one kind of reader, or everybody. */
function readersOf(doc) {
  const readers = new Set(doc.for.map((who) => READERS[who]));
  return readers.size > 2 || !readers.size ? "everybody" : readers.values().next().value;
}

function setUp() {
  const part = (name) => dialog.querySelector(`[data-hr-search-${name}]`);
  const [form, field, found, results, template] = ["form", "field", "found", "results", "result"].map(part);
  const groups = new Map([...dialog.querySelectorAll("[data-hr-search-group]")].map((group) => [group.dataset.hrSearchGroup, group]));
  const nameOf = (group) => groups.get(group).querySelector("h3").textContent;
  let asked = "";

  function link(anchor, doc) {
    anchor.textContent = doc.title;
    anchor.href = new URL(doc.location, base);
  }

  function draw({ doc, also }, inGroup) {
    const item = template.content.firstElementChild.cloneNode(true);
    const [title, ruling, text, where, others] = ["title", "ruling", "text", "where", "also"].map((name) => item.querySelector(`.hr-result__${name}`));
    link(title, doc);
    if (doc.ruling && doc.says) {
      const verdict = ruling.querySelector(".hr-verdict");
      verdict.classList.add(`hr-verdict--${doc.ruling}`);
      verdict.textContent = verdict.getAttribute(`data-${doc.ruling}`);
      ruling.querySelector(".hr-result__says").textContent = doc.says;
    } else ruling.remove();
    if (doc.text && !(doc.ruling && doc.says)) text.textContent = doc.text;
    else text.remove();
    where.textContent = [inGroup ? "" : nameOf(readersOf(doc)), doc.page].filter(Boolean).join(" · ");
    if (!where.textContent) where.remove();
    also.forEach((other) => {
      const entry = document.createElement("li");
      link(entry.appendChild(document.createElement("a")), other);
      if (other.page) entry.append(` (${other.page})`);
      others.append(entry);
    });
    if (!also.length) others.remove();
    return item;
  }

  function show(hits) {
    groups.forEach((group) => { group.hidden = true; group.querySelector("ol").replaceChildren(); });
    let count = 0;
    hits.forEach((hit, number) => {
      const name = number < MOST_CLOSEST ? "closest" : readersOf(hit.doc);
      const list = groups.get(name).querySelector("ol");
      if (list.children.length >= MOST_IN_GROUP) return;
      list.append(draw(hit, number >= MOST_CLOSEST));
      groups.get(name).hidden = false;
      count += 1;
    });
    results.scrollTop = 0;
    found.textContent = count === 1 ? dialog.dataset.one : count ? dialog.dataset.many.replace("#", count) : dialog.dataset.none;
  }

  async function look() {
    const text = field.value.trim();
    if (text === asked) return;
    asked = text;
    if (!text) { show([]); found.textContent = ""; return; }
    try {
      const search = await prepare();
      if (text === asked) show(search(text));
    } catch {
      asked = "";
      found.textContent = dialog.dataset.failed;
    }
  }

  async function open(text) {
    if (!dialog.open) dialog.showModal();
    if (text) field.value = text;
    field.focus();
    if (!text) field.select();
    found.textContent ||= dialog.dataset.starting;
    await prepare().then(() => { if (found.textContent === dialog.dataset.starting) found.textContent = ""; }, () => { found.textContent = dialog.dataset.failed; });
    return look();
  }

  let waiting = 0;
  field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, PAUSE); });
  form.addEventListener("submit", async (event) => { // Enter: look at once, and go to the first result
    event.preventDefault();
    clearTimeout(waiting);
    await look();
    results.querySelector("a")?.focus();
  });
  part("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest(".hr-result a, .hr-search__help a")) dialog.close(); // beside it, or a part of this very page
  });
  dialog.addEventListener("keydown", (event) => { // the arrows are a shortcut: the Tab key goes the same way
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [field, ...results.querySelectorAll("a")];
    const here = stops.indexOf(document.activeElement);
    if (!step || here < 0 || (here === 0 && step < 0)) return;
    event.preventDefault();
    stops[Math.min(here + step, stops.length - 1)].focus();
  });
  document.querySelectorAll("[data-hr-search]").forEach((button) => button.addEventListener("click", () => open("")));
  document.querySelectorAll("[data-hr-ask]").forEach((box) => box.addEventListener("submit", (event) => {
    event.preventDefault();
    open(box.elements.q.value.trim());
  }));
}

if (dialog?.showModal) setUp();
else document.querySelectorAll("[data-hr-search], [data-hr-ask]").forEach((opener) => { opener.hidden = true; });
