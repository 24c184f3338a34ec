'use strict';
// One list of items, two painters: SVG for the screen and for print, canvas for thousands of shapes and for PNG.
// An item is {d, fill, pattern, lines, stroke, width, dash}, {text, x, y, size, …} or {items, x, y, zone}.
(function (zonemap) {
  const { svg } = zonemap.dom;
  const TILE = 8;
  const TILES = {
    forward: 'M-2 2L2 -2M0 8L8 0M6 10L10 6',
    backward: 'M-2 6L2 10M0 0L8 8M6 -2L10 2',
    cross: 'M-2 2L2 -2M0 8L8 0M6 10L10 6M-2 6L2 10M0 0L8 8M6 -2L10 2',
    horizontal: 'M0 2H8M0 6H8',
    vertical: 'M2 0V8M6 0V8',
    grid: 'M0 4H8M4 0V8',
    dots: 'M2 2h.01M6 6h.01',
  };
  /** Lines that show on a fill: white on darker ones, dark on lighter ones. */
  function linesOn(color) {
    const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.2 ? '#1b2330' : '#ffffff';
  }

  const linesOf = (item) => item.lines || linesOn(item.fill);
  const tiled = (item) => Boolean(TILES[item.pattern]);
  const tileWidth = (item) => (item.pattern === 'dots' ? 2.6 : 1.5);

  const defs = svg('defs');
  document.body.append(svg('svg', { width: 0, height: 0, class: 'unseen', 'aria-hidden': 'true' }, defs));
  const made = new Map();

  function patternId(item) {
    const lines = linesOf(item);
    const key = `${item.pattern}|${item.fill}|${lines}`;
    if (!made.has(key)) {
      const id = `pattern-${made.size + 1}`;
      made.set(key, id);
      defs.append(
        svg(
          'pattern',
          { id, width: TILE, height: TILE, patternUnits: 'userSpaceOnUse' },
          item.fill === 'none' ? null : svg('rect', { width: TILE, height: TILE, fill: item.fill }),
          svg('path', {
            d: TILES[item.pattern],
            fill: 'none',
            stroke: lines,
            'stroke-width': tileWidth(item),
            'stroke-linecap': item.pattern === 'dots' ? 'round' : 'square',
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
      'stroke-linejoin': 'round',
    });
  }

  function canvasFill(context, item) {
    if (!tiled(item)) return item.fill;
    const tile = document.createElement('canvas');
    tile.width = tile.height = TILE * 2;
    const pen = tile.getContext('2d');
    pen.scale(2, 2);
    if (item.fill !== 'none') {
      pen.fillStyle = item.fill;
      pen.fillRect(0, 0, TILE, TILE);
    }
    pen.strokeStyle = linesOf(item);
    pen.lineWidth = tileWidth(item);
    pen.lineCap = item.pattern === 'dots' ? 'round' : 'square';
    pen.stroke(new Path2D(TILES[item.pattern]));
    const pattern = context.createPattern(tile, 'repeat');
    pattern.setTransform(new DOMMatrix().scale(0.5));
    return pattern;
  }

  const fills = new Map();
  function heldFill(context, item) {
    const key = `${item.pattern}|${item.fill}|${item.lines || ''}`;
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
    if (item.fill && !(item.fill === 'none' && !tiled(item))) {
      context.globalAlpha = item.opacity ?? 1;
      context.fillStyle = heldFill(context, item);
      context.fill(path, 'evenodd');
      context.globalAlpha = 1;
    }
    if (item.stroke) {
      context.strokeStyle = item.stroke;
      context.lineWidth = item.width || 1;
      context.lineJoin = 'round';
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
    tiled,
    canvas: (context, items) => items.forEach((item) => canvasItem(context, item)),
  };
})(window.zonemap);
