'use strict';
// How counties and zones are filled and outlined: by class, and by what is known of the boundary.
(function (zonemap) {
  const { tiled, svgFill } = zonemap.paint;
  const { label } = zonemap.words;
  const LINES = {
    surveyed: { width: 2 },
    published_area: { width: 2, dash: [6, 4] },
    host_county: { width: 1.6, dash: [1, 5] },
  };
  const DEPTH = { surveyed: 0.6, published_area: 0.4, host_county: 0.13 };
  /** The colour of what a legend leaves aside; in the dark it would outshine all else. */
  const NEAR_WHITE = /^#f[\da-f](f[\da-f]){2}$/i;
  const NONE = { fill: 'none', opacity: 0 };

  /** A zone's outline as an item without its path; null where the map shows none. */
  function zoneItem(zone, { basis, outline }, strong, theme) {
    if (outline !== zone.outline) return null;
    const byCount = zonemap.store.now().color === 'zones';
    if (byCount && basis === 'host_county' && !strong) return null;
    const { color: own, pattern } = zonemap.classes.ofArea(zone);
    const color = NEAR_WHITE.test(own) ? theme['county-line'] : own;
    const host = basis === 'host_county' && tiled({ pattern });
    const fill = host ? { fill: 'none', lines: color } : { fill: color };
    const line = LINES[basis] || LINES.surveyed;
    const depth = (DEPTH[basis] ?? 0.3) * (strong ? 1.6 : 1) * (host ? 1.9 : 1);
    return {
      ...(byCount ? NONE : { ...fill, pattern, opacity: depth }),
      ...line,
      width: strong ? 3.5 : line.width,
      stroke: strong ? theme.accent : color,
    };
  }

  /** Over a basemap counties let it show; on paper there is none. */
  const depthOf = (full, theme) =>
    zonemap.data.meta.basemap && theme !== zonemap.theme.PAPER ? full * 0.2 : full;

  /** A class's colour on this ground: what is next to white stays next to nothing in the dark, too. */
  const toned = (color, theme) =>
    NEAR_WHITE.test(color) && !NEAR_WHITE.test(theme.county) ? theme.county : color;

  function countyItem(id, theme) {
    const edge = { stroke: theme['county-line'], width: 1, opacity: depthOf(1, theme) };
    if (zonemap.store.now().color !== 'zones') return { fill: theme.county, ...edge };
    const own = zonemap.classes.ofCounty(id);
    if (!own) return { fill: theme.county, ...edge };
    return { fill: toned(own.color, theme), pattern: own.pattern, ...edge, opacity: depthOf(0.62, theme) };
  }

  /** The same as Leaflet's options. A canvas of thousands of shapes does without patterns. */
  function leafletStyle(item, many) {
    if (!item) return { stroke: false, fill: false };
    const plain = item.fill === 'none' ? item.lines || 'none' : item.fill;
    return {
      stroke: true,
      fill: true,
      color: item.stroke,
      opacity: 1,
      weight: item.width,
      dashArray: item.dash ? item.dash.join(' ') : null,
      lineCap: 'round',
      fillColor: many ? plain : svgFill(item),
      fillOpacity: item.opacity,
    };
  }

  const basisWords = (zone) => label('basis', zone.basis);

  zonemap.areas = { toned, zoneItem, countyItem, basisWords, leafletStyle, LINES, DEPTH };
})(window.zonemap);
