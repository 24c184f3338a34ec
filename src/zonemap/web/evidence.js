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

  /** Sections whose facts the program finds: they say themselves from what. */
  const DERIVED = ['place', 'computed'];

  /** The evidence of a fact: its sources, else the cell of the planner's own; where there is none it says so. */
  function of(fact) {
    if (fact.evidence.length) return el('ul', { class: 'evidence' }, fact.evidence.map(line));
    if (fact.cell) return el('p', { class: 'hint', text: fact.cell });
    return DERIVED.includes(fact.section) ? null : el('p', { class: 'hint', text: word('no_evidence') });
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

  const levels = () =>
    zonemap.words
      .keys('confidence')
      .map((level) =>
        el('li', {}, el('span', { class: `confidence level-${level}`, text: label('confidence', level) })),
      );

  zonemap.said = { of, sources };
})(window.zonemap);

// Where a surveyed boundary comes from, and what was done to it on the way in.
(function (zonemap) {
  const { el } = zonemap.dom;
  const { word, label, number, spoken, pair } = zonemap.words;

  const area = (km2) => (km2 === null || km2 === undefined ? word('not_stated') : `${number(km2, 4)} km²`);

  function rows(survey) {
    return [
      ['file', [survey.file]],
      ['format', [label('boundary_format', survey.format)]],
      ['declared', [survey.declared || word('survey_undeclared')]],
      ['crs', [survey.crs]],
      ['area', [area(survey.area_km2)]],
      ['stated', [area(survey.stated_km2)]],
      ['repairs', survey.repairs.length ? survey.repairs.map(pair) : [word('survey_whole')]],
      ['notes', survey.notes.map(pair)],
    ];
  }

  /** What the card says of a zone's survey; nothing where there is none. */
  function draw(zone) {
    if (!zone.survey) return [];
    const described = rows(zone.survey).flatMap(([key, texts]) => [
      el('dt', { text: word(`survey_${key}`) }),
      el(
        'dd',
        { class: 'value' },
        texts.map((text) => el('p', {}, spoken(text))),
      ),
    ]);
    return [el('dl', {}, described)];
  }

  zonemap.survey = { draw };
})(window.zonemap);
