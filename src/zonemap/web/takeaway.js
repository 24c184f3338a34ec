'use strict';
// What one takes away: a picture, the rows as CSV, a printed sheet, a link to this view.
(function (zonemap) {
  const { el, svg, byId, fill, button } = zonemap.dom;
  const { word, name, otherName } = zonemap.words;
  const { compose, composeZone, message, LAYOUTS } = zonemap.sheet;
  const SHARP = 2;

  function save(blob, file) {
    const address = URL.createObjectURL(blob);
    el('a', { href: address, download: file }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    report(word('saved', { file }));
  }

  /** Say where it went: in the menu, and to those who do not see it. */
  function report(text) {
    byId('take-said').textContent = text;
    zonemap.announce.say(text);
  }

  const fileName = (ending) => `${zonemap.data.meta.name}-${zonemap.store.now().year}.${ending}`;

  function picture(layout = 'paper', title = '') {
    const { WIDTH, HEIGHT } = LAYOUTS[layout];
    const canvas = el('canvas', { width: WIDTH * SHARP, height: HEIGHT * SHARP });
    const pen = canvas.getContext('2d');
    pen.scale(SHARP, SHARP);
    zonemap.paint.canvas(pen, compose(layout, title));
    canvas.toBlob((blob) => save(blob, fileName(title ? 'slide.png' : 'png')));
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

  const onPaper = ({ WIDTH, HEIGHT }, items) =>
    svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}` }, items.map(zonemap.paint.svgNode));

  /** The zones of the sheet, one a row. */
  function zoneList() {
    const { say, status } = zonemap.facts;
    const columns = [
      ['field_name', name],
      ['field_kind', (zone) => zonemap.words.label('kind', zone.kind)],
      ['field_status', status],
      ['field_counties', (zone) => say(zone, 'values', 'counties')],
      ['field_approved', (zone) => say(zone, 'values', 'approved')],
      ['field_area_km2', (zone) => say(zone, 'values', 'area_km2')],
    ];
    const zones = zonemap.store.chosen().visible.map(zonemap.zone);
    const row = (zone, at) =>
      el('tr', {}, el('td', { text: at + 1 }), columns.map(([, read]) => el('td', { text: read(zone) || '–' })));
    return el(
      'table',
      {},
      el('caption', { text: [message(), `– ${word('not_stated')}`].join(' · ') }),
      el('thead', {}, el('tr', {}, el('th'), columns.map(([key]) => el('th', { text: word(key) })))),
      el('tbody', {}, zones.map(row)),
    );
  }

  function fillSheet() {
    if (!zonemap.map.leaflet()) return;
    const zone = byId('print-sheet').className === 'one' && zonemap.zone(zonemap.store.now().selected);
    fill(
      byId('print-sheet'),
      zone ? onPaper(LAYOUTS.zone, composeZone(zone)) : [onPaper(LAYOUTS.paper, compose('paper', '', true)), zoneList()],
    );
  }

  function print(size) {
    byId('print-sheet').className = size;
    fillSheet();
    report(word('printing'));
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
      report(word('link_copied'));
    } catch {
      showLink(address);
    }
  }

  function showLink(address) {
    const field = byId('take-address');
    field.hidden = false;
    field.value = address;
    field.select();
    report(word('link_by_hand'));
  }

  /** A copy of this file that opens with this view, and with a note; all of it is data, none of it can run. */
  function saveCopy(note) {
    const state = { ...zonemap.store.now(), story: null };
    const view = `${zonemap.hash.encode(state)}&lang=${state.lang}`;
    const data = JSON.stringify({ view, note }).replaceAll('<', '\\u003c');
    const page = zonemap.given
      .source()
      .replace(/(<html[^>]*) class="[^"]*"/, '$1')
      .replace(/(<script id="zonemap-copy"[^>]*>)[^<]*/, (whole, tag) => tag + data);
    save(new Blob(['<!DOCTYPE html>\n', page, '\n'], { type: 'text/html;charset=utf-8' }), fileName('html'));
  }

  /** Ask for a text before what is made with it. */
  function ask(key, kind, value, act) {
    const field = el(kind, { id: 'take-text', maxlength: 400, rows: 3 });
    field.value = value;
    fill(
      byId('take-ask'),
      el('label', { for: 'take-text', text: word(key) }),
      field,
      button(word('take_save'), () => act(field.value.trim()), { id: 'take-save', class: 'chip' }),
    );
    field.focus();
  }

  /** An address leads here only where the page has one that others reach. */
  const isReached = /^https?:/.test(location.protocol);

  const ACTS = [
    ['take_slide', () => ask('take_title', 'input', message(), (title) => picture('slide', title || message()))],
    ['take_png', () => picture()],
    ['take_csv', table],
    ['take_a4', () => print('a4')],
    ['take_a3', () => print('a3')],
    ['take_zone', () => print('one')],
    isReached ? ['take_link', copy] : ['take_copy', () => ask('take_note', 'textarea', '', saveCopy)],
  ];

  function menu() {
    const undrawn = !zonemap.map.leaflet();
    const { selected } = zonemap.store.now();
    fill(
      byId('take-menu'),
      ACTS.map(([key, act]) =>
        button(word(key), act, {
          id: key,
          disabled: (undrawn && /slide|png|a4|a3|zone/.test(key)) || (key === 'take_zone' && !selected),
        }),
      ),
      el('div', { id: 'take-ask' }),
      el('input', { id: 'take-address', readonly: true, hidden: true, 'aria-label': word('take_link') }),
      el('p', { id: 'take-said', class: 'hint' }),
    );
  }

  /** The note that a copy was given, over the map until it is put away. */
  function note() {
    const text = zonemap.given.copy()?.note;
    if (!text) return;
    const box = byId('note');
    box.hidden = false;
    fill(
      box,
      el('strong', { text: word('note') }),
      el('p', { text }),
      button('✕', () => (box.hidden = true), { 'aria-label': word('card_close') }),
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
    if (!before || before.lang !== state.lang) {
      menu();
      if (!before || !byId('note').hidden) note();
    } else if (!before.selected !== !state.selected) byId('take_zone').disabled = !state.selected;
  }

  zonemap.takeaway = { begin, show, menu, csvRows, cell, link };
})(window.zonemap);
