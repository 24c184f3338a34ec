'use strict';
// The zone's mark: its shape says the kind, its filling the status. ● runs, ◐ approved, ○ applying, ◌ no date.
(function (zonemap) {
  const { svg } = zonemap.dom;

  function regular(corners, turn, inner) {
    const points = [];
    const count = inner ? corners * 2 : corners;
    for (let at = 0; at < count; at += 1) {
      const reach = inner && at % 2 ? inner : 1;
      const angle = turn + (at * 2 * Math.PI) / count;
      points.push([Math.cos(angle) * reach, Math.sin(angle) * reach]);
    }
    return points;
  }

  const UP = -Math.PI / 2;
  const grown = (points, by, down = 0) => points.map(([x, y]) => [x * by, y * by + down]);
  const SHAPES = {
    circle: regular(48, 0),
    square: [
      [-0.88, -0.88],
      [0.88, -0.88],
      [0.88, 0.88],
      [-0.88, 0.88],
    ],
    triangle: grown(regular(3, UP), 1.28, 0.22),
    diamond: grown(regular(4, UP), 1.14),
    star: grown(regular(5, UP, 0.5), 1.3, 0.08),
  };

  /** The part of a convex or star outline left of its middle. */
  function leftHalf(points) {
    const kept = [];
    points.forEach(([x, y], at) => {
      const [nextX, nextY] = points[(at + 1) % points.length];
      if (x <= 0) kept.push([x, y]);
      if (x < 0 !== nextX < 0) kept.push([0, y + ((nextY - y) * -x) / (nextX - x)]);
    });
    return kept;
  }

  const held = new Map();
  function outline(symbol, radius, half) {
    const key = `${symbol}|${radius}|${half}`;
    if (!held.has(key)) {
      const points = SHAPES[symbol] || SHAPES.circle;
      const text = (half ? leftHalf(points) : points).map(
        ([x, y]) => `${(x * radius).toFixed(2)} ${(y * radius).toFixed(2)}`,
      );
      held.set(key, `M${text.join('L')}Z`);
    }
    return held.get(key);
  }

  /** Items of one mark, centred on 0, 0. */
  function mark({ symbol, color, pattern, status, radius, theme }) {
    const whole = outline(symbol, radius);
    const body = { fill: color, pattern };
    const items = [{ d: whole, stroke: theme.halo, width: 4, fill: theme.paper }];
    if (status === 'operating') items.push({ d: whole, ...body, stroke: theme.ink, width: 1 });
    else if (status === 'approved')
      items.push({ d: outline(symbol, radius, true), ...body }, { d: whole, stroke: theme.ink, width: 1.25 });
    else if (status === 'undated')
      items.push(
        { d: outline(symbol, radius * 0.58), ...body },
        { d: whole, stroke: theme.ink, width: 1.25, dash: [2.4, 2] },
      );
    else
      items.push(
        { d: outline(symbol, radius * 0.82), stroke: color, width: radius * 0.36 },
        { d: whole, stroke: theme.ink, width: 1 },
      );
    return items;
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
    mark({ radius: 8, theme, pattern: '', ...options });

  function zoneIcon(zone, status) {
    const { color, pattern } = zonemap.classes.ofZone(zone);
    return picture(icon({ symbol: symbolOf(zone), color, pattern, status }));
  }

  zonemap.symbols = { mark, icon, picture, zoneIcon, symbolOf, outline };
})(window.zonemap);
