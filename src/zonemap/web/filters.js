'use strict';
// Filters beside the legend, what is chosen at present, and why nothing is shown when nothing is.
(function (zonemap) {
  const { el, byId, refill, button } = zonemap.dom;
  const { word, name, pair, label, keys, colon, joined } = zonemap.words;
  const { KEYS, CLASSED } = zonemap.choose;
  const { choice } = zonemap.legend;
  const open = new Set();

  const legendLabel = (by, value) => {
    const found = zonemap.classes.used(by).find((one) => one.key === value);
    return found ? pair(found.label) : word('not_stated');
  };

  const LABEL = {
    county: (value) => name(zonemap.county(value) || { zh: value, en: value }),
    industry: (value) =>
      keys('industry').includes(value) ? label('industry', value) : legendLabel('industry', value),
    approved: (value) =>
      ['not_stated', 'bounded'].includes(value) ? legendLabel('year', value) : String(value),
    zones: (value) => legendLabel('zones', value),
  };
  function labelOf(key, value) {
    if (CLASSED.has(key)) return legendLabel(CLASSED.get(key), value);
    return LABEL[key] ? LABEL[key](value) : label(key, value);
  }

  /** What a filter is called: by its own word, or as the legend whose classes it asks for. */
  const titleOf = (key) =>
    zonemap.data.words[`filter_${key}`] ? word(`filter_${key}`) : label('color', CLASSED.get(key) || key);

  /** Every value a key takes anywhere in the data, in the order of the vocabulary. */
  const VALUES = {
    county: () => zonemap.data.counties.map((one) => one.id),
    industry: () => keys('industry'),
    approved: () => [...zonemap.time.approvals.keys()].sort().map(String).concat('bounded', 'not_stated'),
    kind: () => keys('kind'),
    zones: () => zonemap.classes.used('zones').map((one) => one.key),
  };
  for (const [key, by] of CLASSED) VALUES[key] = () => zonemap.classes.used(by).map((one) => one.key);

  const TOLD = ['kind', 'county', 'industry', ...CLASSED.keys(), 'approved'].filter(
    (key) => CLASSED.has(key) || zonemap.tells(key),
  );

  /** Keys whose choices the legend does not show already. */
  const offered = (state) =>
    TOLD.filter(
      (key) => !zonemap.legend.coloured(state.color).some((by) => zonemap.choose.LEGEND_KEY[by] === key),
    );

  function choices(key, state, chosen) {
    const held = state.filters[key];
    return VALUES[key]()
      .filter((value) => chosen.counts[key].has(value) || held.includes(value))
      .map((value) => choice({ key, value, text: labelOf(key, value), state, chosen }));
  }

  function section(key, state, chosen) {
    const held = state.filters[key].length;
    return fold(key, titleOf(key), held ? String(held) : '', held > 0, () => choices(key, state, chosen));
  }

  /** The counties in which this view shows no zone, at this year and with these filters; a click goes there. */
  function bare(chosen) {
    const full = new Set(chosen.visible.flatMap((id) => zonemap.zone(id).counties));
    const counties = zonemap.data.counties.filter(({ id }) => !full.has(id));
    return fold('bare', word('without_zone'), String(counties.length), false, () => [
      ...counties.slice(0, MOST).map((county) =>
        button(name(county), () => zonemap.view.showCounty(county.id), {
          class: 'choice',
          'data-county': county.id,
          'data-focus': `bare:${county.id}`,
        }),
      ),
      counties.length > MOST ? el('p', { class: 'hint', text: word('and_more', { n: counties.length - MOST }) }) : null,
    ]);
  }

  const MOST = 200;
  function fold(key, title, count, isHeld, content) {
    const shown = open.has(key) || isHeld;
    const head = button(
      '',
      () => {
        if (shown) open.delete(key);
        else open.add(key);
        zonemap.store.again();
      },
      {
        class: 'fold',
        'aria-expanded': String(shown),
        'aria-controls': `filter-${key}`,
        'data-focus': `fold:${key}`,
      },
    );
    head.append(
      el('span', { text: title }),
      el('span', { class: 'count', text: count }),
    );
    const body = el(
      'div',
      { id: `filter-${key}`, class: 'fold-body', role: 'group', 'aria-label': title },
      shown ? content() : [],
    );
    body.hidden = !shown;
    return el('div', {}, head, body);
  }

  const activeKeys = (state) => KEYS.filter((key) => state.filters[key].length);
  const summary = (state, key) =>
    `${titleOf(key)}${colon()}${joined(state.filters[key].map((value) => labelOf(key, value)))}`;

  function chips(state) {
    const items = activeKeys(state).map((key) =>
      button(summary(state, key), () => zonemap.store.setFilter(key, []), {
        class: 'chip removable',
        'data-focus': `chip:${key}`,
        'aria-label': word('remove_filter', { text: summary(state, key) }),
      }),
    );
    if (state.query)
      items.push(
        button(`${word('search')}${colon()}${state.query}`, () => zonemap.store.set({ query: '' }), {
          class: 'chip removable',
          'data-focus': 'chip:q',
          'aria-label': word('remove_filter', { text: state.query }),
        }),
      );
    if (!items.length) return null;
    return el(
      'div',
      { class: 'chips' },
      items,
      button(word('clear_all'), zonemap.store.clearFilters, {
        class: 'chip clear',
        id: 'clear-all',
        'data-focus': 'clear',
      }),
    );
  }

  function show(state, chosen) {
    refill(
      byId('filters'),
      el('h2', { text: word('filters') }),
      el('p', {
        class: 'shown',
        text: word('shown_count', { n: chosen.visible.length, all: zonemap.data.zones.length }),
      }),
      chips(state),
      offered(state).map((key) => section(key, state, chosen)),
      zonemap.data.counties.length ? bare(chosen) : null,
    );
    empty(state, chosen);
  }

  function reason(state, chosen) {
    if (!chosen.drawn) return word('empty_year', { when: zonemap.time.when(state.year) });
    if (state.query && !chosen.hits.size) return word('search_none', { q: state.query });
    return word('empty_filters', { when: zonemap.time.when(state.year) });
  }

  function wayOut(state, chosen) {
    const ways = Object.entries(chosen.without).filter(([, n]) => n).map(([key, n]) =>
      button(word('without', { text: summary(state, key), n }), () => zonemap.store.setFilter(key, [])),
    );
    if (activeKeys(state).length || state.query)
      ways.push(button(word('clear_all'), zonemap.store.clearFilters));
    if (state.year < zonemap.sourceYear)
      ways.push(
        button(word('to_source_year', { year: zonemap.sourceYear }), () =>
          zonemap.store.set({ year: zonemap.sourceYear }),
        ),
      );
    return ways;
  }

  function empty(state, chosen) {
    const box = byId('map-empty');
    box.hidden = chosen.visible.length > 0;
    if (!box.hidden)
      refill(
        box,
        el('p', { text: reason(state, chosen) }),
        el('div', { class: 'ways' }, wayOut(state, chosen)),
      );
  }

  zonemap.filters = { show, labelOf, summary, activeKeys };
})(window.zonemap);
