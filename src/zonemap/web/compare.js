'use strict';
// Up to four zones side by side, a row each for what can be compared.
(function (zonemap) {
  const { el, button } = zonemap.dom;
  const { word, name, spoken, joined } = zonemap.words;
  const MOST = 4;

  function toggle(id) {
    const held = zonemap.store.now().compare;
    if (held.includes(id)) zonemap.store.set({ compare: held.filter((one) => one !== id) });
    else if (held.length < MOST) zonemap.store.set({ compare: [...held, id] });
    else zonemap.announce.say(word('compare_full', { n: MOST }));
  }

  /** Names stand above the columns; what happened is told, not compared. */
  const isApart = ({ section, field }) => section === 'events' || field.startsWith('name_');

  /** A row of cells, each its text and what is behind it; no text where nothing is stated, which is no difference. */
  function lines(zones) {
    const cell = (found) => [
      zonemap.facts.together(found),
      found.map((fact) => fact.derivation).filter(Boolean)[0] || '',
    ];
    return zonemap.facts.rows(zones, isApart).map(({ title, cells }) => [title, cells.map(cell)]);
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

  const isTold = ([, cells]) => cells.some(([text]) => text);

  /** What is compared, above its cells, so that the zones have the whole width. */
  function line([title, cells], zones) {
    const differ = new Set(cells.map(([text]) => text).filter(Boolean)).size > 1;
    const mark = differ && el('span', { class: 'differ-mark', title: word('differs'), text: ' ≠' });
    return el(
      'tbody',
      { class: differ ? 'differs' : null },
      el('tr', {}, el('th', { scope: 'rowgroup', colspan: cells.length }, title, mark)),
      el(
        'tr',
        {},
        cells.map(([text, basis], at) =>
          el(
            'td',
            { 'data-name': name(zones[at]) },
            spoken(text || '–'),
            text && basis ? el('span', { class: 'source-note' }, spoken(basis)) : null,
          ),
        ),
      ),
    );
  }

  function table(zones, chosen) {
    const all = lines(zones);
    const silent = all.filter((one) => !isTold(one)).map(([title]) => title);
    return [
      el(
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
          { class: `zones compared${zones.length > 2 ? ' many' : ''}` },
          el('thead', {}, el('tr', {}, zones.map((zone) => head(zone, chosen)))),
          all.filter(isTold).map((one) => line(one, zones)),
        ),
      ),
      el('p', { class: 'hint', text: `– ${word('not_stated')}${silent.length ? zonemap.words.colon() : ''}${joined(silent)}` }),
    ];
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
      ...(zones.length ? table(zones, chosen) : [el('p', { class: 'hint', text: word('compare_none', { n: MOST }) })]),
    ];
  }

  zonemap.compare = { toggle, draw };
})(window.zonemap);
