'use strict';
// The one state of the page. `set` changes it, every view is drawn from it, the hash repeats it.
(function (zonemap) {
  const { choose } = zonemap.choose;
  const { encode, decode } = zonemap.hash;
  const views = [];
  let state = null;
  let chosen = null;

  function draw(before) {
    zonemap.words.speak(state.lang);
    const moved =
      before &&
      state.view !== before.view &&
      Object.keys(state).every((key) => key === 'view' || state[key] === before[key]);
    if (!moved) chosen = choose(state);
    for (const { show, moves } of views) if (!moved || moves) show(state, chosen, before, moved);
  }

  function write(push) {
    const hash = encode(state);
    if (hash === location.hash.replace(/^#/, '')) return;
    const address = location.href.replace(/#.*$/, '') + (hash ? `#${hash}` : '');
    try {
      if (push) history.pushState(null, '', address);
      else history.replaceState(null, '', address);
    } catch {
      // A frame without an address of its own (a notebook) keeps its state to itself.
    }
  }

  /** Change the state. Small steps (typing, dragging, panning) replace the address, choices push a new one. */
  function set(patch, { push = true } = {}) {
    const before = state;
    state = { ...state, ...patch };
    write(push);
    draw(before);
  }

  const setFilter = (key, values) => set({ filters: { ...state.filters, [key]: values } });

  function toggle(key, value) {
    const held = state.filters[key];
    setFilter(key, held.includes(value) ? held.filter((one) => one !== value) : [...held, value]);
  }

  function clearFilters() {
    set({ filters: Object.fromEntries(zonemap.choose.KEYS.map((key) => [key, []])), query: '' });
  }

  function readAddress() {
    const next = decode(location.hash);
    if (state && encode(next) === encode(state)) return;
    const before = state;
    state = next;
    draw(before);
  }

  /** Until the page is in use the address alone says what will be shown. */
  function awaited() {
    const next = decode(location.hash);
    return [next, choose(next)];
  }

  function begin() {
    readAddress();
    window.addEventListener('popstate', readAddress);
    window.addEventListener('hashchange', readAddress);
  }

  zonemap.store = {
    begin,
    set,
    setFilter,
    toggle,
    clearFilters,
    /** Add a view; `moves` says that it follows the map's own moves as well. */
    view: (show, moves = false) => views.push({ show, moves }),
    now: () => state,
    chosen: () => chosen,
    again: () => draw(null),
  };

  zonemap.state = () => {
    const [held, { visible, status }] = state ? [state, chosen] : awaited();
    return {
      ...structuredClone(held),
      day: zonemap.time.dayOf(held.year),
      visible: [...visible],
      status: Object.fromEntries(status),
    };
  };
})(window.zonemap);
