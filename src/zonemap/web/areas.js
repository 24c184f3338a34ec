'use strict';
// How counties and zones are filled and outlined: by class, and by what is known of the boundary.
(function (zonemap) {
  const { svgFill } = zonemap.paint;
  const { label } = zonemap.words;
  const { lines: LINES, size: SIZE } = zonemap.style;
  /** The colour of what a legend leaves aside; in the dark it would outshine all else. */
  const NEAR_WHITE = /^#f[\da-f](f[\da-f]){2}$/i;
  const NONE = { fill: 'none', opacity: 0 };

  /** A zone's outline as an item without its path; null where the map shows none. */
  function zoneItem(zone, { basis, outline }, strong, theme) {
    if (outline !== zone.outline) return null;
    const byCount = zonemap.classes.isOfCounties(zonemap.store.now().color);
    const { opacity, hidden, width, dash, cap } = LINES[basis] || LINES.surveyed;
    if (hidden && !strong) return null;
    const { color: own, pattern } = zonemap.classes.ofArea(zone);
    const color = NEAR_WHITE.test(own) ? theme['county-line'] : own;
    return {
      ...(byCount || !opacity
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

  function countyItem(id, theme) {
    const edge = { stroke: theme['county-line'], width: SIZE.county_line, opacity: depthOf(1, theme) };
    if (!zonemap.classes.isOfCounties(zonemap.store.now().color)) return { fill: theme.county, ...edge };
    const own = zonemap.classes.ofCounty(id);
    if (!own) return { fill: theme.county, ...edge };
    return { fill: toned(own.color, theme), pattern: own.pattern, ...edge, opacity: depthOf(0.62, theme) };
  }

  /** The same as Leaflet's options. A canvas of thousands of shapes does without patterns. */
  function leafletStyle(item, many) {
    if (!item) return { stroke: false, fill: false };
    return {
      stroke: true,
      fill: true,
      color: item.stroke,
      opacity: 1,
      weight: item.width,
      dashArray: item.dash ? item.dash.join(' ') : null,
      lineCap: item.cap || 'round',
      fillColor: many ? item.fill : svgFill(item),
      fillOpacity: item.opacity,
    };
  }

  const basisWords = (zone) => label('basis', zone.basis);

  zonemap.areas = { toned, zoneItem, halo, countyItem, basisWords, leafletStyle, LINES };
})(window.zonemap);
