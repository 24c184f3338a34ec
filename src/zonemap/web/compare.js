'use strict';
// Up to four zones side by side, a row each for what can be compared.
(function (zonemap) {
  const { el, button } = zonemap.dom;
  const { word, name, spoken } = zonemap.words;
  const MOST = 4;

  function toggle(id) {
    const held = zonemap.store.now().compare;
    if (held.includes(id)) zonemap.store.set({ compare: held.filter((one) => one !== id) });
    else if (held.length < MOST) zonemap.store.set({ compare: [...held, id] });
    else zonemap.announce.say(word('compare_full', { n: MOST }));
  }

  /** Names stand above the columns; what happened is told, not compared. */
  const isApart = ({ section, field }) => section === 'events' || field.startsWith('name_');

  /** A row of cells, each its text, what is behind it and whether anything is known: what is silent differs from none. */
  function lines(zones) {
    const cell = (found) => {
      const told = zonemap.facts.together(found);
      if (told) return [told, found.map((fact) => fact.derivation).filter(Boolean)[0] || '', true];
      return [found.length ? word('not_stated') : '–', '', false];
    };
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

  function line([title, cells]) {
    const differ = new Set(cells.filter(([, , isKnown]) => isKnown).map(([text]) => text)).size > 1;
    return el(
      'tr',
      { class: differ ? 'differs' : null },
      el(
        'th',
        { scope: 'row' },
        title,
        differ ? el('span', { class: 'differ-mark', title: word('differs'), text: ' ≠' }) : null,
      ),
      cells.map(([text, basis]) =>
        el('td', {}, spoken(text), basis ? el('span', { class: 'source-note' }, spoken(basis)) : null),
      ),
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
              el('tbody', {}, lines(zones).map(line)),
            ),
          )
        : el('p', { class: 'hint', text: word('compare_none', { n: MOST }) }),
    ];
  }

  zonemap.compare = { toggle, draw };
})(window.zonemap);
