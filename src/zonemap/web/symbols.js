'use strict';
// The zone's mark: its shape says the kind, its filling the status, part by part as style/style.toml has it.
(function (zonemap) {
  const { svg } = zonemap.dom;
  const { rings, marks, dashes, pale, least, size } = zonemap.style;
  /** Where no date is told of any zone, a mark says nothing of its status. */
  const shows = (status) => (zonemap.tells('time') ? status : 'operating');

  const held = new Map();
  /** The path of a ring of a shape about 0, 0; what is no shape is a circle. */
  function outline(symbol, radius, ring = 'whole') {
    const key = `${symbol}|${radius}|${ring}`;
    if (!held.has(key)) {
      const pieces = (rings[symbol] || rings.circle)[ring];
      const text = (piece) => piece.map((value) => (value * radius).toFixed(2)).join(' ');
      held.set(key, pieces.map((piece) => `M${text(piece)}Z`).join(''));
    }
    return held.get(key);
  }

  /** Items of one mark, centred on 0, 0; a small one bears no pattern. */
  function mark({ symbol, color, pattern, status, radius, theme }) {
    const paints = {
      class: { fill: color, pattern: radius < least ? '' : pattern },
      pale: { fill: color, opacity: pale },
      paper: { fill: theme.paper },
    };
    const rims = { class: color, ink: theme.ink };
    return [
      { d: outline(symbol, radius), stroke: theme.halo, width: size.halo, fill: theme.paper },
      ...(marks[shows(status)] || marks.unknown).map(({ ring, scale = 1, fill, rim, width, dash }) => ({
        d: outline(symbol, scale * radius, ring),
        ...paints[fill],
        ...(rim ? { stroke: rims[rim], width: width * radius, dash: dashes[dash] } : {}),
      })),
    ];
  }

  const symbolOf = (zone) => zonemap.words.term('kind', zone.kind).symbol || 'circle';

  /** A small picture for lists and legends; decoration, the words beside it say the same. */
  const picture = (items) =>
    svg(
      'svg',
      { viewBox: '-13 -13 26 26', class: 'mark', 'aria-hidden': 'true' },
      items.map(zonemap.paint.svgNode),
    );

  const icon = (options, theme = zonemap.theme.screen()) =>
    mark({ radius: size.icon, theme, pattern: '', ...options });

  function zoneIcon(zone, status) {
    const { color, pattern } = zonemap.classes.ofZone(zone);
    return picture(icon({ symbol: symbolOf(zone), color, pattern, status }));
  }

  zonemap.symbols = { mark, icon, picture, zoneIcon, symbolOf, outline };
})(window.zonemap);

// Small maps: the land, painted once for each size and look, and on it what is to be seen there.
(function (zonemap) {
  const { el } = zonemap.dom;
  const lands = new Map();
  const EDGE = 3;

  /** How the region lies in a small picture. */
  function viewOf(width, height) {
    const [south, west, north, east] = zonemap.data.meta.extent;
    const [left, bottom] = zonemap.outlines.mercator([south, west]);
    const [right, top] = zonemap.outlines.mercator([north, east]);
    const scale = Math.min((width - 2 * EDGE) / (right - left), (height - 2 * EDGE) / (top - bottom));
    const view = { scale, x: width / 2 - ((left + right) / 2) * scale, y: height / 2 + ((bottom + top) / 2) * scale };
    return { ...view, step: 0.8 };
  }

  function sheet(width, height) {
    const ratio = Math.max(2, window.devicePixelRatio || 1);
    const canvas = el('canvas', { width: width * ratio, height: height * ratio, 'aria-hidden': 'true' });
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const pen = canvas.getContext('2d');
    pen.scale(ratio, ratio);
    return { canvas, pen };
  }

  /** The land of the region, as it is without any zone. */
  function land(width, height, view, theme) {
    const key = [width, height, theme.county, theme['county-line']].join();
    if (!lands.has(key)) {
      const { canvas, pen } = sheet(width, height);
      zonemap.paint.canvas(pen, [
        { shapes: zonemap.outlines.counties, view, fill: theme.county },
        { borders: zonemap.outlines.borders, view, stroke: theme['county-line'], width: 0.5 },
      ]);
      lands.set(key, canvas);
    }
    return lands.get(key);
  }

  /** A small map; `over(view)` says as items what lies on the land. */
  function smallMap(width, height, over) {
    const theme = zonemap.theme.screen();
    const view = viewOf(width, height);
    const { canvas, pen } = sheet(width, height);
    pen.drawImage(land(width, height, view, theme), 0, 0, width, height);
    zonemap.paint.canvas(pen, over(view, theme));
    return canvas;
  }

  /** Where in the region a zone lies: its counties and itself. */
  function locator(zone) {
    const shapes = zonemap.outlines.counties.filter(({ id }) => zone.counties.includes(id));
    const made = smallMap(88, 72, (view, theme) => [
      { shapes, view, fill: theme.accent, opacity: 0.4 },
      { ...zonemap.outlines.project(view, zone.point), items: [dot(3.5, theme.accent, theme.paper)] },
    ]);
    made.className = 'locator';
    return made;
  }

  const dot = (radius, fill, stroke) => ({ d: zonemap.symbols.outline('circle', radius), fill, stroke });

  Object.assign(zonemap.symbols, { smallMap, dot, locator });
})(window.zonemap);
