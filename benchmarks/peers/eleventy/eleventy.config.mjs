// One school's site: pages with the same frame as ours. Headings get an anchor and a link, as they do there.
const plain = (text) => text.replace(/<[^>]*>/g, "");
const slug = (text) => plain(text).toLowerCase().replace(/&\w+;/g, "").replace(/[^\w\s-]/g, "").trim().replace(/[\s]+/g, "-");

function headings(content) {
  const found = [];
  const taken = new Map();
  const html = content.replace(/<h([23])>(.*?)<\/h\1>/gs, (_, level, text) => {
    const base = slug(text);
    const count = taken.get(base) || 0;
    taken.set(base, count + 1);
    const id = count ? `${base}-${count}` : base;
    found.push({ level: Number(level), id, text });
    return `<h${level} id="${id}"><a class="toclink" href="#${id}">${text}</a></h${level}>`;
  });
  return { html, found };
}

function contents(found) {
  const lines = ["<ul>"];
  let inside = false;
  for (const [number, heading] of found.entries()) {
    if (heading.level === 3 && !inside) { lines.push("<ul>"); inside = true; }
    if (heading.level === 2 && inside) { lines.push("</ul></li>"); inside = false; }
    const next = found[number + 1];
    const holds = heading.level === 2 && next && next.level === 3;
    lines.push(`<li><a href="#${heading.id}">${heading.text}</a>${holds ? "" : "</li>"}`);
  }
  if (inside) lines.push("</ul></li>");
  return lines.concat("</ul>").join("\n");
}

export default function (config) {
  config.addPassthroughCopy("assets");
  config.addFilter("withAnchors", (content) => headings(content).html);
  config.addFilter("contents", (content) => contents(headings(content).found));
  config.addFilter("plain", (content) => plain(content || "").replace(/\s+/g, " "));
  config.addFilter("json", (value) => JSON.stringify(value));
  return { markdownTemplateEngine: false, htmlTemplateEngine: "njk", dir: { includes: "_includes", data: "_data" } };
}
