'use strict';
// The card of one zone: every value with who says so, what is not stated, and what was computed.
(function (zonemap) {
  const { el, button } = zonemap.dom;
  const { word, name, otherName, label, foreign, spoken } = zonemap.words;
  const said = zonemap.said;
  const MOST = 12;

  /** Sections of the card after the values, each a list of rows: a table each. */
  const ABOVE = ['status', 'values', 'survey', 'place', 'computed'];
  const LISTS = [...new Set(zonemap.data.facts.heads.map(([kind]) => kind))].filter((kind) => !ABOVE.includes(kind));
  const titleOf = (kind) =>
    zonemap.data.words[`part_${kind}`] ? word(`part_${kind}`) : label('table', kind);

  function entry(title, value, more) {
    return [el('dt', { text: title }), el('dd', {}, el('span', { class: 'value' }, value), more)];
  }

  /** A value with how it stands to the day, which is no part of the value. */
  const remarked = (fact) => [
    ...spoken(fact.value),
    fact.remark ? el('span', { class: 'remark' }, spoken(fact.remark)) : null,
  ];

  const values = (found) => found.flatMap((fact) => entry(fact.label, remarked(fact), said.of(fact)));

  /** A row of a list: industries without a heading, partners before their role, all else behind its heading. */
  function item(fact) {
    const value = remarked(fact);
    const heading = spoken(fact.label);
    const [first, second] = { industries: [value], partners: [value, heading] }[fact.section] || [
      heading,
      value,
    ];
    return el(
      'li',
      {},
      el('span', { class: 'value' }, first),
      second ? el('span', { class: 'about' }, second) : null,
      said.of(fact),
    );
  }

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
    const rows = found.flatMap((fact) =>
      entry(fact.label, spoken(fact.value), [
        el('span', { class: 'source-note' }, spoken(fact.derivation)),
        fact.zones.length ? links(fact.zones) : null,
      ]),
    );
    const around = [
      ['neighbours', zone.neighbours.slice(0, MOST)],
      ['rivals_title', zone.same_industry],
    ].filter(([, ids]) => ids.length);
    return [...rows, ...around.flatMap(([title, ids]) => entry(word(title), '', links(ids)))];
  }

  function head(zone, status) {
    const held = zonemap.store.now().compare.includes(zone.id);
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
      el(
        'p',
        { class: 'badges' },
        el('span', {
          class: 'badge',
          text: `${zonemap.facts.status(zone)} · ${zonemap.time.when(zonemap.store.now().year)}`,
        }),
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
    document.getElementById('zone-list')?.focus();
  }

  function draw(state, chosen) {
    const zone = zonemap.zone(state.selected);
    if (!zone) return zonemap.overview.draw(state, chosen);
    const found = zonemap.facts.of(zone);
    const told = found.filter((fact) => !zonemap.facts.isSilent(fact));
    const of = (...sections) => told.filter((fact) => sections.includes(fact.section));
    const unsaid = missing(found);
    return [
      el(
        'article',
        { class: 'card', 'aria-labelledby': 'card-title', 'data-zone': zone.id },
        head(zone, chosen.status.get(zone.id)),
        el(
          'p',
          { class: 'basis-note' },
          el('strong', { text: `${word('basis')}${zonemap.words.colon()}${label('basis', zone.basis)}` }),
          ` ${word(`basis_${zone.basis}`)}`,
        ),
        section(word('part_survey'), zonemap.survey.draw(zone)),
        section(word('part_values'), [el('dl', {}, values(of('values', 'place')))]),
        LISTS.map((kind) => {
          const rows = of(kind).map(item);
          return rows.length ? section(titleOf(kind), [el('ul', { class: 'rows' }, rows)]) : null;
        }),
        unsaid.length ? section(word('part_missing'), [el('ul', { class: 'missing' }, unsaid)]) : null,
        section(word('part_computed'), [
          el('p', { class: 'hint', text: word('computed_hint') }),
          el('dl', {}, computed(zone, of('computed'))),
        ]),
        section(word('part_sources'), [said.sources(zonemap.facts.sourcesOf(zone))]),
      ),
    ];
  }

  zonemap.card = { draw, section, item, zoneLink, links, close };
})(window.zonemap);
