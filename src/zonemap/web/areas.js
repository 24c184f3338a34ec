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

  function countyFill(id, theme) {
    const plain = { fill: theme.county, opacity: depthOf(1, theme) };
    const { color } = zonemap.store.now();
    if (!zonemap.classes.isOfCounties(color) || zonemap.classes.isSized(color)) return plain;
    const own = zonemap.classes.ofCounty(id);
    if (!own) return plain;
    return { fill: toned(own.color, theme), pattern: own.pattern, opacity: depthOf(0.62, theme) };
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

  /** The counties in sight, those of one look together, and their borders, each once. */
  function countyItems(view, theme, within) {
    const edge = { stroke: theme['county-line'], width: SIZE.county_line };
    const looks = new Map();
    const apart = [];
    for (const shape of zonemap.outlines.counties) {
      const fill = countyFill(shape.id, theme);
      const key = `${fill.fill}|${fill.pattern}|${fill.opacity}`;
      if (!looks.has(key)) {
        const look = { ...fill, ...edge };
        looks.set(key, { look, told: optionsOf(look), shapes: [] });
      }
      const { look, told, shapes } = looks.get(key);
      const drawn = noted(shape, look, view, told);
      if (!drawn || !zonemap.outlines.meets(shape.box, within)) continue;
      if (drawn === look) shapes.push(shape);
      else apart.push({ shapes: [shape], view, ...drawn });
    }
    const fills = [...looks.values()].filter(({ shapes }) => shapes.length);
    return [
      ...fills.map(({ look, shapes }) => ({ shapes, view, ...look, stroke: '' })),
      ...(fills.length ? [{ borders: zonemap.outlines.borders, view, ...edge }] : []),
      ...apart,
    ];
  }

  /** The outlines of the zones shown, the surest last. */
  function zoneItems(view, theme, within, shown, selected) {
    return zonemap.outlines.zones.flatMap((shape) => {
      const strong = shape.id === selected;
      const look = shown.has(shape.id) ? zoneLook(zonemap.zone(shape.id), shape, strong, theme) : null;
      const drawn = noted(shape, look, view);
      return drawn && zonemap.outlines.meets(shape.box, within) ? [{ shapes: [shape], view, ...drawn }] : [];
    });
  }

  /** All that is filled and outlined, as items; `view` is how the ground lies, its frame what of it is in sight. */
  function areaItems({ view, theme, shown, selected }) {
    const within = zonemap.outlines.ground(view, view.frame);
    return [
      ...zonemap.context.below(view, theme),
      ...countyItems(view, theme, within),
      ...zonemap.context.lines(view, theme),
      ...zoneItems(view, theme, within, shown, selected),
    ];
  }

  /** The line of a zone's outline when it is pointed at. */
  function pointedAt(id, view, theme) {
    return zonemap.outlines.zones
      .filter((shape) => shape.id === id)
      .map((shape) => [shape, zoneLook(zonemap.zone(id), shape, true, theme)])
      .filter(([, look]) => look)
      .map(([shape, look]) => ({ shapes: [shape], view, ...look, ...NONE }));
  }

  zonemap.areas = { toned, areaItems, halo, pointedAt, LINES };
})(window.zonemap);
