'use strict';
// Where the map looks: the whole region, a zone, or what the address says.
(function (zonemap) {
  let map = null;
  let homeText = '';
  let fitted = '';
  let quiet = false;
  let isCleared = false;
  let aimed = [];
  let isFlying = false;

  const [south, west, north, east] = zonemap.data.meta.extent;
  const home = () =>
    L.latLngBounds([
      [south, west],
      [north, east],
    ]);

  /** The corners of a zone or county. */
  const cornersOf = (id) => {
    const { point, bbox } = zonemap.zone(id) || zonemap.county(id) || {};
    return point ? [point] : bbox ? [bbox.slice(0, 2), bbox.slice(2)] : [];
  };

  /** What the map shows where nobody has moved it: what a chapter is about, else the whole region. */
  function homeBounds() {
    const corners = aimed.flatMap(cornersOf);
    return corners.length ? L.latLngBounds(corners).pad(0.3) : home();
  }

  function text() {
    const { lat, lng } = map.getCenter();
    return `${lat.toFixed(4)},${lng.toFixed(4)},${Number(map.getZoom().toFixed(2))}`;
  }

  /** Move the map without writing the move into the address. */
  function quietly(act) {
    quiet = true;
    act();
    quiet = false;
  }

  /** Leaflet ends a running zoom by itself later, over whatever was set meanwhile: drop it and set the view anew. */
  function settle() {
    map._stop();
    const running = map._animatingZoom;
    map._animatingZoom = false;
    L.DomUtil.removeClass(map._mapPane, 'leaflet-zoom-anim');
    return { animate: false, reset: Boolean(running) };
  }

  const room = () => `${map.getContainer().clientWidth} ${map.getContainer().clientHeight}`;

  function goHome(isFlown) {
    map.invalidateSize({ animate: false });
    fitted = room();
    const foot = zonemap.dom.byId('map-foot').offsetHeight + 16;
    const at = settle();
    const maxZoom = aimed.length ? map.getBoundsZoom(home()) + 2 : map.getMaxZoom();
    const frame = { maxZoom, paddingTopLeft: [10, 10], paddingBottomRight: [10, foot] };
    if (isFlown && !zonemap.theme.still()) {
      isFlying = true;
      map.flyToBounds(homeBounds(), { ...frame, duration: 1.2 });
    } else {
      map.fitBounds(homeBounds(), { ...at, ...frame });
      homeText = text();
    }
  }

  /** Say what the map shows of itself from now on; it flies there, or goes there when it is laid out anew. */
  function aim(places, isFlown) {
    aimed = places;
    if (map && isFlown) quietly(() => goHome(true));
  }

  function go(view) {
    if (!view) return goHome();
    if (view === text()) return undefined;
    const [lat, lng, zoom] = view.split(',').map(Number);
    return map.setView([lat, lng], zoom, settle());
  }

  const set = (view) => quietly(() => go(view));

  function moved() {
    if (isFlying) homeText = text();
    isFlying = false;
    if (quiet || !zonemap.store.now()) return;
    const view = text() === homeText ? '' : text();
    if (view !== zonemap.store.now().view) zonemap.store.set({ view }, { push: false });
  }

  function resize(isElsewhere) {
    if (!map) return;
    const { view } = zonemap.store.now();
    if (view) quietly(() => map.invalidateSize({ animate: false }));
    if (isElsewhere === true || (!view && fitted !== room())) set(view);
  }

  function flyTo(id) {
    const zone = zonemap.zone(id);
    if (!map || !zone) return;
    const near = Math.min(map.getBoundsZoom(home()) + 1.5, map.getMaxZoom());
    const zoom = Math.max(map.getZoom(), near);
    if (zonemap.theme.still()) map.setView(zone.point, zoom, { animate: false });
    else map.flyTo(zone.point, zoom, { duration: 0.8 });
  }

  function showCounty(id) {
    const shape = zonemap.outlines.counties.find((one) => one.id === id);
    if (map && shape?.layer) map.fitBounds(shape.layer.getBounds().pad(0.6), { animate: !zonemap.theme.still() });
  }

  /** Move the map so far that a zone lies above what covers it from some height of the window on. */
  function clear(id, top) {
    const zone = zonemap.zone(id);
    if (!map || !zone) return;
    const room = top - map.getContainer().getBoundingClientRect().top;
    const { y } = map.latLngToContainerPoint(zone.point);
    if (y > room - 48) quietly(() => map.panBy([0, y - room / 2], { animate: false }));
    isCleared ||= y > room - 48;
  }

  /** Nothing covers the map any more: back to where it was. */
  function uncover() {
    if (isCleared) set(zonemap.store.now().view);
    isCleared = false;
  }

  /** Set a new map's view before it has any layer, so that no shape is laid out twice. */
  function adopt(made) {
    map = made;
    L.DomEvent.off(window, 'resize', made._onResize, made); // the page itself sees to its size, and later
    map.options.zoomSnap = 0.1;
    map.options.zoomDelta = 0.5;
    map.options.maxZoom = zonemap.hash.NEAREST;
    set(zonemap.store.now().view);
    map.fitBounds = () => map;
  }

  /** From here on the reader moves the map. */
  function begin() {
    delete map.fitBounds;
    map.on('moveend', moved);
  }

  if (window.L)
    L.Map.addInitHook(function () {
      if (this.getContainer().closest('#map-host')) adopt(this);
    });

  zonemap.view = {
    begin,
    set,
    flyTo,
    aim,
    clear,
    uncover,
    showCounty,
    resize,
    home,
    text: () => (map ? text() : ''),
    reset: () => zonemap.store.set({ view: '' }, { push: false }),
  };
})(window.zonemap);
