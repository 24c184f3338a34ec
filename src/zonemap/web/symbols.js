'use strict';
// The zone's mark: its shape says the kind, its filling the status. ● runs, ◐ approved (with a gap:
// being set up), ○ applying, pale within dashes: no date, empty within dots: not known. As drawing/symbols.py has it.
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

  /** The gap that tells half a mark of what is being set up. */
  const gap = (radius) => `M${(-1.7 * radius).toFixed(2)} ${(-0.26 * radius).toFixed(2)}H0V${(0.26 * radius).toFixed(2)}H${(-1.7 * radius).toFixed(2)}Z`;

  /** Items of one mark, centred on 0, 0. */
  function mark({ symbol, color, pattern, status, radius, theme }) {
    const whole = outline(symbol, radius);
    const body = { fill: color, pattern };
    const items = [{ d: whole, stroke: theme.halo, width: 4, fill: theme.paper }];
    if (status === 'operating') items.push({ d: whole, ...body, stroke: theme.ink, width: 0.2 * radius });
    else if (status === 'approved' || status === 'preparing') {
      items.push({ d: outline(symbol, radius, true), ...body });
      if (status === 'preparing') items.push({ d: gap(radius), fill: theme.paper });
      items.push({ d: whole, stroke: theme.ink, width: 0.15 * radius });
    } else if (status === 'undated')
      items.push(
        { d: whole, ...body, opacity: 0.3 },
        { d: whole, stroke: theme.ink, width: 0.13 * radius, dash: [2.6, 1.8] },
      );
    else if (status === 'applying')
      items.push(
        { d: whole, stroke: theme.ink, width: 0.1 * radius },
        { d: outline(symbol, radius * 0.8), stroke: color, width: radius * 0.3 },
      );
    else items.push({ d: whole, stroke: theme.ink, width: 0.13 * radius, dash: [0.8, 1.8] });
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
