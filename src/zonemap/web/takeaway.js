'use strict';
// What one takes away: a picture, the rows as CSV, a printed sheet, a link to this view.
(function (zonemap) {
  const { el, svg, byId, fill, button } = zonemap.dom;
  const { word, name, otherName } = zonemap.words;
  const { compose, WIDTH, HEIGHT } = zonemap.sheet;
  const SHARP = 2;

  function save(blob, file) {
    const address = URL.createObjectURL(blob);
    el('a', { href: address, download: file }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    zonemap.announce.say(word('saved', { file }));
  }

  const fileName = (ending) => `${zonemap.data.meta.name}-${zonemap.store.now().year}.${ending}`;

  function picture() {
    const canvas = el('canvas', { width: WIDTH * SHARP, height: HEIGHT * SHARP });
    const pen = canvas.getContext('2d');
    pen.scale(SHARP, SHARP);
    zonemap.paint.canvas(pen, compose());
    canvas.toBlob((blob) => save(blob, fileName('png')));
  }

  /** A number with its sign, as people write it. */
  const NUMBER = /^[+-] ?(\d+(\.\d*)?|\.\d+|\d{1,3}(,\d{3})+(\.\d+)?)(e[+-]?\d+)?%?$/i;

  /** A cell that no spreadsheet takes for a formula. */
  function cell(value) {
    const text = String(value ?? '');
    const runs = /^[=+\-@\t\r]/.test(text) && !NUMBER.test(text);
    const safe = runs ? `'${text}` : text;
    return `"${safe.replaceAll('"', '""')}"`;
  }

  function sourcesOf(zone) {
    const found = zonemap.facts.sourcesOf(zone).map(zonemap.source).filter(Boolean);
    return found.map((one) => `${one.publisher} ${one.date}`.trim()).join('; ');
  }

  /** What has a column of its own: status, names, and the area as a number. */
  const APART = ['status', 'name_zh', 'name_en', 'area_km2'];

  function csvRows() {
    const { say, rows, together } = zonemap.facts;
    const chosen = zonemap.store.chosen();
    const zones = chosen.visible.map(zonemap.zone);
    const isMeasured = zones.some((zone) => zone.measured_km2 !== null);
    const digits = (number) => (number === null ? '' : String(number));
    const area = (zone) => {
      const unsaid = zone.measured_km2 === null ? say(zone, 'values', 'area_km2') || word('not_stated') : '–';
      return digits(zone.area_km2) || unsaid;
    };
    const columns = [
      ['zone_id', (zone) => zone.id],
      [word('field_name'), name],
      [word('field_other_name'), otherName],
      ...(zonemap.tells('time') ? [[word('field_status'), zonemap.facts.status]] : []),
      [`${word('field_area_km2')} km²`, area],
      ...(isMeasured ? [[`${word('field_measured_km2')} km²`, (zone) => digits(zone.measured_km2)]] : []),
      ['longitude', (zone) => zone.point?.[1]],
      ['latitude', (zone) => zone.point?.[0]],
      ...rows(zones, ({ section, field }) => section === 'events' || APART.includes(field)).map(
        ({ title, cells }) => [title, (_, at) => (cells[at].length ? together(cells[at]) || word('not_stated') : '')],
      ),
      [word('part_sources'), sourcesOf],
    ];
    return [
      columns.map(([title]) => title),
      ...zones.map((zone, at) => columns.map(([, read]) => read(zone, at))),
    ];
  }

  function table() {
    const text = csvRows()
      .map((row) => row.map(cell).join(','))
      .join('\r\n');
    save(new Blob(['\ufeff', text, '\r\n'], { type: 'text/csv;charset=utf-8' }), fileName('csv'));
  }

  function fillSheet() {
    if (!zonemap.map.leaflet()) return;
    fill(
      byId('print-sheet'),
      svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}` }, compose().map(zonemap.paint.svgNode)),
    );
  }

  function print(size) {
    byId('print-sheet').className = size;
    fillSheet();
    window.print();
  }

  /** The address of this view; the language always stands in it. */
  function link() {
    const state = zonemap.store.now();
    const hash = zonemap.hash
      .encode(state)
      .split('&')
      .filter((part) => part && !part.startsWith('lang='));
    return `${location.href.replace(/#.*$/, '')}#${[`lang=${state.lang}`, ...hash].join('&')}`;
  }

  async function copy() {
    const address = link();
    try {
      await navigator.clipboard.writeText(address);
      zonemap.announce.say(word('link_copied'));
      tell(word('link_copied'));
    } catch {
      showLink(address);
    }
  }

  const tell = (text) => (byId('take-said').textContent = text);

  function showLink(address) {
    const field = byId('take-address');
    field.hidden = false;
    field.value = address;
    field.select();
    tell(word('link_by_hand'));
  }

  const ACTS = [
    ['take_png', picture],
    ['take_csv', table],
    ['take_a4', () => print('a4')],
    ['take_a3', () => print('a3')],
    ['take_link', copy],
  ];

  function menu() {
    const undrawn = !zonemap.map.leaflet();
    fill(
      byId('take-menu'),
      ACTS.map(([key, act]) =>
        button(word(key), act, { id: key, disabled: undrawn && /png|a4|a3/.test(key) }),
      ),
      el('input', { id: 'take-address', readonly: true, hidden: true, 'aria-label': word('take_link') }),
      el('p', { id: 'take-said', class: 'hint' }),
    );
  }

  function toggle(open) {
    byId('take-menu').hidden = !open;
    byId('take-open').setAttribute('aria-expanded', String(open));
  }

  function begin() {
    byId('take-open').addEventListener('click', () => toggle(byId('take-menu').hidden));
    document.addEventListener('click', (event) => !event.target.closest('.menu') && toggle(false));
    byId('take-menu').addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      toggle(false);
      byId('take-open').focus();
    });
    window.addEventListener('beforeprint', fillSheet);
  }

  function show(state, chosen, before) {
    if (!before || before.lang !== state.lang) menu();
  }

  zonemap.takeaway = { begin, show, menu, csvRows, cell, link };
})(window.zonemap);
