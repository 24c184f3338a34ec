'use strict';
// One list of items, two painters: SVG for the screen and for print, canvas for thousands of shapes and for PNG.
// An item is {d, fill, pattern, opacity, stroke, width, dash, cap}, {text, x, y, size, …} or {items, x, y, zone}.
(function (zonemap) {
  const { svg } = zonemap.dom;
  const { tiles: TILES, tile: TILE } = zonemap.style;
  const { ink, paper } = zonemap.style.print;
  /** Lines that show on a fill: white on darker ones, dark on lighter ones. */
  function linesOn(color) {
    const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.2 ? ink : paper;
  }

  const tiled = (item) => Boolean(TILES[item.pattern]);

  const defs = svg('defs');
  document.body.append(svg('svg', { width: 0, height: 0, class: 'unseen', 'aria-hidden': 'true' }, defs));
  const made = new Map();

  function patternId(item) {
    const key = `${item.pattern}|${item.fill}`;
    if (!made.has(key)) {
      const [d, width, cap] = TILES[item.pattern];
      const id = `pattern-${made.size + 1}`;
      made.set(key, id);
      defs.append(
        svg(
          'pattern',
          { id, width: TILE, height: TILE, patternUnits: 'userSpaceOnUse' },
          svg('rect', { width: TILE, height: TILE, fill: item.fill }),
          svg('path', {
            d,
            fill: 'none',
            stroke: linesOn(item.fill),
            'stroke-width': width,
            'stroke-linecap': cap,
          }),
        ),
      );
    }
    return made.get(key);
  }

  /** The fill of a shape that Leaflet draws as SVG. */
  const svgFill = (item) => (tiled(item) ? `url(#${patternId(item)})` : item.fill);

  function svgNode(item) {
    if (item.clip) {
      const { x, y, w, h } = item.clip;
      return svg(
        'svg',
        { x, y, width: w, height: h, viewBox: `${x} ${y} ${w} ${h}` },
        item.items.map(svgNode),
      );
    }
    if (item.items)
      return svg(
        'g',
        {
          class: item.class,
          'data-zone': item.zone,
          transform: item.x === undefined ? null : `translate(${item.x.toFixed(1)} ${item.y.toFixed(1)})`,
        },
        item.items.map(svgNode),
      );
    if (item.text !== undefined)
      return svg('text', {
        x: item.x.toFixed(1),
        y: item.y.toFixed(1),
        text: item.text,
        fill: item.fill,
        'font-size': item.size,
        'font-weight': item.weight || 400,
        'text-anchor': item.anchor || 'start',
        'font-family': zonemap.theme.FONT,
        stroke: item.halo,
        'stroke-width': item.halo ? 3 : null,
        'stroke-linejoin': 'round',
        'paint-order': item.halo ? 'stroke' : null,
      });
    return svg('path', {
      d: item.d,
      fill: svgFill({ fill: 'none', ...item }),
      'fill-opacity': item.opacity,
      'fill-rule': 'evenodd',
      stroke: item.stroke,
      'stroke-width': item.stroke ? item.width || 1 : null,
      'stroke-dasharray': item.dash ? item.dash.join(' ') : null,
      'stroke-linecap': item.cap,
      'stroke-linejoin': 'round',
    });
  }

  function canvasFill(context, item) {
    if (!tiled(item)) return item.fill;
    const tile = document.createElement('canvas');
    tile.width = tile.height = TILE * 2;
    const pen = tile.getContext('2d');
    pen.scale(2, 2);
    pen.fillStyle = item.fill;
    pen.fillRect(0, 0, TILE, TILE);
    const [d, width, cap] = TILES[item.pattern];
    pen.strokeStyle = linesOn(item.fill);
    pen.lineWidth = width;
    pen.lineCap = cap;
    pen.stroke(new Path2D(d));
    const pattern = context.createPattern(tile, 'repeat');
    pattern.setTransform(new DOMMatrix().scale(0.5));
    return pattern;
  }

  const fills = new Map();
  function heldFill(context, item) {
    const key = `${item.pattern}|${item.fill}`;
    if (!fills.has(key)) fills.set(key, canvasFill(context, item));
    return fills.get(key);
  }

  const paths = new Map();
  function pathOf(d) {
    if (d.length > 400) return new Path2D(d);
    if (!paths.has(d)) paths.set(d, new Path2D(d));
    return paths.get(d);
  }

  function canvasText(context, item) {
    context.font = `${item.weight || 400} ${item.size}px ${zonemap.theme.FONT}`;
    context.textAlign = { middle: 'center', end: 'right' }[item.anchor] || 'left';
    context.lineJoin = 'round';
    if (item.halo) {
      context.strokeStyle = item.halo;
      context.lineWidth = 3;
      context.strokeText(item.text, item.x, item.y);
    }
    context.fillStyle = item.fill;
    context.fillText(item.text, item.x, item.y);
  }

  function canvasItem(context, item) {
    if (item.items) {
      context.save();
      if (item.clip) {
        context.beginPath();
        context.rect(item.clip.x, item.clip.y, item.clip.w, item.clip.h);
        context.clip();
      }
      context.translate(item.x || 0, item.y || 0);
      for (const one of item.items) canvasItem(context, one);
      context.restore();
      return;
    }
    if (item.text !== undefined) return canvasText(context, item);
    const path = pathOf(item.d);
    if (item.fill && item.fill !== 'none') {
      context.globalAlpha = item.opacity ?? 1;
      context.fillStyle = heldFill(context, item);
      context.fill(path, 'evenodd');
      context.globalAlpha = 1;
    }
    if (item.stroke) {
      context.strokeStyle = item.stroke;
      context.lineWidth = item.width || 1;
      context.lineJoin = 'round';
      context.lineCap = item.cap || 'butt';
      context.setLineDash(item.dash || []);
      context.stroke(path);
      context.setLineDash([]);
    }
  }

  const pen = document.createElement('canvas').getContext('2d');
  const widths = new Map();

  /** Width of a text in pixels, measured once. */
  function textWidth(text, size, weight = 400) {
    const key = `${weight}|${size}|${text}`;
    if (!widths.has(key)) {
      if (widths.size > 20000) widths.clear();
      pen.font = `${weight} ${size}px ${zonemap.theme.FONT}`;
      widths.set(key, pen.measureText(text).width);
    }
    return widths.get(key);
  }

  zonemap.paint = {
    svgNode,
    svgFill,
    textWidth,
    canvas: (context, items) => items.forEach((item) => canvasItem(context, item)),
  };
})(window.zonemap);
