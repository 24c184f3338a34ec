'use strict';
// How counties and zones are filled and outlined: by class, and by what is known of the boundary.
(function (zonemap) {
  const { lines: LINES, size: SIZE } = zonemap.style;
  /** The colour of what a legend leaves aside; in the dark it would outshine all else. */
  const NEAR_WHITE = /^#f[\da-f](f[\da-f]){2}$/i;
  const NONE = { fill: 'none', opacity: 0 };

  /** How a zone's outline is drawn; null where the map shows none. */
  function zoneLook(zone, { basis, number }, strong, theme) {
    if (number !== zone.outline) return null;
    const byCount = zonemap.classes.isOfCounties(zonemap.store.now().color);
    const { opacity, hidden, width, dash, cap } = LINES[basis] || LINES.surveyed;
    if (hidden && !strong) return null;
    const { color: own, pattern, size: total } = zonemap.classes.ofArea(zone);
    const color = NEAR_WHITE.test(own) ? theme['county-line'] : own;
    return {
      ...(byCount || !opacity || total
        ? NONE
        : { fill: color, pattern, opacity: opacity * (strong ? SIZE.chosen_fill : 1) }),
      dash,
      cap,
      width: strong ? SIZE.chosen_line : width,
      stroke: strong ? theme.accent : color,
    };
  }

  /** The soft halo of a mark whose zone has no outline of its own at rest, as items about 0, 0. */
  function halo(zone, size, theme) {
    const { halo: radii = [], haze } = LINES[zone.basis] || {};
    if (zonemap.classes.isOfCounties(zonemap.store.now().color)) return [];
    const own = zonemap.classes.ofZone(zone).color;
    const fill = NEAR_WHITE.test(own) ? theme['county-line'] : own;
    return radii.map((radius) => ({
      d: zonemap.symbols.outline('circle', radius * size),
      fill,
      opacity: haze,
    }));
  }

  /** Over a basemap counties let it show; on paper there is none. */
  const depthOf = (full, theme) =>
    zonemap.data.meta.basemap && theme !== zonemap.theme.PAPER ? full * 0.2 : full;

  /** A class's colour on this ground: what is next to white stays next to nothing in the dark, too. */
  const toned = (color, theme) =>
    NEAR_WHITE.test(color) && !NEAR_WHITE.test(theme.county) ? theme.county : color;

  /** How a county is filled, by its id: those of one class by one and the same fill. */
  function countyFills(theme) {
    const plain = { fill: theme.county, opacity: depthOf(1, theme) };
    const { color } = zonemap.store.now();
    if (!zonemap.classes.isOfCounties(color) || zonemap.classes.isSized(color)) return () => plain;
    const fills = new Map([[null, plain]]);
    return (id) => {
      const own = zonemap.classes.ofCounty(id);
      if (!fills.has(own))
        fills.set(own, { fill: toned(own.color, theme), pattern: own.pattern, opacity: depthOf(0.62, theme) });
      return fills.get(own);
    };
  }

  /** What Leaflet's own options say of a look. */
  const optionsOf = (look) => ({
    stroke: true,
    fill: true,
    color: look.stroke,
    opacity: 1,
    weight: look.width,
    dashArray: look.dash ? look.dash.join(' ') : null,
    lineCap: look.cap || 'round',
    fillColor: look.fill,
    fillOpacity: look.opacity,
  });
  const UNDRAWN = { stroke: false, fill: false };

  /** A look with what a planner's own script has set of Leaflet's options. */
  function restyled(look, own) {
    if (!own) return look;
    const { color, weight, dashArray, lineCap, fillColor, fillOpacity } = { ...(look ? optionsOf(look) : UNDRAWN), ...own };
    if (own.stroke === false && own.fill === false) return null;
    const dash = dashArray ? String(dashArray).split(/[ ,]+/).map(Number) : null;
    return {
      ...look,
      ...{ stroke: own.stroke === false ? '' : color, width: weight, dash, cap: lineCap },
      ...{ fill: own.fill === false ? 'none' : fillColor, opacity: fillOpacity },
    };
  }

  /** Note with the layer of a shape how it is drawn, and say so. */
  function noted(shape, look, view, told = null) {
    const { layer } = shape;
    if (!layer?.isThere) return null;
    const drawn = restyled(look, layer.own);
    if (view.isLive) layer.options = drawn ? (drawn === look && told) || optionsOf(drawn) : UNDRAWN;
    return drawn;
  }

  /** How the counties look: those of one look together, and those that a planner's own script has changed. */
  function countyLooks(view, theme) {
    const edge = { stroke: theme['county-line'], width: SIZE.county_line };
    const looks = new Map();
    const apart = [];
    const fillOf = countyFills(theme);
    for (const shape of zonemap.outlines.counties) {
      const fill = fillOf(shape.id);
      if (!looks.has(fill)) {
        const look = { ...fill, ...edge };
        looks.set(fill, { look, told: optionsOf(look), shapes: [] });
      }
      const { look, told, shapes } = looks.get(fill);
      const drawn = noted(shape, look, view, told);
      if (drawn === look) shapes.push(shape);
      else if (drawn) apart.push({ shape, drawn });
    }
    return { looks, apart, edge };
  }

  /** What tells one look of the counties from another; two are the same only where they are so for every county. */
  function signOf({ looks, apart, edge }, theme) {
    if (apart.length) return {};
    const fills = [...looks].map(([fill, { shapes }]) => [fill, looks.size > 1 ? shapes.map(({ id }) => id) : '']);
    const count = [...looks.values()].reduce((sum, { shapes }) => sum + shapes.length, 0);
    return JSON.stringify([fills, count, edge, zonemap.context.sign(), theme.paper, theme.around]);
  }

  /** The counties in sight, those of one look together, and their borders, each once. */
  function countyItems({ looks, apart, edge }, view, within) {
    const inSight = (shape) => zonemap.outlines.meets(shape.box, within);
    const fills = [...looks.values()]
      .map(({ look, shapes }) => ({ shapes: shapes.filter(inSight), view, ...look, stroke: '' }))
      .filter(({ shapes }) => shapes.length);
    return [
      ...fills,
      ...(fills.length ? [{ borders: zonemap.outlines.borders, view, ...edge }] : []),
      ...apart.filter(({ shape }) => inSight(shape)).map(({ shape, drawn }) => ({ shapes: [shape], view, ...drawn })),
    ];
  }

  /** The ground under the zones: what it looks like, and its items in the frame of a view. */
  function ground(whole, theme) {
    const found = countyLooks(whole, theme);
    const items = (view) => [
      ...zonemap.context.below(view, theme),
      ...countyItems(found, view, zonemap.outlines.ground(view, view.frame)),
      ...zonemap.context.shades(view, theme),
      ...zonemap.context.lines(view, theme),
    ];
    return { sign: whole.isLive ? signOf(found, theme) : '', items };
  }

  /** The outlines of the zones shown, the surest last. */
  function zoneItems({ view, theme, shown, selected }) {
    const within = zonemap.outlines.ground(view, view.frame);
    const known = new Map();
    /** Zones of one class and basis look alike, whichever they are. */
    function lookOf(zone, shape) {
      if (shape.number !== zone.outline) return null;
      const of = zonemap.classes.ofArea(zone);
      if (!known.has(of)) known.set(of, new Map());
      const alike = known.get(of);
      if (!alike.has(shape.basis)) {
        const look = zoneLook(zone, shape, false, theme);
        alike.set(shape.basis, look && { look, told: optionsOf(look) });
      }
      return alike.get(shape.basis);
    }
    const items = [];
    for (const shape of zonemap.outlines.zones) {
      const strong = shape.id === selected;
      const zone = shown.has(shape.id) ? zonemap.zone(shape.id) : null;
      const alike = zone && !strong ? lookOf(zone, shape) : null;
      const look = zone && strong ? zoneLook(zone, shape, true, theme) : alike?.look;
      const drawn = noted(shape, look || null, view, alike?.told);
      if (drawn && zonemap.outlines.meets(shape.box, within)) items.push({ shapes: [shape], view, ...drawn });
    }
    return items;
  }

  /** The line of a zone's outline when it is pointed at. */
  function pointedAt(id, view, theme) {
    return zonemap.outlines.zones
      .filter((shape) => shape.id === id)
      .map((shape) => [shape, zoneLook(zonemap.zone(id), shape, true, theme)])
      .filter(([, look]) => look)
      .map(([shape, look]) => ({ shapes: [shape], view, ...look, ...NONE }));
  }

  zonemap.areas = { toned, ground, zoneItems, halo, pointedAt, LINES };
})(window.zonemap);
