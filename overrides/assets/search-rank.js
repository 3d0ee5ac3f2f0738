/* What a question finds, and in which order. The page and benchmarks/search.py both run this file, so that what is
   measured is what readers get. It knows nothing of the page: it takes MiniSearch and the index, and gives a function. */

/* An ending off, so that "filming", "films" and "film" are one word. Rough, and the same for index and question. */
export function stem(word) {
  if (word.length > 4 && word.endsWith("ies")) return word.slice(0, -3) + "y";
  var cut = word.replace(/(?:sses)$/, "ss").replace(/([^aeious])es$/, "$1e").replace(/([^us])s$/, "$1");
  if (cut.length > 5) cut = cut.replace(/([^aeiou])\1(?:ing|ed)$/, "$1").replace(/(?:ing|ed)$/, "");
  return cut.length > 4 ? cut.replace(/e$/, "") : cut;
}

/* Small letters, no accents, no apostrophes; then the words. */
export function wordsOf(text) {
  var plain = text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/['’`]s\b/g, "").replace(/['’`]/g, "");
  return plain.match(/[\p{L}\p{N}]+/gu) || [];
}

/* Finds in a list of words the phrases of a table (a map from stems, joined by a blank, to something). */
function phrasesIn(stems, table, longest) {
  var found = [];
  for (var from = 0; from < stems.length; from += 1) {
    for (var length = Math.min(longest, stems.length - from); length > 0; length -= 1) {
      var meant = table.get(stems.slice(from, from + length).join(" "));
      if (meant) found.push({ from: from, length: length, meant: meant });
    }
  }
  return found;
}

function key(text) { return wordsOf(text).map(stem).join(" "); }
function longestOf(table) { return Math.max(1, ...Array.from(table.keys(), function (phrase) { return phrase.split(" ").length; })); }

export var WEIGHTS = {
  fields: { title: 4.5, asked: 2.5, names: 1.5, says: 1.1, text: 0.8, words: 1.1, page: 0.6 },
  kinds: { answer: 1.3, policy: 1.25, page: 1.3, clause: 0.92, scenario: 1.12, ruling: 0.95, term: 0.85, part: 0.85, source: 0.6 },
  reader: 1.7, // what is written for whoever seems to be asking
  inPhrase: 0.4, // a word of a phrase that is looked for as a whole
  near: 0.4, // what is looked for besides
  fuzzy: 0.35, // a word that is nearly the one typed
  prefix: 0.4, // a word that begins as the one typed
  bm25: { k: 1.2, b: 0.5, d: 0.5 }, // see MiniSearch
  least: 0.12, // of the best one's score
  coverage: 1.5, // how much it counts that many of the words are found
};

var MOST_ALSO = 3; // links beneath a result

export function makeSearch(MiniSearch, index, weights) {
  var weight = weights || WEIGHTS;
  var idle = new Set(index.words.idle.flatMap(wordsOf));

  /* Words that mean the same get a name of their own: "=picture". */
  var same = new Map();
  index.words.same.forEach(function (group) {
    var name = "=" + key(group[0]);
    group.forEach(function (phrase) {
      var here = key(phrase);
      if (here) same.set(here, (same.get(here) || []).concat(name));
    });
  });
  var longestSame = longestOf(same);
  var near = new Map();
  index.words.near.forEach(function (pair) {
    pair[0].forEach(function (phrase) { near.set(key(phrase), (near.get(key(phrase)) || []).concat(pair[1])); });
  });
  var longestNear = longestOf(near);
  var readers = new Map();
  Object.entries(index.words.asked_by).forEach(function (entry) {
    entry[1].forEach(function (phrase) {
      var here = wordsOf(phrase).join(" ");
      readers.set(here, (readers.get(here) || []).concat(entry[0]));
    });
  });
  var longestReader = longestOf(readers);

  /* What of a text is put into the index: its words, and the names of what they mean. */
  function tokensOf(text) {
    var words = wordsOf(text);
    var stems = words.map(stem);
    var tokens = stems.filter(function (_, number) { return !idle.has(words[number]); });
    phrasesIn(stems, same, longestSame).forEach(function (found) { tokens.push.apply(tokens, found.meant); });
    return tokens;
  }

  /* What is looked for: of a word that has a name, its name. */
  function questionOf(text) {
    var words = wordsOf(text);
    var stems = words.map(stem);
    var named = new Set();
    var terms = new Map();
    var inPhrase = new Set();
    phrasesIn(stems, same, longestSame).forEach(function (found) {
      for (var place = found.from; place < found.from + found.length; place += 1) (found.length === 1 ? named : inPhrase).add(place);
      found.meant.forEach(function (name) { terms.set(name, 1); });
    });
    stems.forEach(function (one, place) {
      if (!named.has(place) && !idle.has(words[place])) terms.set(one, Math.max(terms.get(one) || 0, inPhrase.has(place) ? weight.inPhrase : 1));
    });
    var typed = new Set(Array.from(terms.keys()).filter(function (term) { return terms.get(term) === 1; }));
    phrasesIn(stems, near, longestNear).forEach(function (found) {
      found.meant.flatMap(tokensOf).forEach(function (term) { if (!terms.has(term)) terms.set(term, weight.near); });
    });
    if (!terms.size) stems.forEach(function (one) { terms.set(one, 1); typed.add(one); });
    var asking = new Set();
    phrasesIn(words, readers, longestReader).forEach(function (found) { found.meant.forEach(function (who) { asking.add(who); }); });
    return { terms: terms, typed: typed, asking: asking };
  }

  var pages = new Map();
  index.docs.forEach(function (doc) { if (!doc.location.includes("#")) pages.set(doc.location, doc); });
  var docs = index.docs.map(function (doc, id) {
    var page = pages.get(doc.location.split("#")[0]) || doc;
    return Object.assign({}, doc, { id: id, for: page.for, page: page === doc ? "" : page.title });
  });
  var fields = Object.keys(weight.fields);
  var engine = new MiniSearch({ fields: fields, tokenize: tokensOf, processTerm: function (term) { return term; } });
  engine.addAll(docs);
  var often = new Map(); // in how many entries a term stands
  docs.forEach(function (doc) {
    new Set(fields.flatMap(function (name) { return doc[name] ? tokensOf(doc[name]) : []; })).forEach(function (term) {
      often.set(term, (often.get(term) || 0) + 1);
    });
  });

  /* Gives what a question finds, the best first: entries, each with the others that give the same ruling beneath it. */
  return function search(text) {
    var results = [], rulings = new Map();
    find(text).forEach(function (doc) {
      var ruling = doc.says && doc.ruling + doc.says;
      var first = ruling && rulings.get(ruling);
      if (first) {
        if (first.also.length < MOST_ALSO) first.also.push(doc);
        return;
      }
      var result = { doc: doc, also: [] };
      if (ruling) rulings.set(ruling, result);
      results.push(result);
    });
    return results;
  };

  function find(text) {
    var question = questionOf(text);
    if (!question.terms.size) return [];
    var unfinished = wordsOf(text).map(stem).pop();
    var found = engine.search(text, {
      tokenize: function () { return Array.from(question.terms.keys()); },
      processTerm: function (term) { return term; },
      boost: weight.fields,
      boostTerm: function (term) { return question.terms.get(term) || 1; },
      prefix: function (term) { return term === unfinished ? term.length > 1 : term.length > 3 && term[0] !== "="; },
      fuzzy: function (term) { return often.has(term) || term.length < 4 || term[0] === "=" ? false : term.length < 7 ? 1 : 2; },
      weights: { fuzzy: weight.fuzzy, prefix: weight.prefix },
      bm25: weight.bm25,
      boostDocument: function (id) {
        var doc = docs[id];
        var reads = doc.for.some(function (who) { return question.asking.has(who); });
        return (weight.kinds[doc.kind] || 1) * (reads ? 1 + (weight.reader - 1) / Math.sqrt(doc.for.length) : 1);
      },
    });
    var found_terms = new Set(found.flatMap(function (hit) { return hit.queryTerms; }));
    function sum(terms) { return terms.reduce(function (all, term) { return all + (found_terms.has(term) ? 1 : 0); }, 0); }
    var whole = sum(Array.from(question.typed)) || 1;
    return found
      .map(function (hit) {
        var covered = sum(hit.queryTerms.filter(function (term) { return question.typed.has(term); })) / whole;
        return { doc: docs[hit.id], score: hit.score * Math.pow(0.25 + 0.75 * covered, weight.coverage) };
      })
      .filter(function (hit, _, all) { return hit.score > weight.least * all.reduce(function (most, one) { return Math.max(most, one.score); }, 0); })
      .sort(function (one, other) { return other.score - one.score || one.doc.id - other.doc.id; })
      .map(function (hit) { return hit.doc; });
  }
}
