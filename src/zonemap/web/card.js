'use strict';
// The card of one zone: every value with who says so, what is not stated, and what was computed.
(function (zonemap) {
  const { el, svg, button } = zonemap.dom;
  const { word, name, otherName, label, foreign, spoken } = zonemap.words;
  const said = zonemap.said;
  const MOST = 12;

  /** Sections of the card after the values, each a list of rows: a table each. */
  const ABOVE = ['status', 'values', 'survey', 'place', 'computed'];
  const LISTS = [...new Set(zonemap.data.facts.heads.map(([kind]) => kind))].filter((kind) => !ABOVE.includes(kind));
  const titleOf = (kind) =>
    zonemap.data.words[`part_${kind}`] ? word(`part_${kind}`) : label('table', kind);

  /** What a planner asks first: large, above all else. */
  const LARGE = ['area_km2', 'approved', 'counties'];
  /** Wider than this, in Chinese characters, a value takes both columns. */
  const WIDE = 10;

  const entry = (title, value, more) =>
    el('div', { class: 'wide' }, el('dt', { text: title }), el('dd', {}, el('span', { class: 'value' }, value), more));

  /** A value with how it stands to the day, which is no part of the value. */
  const remarked = (fact) => [
    ...spoken(fact.value),
    fact.remark ? el('span', { class: 'remark' }, spoken(fact.remark)) : null,
  ];

  /** A small line of the numbers of an indicator; the words beside it say the same. */
  function line({ series }) {
    if (series.length < 2) return null;
    const [width, height] = [120, 24];
    const when = ([date]) => Number(date.slice(0, 4)) + (Number(date.slice(5, 7) || 1) - 1) / 12;
    const [first, last] = [when(series[0]), when(series[series.length - 1])];
    const numbers = series.map(([, number]) => number);
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    const place = (entry) => [
      3 + ((when(entry) - first) / (last - first || 1)) * (width - 6),
      height - 3 - ((entry[1] - low) / (high - low || 1)) * (height - 6),
    ];
    const places = series.map(place);
    return svg(
      'svg',
      { class: 'spark', viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' },
      svg('path', { d: `M${places.map((at) => at.map((one) => one.toFixed(1)).join(' ')).join('L')}` }),
      places.map(([cx, cy]) => svg('circle', { cx: cx.toFixed(1), cy: cy.toFixed(1), r: 1.8 })),
    );
  }

  /** Facts as title and value, each unfolding its sources; two stand beside each other where both are short. */
  const values = (found, numbered, kind) =>
    el(
      'dl',
      { class: kind },
      found.map((fact) =>
        el(
          'div',
          { class: widthOf(zonemap.facts.described(fact)) > WIDE || fact.series.length > 1 ? 'wide' : null },
          el('dt', { text: fact.label }),
          el(
            'dd',
            {},
            said.folded(fact, numbered, el('span', { class: 'value' }, remarked(fact)), line(fact)),
          ),
        ),
      ),
    );

  /** How wide a text is, in Chinese characters. */
  const widthOf = (text) => [...text].reduce((sum, one) => sum + (one > '\u2e7f' ? 1 : 0.55), 0);

  /** A row of a list: industries without a heading, partners before their role, all else behind its heading. */
  function item(fact, numbered) {
    const value = remarked(fact);
    const heading = spoken(fact.label);
    const [first, second] = { industries: [value], partners: [value, heading] }[fact.section] || [
      heading,
      value,
    ];
    const shown = el('span', { class: 'value' }, first);
    const about = second ? el('span', { class: 'about' }, second) : null;
    return el('li', {}, numbered ? said.folded(fact, numbered, shown, about) : [shown, about, said.of(fact)]);
  }

  const split = (found, test) => [found.filter(test), found.filter((one) => !test(one))];

  function section(title, content) {
    return content.length ? el('section', { class: 'card-part' }, el('h3', { text: title }), content) : null;
  }

  /** What the sources state for no day: nothing is missing that is told of another. */
  function missing(found) {
    const { isSilent } = zonemap.facts;
    const told = new Set(found.filter((fact) => !isSilent(fact)).map((fact) => fact.label));
    const silent = new Set(found.filter(isSilent).map((fact) => fact.label));
    return [...silent].filter((text) => !told.has(text)).map((text) => el('li', { text }));
  }

  function zoneLink(id) {
    const zone = zonemap.zone(id);
    if (!zone) return null;
    const link = button('', () => zonemap.find.go(id), {
      class: 'zone-link',
      'data-zone': id,
      'data-focus': `link:${id}`,
      ...zonemap.hover.row(id, 'card'),
    });
    link.append(
      zonemap.symbols.zoneIcon(zone, zonemap.store.chosen().status.get(id)),
      el('span', { text: name(zone) }),
    );
    return link;
  }

  const links = (ids) => el('div', { class: 'links' }, ids.map(zoneLink));

  /** What the program computes, with day and basis; behind it the zones around, to go on to. */
  function computed(zone, found) {
    const rows = found.map((fact) =>
      entry(fact.label, spoken(fact.value), [
        el('span', { class: 'source-note' }, spoken(fact.derivation)),
        fact.zones.length ? links(fact.zones) : null,
      ]),
    );
    const around = [
      ['neighbours', zone.neighbours.slice(0, MOST)],
      ['rivals_title', zone.same_industry],
    ].filter(([, ids]) => ids.length);
    return [...rows, ...around.map(([title, ids]) => entry(word(title), '', links(ids)))];
  }

  function head(zone, status) {
    const held = zonemap.store.now().compare.includes(zone.id);
    const badge = zonemap.facts.status(zone) && `${zonemap.facts.status(zone)} · ${zonemap.time.when(zonemap.store.now().year)}`;
    return el(
      'header',
      { class: 'card-head' },
      zonemap.symbols.zoneIcon(zone, status),
      el(
        'div',
        {},
        el('h2', { id: 'card-title', 'data-focus': 'title', tabindex: -1, text: name(zone) }),
        el('p', {
          class: 'other-name',
          lang: foreign(otherName(zone)),
          text: otherName(zone),
        }),
      ),
      zonemap.symbols.locator(zone),
      el(
        'p',
        { class: 'badges' },
        badge ? el('span', { class: 'badge', text: badge }) : null,
        zonemap.store.chosen().shown.has(zone.id)
          ? null
          : el('span', { class: 'badge warn', text: word('not_shown_now') }),
      ),
      el(
        'div',
        { class: 'card-acts' },
        button(word('fly_there'), () => zonemap.view.flyTo(zone.id), { 'data-focus': 'fly' }),
        button(word(held ? 'compare_remove' : 'compare_add'), () => zonemap.compare.toggle(zone.id), {
          'data-focus': 'compare',
          'aria-pressed': String(held),
        }),
        button(word('card_close'), close, { 'data-focus': 'close' }),
      ),
    );
  }

  function close() {
    zonemap.store.set({ selected: null, tab: 'list' });
    zonemap.panel.lift(false);
    document.getElementById('zone-list')?.focus();
  }

  function draw(state, chosen) {
    const zone = zonemap.zone(state.selected);
    if (!zone) return zonemap.overview.draw(state, chosen);
    const found = zonemap.facts.of(zone);
    const told = found.filter((fact) => !zonemap.facts.isSilent(fact));
    const of = (...sections) => told.filter((fact) => sections.includes(fact.section));
    const unsaid = missing(found);
    const numbered = zonemap.facts.sourcesOf(zone);
    const isLarge = (fact) => LARGE.includes(fact.field) && fact.section === 'values';
    const [named, others] = split(of('values', 'place'), (fact) => fact.field.startsWith('name_'));
    const [large, rest] = split(others, isLarge);
    return [
      el(
        'article',
        { class: 'card', 'aria-labelledby': 'card-title', 'data-zone': zone.id },
        head(zone, chosen.status.get(zone.id)),
        large.length ? values(large, numbered, 'large') : null,
        el(
          'p',
          { class: 'basis-note' },
          el('strong', { text: `${word('basis')}${zonemap.words.colon()}${label('basis', zone.basis)}` }),
          ` ${word(`basis_${zone.basis}`)}`,
        ),
        section(word('part_survey'), zonemap.survey.draw(zone)),
        section(word('part_values'), [values([...rest, ...named], numbered)]),
        LISTS.map((kind) => {
          const rows = of(kind).map((fact) => item(fact, numbered));
          return rows.length ? section(titleOf(kind), [el('ul', { class: 'rows' }, rows)]) : null;
        }),
        unsaid.length ? section(word('part_missing'), [el('ul', { class: 'missing' }, unsaid)]) : null,
        section(word('part_computed'), [
          el('p', { class: 'hint', text: word('computed_hint') }),
          el('dl', {}, computed(zone, of('computed'))),
        ]),
        section(word('part_sources'), said.sources(numbered)),
      ),
    ];
  }

  zonemap.card = { draw, section, item, zoneLink, links, close };
})(window.zonemap);

// The card of the whole region, shown while no zone is chosen: how many of what, what happened, all sources.
(function (zonemap) {
  const { el } = zonemap.dom;
  const { word, pair, label, keys, otherName } = zonemap.words;

  function counts(group, key, chosen) {
    const found = keys(group).filter((one) => chosen.seen[key].get(one));
    return found.flatMap((one) => [
      el('dt', { text: label(group, one) }),
      el('dd', { class: 'value', text: String(chosen.seen[key].get(one)) }),
    ]);
  }

  function draw(state, chosen) {
    const { section, item } = zonemap.card;
    const { meta, sources } = zonemap.data;
    const events = zonemap.facts.ofRegion();
    const other = otherName({ zh: meta.title_zh, en: meta.title_en });
    return [
      el(
        'article',
        { class: 'card' },
        el(
          'header',
          {},
          el('h2', { id: 'card-title', tabindex: -1, text: pair([meta.title_zh, meta.title_en]) }),
          el('p', { class: 'other-name', text: other, lang: zonemap.words.foreign(other) }),
          el('p', { class: 'hint', text: word('card_none') }),
        ),
        zonemap.tells('kinds')
          ? section([word('field_kind'), zonemap.time.when(state.year)].filter(Boolean).join(' · '), [
              el('dl', { class: 'counts' }, counts('kind', 'kind', chosen)),
            ])
          : null,
        zonemap.tells('time')
          ? section(word('field_status'), [el('dl', { class: 'counts' }, counts('status', 'status', chosen))])
          : null,
        section(
          word('part_events'),
          events.length ? [el('ul', { class: 'rows' }, events.map((fact) => item(fact)))] : [],
        ),
        section(word('part_sources'), zonemap.said.sources(Object.keys(sources))),
      ),
    ];
  }

  zonemap.overview = { draw };
})(window.zonemap);
