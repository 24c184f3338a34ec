'use strict';
// The Leaflet map that stands in the page: draws the whole of it on one canvas, picks by pointer.
(function (zonemap) {
  const { compose, ring } = zonemap.overlay;
  let map = null;
  let sheet = null;
  let rings = null;
  let drawn = () => [];
  let ground = null;
  let awaited = 0;
  let places = [];
  let size = 10;
  let unnamed = [];
  let cycle = 0;
  let opened = null;

  const theme = () => zonemap.theme.screen();

  /** What is in sight, in layer pixels: names must lie wholly inside. */
  function sight() {
    const { x, y } = map.containerPointToLayerPoint([0, 0]);
    const size = map.getSize();
    return [x, y, x + size.x, y + size.y];
  }

  const CONTROLS = '#key-toggle, #note, #map-tools > *, #map-foot > *, .leaflet-control';

  /** What lies over the map, in layer pixels: no name may hide there. */
  function covered() {
    const { left, top } = map.getContainer().getBoundingClientRect();
    const { x, y } = map.containerPointToLayerPoint([0, 0]);
    return [...document.querySelectorAll(CONTROLS)].map((one) => {
      const box = one.getBoundingClientRect();
      return [box.left - left + x, box.top - top + y, box.right - left + x, box.bottom - top + y];
    });
  }

  /** How many names of zones in sight had no room; a click lists them. Its place stays its own, so that no name hides there. */
  function tellUnnamed(ids) {
    unnamed = ids;
    const { byId, tell } = zonemap.dom;
    tell(byId('unnamed'), zonemap.words.word('unnamed', { n: ids.length }));
    byId('unnamed').classList.toggle('none', !ids.length);
    if (!byId('unnamed-list').hidden) listNames(unnamed);
  }

  const MOST = 200;
  function listNames(ids) {
    const { byId, fill, el } = zonemap.dom;
    const more = ids.length - MOST;
    byId('unnamed-list').hidden = !ids.length;
    byId('unnamed').setAttribute('aria-expanded', String(ids.length > 0));
    fill(
      byId('unnamed-list'),
      ids.slice(0, MOST).map(zonemap.card.zoneLink),
      more > 0 && el('p', { class: 'hint', text: zonemap.words.word('and_more', { n: more }) }),
    );
  }

  /** The ground, which is held: drawn first, in a task of its own, it is only copied under the rest. */
  function paintGround(pen, live, of) {
    ground ??= new zonemap.layer.Held();
    ground.paint(pen, live, of.sign, (part, within) => zonemap.paint.canvas(part, of.items(within)));
  }

  function paint(pen, view) {
    const live = { ...view, isLive: true };
    if (!ground) return paintGround(pen, live, zonemap.areas.ground(live, theme()));
    const made = compose({
      view: live,
      theme: theme(),
      scale: zonemap.theme.rem(),
      state: zonemap.store.now(),
      chosen: zonemap.store.chosen(),
      sight: sight(),
      covered: covered(),
      opened,
    });
    ({ places, size } = made);
    tellUnnamed(made.unnamed);
    drawn = () => [...made.ground.items(live), ...made.items];
    paintGround(pen, live, made.ground);
    zonemap.paint.canvas(pen, made.items);
  }

  /** The outline and the ring of what is pointed at, and the ring of what is chosen. */
  function litItems() {
    const view = zonemap.layer.viewOf(map);
    const { selected, tab, compare } = zonemap.store.now();
    const lit = zonemap.hover.now();
    const isLined = lit && lit !== selected && zonemap.store.chosen().shown.has(lit);
    const lines = isLined ? zonemap.areas.pointedAt(lit, view, theme()) : [];
    const rings = [
      [lit, false],
      ...[selected, ...(tab === 'compare' ? compare : [])].map((id) => [id, true]),
    ].flatMap(([id, strong]) => {
      const at = places.find((one) => one.zone.id === id);
      return at ? [ring(at, size, theme(), strong)] : [];
    });
    return [...lines, ...rings, ...zonemap.instruments.items(view, theme())];
  }

  /** A few items over the canvas, as SVG: pointing at something draws nothing else anew. */
  function litLayer() {
    const Lit = L.SVG.extend({
      _update() {
        L.SVG.prototype._update.call(this);
        this._rootGroup.replaceChildren(...litItems().map(zonemap.paint.svgNode));
      },
    });
    return new Lit({ pane: 'zone-rings', padding: 0.25 });
  }

  function addPane(name, above) {
    const pane = map.createPane(name);
    pane.style.zIndex = above;
    pane.style.pointerEvents = 'none';
  }

  /** Draw at once; while Leaflet zooms the drawing only grows, and is drawn anew when it stands still. */
  function draw() {
    cancelAnimationFrame(awaited);
    awaited = sheet && map._animatingZoom ? requestAnimationFrame(draw) : 0;
    if (!sheet || awaited) return;
    sheet._update();
    rings._update();
  }

  /** Draw with the next frame, once for all that changes until then. */
  const drawSoon = () => (awaited ||= requestAnimationFrame(draw));

  /** What is asked of the drawing is asked of the newest. */
  function settled() {
    if (awaited) draw();
  }

  function markAt(at) {
    const reach = Math.max(size + 4, 12 * zonemap.theme.rem());
    let best = null;
    let least = reach * reach;
    for (const one of places) {
      const far = (one.x - at.x) ** 2 + (one.y - at.y) ** 2;
      if (far < least) [best, least] = [one, far];
    }
    return best;
  }

  const visibleIn = (county) =>
    zonemap.zonesIn(county).filter((zone) => zonemap.store.chosen().shown.has(zone.id));

  function choose(id) {
    zonemap.store.set({ selected: id, tab: 'card' });
    zonemap.panel.reveal();
  }

  /** The outline under a place of the map: of zones the surest, else the county. */
  function outlineAt({ lat, lng }) {
    const at = zonemap.outlines.mercator([lat, lng]);
    const { shown } = zonemap.store.chosen();
    const isFilled = ({ id, layer }) => shown.has(id) && layer.options.fill && layer.options.fillColor !== 'none';
    return (
      zonemap.outlines.zones.findLast((shape) => isFilled(shape) && zonemap.outlines.holds(shape, at)) ||
      zonemap.outlines.counties.find((shape) => zonemap.outlines.holds(shape, at))
    );
  }

  /** What the pointer is on: a zone by its mark or its own outline, else the county. */
  function aim(event) {
    const near = markAt(event.layerPoint);
    const under = near ? null : outlineAt(event.latlng);
    const crowd = near?.crowd?.members.map(({ zone }) => zone);
    const id = crowd ? null : near?.zone.id || (under?.kind === 'zone' ? under.id : null);
    return { id, crowd, county: under?.kind === 'county' ? under.id : null };
  }

  /** What a counting mark holds: a few in a ring, more from nearer by; those at one point are listed. */
  function openCrowd(crowd) {
    const bounds = L.latLngBounds(crowd.map(({ point }) => point));
    if (crowd.length <= zonemap.crowds.MOST) setOpened(crowd[0].id);
    else if (bounds.getSouthWest().equals(bounds.getNorthEast())) listNames(crowd.map(({ id }) => id));
    else map.setView(bounds.getCenter(), map.getZoom() + 1.5, { animate: !zonemap.theme.still() });
  }

  function setOpened(id) {
    if (opened !== id) drawSoon();
    opened = id;
  }

  function pick(event) {
    if (zonemap.instruments.isMeasuring()) return zonemap.instruments.add(event.latlng);
    const { id, county, crowd } = aim(event);
    if (crowd) return openCrowd(crowd);
    if (id) return choose(id);
    setOpened(null);
    const inside = county ? visibleIn(county) : [];
    if (inside.length) choose(inside[cycle++ % inside.length].id);
  }

  function point(event) {
    const { id, county, crowd } = event ? aim(event) : {};
    zonemap.hover.set(id || null, 'map');
    zonemap.tooltip.show({ id, county, crowd, at: event?.containerPoint });
    const pointing = Boolean(id || crowd || (county && visibleIn(county).length));
    map.getContainer().classList.toggle('pointing', pointing);
  }

  function words() {
    const { word } = zonemap.words;
    const box = map.getContainer();
    box.setAttribute('role', 'region');
    box.setAttribute('aria-label', word('map_label'));
    for (const way of ['in', 'out']) {
      const button = box.querySelector(`.leaflet-control-zoom-${way}`);
      button?.setAttribute('title', word(`zoom_${way}`));
      button?.setAttribute('aria-label', word(`zoom_${way}`));
    }
    zonemap.instruments.words();
  }

  /** Take over the map that stands in the page, once its layers are there. */
  function begin() {
    map = (window.L && window[zonemap.data.meta.map]) || null;
    if (!map) return;
    zonemap.view.begin();
    map.attributionControl?.setPrefix(false);
    map.zoomControl?.setPosition('bottomright');
    zonemap.instruments.begin(map);
    words();
    zonemap.view.set(zonemap.store.now().view); // before there is anything to draw, after what stands at the foot
  }

  /** Draw its ground, and listen for what it answers. */
  function open() {
    if (!map) return;
    addPane('zone-map', 390);
    addPane('zone-rings', 395);
    sheet = new zonemap.layer.Sheet(paint, { pane: 'zone-map', padding: 0.25 }).addTo(map);
    rings = litLayer().addTo(map);
    map.on('click', pick);
    map.on('zoomstart', () => (opened = null));
    map.on('mousemove', point);
    map.on('mouseout', () => point(null));
    zonemap.hover.listen(() => rings._update());
    const { byId } = zonemap.dom;
    byId('unnamed').addEventListener('click', () => listNames(byId('unnamed-list').hidden ? unnamed : []));
  }

  /** Draw what lies on the ground for the first time. */
  function finish() {
    if (!map) return;
    draw();
    zonemap.panel.clear();
  }

  function show(state, chosen, before, moved) {
    if (!map) return;
    if (!before || before.lang !== state.lang) words();
    if (!before || before.view !== state.view) {
      const isFlown = !state.view && before && state.story !== before.story;
      if (!isFlown && (!state.view || state.view !== zonemap.view.text())) zonemap.view.set(state.view);
    }
    if (!moved && sheet) drawSoon();
  }

  zonemap.map = {
    begin,
    open,
    finish,
    show,
    draw,
    drawSoon,
    light: () => rings._update(),
    /** What is on the canvas, as items. */
    drawn: () => {
      settled();
      return drawn();
    },
    where: (id) => {
      settled();
      const at = places.find((one) => one.zone.id === id);
      return at && map ? map.layerPointToContainerPoint([at.x, at.y]) : null;
    },
    get shapes() {
      settled();
      return zonemap.layer?.held;
    },
    leaflet: () => map,
  };
})(window.zonemap);
