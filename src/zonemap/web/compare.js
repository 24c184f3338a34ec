'use strict';
// Up to four zones side by side, a row each for what can be compared.
(function (zonemap) {
  const { el, button } = zonemap.dom;
  const { word, name, label, joined, keys, pair } = zonemap.words;
  const MOST = 4;

  function toggle(id) {
    const held = zonemap.store.now().compare;
    if (held.includes(id)) zonemap.store.set({ compare: held.filter((one) => one !== id) });
    else if (held.length < MOST) zonemap.store.set({ compare: [...held, id] });
    else zonemap.announce.say(word('compare_full', { n: MOST }));
  }

  const measure = (zone, key) =>
    label('state', zonemap.time.stateAt(zone, key, zonemap.store.now().year));
  const NOT_POINT = zonemap.card.FIELDS.filter(([field]) => field !== 'point');

  function lines(zones, chosen) {
    const of = (read) => zones.map((zone) => read(zone) || word('not_stated'));
    return [
      [word('field_status'), of((zone) => label('status', chosen.status.get(zone.id)))],
      ...NOT_POINT.map(([field, read]) => [word(`field_${field}`), of(read)]),
      [word('field_basis'), of(zonemap.areas.basisWords)],
      [
        word('part_industries'),
        of((zone) => joined(zone.industries.map((row) => label('industry', row.key)))),
      ],
      ...keys('measure').map((key) => [label('measure', key), of((zone) => measure(zone, key))]),
      [word('part_partners'), of((zone) => joined(zone.partners.map(name)))],
      [
        word('nearest'),
        of((zone) => pair(zone.computed.find(([field]) => field === 'nearest')?.[1] || [''])),
      ],
    ];
  }

  function head(zone, chosen) {
    return el(
      'th',
      { scope: 'col' },
      zonemap.symbols.zoneIcon(zone, chosen.status.get(zone.id)),
      button(name(zone), () => zonemap.store.set({ selected: zone.id, tab: 'card' }), {
        class: 'link',
        'data-focus': `compared:${zone.id}`,
        ...zonemap.hover.row(zone.id, 'compare'),
      }),
      button(word('compare_remove'), () => toggle(zone.id), {
        class: 'chip',
        'data-focus': `remove:${zone.id}`,
        'aria-label': `${word('compare_remove')}${zonemap.words.colon()}${name(zone)}`,
      }),
    );
  }

  function line([title, values]) {
    const differ = new Set(values).size > 1;
    return el(
      'tr',
      { class: differ ? 'differs' : null },
      el(
        'th',
        { scope: 'row' },
        title,
        differ ? el('span', { class: 'differ-mark', title: word('differs'), text: ' ≠' }) : null,
      ),
      values.map((text) => el('td', {}, zonemap.words.spoken(text))),
    );
  }

  function chooser(state, chosen) {
    const free = chosen.visible.filter((id) => !state.compare.includes(id));
    const select = el(
      'select',
      {
        id: 'compare-add',
        'data-focus': 'compare-add',
        onchange: (event) => event.target.value && toggle(event.target.value),
      },
      el('option', { value: '', text: word('compare_choose') }),
      free.map((id) => el('option', { value: id, text: name(zonemap.zone(id)) })),
    );
    return el(
      'p',
      { class: 'compare-add' },
      el('label', { for: 'compare-add', text: word('compare_add') }),
      select,
    );
  }

  function draw(state, chosen) {
    const zones = state.compare.map(zonemap.zone);
    return [
      el('h2', { text: word('compare_title') }),
      zones.length < MOST
        ? chooser(state, chosen)
        : el('p', { class: 'hint', text: word('compare_full', { n: MOST }) }),
      zones.length
        ? el(
            'div',
            {
              class: 'table-box',
              tabindex: 0,
              role: 'region',
              'aria-label': word('compare_title'),
              'data-focus': 'compare-table',
            },
            el(
              'table',
              { class: 'zones compared' },
              el(
                'thead',
                {},
                el(
                  'tr',
                  {},
                  el('td'),
                  zones.map((zone) => head(zone, chosen)),
                ),
              ),
              el('tbody', {}, lines(zones, chosen).map(line)),
            ),
          )
        : el('p', { class: 'hint', text: word('compare_none', { n: MOST }) }),
    ];
  }

  zonemap.compare = { toggle, draw };
})(window.zonemap);
