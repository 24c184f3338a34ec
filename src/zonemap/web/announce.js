'use strict';
// Says what changed to those who do not see it.
(function (zonemap) {
  const { byId } = zonemap.dom;
  const { word, name } = zonemap.words;
  let waiting = 0;

  function say(text) {
    clearTimeout(waiting);
    waiting = setTimeout(() => (byId('live').textContent = text), 250);
  }

  function changes(state, chosen, before) {
    if (!before) return;
    const parts = [];
    if (before.lang !== state.lang) parts.push(word('language_now'));
    if (before.year !== state.year) parts.push(zonemap.time.when(state.year));
    if (before.year !== state.year || before.filters !== state.filters || before.query !== state.query)
      parts.push(word('shown_count', { n: chosen.visible.length, all: zonemap.data.zones.length }));
    if (before.color !== state.color) parts.push(`${word('color_by')} ${zonemap.words.label('color', state.color)}`);
    if (before.selected !== state.selected && state.selected) parts.push(name(zonemap.zone(state.selected)));
    if (parts.length) say(parts.join(' · '));
  }

  zonemap.announce = { say, changes };
})(window.zonemap);
