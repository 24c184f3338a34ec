'use strict';
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
        section(`${word('field_kind')} · ${zonemap.time.when(state.year)}`, [
          el('dl', { class: 'counts' }, counts('kind', 'kind', chosen)),
        ]),
        section(word('field_status'), [el('dl', { class: 'counts' }, counts('status', 'status', chosen))]),
        section(
          word('part_events'),
          events.length ? [el('ul', { class: 'rows' }, events.map(item))] : [],
        ),
        section(word('part_sources'), [zonemap.said.sources(Object.keys(sources))]),
      ),
    ];
  }

  zonemap.overview = { draw };
})(window.zonemap);
