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

  /** What a zone is in a year. */
  const valuesIn = (zone, status, year) => ({
    kind: [zone.kind],
    status: [status],
    county: zone.counties,
    industry: industriesIn(zone, year),
    ...Object.fromEntries([...CLASSED].map(([key, by]) => [key, [keyIn(by, zone, year)]])),
    basis: [zone.basis],
    approved: approvedIn(zone, year),
  });

  let held = { year: null, values: new Map() };
  /** What each zone is in a year: kept, since no filter, search or colour changes it. */
  function valuesOf(zone, status, year) {
    if (held.year !== year) held = { year, values: new Map() };
    if (!held.values.has(zone)) held.values.set(zone, valuesIn(zone, status, year));
    return held.values.get(zone);
  }

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

  function found(query) {
    if (!query.trim()) return null;
    return new Map(zonemap.search.find(query).map((hit, at) => [hit.id, at]));
  }

  /**
   * The zones visible in a state, and the class of each county that is not left aside. `counts` says how many zones
   * each choice would leave, whatever else is chosen for its key (of `zones`: how many counties); `seen` how many
   * of those visible it holds for; `without` how many zones there would be without the filter of a key.
   */
  function choose(state) {
    turn(state.year);
    const active = OWN.filter((key) => state.filters[key]?.length);
    const wanted = new Map(active.map((key) => [key, new Set(state.filters[key])]));
    const numbers = state.filters.zones || [];
    const hits = found(state.query);
    const status = new Map();
    const values = new Map();
    const meeting = [];
    const near = new Map(OWN.map((key) => [key, []]));
    let drawn = 0;

    for (const zone of zonemap.data.zones) {
      const is = statusAt(zone, state.year);
      status.set(zone.id, is);
      if (!drawnAt(zone, state.year)) continue;
      drawn += 1;
      if (hits && !hits.has(zone.id)) continue;
      const own = valuesOf(zone, is, state.year);
      values.set(zone, own);
      const failing = active.filter((key) => !own[key].some((value) => wanted.get(key).has(value)));
      if (!failing.length) meeting.push(zone);
      if (failing.length > 1) continue;
      for (const key of failing.length ? failing : OWN) near.get(key).push(zone);
    }

    const shown = inCounties(meeting, numbers);
    const chosen = { status, drawn, hits, counts: {}, seen: {}, without: {} };
    for (const key of OWN) {
      const groups = new Map();
      for (const zone of near.get(key))
        for (const value of values.get(zone)[key]) {
          if (!groups.has(value)) groups.set(value, []);
          groups.get(value).push(zone);
        }
      chosen.counts[key] = new Map(
        [...groups].map(([value, zones]) => [value, inCounties(zones, numbers).length]),
      );
      chosen.seen[key] = tally(shown.flatMap((zone) => values.get(zone)[key]));
      if (wanted.has(key)) chosen.without[key] = inCounties(near.get(key), numbers).length;
    }
    const counties = [...ofCounties(meeting)];
    chosen.county = new Map(counties.filter(([, number]) => !numbers.length || numbers.includes(number)));
    chosen.counts.zones = tally(counties.map(([, number]) => number));
    chosen.seen.zones = tally(chosen.county.values());
    if (numbers.length) chosen.without.zones = meeting.length;
    chosen.visible = shown.map((zone) => zone.id);
    if (hits) chosen.visible.sort((a, b) => hits.get(a) - hits.get(b));
    chosen.shown = new Set(chosen.visible);
    return chosen;
  }

  zonemap.choose = { choose, tally, KEYS, LEGEND_KEY, CLASSED };
})(window.zonemap);
