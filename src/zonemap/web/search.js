'use strict';
// Search by Chinese, pinyin, initials, English, county, industry and partner. Lower-case texts are made once.
(function (zonemap) {
  /** The industries that are told of a zone at any stop. */
  const industriesOf = (zone) => {
    const stops = (zone.at?.industries || []).flatMap(([, rows]) => rows);
    return [...new Set([...stops, ...zone.industries].map((row) => row.key))];
  };

  const { term } = zonemap.words;
  const plain = (text) => text.normalize('NFKC').toLowerCase().trim();
  const tight = (text) => text.replace(/[\s'’·-]+/g, '');
  /** Chinese names as people shorten them. */
  const short = (text) =>
    text
      .replace(/经济(技术)?开发区/g, '经开区')
      .replace(/高新技术(产业)?(开发|示范)区/g, '高新区')
      .replace(/产业集聚区/g, '集聚区');
  const both = (thing) => `${thing.zh} ${thing.en}`;
  const townships = (zone) =>
    zonemap.facts
      .written(zone, 'values')
      .filter(({ field }) => field === 'township')
      .flatMap(({ value }) => value);

  /** The names that a zone has at any stop. */
  function everyName(zone) {
    const ever = (field) => (zone.at?.[field] || [[0, zone[field]]]).map(([, value]) => value);
    return [...ever('zh').flatMap((zh) => [zh, short(zh)]), ...ever('en').flatMap((en) => [en, tight(en)])];
  }

  const entryOf = (zone) => {
    const entry = {
      id: zone.id,
      names: everyName(zone).map(plain),
      pinyin: zone.pinyin,
      initials: zone.initials,
      county: plain([...zonemap.hosts(zone).map(both), ...townships(zone)].join(' ')),
      industry: plain(industriesOf(zone).map((key) => both(term('industry', key))).join(' ')),
      partner: plain(zone.partners.map((row) => `${both(row)} ${both(term('place', row.place))}`).join(' ')),
    };
    return { ...entry, all: [...entry.names, entry.county, entry.industry, entry.partner].join(' ') };
  };
  let held = null;
  /** What is searched of every zone, made when it is first searched. */
  const entries = () => (held ??= zonemap.data.zones.map(entryOf));

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

  /** Chinese is matched anywhere, a Latin word from its beginning. */
  function holds(text, query) {
    for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + 1))
      if (!/[a-z]/.test(query[0]) || !/[a-z]/.test(text[at - 1] || '')) return true;
    return false;
  }

  /** The event that tells of what is searched; too short a query would find any. */
  function eventIn(id, query) {
    if (query.length < (/[a-z]/.test(query[0]) ? 5 : 3)) return null;
    const found = eventsOf(id).find(([text]) => holds(text, short(query)));
    return found ? found[1] : null;
  }

  /** How good a match: 0 the best, -1 none. `where` says what was matched, for the result's second line. */
  function rank(entry, query, packed, tokens) {
    if (entry.names.some((text) => text.startsWith(query))) return [0, 'name'];
    if (entry.names.some((text) => holds(text, query) || holds(text, short(query)))) return [1, 'name'];
    if (packed && entry.pinyin.startsWith(packed)) return [1, 'name'];
    if (packed && entry.initials.startsWith(packed)) return [2, 'name'];
    if (packed.length > 2 && entry.pinyin.includes(packed)) return [3, 'name'];
    if (packed.length > 1 && packed.length < 9 && inOrder(packed, entry.initials)) return [4, 'name'];
    for (const [at, field] of ['county', 'industry', 'partner'].entries())
      if (holds(entry[field], query)) return [5 + at, field];
    if (tokens.length > 1 && tokens.every((token) => holds(entry.all, token))) return [8, 'name'];
    if (eventIn(entry.id, query)) return [9, 'event'];
    return [-1, ''];
  }

  /** The zones that match, best first: [{id, rank, where}]. */
  function find(text) {
    const query = plain(text);
    if (!query) return [];
    const packed = /^[a-z\s'’]+$/.test(query) ? tight(query) : '';
    const tokens = query.split(/\s+/);
    const found = [];
    for (const entry of entries()) {
      const [score, where] = rank(entry, query, packed, tokens);
      if (score >= 0) found.push({ id: entry.id, rank: score, where });
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

  zonemap.search = { find, eventOf, nameElsewhere };
})(window.zonemap);
