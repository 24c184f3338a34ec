'use strict';
// From the state to what is shown: the zones visible, and how many each choice would leave.
(function (zonemap) {
  const { statusAt, drawnAt, covers, reformAt, yearOf } = zonemap.time;
  const legends = zonemap.data.legends;
  const KEYS = ['kind', 'status', 'county', 'industry', 'reform', 'basis', 'approved', 'zones'];
  const LEGEND_KEY = {
    kind: 'kind',
    year: 'approved',
    industry: 'industry',
    reform: 'reform',
    zones: 'zones',
  };

  const classOf = (by, id) => legends[by]?.of[id];
  const some = (list) => (list.length ? list : ['not_stated']);
  const unique = (list) => [...new Set(list.filter(Boolean))];

  const fixed = new Map(
    zonemap.data.zones.map((zone) => {
      const year = yearOf(zone.by.approved);
      return [
        zone.id,
        {
          kind: [zone.kind],
          county: zone.counties,
          industry: some(unique([...zone.industries.map((row) => row.key), classOf('industry', zone.id)])),
          approved: unique([year ? String(year) : 'not_stated', classOf('year', zone.id)]),
          zones: unique(zone.counties.map((county) => classOf('zones', county))),
        },
      ];
    }),
  );

  /** What a zone is in a year: status and reform change, and before an expansion no extent is known. */
  const valuesIn = (zone, status, year) => ({
    ...fixed.get(zone.id),
    status: [status],
    reform: [reformAt(zone, year)],
    basis: covers(zone, year) ? [zone.basis] : [],
  });

  const add = (counts, value) => counts.set(value, (counts.get(value) || 0) + 1);

  /**
   * The zones visible in a state. `counts` says how many zones each choice would leave, whatever else is chosen
   * for its key; `seen` how many of those visible it holds for.
   */
  function choose(state) {
    const active = KEYS.filter((key) => state.filters[key]?.length);
    const wanted = active.map((key) => new Set(state.filters[key]));
    const hits = state.query.trim()
      ? new Map(zonemap.search.find(state.query).map((hit, at) => [hit.id, at]))
      : null;
    const chosen = { status: new Map(), visible: [], counts: {}, seen: {}, only: {}, drawn: 0, hits };
    for (const key of KEYS) {
      chosen.counts[key] = new Map();
      chosen.seen[key] = new Map();
    }

    for (const zone of zonemap.data.zones) {
      const status = statusAt(zone, state.year);
      chosen.status.set(zone.id, status);
      if (!drawnAt(status, state.year)) continue;
      chosen.drawn += 1;
      if (hits && !hits.has(zone.id)) continue;
      const values = valuesIn(zone, status, state.year);
      const failing = active.filter((key, at) => !values[key].some((value) => wanted[at].has(value)));
      if (!failing.length) chosen.visible.push(zone.id);
      if (failing.length === 1) chosen.only[failing[0]] = (chosen.only[failing[0]] || 0) + 1;
      if (failing.length > 1) continue;
      for (const key of failing.length ? failing : KEYS) {
        for (const value of values[key]) {
          add(chosen.counts[key], value);
          if (!failing.length) add(chosen.seen[key], value);
        }
      }
    }
    if (hits) chosen.visible.sort((a, b) => hits.get(a) - hits.get(b));
    chosen.shown = new Set(chosen.visible);
    return chosen;
  }

  zonemap.choose = { choose, KEYS, LEGEND_KEY };
})(window.zonemap);
