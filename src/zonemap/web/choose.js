'use strict';
// From the state to what is shown: the zones visible, and how many each choice would leave.
(function (zonemap) {
  const { statusAt, drawnAt, turn } = zonemap.time;
  const { keyIn, ofCounties } = zonemap.classes;
  /** What a zone itself is asked for; after these `zones` asks how many are left in its county. */
  const BEFORE = ['kind', 'status', 'county', 'industry'];
  const BEHIND = ['basis', 'approved'];
  const { legends } = zonemap.data;
  const LEGEND_KEY = Object.fromEntries(Object.entries(legends).map(([by, { filter }]) => [by, filter]));
  /** The legend of each key that asks for the classes of one and for nothing else. */
  const CLASSED = new Map(
    Object.entries(LEGEND_KEY)
      .filter(([by, key]) => legends[by].field && ![...BEFORE, ...BEHIND].includes(key))
      .map(([by, key]) => [key, by]),
  );
  const OWN = [...BEFORE, ...CLASSED.keys(), ...BEHIND];
  const KEYS = [...OWN, 'zones'];

  const some = (list) => (list.length ? list : ['not_stated']);
  const unique = (list) => [...new Set(list.filter(Boolean))];
  const industriesIn = (zone, year) =>
    some(unique([...zone.industries.map((row) => row.key), keyIn('industry', zone, year)]));

  function approvedIn(zone, year) {
    const key = keyIn('year', zone, year);
    return unique([key === 'not_stated' ? '' : String(zone.approved_year || ''), key]);
  }

  /** What a zone is in a year, by key. */
  const VALUES = {
    kind: (zone) => [zone.kind],
    status: (zone, year) => [statusAt(zone, year)],
    county: (zone) => zone.counties,
    industry: industriesIn,
    ...Object.fromEntries([...CLASSED].map(([key, by]) => [key, (zone, year) => [keyIn(by, zone, year)]])),
    basis: (zone) => [zone.basis],
    approved: approvedIn,
  };

  function tally(values) {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
    return counts;
  }

  /** Of zones that meet all else, those that lie in a county with as many of them as `numbers` asks for. */
  function inCounties(zones, numbers) {
    if (!numbers.length) return zones;
    const classes = ofCounties(zones);
    return zones.filter((zone) => zone.counties.some((county) => numbers.includes(classes.get(county))));
  }

  let sought = { query: '', hits: null };
  /** The zones that a query finds, by id with their place among them; kept, since nothing but the query changes it. */
  function found(query) {
    if (!query.trim()) return null;
    if (sought.query !== query)
      sought = { query, hits: new Map(zonemap.search.find(query).map((hit, at) => [hit.id, at])) };
    return sought.hits;
  }

  /** Give an object what is worked out when it is first asked for: most of it no view shows at the time. */
  function whenAsked(made, keys, workOut) {
    for (const key of keys) {
      let held;
      Object.defineProperty(made, key, { enumerable: true, get: () => (held ??= workOut(key)) });
    }
    return made;
  }

  /** How many of some zones each value of a key holds for; where counties are filtered, of those that are left. */
  function countsOf(key, zones, year, numbers) {
    const of = VALUES[key];
    if (!numbers.length) return tally(zones.flatMap((zone) => of(zone, year)));
    const groups = new Map();
    for (const zone of zones)
      for (const value of of(zone, year)) {
        if (!groups.has(value)) groups.set(value, []);
        groups.get(value).push(zone);
      }
    return new Map([...groups].map(([value, own]) => [value, inCounties(own, numbers).length]));
  }

  /** Zones drawn and found that meet all filters, and by key those that meet all but that one. */
  function meet(zones, filters, year) {
    const active = OWN.filter((key) => filters[key]?.length).map((key) => [key, VALUES[key], new Set(filters[key])]);
    const meeting = [];
    const short = new Map(active.map(([key]) => [key, []]));
    for (const zone of zones) {
      let failing = null;
      let isFar = false;
      for (const [key, of, wanted] of active) {
        if (of(zone, year).some((value) => wanted.has(value))) continue;
        isFar = failing !== null;
        failing = key;
        if (isFar) break;
      }
      if (failing === null) meeting.push(zone);
      else if (!isFar) short.get(failing).push(zone);
    }
    return { meeting, near: (key) => (short.has(key) ? [...meeting, ...short.get(key)] : meeting) };
  }

  /**
   * The zones visible in a state, and the class of each county that is not left aside. `counts` says how many zones
   * each choice would leave, whatever else is chosen for its key (of `zones`: how many counties); `seen` how many
   * of those visible it holds for; `without` how many zones there would be without the filter of a key.
   */
  function choose({ year, filters, query }) {
    turn(year);
    const numbers = filters.zones || [];
    const hits = found(query);
    const status = new Map();
    const zones = [];
    let drawn = 0;
    for (const zone of zonemap.data.zones) {
      status.set(zone.id, statusAt(zone, year));
      if (!drawnAt(zone, year)) continue;
      drawn += 1;
      if (!hits || hits.has(zone.id)) zones.push(zone);
    }
    const { meeting, near } = meet(zones, filters, year);
    const shown = inCounties(meeting, numbers);
    const visible = shown.map((zone) => zone.id);
    if (hits) visible.sort((a, b) => hits.get(a) - hits.get(b));
    const chosen = { status, drawn, hits, visible, shown: new Set(visible) };
    let held = null;
    const classes = () => (held ??= [...ofCounties(meeting)]);
    whenAsked(
      chosen,
      ['county'],
      () => new Map(classes().filter(([, number]) => !numbers.length || numbers.includes(number))),
    );
    chosen.counts = whenAsked({}, KEYS, (key) =>
      key === 'zones' ? tally(classes().map(([, number]) => number)) : countsOf(key, near(key), year, numbers),
    );
    chosen.seen = whenAsked({}, KEYS, (key) =>
      key === 'zones' ? tally(chosen.county.values()) : tally(shown.flatMap((zone) => VALUES[key](zone, year))),
    );
    const filtered = KEYS.filter((key) => filters[key]?.length);
    chosen.without = whenAsked({}, filtered, (key) =>
      key === 'zones' ? meeting.length : inCounties(near(key), numbers).length,
    );
    return chosen;
  }

  zonemap.choose = { choose, tally, KEYS, LEGEND_KEY, CLASSED };
})(window.zonemap);
