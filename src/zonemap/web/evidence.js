'use strict';
// Who says so: for a value its sources, with date, place in the source and confidence.
(function (zonemap) {
  const { el } = zonemap.dom;
  const { word, label, date, pair } = zonemap.words;

  const fullName = (source, id) => (source ? `${source.publisher}《${source.title}》` : id);
  const shortLevel = (level) => label('confidence', level).split(/[:\uff1a]/)[0];

  function line(row) {
    const source = zonemap.source(row.source);
    const day = source?.date ? date(source.date) : word('undated_source');
    return el(
      'li',
      {},
      el('span', {
        lang: 'zh-CN',
        title: fullName(source, row.source),
        text: source?.publisher || row.source,
      }),
      ` · ${day}${row.locator ? ` · ${pair(row.locator)}` : ''} · `,
      el('span', { class: `confidence level-${row.confidence}`, text: shortLevel(row.confidence) }),
      row.states ? el('span', { class: 'source-note', text: pair(row.states) }) : null,
      row.note ? el('span', { class: 'source-note', text: pair(row.note) }) : null,
    );
  }

  /** The evidence of a value: its sources, else the cell of the planner's own; where there is none it says so. */
  function of(table, zone, field) {
    const rows = zonemap.evidence(table, zone, field);
    const changed = zonemap.isChanged(table, zone, field);
    const cell = zonemap.ownCell(table, zone, field);
    const none = cell ? word('own_cell', { cell }) : word('no_evidence');
    return [
      changed ? el('p', { class: 'hint changed', text: word('changed') }) : null,
      rows.length ? el('ul', { class: 'evidence' }, rows.map(line)) : el('p', { class: 'hint', text: none }),
    ];
  }

  function sourceLine(id) {
    const source = zonemap.source(id);
    const text = fullName(source, id);
    const safe = /^https?:\/\//.test(source?.address || '');
    const title = safe
      ? el('a', { href: source.address, rel: 'noopener noreferrer', target: '_blank', text })
      : text;
    const day = source?.date ? date(source.date) : word('undated_source');
    return el('li', {}, el('span', { lang: 'zh-CN' }, title), ` · ${day}`);
  }

  /** Sources with their full titles, and what the signs of confidence mean. */
  const sources = (ids) => el('ul', { class: 'sources' }, ids.map(sourceLine), levels());

  /** The ids of the sources that say something of a zone, each once. */
  const idsOf = (zone) => [
    ...new Set(zonemap.data.evidence.filter((row) => row.zone === zone.id).map((row) => row.source)),
  ];

  const levels = () =>
    zonemap.words
      .keys('confidence')
      .map((level) =>
        el('li', {}, el('span', { class: `confidence level-${level}`, text: label('confidence', level) })),
      );

  zonemap.said = { of, sources, idsOf };
})(window.zonemap);
