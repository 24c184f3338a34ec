'use strict';
// Search by Chinese, pinyin, initials, English, county, industry and partner. Lower-case texts are made once.
(function (zonemap) {
  /** The industries that are told of a zone at any stop. */
  const industriesOf = (zone) => {
    const stops = (zone.at?.industries || []).flatMap(([, rows]) => rows);
    return [...new Set([...stops, ...zone.industries].map((row) => row.key))];
  };

  const { term } = zonemap.words;
  /** Letters that are not written another way, as most texts hold no others. */
  const USUAL = /^[\x20-\x7e\u4e00-\u9fff]*$/;
  const plain = (text) => (USUAL.test(text) ? text : text.normalize('NFKC')).toLowerCase().trim();
  const tight = (text) => text.replace(/[\s'’·-]+/g, '');
  /** Chinese names as people shorten them. */
  const short = (text) =>
    text
      .replace(/经济(技术)?开发区/g, '经开区')
      .replace(/高新技术(产业)?(开发|示范)区/g, '高新区')
      .replace(/产业集聚区/g, '集聚区');
  const both = (thing) => `${thing.zh} ${thing.en}`;
  const townships = (zone) => zonemap.facts.written(zone, 'values', 'township').flatMap(({ value }) => value);
  const known = new Map();
  /** A county or a word of the data, plain in both languages; many zones share it. */
  function plainly(thing) {
    if (!known.has(thing)) known.set(thing, plain(both(thing)));
    return known.get(thing);
  }

  /** The names that a zone has at any stop. */
  function everyName(zone) {
    const ever = (field) => (zone.at?.[field] || [[0, zone[field]]]).map(([, value]) => value);
    return [...ever('zh').flatMap((zh) => [zh, short(zh)]), ...ever('en').flatMap((en) => [en, tight(en)])];
  }

  const unique = new Map();
  /** The same text once: many zones name the same industries. */
  function once(text) {
    if (!unique.has(text)) unique.set(text, text);
    return unique.get(text);
  }

  /** What is searched of a zone; its names stand in one text, each after a line break. */
  const entryOf = (zone) => ({
    zone,
    names: everyName(zone).map((name) => `\n${plain(name)}`).join(''),
    county: once([...zonemap.hosts(zone).map(plainly), ...townships(zone).map(plain)].join(' ')),
    industry: once(industriesOf(zone).map((key) => plainly(term('industry', key))).join(' ')),
    partner: zone.partners.map((row) => `${plain(both(row))} ${plainly(term('place', row.place))}`).join(' '),
  });
  const all = ({ names, county, industry, partner }) => [names, county, industry, partner].join(' ');

  const { zones } = zonemap.data;
  const held = [];
  /** Make what is searched: all of it, or as much as there is time for. */
  function prepare(isTime) {
    while (held.length < zones.length && (!isTime || isTime())) held.push(entryOf(zones[held.length]));
    return held;
  }

  /** Make it little by little while the browser has nothing else to do, so that the first search need not. */
  function prepareSoon() {
    window.requestIdleCallback?.((idle) => {
      prepare(() => idle.timeRemaining() > 4);
      if (held.length < zones.length) prepareSoon();
    });
  }

  const events = new Map();
  /** What happened to a zone, plain and as it is written; made when a search comes to it. */
  function eventsOf(id) {
    if (!events.has(id)) {
      const written = zonemap.facts.written(zonemap.zone(id), 'events');
      events.set(id, written.map(({ value }) => [short(plain(value.join(' '))), value]));
    }
    return events.get(id);
  }

  function inOrder(query, initials) {
    if (query[0] !== initials[0]) return false;
    let at = 0;
    for (const letter of initials) if (letter === query[at]) at += 1;
    return at === query.length;
  }

  const LATIN = /[a-z]/;
  /** Chinese is matched anywhere, a Latin word from its beginning. */
  function holds(text, query) {
    const isLatin = LATIN.test(query[0]);
    for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + 1))
      if (!isLatin || !LATIN.test(text[at - 1] || '')) return true;
    return false;
  }

  const holdsAll = (text, tokens) => tokens.every((token) => holds(text, token));

  /** The event that tells of what is searched; too short a query would find any. */
  function eventIn(id, query) {
    if (query.length < (/[a-z]/.test(query[0]) ? 5 : 3)) return null;
    const brief = short(query);
    const found = eventsOf(id).find(([text]) => holds(text, brief));
    return found ? found[1] : null;
  }

  /** How good a match: 0 the best, -1 none. `where` says what was matched, for the result's second line. */
  function rank(entry, { query, brief, packed, tokens }) {
    const { zone, names } = entry;
    if (names.includes(`\n${query}`)) return [0, 'name'];
    if (holds(names, query) || (brief !== query && holds(names, brief))) return [1, 'name'];
    if (packed && zone.pinyin.startsWith(packed)) return [1, 'name'];
    if (packed && zone.initials.startsWith(packed)) return [2, 'name'];
    if (packed.length > 2 && zone.pinyin.includes(packed)) return [3, 'name'];
    if (packed.length > 1 && packed.length < 9 && inOrder(packed, zone.initials)) return [4, 'name'];
    for (const [at, field] of ['county', 'industry', 'partner'].entries())
      if (holds(entry[field], query)) return [5 + at, field];
    if (tokens.length > 1 && holdsAll(all(entry), tokens)) return [8, 'name'];
    if (eventIn(zone.id, query)) return [9, 'event'];
    return [-1, ''];
  }

  /** The zones that match, best first: [{id, rank, where}]. */
  function find(text) {
    const query = plain(text);
    if (!query) return [];
    const packed = /^[a-z\s'’]+$/.test(query) ? tight(query) : '';
    const asked = { query, brief: short(query), packed, tokens: query.split(/\s+/) };
    const found = [];
    for (const entry of prepare()) {
      const [score, where] = rank(entry, asked);
      if (score >= 0) found.push({ id: entry.zone.id, rank: score, where });
    }
    return found.sort((a, b) => a.rank - b.rank);
  }

  /** A name that a zone has at another stop alone, if it is this one that is searched. */
  function nameElsewhere(id, text) {
    const query = plain(text);
    const isMeant = (name) =>
      [name, short(name)].some((one) => holds(plain(one), query) || holds(plain(one), short(query)));
    const zone = zonemap.zone(id);
    if (isMeant(zone.zh) || isMeant(zone.en)) return '';
    const others = ['zh', 'en'].flatMap((field) => (zone.at?.[field] || []).map(([, name]) => name));
    return others.find(isMeant) || '';
  }

  const eventOf = (id, text) => eventIn(id, plain(text));

  zonemap.search = { find, prepareSoon, eventOf, nameElsewhere };
})(window.zonemap);
