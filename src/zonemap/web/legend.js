'use strict';
// The legend explains what is drawn, and each of its lines filters what it explains.
(function (zonemap) {
  const { el, byId, refill, button, keep } = zonemap.dom;
  const { word, pair, keys, label } = zonemap.words;
  const { icon, picture } = zonemap.symbols;
  const { LINES, toned } = zonemap.areas;
  const SIZE = zonemap.style.size;
  const STATUSES = Object.keys(zonemap.style.marks).filter((status) => zonemap.time.statuses.has(status));

  /** A number of zones, or of counties where these bear the classes. */
  const counted = (key, n) =>
    key === 'zones' ? word(n === 1 ? 'one_county' : 'n_counties', { n }) : String(n);

  /** How many of what is shown a line of the legend stands for. */
  function inView({ by, key, value }) {
    const counts = by ? zonemap.classes.counts(by) : zonemap.store.chosen().seen[key];
    return counts.get(value) || 0;
  }

  /** One choice: pressed when it filters, with how many zones it would leave. */
  function choice({ key, value, text, items, state, chosen }) {
    const held = state.filters[key].includes(value);
    const count = chosen.counts[key].get(value) || 0;
    return keep(`choice:${key}:${value}`, [text, held, count, items], () => makeChoice(key, value, text, items, held, count));
  }

  function makeChoice(key, value, text, items, held, count) {
    const words = counted(key, count);
    const made = button('', () => zonemap.store.toggle(key, value), {
      class: count ? 'choice' : 'choice empty',
      'aria-pressed': String(held),
      'data-focus': `${key}:${value}`,
      'data-filter': key,
      'data-value': value,
      'aria-label': word(key === 'zones' ? 'choice_counties' : 'choice_label', { text, n: words }),
    });
    made.append(
      ...(items ? [picture(items)] : []),
      el('span', { class: 'choice-text', text }),
      el('span', { class: 'count', text: words }),
    );
    return made;
  }

  const BOX = 'M-12 -8H12V8H-12Z';

  function classItems(by, one, theme) {
    if (by === 'kind') return icon({ symbol: one.symbol, color: one.color, status: 'operating' }, theme);
    if (one.size)
      return icon({ symbol: 'circle', color: one.color, status: 'operating', radius: 6 * one.size }, theme);
    return [{ d: BOX, fill: toned(one.color, theme), pattern: one.pattern, stroke: theme.ink }];
  }

  function basisItems(basis, theme) {
    const ink = theme['ink-2'];
    const { opacity, width, dash, cap, halo = [], haze } = LINES[basis];
    const [widest] = halo;
    return [
      ...halo.map((radius) => ({
        d: zonemap.symbols.outline('circle', (12 * radius) / widest),
        fill: ink,
        opacity: haze,
      })),
      { d: BOX, width, dash, cap, stroke: ink, fill: opacity ? ink : 'none', opacity: opacity || null },
    ];
  }

  /** The classes of a legend; where a filter knows no others, those that this year has or the filter asks for. */
  function classesIn(by, state) {
    const key = zonemap.choose.LEGEND_KEY[by];
    if (!zonemap.choose.CLASSED.has(key)) return zonemap.classes.used(by);
    const drawn = zonemap.data.zones.filter((zone) => zonemap.time.drawnAt(zone, state.year));
    const there = new Set(drawn.map((zone) => zonemap.classes.keyIn(by, zone, state.year)));
    return zonemap.classes
      .used(by)
      .filter((one) => there.has(one.key) || state.filters[key].includes(one.key));
  }

  const HINTS = { industry: ['industry_hint', 'industry_count_hint'], zones: ['zones_hint'] };
  const hintOf = (by) => (HINTS[by] || []).map((key) => word(key)).join(' ');

  /** The heading of a legend at a stop: numbers over years say of which year they are. */
  function titleOf(by, year) {
    const { title, titles } = zonemap.data.legends[by];
    return pair((titles && zonemap.time.lookUp(titles, year)) || title);
  }

  function classGroup(by, state, theme) {
    const key = zonemap.choose.LEGEND_KEY[by];
    return {
      title: titleOf(by, state.year),
      hint: hintOf(by),
      rows: classesIn(by, state).map((one) => ({
        by,
        key,
        value: one.key,
        text: pair(one.label),
        items: classItems(by, one, theme),
      })),
    };
  }

  /** The legends of what is coloured: where counties are, the marks on them need their own. */
  const coloured = (color) =>
    [...new Set([color, zonemap.classes.zonesBy(color)])].filter((by) => zonemap.data.legends[by]);

  /** What the map's marks and lines mean, as words and items: for the screen, the print and the picture alike. */
  function groups(state, theme) {
    const by = state.color;
    const made = [
      ...coloured(by).map((one) => classGroup(one, state, theme)),
      {
        title: word('status'),
        rows: STATUSES.map((status) => ({
          key: 'status',
          value: status,
          text: label('status', status),
          items: icon({ symbol: 'circle', color: theme['ink-2'], status }, theme),
        })),
      },
      {
        title: word('basis'),
        hint: word('basis_hint'),
        rows: keys('basis').map((basis) => ({
          key: 'basis',
          value: basis,
          text: label('basis', basis),
          items: basisItems(basis, theme),
        })),
      },
    ].filter(({ rows }) => rows.length);
    const claims = by === 'industry' || state.tab === 'industries';
    if (!claims || !zonemap.overlay.rivals(zonemap.store.chosen().shown).length) return made;
    const line = { d: 'M-12 0H12', stroke: zonemap.overlay.RIVAL, width: SIZE.rival, dash: SIZE.rival_dash };
    return [...made, { title: word('rivals_title'), rows: [{ text: word('rivals_hint'), items: [line] }] }];
  }

  function colorChoice(state) {
    const options = Object.keys(zonemap.data.legends).map((by) =>
      el('option', { value: by, text: label('color', by), selected: by === state.color }),
    );
    const select = el(
      'select',
      {
        id: 'color-by',
        'data-focus': 'color-by',
        onchange: (event) => zonemap.store.set({ color: event.target.value }),
      },
      options,
    );
    return el('div', { class: 'color-by' }, el('label', { for: 'color-by', text: word('color_by') }), select);
  }

  /** A legend of its own: its lines change one by one. */
  function group({ title, rows, hint }, at, state, chosen) {
    const box = keep(`legend:${at}`, [title, hint], () =>
      el('fieldset', { class: 'group' }, el('legend', { text: title }), hint ? el('p', { class: 'hint', text: hint }) : null),
    );
    const [head] = box.children;
    const foot = hint ? [box.lastChild] : [];
    return refill(box, head, rows.map((row) => line(row, state, chosen)), foot);
  }

  function line(row, state, chosen) {
    if (row.key) return choice({ ...row, state, chosen });
    return el('p', { class: 'choice' }, picture(row.items), el('span', { class: 'choice-text', text: row.text }));
  }

  function show(state, chosen) {
    refill(
      byId('legend'),
      keep('color-by', state.color, () => colorChoice(state)),
      groups(state, zonemap.theme.screen()).map((one, at) => group(one, at, state, chosen)),
      zonemap.context.box(zonemap.theme.screen()),
    );
  }

  zonemap.legend = { show, choice, groups, counted, inView, coloured };
})(window.zonemap);
