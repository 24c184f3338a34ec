'use strict';
// The legend explains what is drawn, and each of its lines filters what it explains.
(function (zonemap) {
  const { el, byId, refill, button } = zonemap.dom;
  const { word, pair, keys, term, name } = zonemap.words;
  const { icon, swatch } = zonemap.symbols;

  /** One choice: pressed when it filters, with how many zones it would leave. */
  function choice({ key, value, text, picture, state, chosen }) {
    const held = state.filters[key].includes(value);
    const count = chosen.counts[key].get(value) || 0;
    const made = button('', () => zonemap.store.toggle(key, value), {
      class: count ? 'choice' : 'choice empty', 'aria-pressed': String(held), 'data-focus': `${key}:${value}`,
      'data-filter': key, 'data-value': value, 'aria-label': word('choice_label', { text, n: count }),
    });
    made.append(...[picture].filter(Boolean), el('span', { class: 'choice-text', text }), el('span', { class: 'count', text: String(count) }));
    return made;
  }

  function classPicture(by, one) {
    if (by === 'kind') return icon({ symbol: one.symbol, color: one.color, pattern: '', status: 'operating' });
    return swatch({ fill: one.color, pattern: one.pattern, lines: '#ffffff', stroke: zonemap.theme.screen().ink });
  }

  function classes(state, chosen) {
    const by = state.color;
    const key = zonemap.choose.LEGEND_KEY[by];
    return zonemap.classes.used(by).map((one) =>
      choice({ key, value: one.key, text: pair(one.label), picture: classPicture(by, one), state, chosen }),
    );
  }

  function statuses(state, chosen) {
    const color = zonemap.theme.screen()['ink-2'];
    return ['operating', 'approved', 'applying', 'undated'].map((status) =>
      choice({
        key: 'status', value: status, text: name(term('status', status)), state, chosen,
        picture: icon({ symbol: 'circle', color, pattern: '', status }),
      }),
    );
  }

  const DASHES = { published_area: [5, 3], host_county: [1, 3.4] };
  const DEPTH = { surveyed: 0.6, published_area: 0.35, host_county: 0.12 };

  function bases(state, chosen) {
    const ink = zonemap.theme.screen()['ink-2'];
    return keys('basis').map((basis) =>
      choice({
        key: 'basis', value: basis, text: name(term('basis', basis)), state, chosen,
        picture: swatch({ fill: ink, opacity: DEPTH[basis], stroke: ink, width: 1.8, dash: DASHES[basis] }),
      }),
    );
  }

  function colorChoice(state) {
    const options = Object.keys(zonemap.data.legends).map((by) =>
      el('option', { value: by, text: word(`color_${by}`), selected: by === state.color }),
    );
    const select = el('select', {
      id: 'color-by', 'data-focus': 'color-by', onchange: (event) => zonemap.store.set({ color: event.target.value }),
    }, options);
    return el('div', { class: 'color-by' }, el('label', { for: 'color-by', text: word('color_by') }), select);
  }

  function group(title, content) {
    return el('fieldset', { class: 'group' }, el('legend', { text: title }), content);
  }

  function show(state, chosen) {
    const legend = zonemap.data.legends[state.color];
    const rivals = state.color === 'industry' || state.tab === 'industries';
    refill(byId('legend'),
      colorChoice(state),
      group(pair(legend.title), classes(state, chosen)),
      group(word('status'), statuses(state, chosen)),
      group(word('basis'), [
        ...bases(state, chosen),
        el('p', { class: 'hint', text: word('basis_hint') }),
      ]),
      rivals ? el('p', { class: 'hint rival-hint' }, swatch({ d: 'M1 9H25', stroke: '#b3261e', width: 2.5, dash: [7, 4] }), el('span', { text: word('rivals_hint') })) : null,
    );
  }

  zonemap.legend = { show, choice, group };
})(window.zonemap);
