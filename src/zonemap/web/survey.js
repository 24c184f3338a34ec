'use strict';
// Where a surveyed boundary comes from, and what was done to it on the way in.
(function (zonemap) {
  const { el } = zonemap.dom;
  const { word, number } = zonemap.words;

  const area = (km2) => (km2 === null || km2 === undefined ? '' : `${number(km2, 4)} km²`);

  function rows(survey) {
    return [
      [word('survey_file'), survey.file],
      [word('survey_crs'), survey.crs],
      [word('survey_area'), area(survey.area_km2)],
      [word('survey_stated'), area(survey.stated_km2)],
    ].filter(([, value]) => value);
  }

  /** What the card says of a zone's survey; nothing where there is none. */
  function draw(zone) {
    const { survey } = zone;
    if (!survey) return [];
    const said = survey.said.filter(Boolean).map((text) => el('li', { text: zonemap.said.side(text) }));
    return [
      el(
        'dl',
        {},
        rows(survey).flatMap(([title, value]) => [
          el('dt', { text: title }),
          el('dd', { class: 'value', text: value }),
        ]),
      ),
      el('ul', { class: 'sources' }, said),
    ];
  }

  zonemap.survey = { draw };
})(window.zonemap);
