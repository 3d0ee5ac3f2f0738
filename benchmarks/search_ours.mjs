// Runs the page's own ranking over one school's index: node search_ours.mjs ASSETS INDEX < questions.json > found.json
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [assets, indexPath] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "search-")); // browsers need no package.json to know a module; Node does
writeFileSync(join(folder, "package.json"), '{"type": "module"}');
for (const name of ["search-rank.js", "vendor/minisearch.js"]) cpSync(join(assets, name), join(folder, name));
const { makeSearch } = await import(pathToFileURL(join(folder, "search-rank.js")));
const { default: MiniSearch } = await import(pathToFileURL(join(folder, "vendor/minisearch.js")));
rmSync(folder, { recursive: true });

const search = makeSearch(MiniSearch, JSON.parse(readFileSync(indexPath, "utf8")));
const questions = JSON.parse(readFileSync(0, "utf8"));
const found = questions.map((question) => search(question).slice(0, 10).map(({ doc, also }) => [doc, ...also].map((one) => one.location)));
process.stdout.write(JSON.stringify(found));
