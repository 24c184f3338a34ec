'use strict';
// The page of zm.select: tells the notebook which zones are chosen, and lets a box choose them.
(function (zonemap) {
  const { store } = zonemap;
  const map = window[zonemap.data.meta.map];
  const given = zonemap.given.copy() || {};
  let box = given.box || null; // two corners, and the zones whose marks lay between them
  let drawn = null;
  let from = null;
  let awaited = 0;

  const LINE = { color: zonemap.theme.screen().ink, weight: 2, dashArray: '6 4', fill: false, interactive: false };
  const SETTLED = 250; // of many small moves only the last is told

  function chosenIds() {
    const { selected, tab } = store.now();
    const { visible } = store.chosen();
    if (selected && tab === 'card') return [selected];
    return box ? visible.filter((id) => box.ids.includes(id)) : visible;
  }

  function tell() {
    const state = store.now();
    const view = `${zonemap.hash.encode({ ...state, story: null })}&lang=${state.lang}`;
    const copy = JSON.stringify({ view, note: '', box });
    parent.postMessage({ zonemap: { ids: chosenIds(), day: zonemap.time.dayOf(state.year), copy } }, '*');
  }

  function tellSoon() {
    clearTimeout(awaited);
    awaited = setTimeout(tell, SETTLED);
  }

  function draw(corners) {
    drawn?.remove();
    drawn = corners && L.rectangle(corners, LINE).addTo(map);
  }

  /** The zones whose marks are seen within a rectangle of the map. */
  function within(bounds) {
    const one = map.latLngToContainerPoint(bounds.getNorthWest());
    const other = map.latLngToContainerPoint(bounds.getSouthEast());
    const area = L.bounds(one, other);
    return store.chosen().visible.filter((id) => {
      const at = zonemap.map.where(id);
      return at && area.contains(at);
    });
  }

  function choose(bounds) {
    const corners = [bounds.getSouthWest(), bounds.getNorthEast()].map(({ lat, lng }) => [lat, lng]);
    box = { corners, ids: within(bounds) };
    draw(box.corners);
    store.set({ selected: null, tab: 'list' });
  }

  function clear() {
    box = null;
    draw(null);
    store.clearFilters();
    store.set({ selected: null, tab: 'list' });
  }

  const bounds = (event) => L.latLngBounds(from, map.mouseEventToLatLng(event));

  function drag(event) {
    draw(bounds(event));
  }

  const swallow = (event) => event.stopImmediatePropagation();

  /** The click with which a drag ends chooses nothing. */
  function skipClick() {
    const host = map.getContainer();
    host.addEventListener('click', swallow, true);
    setTimeout(() => host.removeEventListener('click', swallow, true));
  }

  function drop(event) {
    skipClick();
    document.removeEventListener('mousemove', drag);
    document.removeEventListener('mouseup', drop);
    choose(bounds(event));
    from = null;
  }

  function grab(event) {
    if (!event.shiftKey || event.button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    from = map.mouseEventToLatLng(event);
    document.addEventListener('mousemove', drag);
    document.addEventListener('mouseup', drop);
  }

  const ASKED = { view: () => choose(map.getBounds()), all: clear };

  map.boxZoom.disable();
  map.getContainer().addEventListener('mousedown', grab, true);
  if (box) draw(box.corners);
  store.view(tellSoon, true);
  window.addEventListener('message', ({ source, data }) => {
    if (source === parent && Object.hasOwn(ASKED, data?.zonemap)) ASKED[data.zonemap]();
  });
  tellSoon();
})(window.zonemap);
