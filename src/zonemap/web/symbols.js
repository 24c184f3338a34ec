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
