'use strict';
// The search box: results as one types, arrow keys, Enter goes there.
(function (zonemap) {
  const { el, byId, fill } = zonemap.dom;
  const { word, name, otherName, label, joined } = zonemap.words;
  const MOST = 8;
  let hits = [];
  let at = -1;
  let waiting = 0;
  const box = byId('search');
  const list = byId('search-results');
  const none = byId('search-none');

  /** Choosing a zone that year or filters hide brings it back into view. */
  function go(id) {
    close();
    const shown = zonemap.choose.choose({ ...zonemap.store.now(), query: '' }).shown.has(id);
    const back = shown
      ? {}
      : { year: Math.max(zonemap.store.now().year, yearSeen(id)), filters: zonemap.hash.start().filters };
    zonemap.store.set({ ...back, query: '', selected: id, tab: 'card' });
    box.value = '';
    zonemap.view.flyTo(id);
    zonemap.panel.reveal(true);
  }

  function yearSeen(id) {
    const { drawnAt } = zonemap.time;
    for (let year = zonemap.firstYear; year <= zonemap.lastYear; year += 1)
      if (drawnAt(zonemap.zone(id), year)) return year;
    return zonemap.sourceYear;
  }

  function close() {
    list.hidden = none.hidden = true;
    at = -1;
    box.setAttribute('aria-expanded', 'false');
    box.removeAttribute('aria-activedescendant');
  }

  const about = {
    name: (zone) => zonemap.search.nameElsewhere(zone.id, box.value) || otherName(zone),
    county: (zone) => joined(zonemap.hosts(zone).map(name)),
    industry: (zone) => joined(zone.industries.map((row) => label('industry', row.key))),
    partner: (zone) => joined(zone.partners.map(name)),
    event: (zone) => zonemap.words.pair(zonemap.search.eventOf(zone.id, box.value)),
  };

  function option(hit, index) {
    const zone = zonemap.zone(hit.id);
    const status = zonemap.store.chosen().status.get(hit.id);
    const more = about[hit.where](zone);
    return el(
      'div',
      {
        role: 'option',
        id: `hit-${index}`,
        class: 'hit',
        'aria-selected': index === at ? 'true' : 'false',
        'data-zone': hit.id,
        onmousedown: (event) => event.preventDefault(),
        onclick: () => go(hit.id),
      },
      zonemap.symbols.zoneIcon(zone, status),
      el('span', { class: 'hit-name', text: name(zone) }),
      el('span', { class: 'hit-about', text: more, lang: zonemap.words.foreign(more) }),
    );
  }

  function open() {
    const query = box.value.trim();
    if (!query) return close();
    hits = zonemap.search.find(query);
    at = Math.min(at, Math.min(hits.length, MOST) - 1);
    fill(
      list,
      hits.slice(0, MOST).map(option),
      hits.length > MOST
        ? el('div', {
            class: 'more',
            role: 'presentation',
            text: word('search_more', { n: hits.length - MOST }),
          })
        : null,
    );
    list.hidden = !hits.length;
    none.hidden = Boolean(hits.length);
    none.textContent = word('search_none', { q: query });
    box.setAttribute('aria-expanded', String(Boolean(hits.length)));
    if (at >= 0) box.setAttribute('aria-activedescendant', `hit-${at}`);
    else box.removeAttribute('aria-activedescendant');
    list.children[at]?.scrollIntoView({ block: 'nearest' });
  }

  function typed() {
    at = -1;
    open();
    zonemap.store.set({ query: box.value.trim() }, { push: false });
    zonemap.announce.say(hits.length ? word('search_count', { n: hits.length }) : none.textContent);
  }

  function key(event) {
    if (event.isComposing) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const many = Math.min(hits.length, MOST);
    if (move && box.value.trim()) {
      event.preventDefault();
      at = (at + move + (at < 0 && move < 0 ? 1 : 0) + many) % (many || 1);
      open();
    } else if (event.key === 'Enter') {
      clearTimeout(waiting);
      if (zonemap.store.now().query !== box.value.trim()) typed();
      if (hits.length && box.value.trim()) go(hits[Math.max(at, 0)].id);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (!list.hidden || !none.hidden) close();
      else zonemap.store.set({ query: '' });
    }
  }

  box.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(typed, zonemap.overlay.many ? 150 : 40);
  });
  box.addEventListener('keydown', key);
  box.addEventListener('focus', open);
  box.addEventListener('blur', close);

  zonemap.find = {
    go,
    show: (state) => {
      if (document.activeElement !== box || !state.query) box.value = state.query;
    },
  };
})(window.zonemap);
