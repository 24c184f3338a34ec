'use strict';
// The side panel: tabs, and the one that is open.
(function (zonemap) {
  const { byId, refill, button, keep } = zonemap.dom;
  const { word } = zonemap.words;
  const TABS = zonemap.hash.TABS;
  const WIDE = new Set(['table', 'compare']);
  const DRAW = {
    list: zonemap.list,
    card: zonemap.card,
    reforms: zonemap.reforms,
    industries: zonemap.industries,
    partners: zonemap.partners,
    compare: zonemap.compare,
    table: zonemap.table,
  };
  const offered = TABS.filter((tab) => DRAW[tab]);

  /** On a phone the panel is a sheet over the map: lift it, or lay it down; elsewhere it always stands. */
  function lift(toUp) {
    byId('panel').classList.toggle('up', toUp);
    byId('lift').setAttribute('aria-expanded', String(toUp));
    if (toUp) clear();
    else zonemap.view.uncover();
  }

  const isUp = () => byId('panel').classList.contains('up');

  /** Where the sheet lies over the map, what is selected is moved out from under it. */
  function clear() {
    const { selected } = zonemap.store.now();
    if (selected && isUp() && zonemap.theme.sheet())
      zonemap.view.clear(selected, byId('panel').getBoundingClientRect().top);
  }

  let before = null;
  /** A tab; that of the reform colours the map by it, and what was before comes back with the next tab. */
  function open(tab) {
    const { color } = zonemap.store.now();
    const isReform = tab === 'reforms' && zonemap.data.legends.reform;
    if (isReform && color !== 'reform') before = color;
    const back = color === 'reform' && before ? { color: before } : {};
    if (!isReform) before = null;
    zonemap.store.set({ tab, ...(isReform ? { color: 'reform' } : back) });
    lift(true);
  }

  function key(event, tab) {
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!move) return;
    event.preventDefault();
    const next = offered[(offered.indexOf(tab) + move + offered.length) % offered.length];
    open(next);
    byId(`tab-${next}`).focus();
  }

  function tabs(state) {
    return offered.map((tab) =>
      keep(`tab:${tab}`, state.tab === tab, () =>
        button(word(`tab_${tab}`), () => open(tab), {
          role: 'tab',
          id: `tab-${tab}`,
          'aria-selected': String(state.tab === tab),
          'aria-controls': 'tab-body',
          tabindex: state.tab === tab ? 0 : -1,
          'data-focus': `tab:${tab}`,
          onkeydown: (event) => key(event, tab),
        }),
      ),
    );
  }

  /** Bring the panel into sight on a small screen, and the reader to the card's title. */
  function reveal(toTitle) {
    lift(true);
    if (zonemap.theme.narrow() && !zonemap.theme.sheet())
      byId('panel').scrollIntoView({ behavior: zonemap.theme.still() ? 'auto' : 'smooth' });
    if (toTitle) byId('card-title')?.focus({ preventScroll: true });
  }

  zonemap.hover.listen((id, from) => {
    const body = byId('tab-body');
    for (const row of body.querySelectorAll('tr.lit')) row.classList.remove('lit');
    if (!id || from !== 'map') return;
    for (const row of body.querySelectorAll(`tr[data-zone="${CSS.escape(id)}"]`)) row.classList.add('lit');
  });

  let held = '';
  function show(state, chosen) {
    const body = byId('tab-body');
    refill(byId('tabs'), tabs(state));
    body.setAttribute('aria-labelledby', `tab-${state.tab}`);
    body.dataset.tab = state.tab;
    const wide = WIDE.has(state.tab);
    const resized = byId('app').classList.contains('wide') !== wide;
    byId('app').classList.toggle('wide', wide);
    refill(body, DRAW[state.tab].draw(state, chosen));
    const subject = `${state.tab}|${state.tab === 'card' ? state.selected : ''}`;
    if (subject !== held) {
      if (held) body.scrollTop = 0; // at the start it would have the page laid out once more
      lift(state.tab !== 'list' || (Boolean(held) && isUp()));
    }
    held = subject;
    if (resized) zonemap.view.resize();
  }

  function begin() {
    byId('lift').addEventListener('click', () => lift(!isUp()));
    byId('app').addEventListener('focusin', ({ target }) => {
      if (target.matches(':focus-visible') && zonemap.theme.sheet()) lift(Boolean(target.closest('#panel')));
    });
    let from = 0;
    for (const id of ['tabs', 'lift']) {
      byId(id).addEventListener('touchstart', ({ touches }) => (from = touches[0].clientY), { passive: true });
      byId(id).addEventListener('touchend', ({ changedTouches }) => {
        const far = changedTouches[0].clientY - from;
        if (Math.abs(far) > 24) lift(far < 0);
      });
    }
  }

  zonemap.panel = { begin, show, reveal, lift, clear };
})(window.zonemap);
