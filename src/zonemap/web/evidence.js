'use strict';
// Who says so: for a value its sources, with date, place in the source and confidence.
(function (zonemap) {
  const { el } = zonemap.dom;
  const { word, label, date } = zonemap.words;

  const fullName = (source, id) => (source ? `${source.publisher}《${source.title}》` : id);
  const shortLevel = (level) => label('confidence', level).split(/[::]/)[0];

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
      ` · ${day}${row.locator ? ` · ${row.locator}` : ''} · `,
      el('span', { class: `confidence level-${row.confidence}`, text: shortLevel(row.confidence) }),
      row.note ? el('span', { class: 'source-note', text: row.note }) : null,
    );
  }

  /** The evidence of a value; where there is none it says so. */
  function of(table, zone, field) {
    const rows = zonemap.evidence(table, zone, field);
    if (!rows.length) return el('p', { class: 'hint', text: word('no_evidence') });
    return el('ul', { class: 'evidence' }, rows.map(line));
  }

  /** The sources a zone's card rests on, each once, with its address where there is one. */
  function sourcesOf(zone) {
    const ids = new Set(zonemap.data.evidence.filter((row) => row.zone === zone.id).map((row) => row.source));
    return [...ids].map((id) => {
      const source = zonemap.source(id);
      const text = fullName(source, id);
      const safe = /^https?:\/\//.test(source?.address || '');
      const title = safe
        ? el('a', { href: source.address, rel: 'noopener noreferrer', target: '_blank', text })
        : text;
      return el(
        'li',
        {},
        el('span', { lang: 'zh-CN' }, title),
        ` · ${source?.date ? date(source.date) : word('undated_source')}`,
      );
    });
  }

  const levels = () =>
    zonemap.words
      .keys('confidence')
      .map((level) =>
        el('li', {}, el('span', { class: `confidence level-${level}`, text: label('confidence', level) })),
      );

  zonemap.said = { of, sourcesOf, levels };
})(window.zonemap);
