'use strict';
// The table of the zones in view: sorted by any column, drawn as it scrolls.
(function (zonemap) {
  const { el, button } = zonemap.dom;
  const { word, name, otherName } = zonemap.words;
  const ALL = 200;
  let sort = { column: '', down: false };

  const title = (key) => (OWN.has(key) ? zonemap.words.pair(OWN.get(key)) : word(`field_${key}`));
  const stated = (text) => text || '–';
  const value = (field) => (zone) => stated(zonemap.facts.say(zone, 'values', field));
  /** A planner's own columns and indicators, as the facts tell them. */
  const OWN = new Map(
    zonemap.data.facts.heads
      .filter(([section, field]) => section === 'values' && field.startsWith('own:'))
      .map(([, field, label]) => [field, zonemap.data.facts.texts[label]]),
  );
  /** A number that holds stands alone: those before it are on the card. */
  const newest = (zone, field) => {
    const { at, holds, described, isSilent } = zonemap.facts;
    const told = at(zone, 'values', field).filter((fact) => !isSilent(fact));
    return told.map((fact) => (fact.series.length && holds(fact) ? fact.value : described(fact))).join(' · ');
  };
  const sortable = (text) => {
    const number = Number.parseFloat(text);
    return Number.isNaN(number) ? text : number;
  };
  const COLUMNS = [
    ['name', (zone) => name(zone)],
    ['other_name', (zone) => otherName(zone)],
    ['kind', value('kind')],
    ['status', zonemap.facts.status],
    ['counties', value('counties')],
    ['approved', value('approved'), (zone) => zone.by.approved || '9999'],
    ['area_km2', value('area_km2'), (zone) => zone.area_km2 ?? zone.measured_km2 ?? Infinity],
    ['industries', (zone) => stated(zonemap.facts.say(zone, 'industries'))],
    ['basis', (zone) => zonemap.facts.say(zone, 'place', 'basis')],
    ...[...OWN.keys()].map((field) => {
      const told = (zone) => stated(newest(zone, field));
      return [field, told, (zone) => sortable(told(zone))];
    }),
  ].filter(([key]) => zonemap.tells(key));

  function sorted(ids, chosen) {
    const column = COLUMNS.find(([key]) => key === sort.column);
    if (!column) return ids;
    const value = column[2] || column[1];
    const keyed = ids.map((id) => [value(zonemap.zone(id), chosen), id]);
    const collator = new Intl.Collator(zonemap.words.lang() === 'zh' ? 'zh-CN' : 'en');
    const number = (one) => typeof one === 'number';
    keyed.sort(([a], [b]) => {
      if (number(a) && number(b)) return a - b || 0;
      return number(a) || number(b) ? number(b) - number(a) : collator.compare(a, b);
    });
    if (sort.down) keyed.reverse();
    return keyed.map(([, id]) => id);
  }

  function header() {
    return el(
      'thead',
      {},
      el(
        'tr',
        {},
        COLUMNS.map(([key]) => {
          const held = sort.column === key;
          return el(
            'th',
            { scope: 'col', 'aria-sort': held ? (sort.down ? 'descending' : 'ascending') : null },
            button(
              title(key),
              () => {
                sort = { column: key, down: held && !sort.down };
                zonemap.store.again();
              },
              { class: 'sort', 'data-focus': `sort:${key}` },
            ),
          );
        }),
      ),
    );
  }

  const cell = (text) => el('td', { text, lang: zonemap.words.foreign(text) });

  function row(id, index, state, chosen) {
    const zone = zonemap.zone(id);
    const [first, ...rest] = COLUMNS;
    const open = button(first[1](zone), () => zonemap.store.set({ selected: id }), {
      class: 'link',
      'data-focus': `row:${id}`,
      ...zonemap.hover.row(id, 'table'),
    });
    return el(
      'tr',
      { 'data-zone': id, class: id === state.selected ? 'held' : null, 'aria-rowindex': index + 2 },
      el('th', { scope: 'row' }, open),
      rest.map(([, read]) => cell(read(zone, chosen))),
    );
  }

  function body(box, ids, state, chosen) {
    const make = (index) => row(ids[index], index, state, chosen);
    const rows = el('tbody');
    if (ids.length <= ALL) return (rows.append(...ids.map((_, index) => make(index))), rows);
    const height = 40 * zonemap.theme.rem();
    const draw = () => {
      const first = Math.max(0, Math.floor(box.scrollTop / height) - 8);
      const last = Math.min(ids.length, first + 16 + Math.ceil((box.clientHeight || 600) / height));
      const gap = (count) => {
        const cell = el('td', { colspan: COLUMNS.length, class: 'gap' });
        cell.style.height = `${count * height}px`;
        return el('tr', { 'aria-hidden': 'true' }, cell);
      };
      rows.replaceChildren(
        gap(first),
        ...Array.from({ length: last - first }, (_, at) => make(first + at)),
        gap(ids.length - last),
      );
    };
    box.onscroll = draw;
    draw();
    return rows;
  }

  function draw(state, chosen) {
    const ids = sorted(chosen.visible, chosen);
    const box = el('div', {
      class: 'table-box',
      tabindex: 0,
      role: 'region',
      'aria-label': word('table_label'),
      'data-focus': 'table',
    });
    box.append(
      el(
        'table',
        { class: ids.length > ALL ? 'zones fixed' : 'zones', 'aria-rowcount': ids.length + 1 },
        el('caption', {
          text: `${word('table_caption', { n: ids.length, when: zonemap.time.when(state.year) })} · – ${word('not_stated')}`,
        }),
        header(),
        body(box, ids, state, chosen),
      ),
    );
    return [box];
  }

  zonemap.table = { draw, COLUMNS };
})(window.zonemap);
