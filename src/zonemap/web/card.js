'use strict';
// The card of one zone: every value with who says so, what is not stated, and what was computed.
(function (zonemap) {
  const { el, button } = zonemap.dom;
  const { word, name, otherName, label, number, date, joined, keys, foreign, pair, spoken } = zonemap.words;
  const said = zonemap.said;
  const MOST = 12;

  const place = (point) => `${point[1].toFixed(4)}°E, ${point[0].toFixed(4)}°N`;

  /** Townships; in English in Latin letters, with the Chinese that the source has. */
  function townships(zone) {
    const own = zone.township.split(';').filter(Boolean);
    if (zonemap.words.lang() === 'zh') return joined(own);
    const read = zone.township_en.split(';');
    return joined(own.map((text, index) => (read[index] ? `${read[index]} ${text}` : text)));
  }

  /** The area as stated and as measured within the surveyed boundary, whose file it names. */
  function areaWords(zone) {
    const measured = zone.measured_km2;
    const found = { area: number(measured ?? 0, 4), file: zone.survey?.file || '' };
    const words = label('area', 'measured_in').replace(/\{(area|file)\}/g, (_, key) => found[key]);
    const stated = zone.area_km2 === null ? '' : `${number(zone.area_km2)} km²`;
    return [stated, measured === null ? '' : words].filter(Boolean).join(zonemap.words.lang() === 'zh' ? '；' : '; ');
  }

  /** Fields in the card's order: the column whose evidence counts, its words, and the value or nothing. */
  const FIELDS = [
    ['kind', (zone) => label('kind', zone.kind)],
    ['tier', (zone) => zone.tier && label('tier', zone.tier)],
    ['management', (zone) => zone.management && label('management', zone.management)],
    ['counties', (zone) => joined(zonemap.hosts(zone).map(name))],
    ['township', townships],
    ['bounds', (zone) => zone.bounds && zonemap.words.pair(zone.bounds), 'bounds_zh'],
    ['applied', (zone) => zone.applied && date(zone.applied)],
    ['approved', (zone) => zone.approved && date(zone.approved)],
    ['unveiled', (zone) => zone.unveiled && date(zone.unveiled)],
    ['operating', (zone) => zone.operating && date(zone.operating)],
    ['area_km2', areaWords],
    [
      'point',
      (zone) => zone.point && `${place(zone.point)} · ${label('point_basis', zone.point_basis)}`,
      'lon',
    ],
  ];

  /** The two names, that in the language of the moment first. */
  function names() {
    const both = [
      [(zone) => zone.zh, 'name_zh'],
      [(zone) => zone.en, 'name_en'],
    ];
    const [own, other] = zonemap.words.lang() === 'zh' ? both : both.reverse();
    return [
      ['name', ...own],
      ['other_name', ...other],
    ];
  }

  const described = () => [...names(), ...FIELDS];

  function entry(title, value, evidence) {
    return [el('dt', { text: title }), el('dd', {}, el('span', { class: 'value' }, spoken(value)), evidence)];
  }

  function values(zone) {
    return described().flatMap(([field, read, column]) => {
      const value = read(zone);
      if (!value) return [];
      const stated = field !== 'point' || !zone.point_derived;
      return entry(word(`field_${field}`), value, stated ? said.of('zones', zone.id, column || field) : null);
    });
  }

  const eventRow = (row) => [
    `${row.date ? date(row.date) : word('undated_event')} · ${label('event', row.event)}`,
    name(row),
    row.date ? `${row.date} ${row.event}` : row.event,
  ];

  const ROWS = {
    industries: (zone) =>
      zone.industries.map((row) => [
        label('industry', row.key),
        row.basis === 'name' ? word('basis_name') : '',
        row.key,
      ]),
    reforms: (zone) =>
      zone.reforms.map((row) => [
        `${label('measure', row.measure)}${zonemap.words.colon()}${label('state', row.state)}`,
        [row.as_of && word('as_of', { day: date(row.as_of) }), row.due && word('due', { day: date(row.due) })]
          .filter(Boolean)
          .join(' · '),
        row.measure,
      ]),
    partners: (zone) =>
      zone.partners.map((row) => [
        name(row),
        [
          row.role && label('role', row.role),
          row.place && label('place', row.place),
          row.since && date(row.since),
        ]
          .filter(Boolean)
          .join(' · '),
        row.zh,
      ]),
    events: (zone) => zone.events.map(eventRow),
  };

  function item(kind, id, [title, about, field]) {
    return el(
      'li',
      {},
      el('span', { class: 'value', text: title }),
      about ? el('span', { class: 'about', text: about }) : null,
      said.of(kind, id, field),
    );
  }

  const table = (zone, kind) => ROWS[kind](zone).map((row) => item(kind, zone.id, row));
  const eventItem = (row) => item('events', '', eventRow(row));

  function section(title, content) {
    return content.length ? el('section', { class: 'card-part' }, el('h3', { text: title }), content) : null;
  }

  function missing(zone) {
    const fields = described()
      .filter(([, read]) => !read(zone))
      .map(([field]) => word(`field_${field}`));
    const tables = ['industries', 'partners', 'events']
      .filter((kind) => !zone[kind].length)
      .map((kind) => word(`part_${kind}`));
    const stated = new Set(
      zone.reforms.filter((row) => row.state !== 'not_reported').map((row) => row.measure),
    );
    const measures =
      zone.tier === 'cluster'
        ? []
        : keys('measure')
            .filter((measure) => !stated.has(measure))
            .map((measure) => label('measure', measure));
    return [...fields, ...tables, ...measures].map((text) => el('li', { text }));
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

  /** Zones of which dated sources of the build's day or before name an industry of this one. */
  function sameIndustry(zone) {
    const known = (one) => one.industries.filter((row) => !row.open).map((row) => row.key);
    const own = new Set(known(zone));
    return zonemap.data.zones
      .filter((other) => other !== zone && known(other).some((key) => own.has(key)))
      .map((other) => other.id);
  }

  function computed(zone) {
    const more = (basis, ids) => [el('span', { class: 'source-note', text: pair(basis) }), links(ids)];
    const rows = zone.computed.map(([field, value, basis, ids]) => [word(field), pair(value), more(basis, ids)]);
    if (zone.neighbours.length) rows.push([word('neighbours'), '', links(zone.neighbours.slice(0, MOST))]);
    const alike = sameIndustry(zone);
    if (alike.length) rows.push([word('same_industry'), '', links(alike.slice(0, MOST))]);
    if (zone.same_industry.length) rows.push([word('rivals_title'), '', links(zone.same_industry)]);
    return rows.flatMap(([title, value, about]) => entry(title, value, about));
  }

  /** The status in the year shown; of an application that nothing is told of later, the day that it was so. */
  function statusWords(zone, status) {
    const { year } = zonemap.store.now();
    const { statusAt, when } = zonemap.time;
    const day = [zone.by.applied || '', zonemap.sourceDay].sort().pop();
    const unheardOf = statusAt(zone, zonemap.lastYear) === 'applying' && year > Number(day.slice(0, 4));
    if (unheardOf) return word('applying_then', { day: date(day) });
    return `${label('status', status)} · ${when(year)}`;
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
          text: statusWords(zone, status),
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
    const unsaid = missing(zone);
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
          zone.area_later ? ` ${word('area_later', { date: date(zone.area_later) })}` : null,
        ),
        section(word('part_survey'), zonemap.survey.draw(zone)),
        section(word('part_values'), [el('dl', {}, values(zone))]),
        ...Object.keys(ROWS).map((kind) => {
          const rows = table(zone, kind);
          return rows.length ? section(word(`part_${kind}`), [el('ul', { class: 'rows' }, rows)]) : null;
        }),
        unsaid.length ? section(word('part_missing'), [el('ul', { class: 'missing' }, unsaid)]) : null,
        section(word('part_computed'), [
          el('p', { class: 'hint', text: word('computed_hint') }),
          el('dl', {}, computed(zone)),
        ]),
        section(word('part_sources'), [said.sources(said.idsOf(zone))]),
      ),
    ];
  }

  zonemap.card = { draw, section, eventItem, zoneLink, links, close, areaWords, FIELDS };
})(window.zonemap);
