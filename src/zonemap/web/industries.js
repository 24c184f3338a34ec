'use strict';
// Which industry where, which neighbours claim the same one, and which counties name none.
(function (zonemap) {
  const { el, button } = zonemap.dom;
  const { word, name, label, keys, joined } = zonemap.words;
  const MOST = 12;

  function claims(shown) {
    const held = new Map(keys('industry').map((key) => [key, []]));
    for (const id of shown)
      for (const row of zonemap.zone(id).industries) held.get(row.key)?.push([id, row.basis]);
    return [...held].filter(([, list]) => list.length).sort((a, b) => b[1].length - a[1].length);
  }

  function common(one, other) {
    const own = new Set(one.industries.map((row) => row.key));
    return other.industries.filter((row) => own.has(row.key)).map((row) => label('industry', row.key));
  }

  function rivals(shown) {
    const pairs = zonemap.overlay.rivals(shown);
    if (!pairs.length) return el('p', { class: 'hint', text: word('rivals_none') });
    return el(
      'ul',
      { class: 'rows' },
      pairs
        .slice(0, 50)
        .map(([one, other]) =>
          el(
            'li',
            {},
            el('p', { class: 'value', text: joined(common(one, other)) }),
            zonemap.card.links([one.id, other.id]),
          ),
        ),
    );
  }

  function industry([key, list], state) {
    const held = state.filters.industry.includes(key);
    const ids = list.map(([id]) => id);
    const inferred = list.filter(([, basis]) => basis === 'name').length;
    const filter = button(
      word(held ? 'filter_off' : 'filter_on'),
      () => zonemap.store.toggle('industry', key),
      {
        'aria-pressed': String(held),
        'data-focus': `industry:${key}`,
        'aria-label': `${word(held ? 'filter_off' : 'filter_on')}: ${label('industry', key)}`,
      },
    );
    return el(
      'li',
      {},
      el(
        'div',
        { class: 'industry-head' },
        el('span', { class: 'value', text: label('industry', key) }),
        el('span', { class: 'count', text: String(ids.length) }),
        filter,
      ),
      inferred ? el('p', { class: 'hint', text: word('inferred_count', { n: inferred }) }) : null,
      zonemap.card.links(ids.slice(0, MOST)),
      ids.length > MOST ? el('p', { class: 'hint', text: `+${ids.length - MOST}` }) : null,
    );
  }

  function silent(shown) {
    const named = new Set();
    for (const id of shown)
      if (zonemap.zone(id).industries.length)
        for (const county of zonemap.zone(id).counties) named.add(county);
    return zonemap.data.counties.filter((county) => !named.has(county.id));
  }

  function silence(shown) {
    const counties = silent(shown);
    if (!counties.length) return el('p', { class: 'hint', text: word('no_silent_county') });
    return el(
      'ul',
      { class: 'missing' },
      counties.slice(0, 100).map((county) => el('li', { text: name(county) })),
    );
  }

  function draw(state, chosen) {
    return [
      el('h2', { text: word('industries_title') }),
      el('p', { class: 'hint', text: word('industries_hint') }),
      state.color === 'industry'
        ? null
        : button(word('color_map_by_this'), () => zonemap.store.set({ color: 'industry' }), {
            'data-focus': 'color',
          }),
      el('section', { class: 'card-part' }, el('h3', { text: word('rivals_title') }), rivals(chosen.shown)),
      el(
        'section',
        { class: 'card-part' },
        el('h3', { text: word('industries_where') }),
        el(
          'ul',
          { class: 'rows' },
          claims(chosen.shown).map((one) => industry(one, state)),
        ),
      ),
      el(
        'section',
        { class: 'card-part' },
        el('h3', { text: word('silent_counties') }),
        silence(chosen.shown),
      ),
    ];
  }

  zonemap.industries = { draw };
})(window.zonemap);

// Partners by place, those with most partners first.
(function (zonemap) {
  const { el } = zonemap.dom;
  const { word, name, label, date } = zonemap.words;

  function places(shown) {
    const held = new Map();
    for (const id of shown)
      for (const row of zonemap.zone(id).partners) {
        const place = row.place || '';
        if (!held.has(place)) held.set(place, []);
        held.get(place).push({ ...row, zone: id });
      }
    return [...held].sort((a, b) => Boolean(b[0]) - Boolean(a[0]) || b[1].length - a[1].length);
  }

  const placeName = (place) => (place ? label('place', place) : word('place_unknown'));

  function partner(row, selected) {
    const [fact] = zonemap.facts.at(zonemap.zone(row.zone), 'partners', row.zh);
    const since = row.since && date(row.since);
    const about = [label('role', row.role), since].filter(Boolean).join(' · ') + fact.remark;
    return el(
      'li',
      { class: row.zone === selected ? 'held' : null },
      el('span', { class: 'value', text: name(row) }),
      el('span', { class: 'about', text: about }),
      zonemap.card.links([row.zone]),
      zonemap.said.of(fact),
    );
  }

  function draw(state, chosen) {
    const list = places(chosen.shown);
    if (!list.length) return [el('p', { class: 'hint', text: word('partners_none') })];
    return [
      el('h2', { text: word('partners_title') }),
      ...list.map(([place, rows]) =>
        el(
          'section',
          { class: 'card-part' },
          el('h3', { text: `${placeName(place)} · ${rows.length}` }),
          el(
            'ul',
            { class: 'rows' },
            rows.slice(0, 100).map((row) => partner(row, state.selected)),
          ),
        ),
      ),
    ];
  }

  zonemap.partners = { draw };
})(window.zonemap);
