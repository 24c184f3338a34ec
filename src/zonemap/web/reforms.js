'use strict';
// The reform board: measures by zones, linked with the map both ways. "Not reported" is not "not done".
(function (zonemap) {
  const { el, button } = zonemap.dom;
  const { word, name, label, term, keys, colon } = zonemap.words;
  let open = null;

  const measures = keys('measure');
  const OPEN = ['not_reported', 'stated_later'];
  const stateOf = (zone, measure) => zonemap.time.stateAt(zone, measure, zonemap.store.now().year);
  /** The zones that are on the board at the stop in view. */
  const listed = () => zonemap.data.zones.filter((zone) => measures.some((one) => stateOf(zone, one)));
  const toldOf = (zone, field) => zonemap.facts.at(zone, 'reforms', field);

  const marker = (state) => {
    const { marker: text, color } = term('state', state);
    const sign = el('span', { class: `state-mark ${state}`, 'aria-hidden': 'true', text });
    if (color) sign.style.setProperty('--state', color);
    return sign;
  };

  function cell(zone, measure) {
    const state = stateOf(zone, measure);
    const held = open && open[0] === zone.id && open[1] === measure;
    const said = toldOf(zone, measure).filter(zonemap.facts.holds).map(zonemap.facts.described).pop();
    const text = `${name(zone)} · ${label('measure', measure)}${colon()}${said || label('state', state)}`;
    const made = button(
      '',
      () => {
        open = held ? null : [zone.id, measure];
        zonemap.store.set({ selected: zone.id, tab: 'reforms' });
      },
      {
        class: 'cell',
        'aria-label': text,
        title: text,
        'aria-pressed': String(Boolean(held)),
        'data-focus': `cell:${zone.id}:${measure}`,
        ...zonemap.hover.row(zone.id, 'reforms'),
      },
    );
    made.append(marker(state));
    return el('td', { 'data-state': state }, made);
  }

  function row(zone, state, chosen) {
    const kinds = [zone.id === state.selected && 'held', !chosen.shown.has(zone.id) && 'off']
      .filter(Boolean)
      .join(' ');
    const head = button(name(zone), () => zonemap.store.set({ selected: zone.id, tab: 'reforms' }), {
      class: 'link',
      'data-focus': `board:${zone.id}`,
      ...zonemap.hover.row(zone.id, 'reforms'),
    });
    return el(
      'tr',
      { class: kinds || null, 'data-zone': zone.id },
      el('th', { scope: 'row' }, head),
      measures.map((measure) => cell(zone, measure)),
    );
  }

  /** In how many zones a measure is done; a dash for a 0 where some are not known. */
  function doneOf(zones, measure) {
    const states = zones.map((zone) => stateOf(zone, measure));
    const done = states.filter((state) => state === 'done').length;
    return `${done || (states.some((state) => OPEN.includes(state)) ? '–' : 0)} / ${zones.length}`;
  }

  function totals(zones) {
    return el(
      'tr',
      { class: 'total' },
      el('th', { scope: 'row', text: word('reforms_done') }),
      measures.map((measure) => el('td', { text: doneOf(zones, measure) })),
    );
  }

  function board(zones, state, chosen) {
    return el(
      'table',
      { class: 'board' },
      el('caption', { class: 'unseen', text: word('reforms_caption') }),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', { scope: 'col', text: word('field_name') }),
          measures.map((measure) => el('th', { scope: 'col', text: label('measure', measure) })),
        ),
      ),
      el(
        'tbody',
        {},
        zones.map((zone) => row(zone, state, chosen)),
        totals(zones),
      ),
    );
  }

  const dueWords = (fact) => word('due', { day: zonemap.facts.described(fact) });

  function said() {
    if (!open) return el('p', { class: 'hint', text: word('reforms_hint') });
    const zone = zonemap.zone(open[0]);
    const told = [...toldOf(zone, open[1]), ...toldOf(zone, 'due')];
    return el(
      'section',
      { class: 'said', 'aria-live': 'polite' },
      el('h3', { text: `${name(zone)} · ${label('measure', open[1])}` }),
      told.flatMap((fact) => [
        el('p', {
          class: 'value',
          text: fact.field === 'due' ? dueWords(fact) : zonemap.facts.described(fact),
        }),
        zonemap.said.of(fact),
      ]),
    );
  }

  /** What the reform is, in words: its ways and systems stand beside the board of measures. */
  const meaning = () => {
    const told = zonemap.facts.ofRegion().filter(({ field }) => ['ways', 'aim'].includes(field.split(' ').pop()));
    return told.length ? el('ul', { class: 'rows' }, told.map((fact) => zonemap.card.item(fact))) : null;
  };

  function draw(state, chosen) {
    const zones = listed();
    if (!zones.length) return [el('p', { class: 'hint', text: word('reforms_none') })];
    const told = zones.flatMap((zone) => toldOf(zone, 'due').filter(zonemap.facts.holds));
    const dues = [...new Set(told.map(dueWords))];
    const used = new Set(zones.flatMap((zone) => measures.map((measure) => stateOf(zone, measure))));
    return [
      el('h2', { text: word('reforms_title') }),
      el('p', {
        class: 'about',
        text: [zonemap.time.when(state.year), ...dues].join(' · '),
      }),
      meaning(),
      board(zones, state, chosen),
      el(
        'ul',
        { class: 'state-key' },
        keys('state')
          .filter((one) => used.has(one))
          .map((one) => el('li', {}, marker(one), label('state', one))),
      ),
      el('p', { class: 'hint', text: word('not_reported_hint') }),
      said(),
      state.color === 'reform'
        ? null
        : button(word('color_map_by_this'), () => zonemap.store.set({ color: 'reform' }), {
            'data-focus': 'color',
          }),
    ];
  }

  zonemap.reforms = { draw };
})(window.zonemap);
