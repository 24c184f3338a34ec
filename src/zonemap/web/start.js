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

// Everything but the map starts here, before the map is made, so that the map finds its final size.
(function (zonemap) {
  const { byId, fill, tell, el } = zonemap.dom;
  const { word, applyTo, name, otherName, foreign } = zonemap.words;

  function words(state, chosen, before) {
    tell(byId('map-note'), word(zonemap.classes.isSized(state.color) ? 'map_note_sized' : 'map_note'));
    if (before && before.lang === state.lang) return;
    const { meta } = zonemap.data;
    applyTo(document);
    const names = { zh: meta.title_zh, en: meta.title_en };
    const other = otherName(names);
    document.title = name(names);
    fill(
      byId('page-title'),
      name(names),
      el('span', { text: other ? ` · ${other}` : '', lang: foreign(other) }),
    );
    byId('language').textContent = state.lang === 'zh' ? 'English' : '中文';
    byId('language').setAttribute('lang', state.lang === 'zh' ? 'en' : 'zh-CN');
    byId('foot').textContent = [
      word('foot_note'),
      meta.map_number || word('working_draft'),
      word('foot_crs', { crs: meta.crs }),
      word('foot_version', {
        version: meta.version,
        fingerprint: String(meta.fingerprint || '').slice(0, 12),
      }),
    ].join(' · ');
  }

  function foldKey() {
    const open = byId('key-body').classList.toggle('open');
    byId('key-toggle').setAttribute('aria-expanded', String(open));
    if (open && zonemap.theme.sheet()) zonemap.panel.lift(false);
  }

  function keys(event) {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === '/' && !typing) {
      event.preventDefault();
      byId('search').focus();
    } else if (
      event.key === 'Escape' &&
      !typing &&
      zonemap.store.now().story === null &&
      zonemap.store.now().selected
    ) {
      zonemap.card.close();
    }
  }

  function controls() {
    byId('language').addEventListener('click', () =>
      zonemap.store.set({ lang: zonemap.store.now().lang === 'zh' ? 'en' : 'zh' }),
    );
    byId('key-toggle').addEventListener('click', foldKey);
    byId('home-view').addEventListener('click', zonemap.view.reset);
    byId('skip').addEventListener('click', () => {
      zonemap.panel.lift(true);
      (byId('zone-list') || byId('tab-body')).focus();
    });
    document.addEventListener('keydown', keys);
    let waiting = 0;
    new ResizeObserver(() => {
      clearTimeout(waiting);
      waiting = setTimeout(zonemap.view.resize, 120);
    }).observe(byId('map-host'));
  }

  document.documentElement.classList.add('starting'); // from here on the map, not the drawing, has the room
  for (const view of [
    words,
    zonemap.story.show,
    zonemap.panel.show,
    zonemap.legend.show,
    zonemap.filters.show,
    zonemap.timeline.show,
    zonemap.find.show,
    zonemap.takeaway.show,
    zonemap.announce.changes,
  ])
    zonemap.store.view(view);
  zonemap.store.view(zonemap.map.show, true);
  zonemap.story.begin();
  zonemap.takeaway.begin();
  controls();
  zonemap.panel.begin();
  zonemap.store.begin();
})(window.zonemap);
