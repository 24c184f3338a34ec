'use strict';
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
