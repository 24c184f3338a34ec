'use strict';
// Colours and sizes for what scripts draw: the screen's from the style sheet, the paper's always light.
(function (zonemap) {
  const PAPER = zonemap.style.print;
  let held = null;

  function screen() {
    if (!held) {
      const style = getComputedStyle(document.documentElement);
      held = Object.fromEntries(
        Object.keys(PAPER).map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
      );
    }
    return held;
  }

  let size = 0;
  const resized = () => (size = 0);
  window.addEventListener('resize', resized);
  const rem = () => (size ||= parseFloat(getComputedStyle(document.documentElement).fontSize) / 16);
  const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
  const small = () => matchMedia('(max-width: 30em)').matches;
  /** A phone held upright: the panel is a sheet over the map. */
  const sheet = () => matchMedia('(width < 40em) and (height >= 30em)').matches;
  const narrow = () => matchMedia('(max-width: 63.99em)').matches;

  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    held = null;
    zonemap.store.again();
  });

  zonemap.theme = {
    screen,
    PAPER,
    rem,
    resized,
    still,
    small,
    sheet,
    narrow,
    FONT: getComputedStyle(document.documentElement).getPropertyValue('--font'),
  };
})(window.zonemap);

// One list of items, two painters: canvas for the map and for PNG, SVG for print, legend and lists.
// An item is {picture, drawn, box, view}, a picture that lies on the ground, {d or shapes or borders, fill, pattern, opacity, stroke, width, dash, cap}, {text, x, y, size, …} or
// {items, x, y, zone}; a group with the name of a stamp is painted once and then copied.
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
          opacity: item.alpha,
          transform: item.x === undefined ? null : `translate(${item.x.toFixed(1)} ${item.y.toFixed(1)})`,
        },
        item.items.map(svgNode),
      );
    if (item.picture) {
      const [x, y, width, height] = zonemap.outlines.laid(item.box, item.view);
      return svg('image', { x, y, width, height, href: item.picture, preserveAspectRatio: 'none' });
    }
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
      d: item.d ?? zonemap.outlines.d(item),
      'data-shape': item.shapes?.map(({ id }) => id).join(' '),
      fill: tiled(item) ? `url(#${patternId(item)})` : item.fill || 'none',
      'fill-opacity': item.opacity,
      'fill-rule': item.d ? 'evenodd' : 'nonzero',
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

  /** A group as a picture of its own, copied pixel by pixel; it is painted anew for another screen or look only. */
  const stamps = new Map();
  let stamped = 0;
  function stampOf({ stamp, reach, items }, ratio) {
    if (stamped !== ratio || stamps.size > 2000) stamps.clear();
    stamped = ratio;
    if (!stamps.has(stamp)) {
      const tile = document.createElement('canvas');
      tile.width = tile.height = Math.ceil(2 * reach * ratio);
      const pen = tile.getContext('2d');
      pen.setTransform(ratio, 0, 0, ratio, tile.width / 2, tile.width / 2);
      for (const one of items) canvasItem(pen, one);
      stamps.set(stamp, tile);
    }
    return stamps.get(stamp);
  }

  /** Copy stamps on whole pixels of the screen. */
  function canvasStamps(context, items) {
    const { a, e, f } = context.getTransform();
    context.setTransform(1, 0, 0, 1, 0, 0);
    for (const item of items) {
      const tile = stampOf(item, a);
      const off = tile.width / 2;
      context.drawImage(tile, Math.round(a * item.x + e - off), Math.round(a * item.y + f - off));
    }
    context.setTransform(a, 0, 0, a, e, f);
  }

  function canvasItems(context, items) {
    for (let at = 0; at < items.length; at += 1) {
      let end = at;
      while (items[end]?.stamp) end += 1;
      if (end === at) canvasItem(context, items[at]);
      else {
        canvasStamps(context, items.slice(at, end));
        at = end - 1;
      }
    }
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
      context.globalAlpha = item.alpha ?? 1; // for stamps, which are all that is ever paler than its look
      canvasItems(context, item.items);
      context.restore();
      return;
    }
    if (item.text !== undefined) return canvasText(context, item);
    if (item.picture) return context.drawImage(item.drawn(), ...zonemap.outlines.laid(item.box, item.view));
    let path = null;
    if (item.d) path = pathOf(item.d);
    else {
      context.beginPath();
      zonemap.outlines.drawItem(context, item);
    }
    if (item.fill && item.fill !== 'none') {
      context.globalAlpha = item.opacity ?? 1;
      context.fillStyle = heldFill(context, item);
      if (path) context.fill(path, 'evenodd');
      else context.fill();
      context.globalAlpha = 1;
    }
    if (item.stroke) {
      context.strokeStyle = item.stroke;
      context.lineWidth = item.width || 1;
      context.lineJoin = 'round';
      context.lineCap = item.cap || 'butt';
      context.setLineDash(item.dash || []);
      if (path) context.stroke(path);
      else context.stroke();
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
    textWidth,
    canvas: canvasItems,
  };
})(window.zonemap);
