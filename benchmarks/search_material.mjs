// Runs Material's own search worker over one school's index: node search_material.mjs WORKER INDEX < questions.json > found.json
// A result is a page with the parts that are on the screen without a click, as in Material's list of results.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const [workerPath, indexPath] = process.argv.slice(2);
const index = JSON.parse(readFileSync(indexPath, "utf8"));
const listeners = [];
const waiting = [];
const self = {
  addEventListener: (_, listener) => listeners.push(listener),
  postMessage: (message) => waiting.shift()(message),
  location: new URL("http://localhost/assets/javascripts/workers/search.js"),
  importScripts: () => undefined,
};
Object.assign(self, { self, globalThis: self, console, URL, setTimeout, clearTimeout });
vm.runInNewContext(readFileSync(workerPath, "utf8"), self);
const send = (message) => new Promise((resolve) => {
  waiting.push(resolve);
  listeners.forEach((listener) => listener({ data: message }));
});

// What Material's page does with a question before it hands it to the worker (src/templates/assets/javascripts/integrations/search/query).
const transform = (query) => query
  .split(/"([^"]+)"/g)
  .map((terms, number) => (number & 1 ? terms.replace(/^\b|^(?![^\x00-\x7F]|$)|\s+/g, " +") : terms))
  .join("")
  .replace(/"|(?:^|\s+)[*+\-:^~]+(?=\s+|$)/g, "")
  .trim();

await send({ type: 0, data: { config: index.config, docs: index.docs, options: { suggest: false } } });
const questions = JSON.parse(readFileSync(0, "utf8"));
const found = [];
for (const question of questions) {
  const { data } = await send({ type: 2, data: transform(question) });
  found.push((data.items || []).slice(0, 10).map((result) => {
    const docs = [...result];
    const [page] = docs.splice(docs.findIndex((doc) => !doc.location.includes("#")), 1);
    const cut = docs.findIndex((doc) => doc.score < result[0].score);
    return [page, ...docs.slice(0, cut < 0 ? docs.length : cut)].map((doc) => doc.location);
  }));
}
process.stdout.write(JSON.stringify(found));
