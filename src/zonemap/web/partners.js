'use strict';
// Partners by place: a rose that is a diagram, not a map, and the list it stands for.
(function (zonemap) {
  const { el, svg } = zonemap.dom;
  const { word, name, label, date } = zonemap.words;
  const R = 92;

  function places(shown) {
    const held = new Map();
    for (const id of shown)
      for (const row of zonemap.zone(id).partners) {
        const place = row.place || '';
        if (!held.has(place)) held.set(place, []);
        held.get(place).push({ ...row, zone: id });
      }
    return [...held].sort((a, b) => Boolean(b[0]) - Boolean(a[0]) || b[1].length - a[1].length);
  }

  const placeName = (place) => (place ? label('place', place) : word('place_unknown'));

  /** Spokes at even angles: neither direction nor length is to scale. */
  function rose(list, selected) {
    const spokes = list.map(([place, rows], at) => {
      const angle = (at / list.length) * 2 * Math.PI - Math.PI / 2;
      const [x, y] = [Math.cos(angle) * R, Math.sin(angle) * R];
      const own = selected && rows.some((row) => row.zone === selected);
      const anchor = Math.abs(x) < 20 ? 'middle' : x > 0 ? 'start' : 'end';
      return svg(
        'g',
        { class: own ? 'spoke own' : 'spoke' },
        svg('line', { x1: 0, y1: 0, x2: x, y2: y, 'stroke-width': 1.5 + rows.length * 1.5 }),
        svg('circle', { cx: x, cy: y, r: 9 }),
        svg('text', { x, y: y + 4, 'text-anchor': 'middle', class: 'spoke-count', text: rows.length }),
        svg('text', {
          x: x + Math.sign(Math.round(x)) * 14,
          y: y + (Math.abs(x) < 20 ? Math.sign(y) * 22 + 4 : 4),
          'text-anchor': anchor,
          text: placeName(place),
        }),
      );
    });
    return svg(
      'svg',
      { class: 'rose', viewBox: '-190 -130 380 260', role: 'img', 'aria-label': word('rose_label') },
      spokes,
      svg('circle', { r: 26, class: 'hub' }),
      svg('text', { y: 5, 'text-anchor': 'middle', class: 'hub-name', text: word('rose_hub') }),
    );
  }

  function partner(row, selected) {
    const [fact] = zonemap.facts.at(zonemap.zone(row.zone), 'partners', row.zh);
    const since = row.since && date(row.since);
    const about = [label('role', row.role), since].filter(Boolean).join(' · ') + fact.remark;
    return el(
      'li',
      { class: row.zone === selected ? 'held' : null },
      el('span', { class: 'value', text: name(row) }),
      el('span', { class: 'about', text: about }),
      zonemap.card.links([row.zone]),
      zonemap.said.of(fact),
    );
  }

  function draw(state, chosen) {
    const list = places(chosen.shown);
    if (!list.length) return [el('p', { class: 'hint', text: word('partners_none') })];
    return [
      el('h2', { text: word('partners_title') }),
      rose(
        list.filter(([place]) => place),
        state.selected,
      ),
      el('p', { class: 'hint', text: word('rose_hint') }),
      ...list.map(([place, rows]) =>
        el(
          'section',
          { class: 'card-part' },
          el('h3', { text: `${placeName(place)} · ${rows.length}` }),
          el(
            'ul',
            { class: 'rows' },
            rows.slice(0, 100).map((row) => partner(row, state.selected)),
          ),
        ),
      ),
    ];
  }

  zonemap.partners = { draw };
})(window.zonemap);
