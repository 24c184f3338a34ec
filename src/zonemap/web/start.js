'use strict';
// Everything but the map starts here, before the map is made, so that the map finds its final size.
(function (zonemap) {
  const { byId, fill, el } = zonemap.dom;
  const { word, applyTo, name, otherName, foreign } = zonemap.words;

  function words(state, chosen, before) {
    if (before && before.lang === state.lang) return;
    const { meta } = zonemap.data;
    applyTo(document);
    const names = { zh: meta.title_zh, en: meta.title_en };
    const other = otherName(names);
    document.title = name(names);
    fill(byId('page-title'), `${name(names)} · `, el('span', { text: other, lang: foreign(other) }));
    byId('language').textContent = state.lang === 'zh' ? 'English' : '中文';
    byId('language').setAttribute('lang', state.lang === 'zh' ? 'en' : 'zh-CN');
    byId('map-note').textContent = word('map_note');
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
    byId('skip').addEventListener('click', () => (byId('zone-list') || byId('tab-body')).focus());
    document.addEventListener('keydown', keys);
    let waiting = 0;
    new ResizeObserver(() => {
      clearTimeout(waiting);
      waiting = setTimeout(zonemap.view.resize, 120);
    }).observe(byId('map-host'));
  }

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
  zonemap.store.begin();
})(window.zonemap);
