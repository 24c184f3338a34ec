'use strict';
// The Leaflet map that stands in the page: restyles its shapes, lays marks and names over them, picks by pointer.
(function (zonemap) {
  const { compose, ring, many } = zonemap.overlay;
  const { zoneItem, countyItem } = zonemap.areas;
  const shapes = { county: new Map(), zone: new Map() };
  const styled = new Map();
  let map = null;
  let layer = null;
  let rings = null;
  let under = {};
  let places = [];
  let size = 10;
  let cycle = 0;

  const theme = () => zonemap.theme.screen();

  function frame() {
    const { min, max } = layer._bounds;
    return [min.x, min.y, max.x, max.y];
  }

  /** What is in sight, in layer pixels: names must lie wholly inside. */
  function sight() {
    const { x, y } = map.containerPointToLayerPoint([0, 0]);
    const size = map.getSize();
    return [x, y, x + size.x, y + size.y];
  }

  function items() {
    const made = compose({
      project: (point) => map.latLngToLayerPoint(point),
      theme: theme(),
      scale: zonemap.theme.rem() * (zonemap.store.now().story === null || zonemap.theme.small() ? 1 : 1.4),
      state: zonemap.store.now(),
      chosen: zonemap.store.chosen(),
      frame: frame(),
      sight: sight(),
    });
    ({ places, size } = made);
    return made.items;
  }

  function ringItems() {
    const held = [
      [zonemap.hover.now(), false],
      [zonemap.store.now().selected, true],
    ];
    return held.flatMap(([id, strong]) => {
      const at = places.find((one) => one.zone.id === id);
      return at ? [ring(at, size, theme(), strong)] : [];
    });
  }

  /** A layer that draws `list()` in the map's own pixels at every move. */
  function drawn(list, pane, onCanvas) {
    const Base = onCanvas ? L.Canvas : L.SVG;
    const paint = onCanvas
      ? (self) => zonemap.paint.canvas(self._ctx, list())
      : (self) => self._rootGroup.replaceChildren(...list().map(zonemap.paint.svgNode));
    const Layer = Base.extend({
      _update() {
        Base.prototype._update.call(this);
        if (zonemap.store.now() && layer) paint(this);
      },
    });
    return new Layer({ pane, padding: 0.25 });
  }

  function addPane(name, above, passive) {
    const pane = map.createPane(name);
    pane.style.zIndex = above;
    if (passive) pane.style.pointerEvents = 'none';
  }

  function restyle(shape, item) {
    const style = zonemap.areas.leafletStyle(item, many);
    const key = JSON.stringify(style);
    if (styled.get(shape) === key) return;
    styled.set(shape, key);
    shape.setStyle(style);
  }

  function restyleZone(id) {
    const { selected } = zonemap.store.now();
    const strong = id === selected || id === zonemap.hover.now();
    const shown = zonemap.store.chosen().shown.has(id);
    for (const shape of shapes.zone.get(id) || [])
      restyle(
        shape,
        shown ? zoneItem(zonemap.zone(id), shape.feature.properties, strong, theme()) : null,
      );
  }

  function draw() {
    if (!map) return;
    for (const [id, list] of shapes.county) for (const shape of list) restyle(shape, countyItem(id, theme()));
    for (const id of shapes.zone.keys()) restyleZone(id);
    layer._update();
    rings._update();
  }

  let lit = null;
  function light(id) {
    if (!map) return;
    for (const one of [lit, id]) if (one) restyleZone(one);
    lit = id;
    rings._update();
  }

  function collect() {
    map.eachLayer((shape) => {
      const about = shape.feature?.properties;
      if (!about || !shape.setStyle || !shapes[about.layer]) return;
      const list = shapes[about.layer].get(about.id) || [];
      shapes[about.layer].set(about.id, [...list, shape]);
      shape.on('click mousemove', (event) => (under = { about, event: event.originalEvent }));
    });
  }

  function markAt(at) {
    const reach = Math.max(size + 4, 12 * zonemap.theme.rem());
    let best = null;
    let least = reach * reach;
    for (const one of places) {
      const far = (one.x - at.x) ** 2 + (one.y - at.y) ** 2;
      if (far < least) [best, least] = [one.zone.id, far];
    }
    return best;
  }

  const visibleIn = (county) =>
    zonemap.zonesIn(county).filter((zone) => zonemap.store.chosen().shown.has(zone.id));
  const countyOf = (about) => (about.layer === 'county' ? about.id : zonemap.zone(about.id).counties[0]);
  const isHost = (about) => about.layer === 'county' || about.basis === 'host_county';

  function choose(id) {
    zonemap.store.set({ selected: id, tab: 'card' });
    zonemap.panel.reveal();
  }

  /** What the pointer is on: a zone by its mark or its own outline, else the county. */
  function aim(event) {
    const about = under.event === event.originalEvent ? under.about : null;
    const id = markAt(event.layerPoint) || (about && !isHost(about) ? about.id : null);
    return { id, county: about && !id ? countyOf(about) : null };
  }

  function pick(event) {
    const { id, county } = aim(event);
    if (id) return choose(id);
    const inside = county ? visibleIn(county) : [];
    if (inside.length) choose(inside[cycle++ % inside.length].id);
  }

  function point(event) {
    const { id, county } = event ? aim(event) : {};
    zonemap.hover.set(id || null, 'map');
    zonemap.tooltip.show({ id, county, at: event?.containerPoint });
    const pointing = Boolean(id || (county && visibleIn(county).length));
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
  }

  /** Take over the map that stands in the page, once its layers are there. */
  function begin() {
    map = (window.L && window[zonemap.data.meta.map]) || null;
    if (!map) return;
    zonemap.view.begin();
    map.attributionControl?.setPrefix(false);
    map.zoomControl?.setPosition('bottomright');
    collect();
    addPane('zone-rings', 440, true);
    addPane('zone-marks', 450, many);
    layer = drawn(items, 'zone-marks', many).addTo(map);
    rings = drawn(ringItems, 'zone-rings', false).addTo(map);
    map.on('click', pick);
    map.on('mousemove', point);
    map.on('mouseout', () => point(null));
    zonemap.hover.listen(light);
    words();
    zonemap.view.set(zonemap.store.now().view);
    draw();
  }

  function show(state, chosen, before, moved) {
    if (!map) return;
    if (!before || before.lang !== state.lang) words();
    if (!before || before.view !== state.view) {
      if (!state.view || state.view !== zonemap.view.text()) zonemap.view.set(state.view);
    }
    if (!moved) draw();
  }

  zonemap.map = {
    begin,
    show,
    where: (id) => {
      const at = places.find((one) => one.zone.id === id);
      return at && map ? map.layerPointToContainerPoint([at.x, at.y]) : null;
    },
    shapes,
    leaflet: () => map,
  };
})(window.zonemap);
