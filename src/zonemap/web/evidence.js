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

  const SURE = ['H', 'M', 'L'];

  /** The numbers of the sources of a fact, as in the list at the end of the card, and how sure the surest is. */
  function sign(fact, numbered) {
    const numbers = [...new Set(fact.evidence.map((row) => numbered.indexOf(row.source) + 1))];
    const best = SURE.find((level) => fact.evidence.some((row) => row.confidence === level));
    return el(
      'span',
      { class: 'sign' },
      `[${numbers.join(' ')}] `,
      best ? el('span', { class: `sure sure-${best}`, role: 'img', 'aria-label': label('confidence', best) }) : null,
    );
  }

  /** Which facts are unfolded, until another zone is looked at; one that no source states so always is. */
  const unfolded = { zone: null, facts: new Set() };

  /**
   * A value that unfolds who says so. What has no source to show says so beside it: its cell, from what it is computed,
   * or that nothing is stated.
   */
  function folded(fact, numbered, value, more) {
    if (!fact.evidence.length) return [value, more, of(fact)];
    const zone = zonemap.store.now().selected;
    if (unfolded.zone !== zone) Object.assign(unfolded, { zone, facts: new Set() });
    const key = `${fact.section}:${fact.field}:${fact.label}:${fact.value}`;
    const isUnsaid = fact.evidence.every((row) => row.states);
    const details = el(
      'details',
      { open: isUnsaid || unfolded.facts.has(key) },
      el('summary', { 'data-focus': `fact:${key}` }, value, ' ', sign(fact, numbered)),
      more,
      of(fact),
    );
    details.addEventListener('toggle', () => unfolded.facts[details.open ? 'add' : 'delete'](key));
    return [details];
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
  const sources = (ids) => [
    el('ol', { class: 'sources' }, ids.map(sourceLine)),
    el('ul', { class: 'sources' }, zonemap.words.keys('confidence').map(level)),
  ];

  const level = (key) =>
    el(
      'li',
      {},
      el('span', { class: `sure sure-${key}`, 'aria-hidden': 'true' }),
      ' ',
      el('span', { class: `confidence level-${key}`, text: label('confidence', key) }),
    );

  zonemap.said = { of, folded, sources };
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
