'use strict';
// Outlines, unpacked once into typed arrays of steps in Web Mercator, borders that shapes share once. They are traced at
// any scale and found by a point; nothing is projected again. `outputs/page/outlines.py` writes them.
(function (zonemap) {
  const RADIUS = 6378137;
  /** Steps shorter than this are left out, pixels; and what is smaller than a pixel is a dot. */
  const STEP = 0.6;
  const DOT = 0.5;

  function mercator([lat, lng]) {
    const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
    return [(RADIUS * lng * Math.PI) / 180, (RADIUS * Math.log((1 + sine) / (1 - sine))) / 2];
  }

  /** Where a place lies in a view, which has a scale (pixels to a metre) and the pixel of 0, 0. */
  function project(view, point) {
    const [x, y] = mercator(point);
    return { x: x * view.scale + view.x, y: view.y - y * view.scale };
  }

  /** Whole numbers, one after the other, out of planes of their bytes. */
  function reader(buffer) {
    const bytes = new Uint8Array(buffer);
    const count = bytes.length / 4;
    let at = 0;
    const one = () => {
      const found = bytes[at] + (bytes[count + at] << 8) + (bytes[2 * count + at] << 16) + bytes[3 * count + at] * 2 ** 24;
      at += 1;
      return found;
    };
    const many = (length) => Float64Array.from({ length }, one);
    return { one, many };
  }

  /** A number without sign as that with one. */
  const signed = (value) => (value % 2 ? -(value + 1) / 2 : value / 2);
  const bit = (value) => value % 2;
  const half = (value) => Math.floor(value / 2);

  /** Where each of several runs of these lengths begins, and where the last ends. */
  function starts(lengths) {
    const found = new Uint32Array(lengths.length + 1);
    for (let at = 0; at < lengths.length; at += 1) found[at + 1] = found[at] + lengths[at];
    return found;
  }

  /** Some points of all, arc by arc. */
  function level(points, arcs, isKept) {
    const xs = new Int32Array(points.kept);
    const ys = new Int32Array(points.kept);
    const first = new Uint32Array(arcs.length);
    let made = 0;
    for (let arc = 0; arc + 1 < arcs.length; arc += 1) {
      for (let at = arcs[arc]; at < arcs[arc + 1]; at += 1)
        if (isKept(at)) {
          xs[made] = points.xs[at];
          ys[made] = points.ys[at];
          made += 1;
        }
      first[arc + 1] = made;
    }
    return { xs, ys, first };
  }

  /** The box of some points. */
  function boxOf({ xs, ys }, from, to, box) {
    for (let at = from; at < to; at += 1) {
      if (xs[at] < box[0]) box[0] = xs[at];
      if (ys[at] < box[1]) box[1] = ys[at];
      if (xs[at] > box[2]) box[2] = xs[at];
      if (ys[at] > box[3]) box[3] = ys[at];
    }
    return box;
  }

  const nothing = () => [Infinity, Infinity, -Infinity, -Infinity];
  const widen = (box, other) => {
    box[0] = Math.min(box[0], other[0]);
    box[1] = Math.min(box[1], other[1]);
    box[2] = Math.max(box[2], other[2]);
    box[3] = Math.max(box[3], other[3]);
    return box;
  };

  function unpack(buffer) {
    const { one, many } = reader(buffer);
    const units = one() / 1000;
    const tolerance = one() / units;
    const [arcCount, shapeCount] = [one(), one()];
    const arcs = starts(many(arcCount));
    const total = arcs[arcCount];
    const xs = new Int32Array(total);
    const needed = new Uint8Array(total);
    let held = 0;
    let kept = 0;
    for (let at = 0; at < total; at += 1) {
      const step = one();
      needed[at] = bit(step);
      kept += needed[at];
      held += signed(half(step));
      xs[at] = held;
    }
    const ys = new Int32Array(total);
    held = 0;
    for (let at = 0; at < total; at += 1) {
      held += signed(one());
      ys[at] = held;
    }
    const polygons = starts(many(shapeCount));
    const rings = starts(many(polygons[shapeCount]));
    const chains = starts(many(rings[rings.length - 1]));
    const references = new Uint32Array(chains[chains.length - 1]);
    held = 0;
    for (let at = 0; at < references.length; at += 1) {
      const step = one();
      held += signed(half(step));
      references[at] = 2 * held + bit(step);
    }
    const fine = { xs, ys, first: arcs };
    const set = {
      units,
      tolerance,
      fine,
      coarse: level({ xs, ys, kept }, arcs, (at) => needed[at]),
      chains,
      references,
      arcBoxes: Array.from({ length: arcCount }, (_, arc) =>
        boxOf(fine, arcs[arc], arcs[arc + 1], nothing()).map((edge) => edge / units),
      ),
    };
    set.ringBoxes = Array.from({ length: chains.length - 1 }, (_, ring) => {
      const box = nothing();
      for (let at = chains[ring]; at < chains[ring + 1]; at += 1) widen(box, set.arcBoxes[references[at] >> 1]);
      return box;
    });
    const shapes = Array.from({ length: shapeCount }, (_, shape) => {
      const [first, last] = [rings[polygons[shape]], rings[polygons[shape + 1]]];
      return { set, first, last, box: set.ringBoxes.slice(first, last).reduce(widen, nothing()) };
    });
    return { set, shapes };
  }

  const meets = (box, other) =>
    box[0] <= other[2] && box[2] >= other[0] && box[1] <= other[3] && box[3] >= other[1];

  /** A box of metres as left, top, width and height in pixels. */
  const laid = ([west, south, east, north], { scale, x, y }) => [
    west * scale + x,
    y - north * scale,
    (east - west) * scale,
    (north - south) * scale,
  ];

  /** A box of pixels as one of metres. */
  const ground = (view, [left, top, right, bottom]) => [
    (left - view.x) / view.scale,
    (view.y - bottom) / view.scale,
    (right - view.x) / view.scale,
    (view.y - top) / view.scale,
  ];

  const levelOf = (set, view) =>
    !view.isFine && set.tolerance * view.scale < DOT ? set.coarse : set.fine;

  /** A view in the units of a set instead of metres. */
  const stepsOf = (set, { scale, x, y, step = STEP }) => ({ scale: scale / set.units, x, y, step });

  function dot(pen, view, [west, south]) {
    const x = west * view.scale + view.x;
    const y = view.y - south * view.scale;
    pen.moveTo(x, y);
    pen.lineTo(x + DOT, y);
    pen.lineTo(x + DOT, y - DOT);
    pen.lineTo(x, y - DOT);
    pen.lineTo(x, y);
  }

  /** Trace one arc, from either end; its ends always, between them what is a step further. */
  function traceArc(pen, { xs, ys, first }, reference, { scale, x, y, step }, isBegun) {
    const arc = reference >> 1;
    const way = reference & 1 ? -1 : 1;
    const last = way > 0 ? first[arc + 1] - 1 : first[arc];
    let at = way > 0 ? first[arc] : first[arc + 1] - 1;
    let px = xs[at] * scale + x;
    let py = y - ys[at] * scale;
    if (!isBegun) pen.moveTo(px, py);
    while (at !== last) {
      at += way;
      const nx = xs[at] * scale + x;
      const ny = y - ys[at] * scale;
      if (at !== last && Math.abs(nx - px) < step && Math.abs(ny - py) < step) continue;
      pen.lineTo(nx, ny);
      px = nx;
      py = ny;
    }
  }

  /**
   * Trace all rings of a shape with anything that has moveTo and lineTo. A ring ends where it began without being
   * closed: on a canvas each closing would look at the whole path anew.
   */
  function trace(pen, shape, view) {
    const { set } = shape;
    const points = levelOf(set, view);
    const steps = stepsOf(set, view);
    for (let ring = shape.first; ring < shape.last; ring += 1) {
      const box = set.ringBoxes[ring];
      if ((box[2] - box[0]) * view.scale < DOT && (box[3] - box[1]) * view.scale < DOT) {
        dot(pen, view, box);
        continue;
      }
      for (let at = set.chains[ring]; at < set.chains[ring + 1]; at += 1)
        traceArc(pen, points, set.references[at], steps, at > set.chains[ring]);
    }
  }

  /** Trace the borders in sight, each once. */
  function traceBorders(pen, set, view) {
    const points = levelOf(set, view);
    const steps = stepsOf(set, view);
    const within = view.frame ? ground(view, view.frame) : null;
    set.arcBoxes.forEach((box, arc) => {
      if (within && !meets(box, within)) return;
      const isDot = (box[2] - box[0]) * view.scale < DOT && (box[3] - box[1]) * view.scale < DOT;
      if (isDot) dot(pen, view, box);
      else traceArc(pen, points, 2 * arc, steps, false);
    });
  }

  /** A pen that writes path data. */
  class Writer {
    constructor() {
      this.parts = [];
    }

    moveTo(x, y) {
      this.parts.push(`M${x.toFixed(1)} ${y.toFixed(1)}`);
    }

    lineTo(x, y) {
      this.parts.push(`L${x.toFixed(1)} ${y.toFixed(1)}`);
    }

    get d() {
      return this.parts.join('');
    }
  }

  /** Draw what an item says - shapes, or the borders of a set - with a pen; return the pen. */
  function drawItem(pen, item) {
    if (item.borders) traceBorders(pen, item.borders, item.view);
    else for (const shape of item.shapes) trace(pen, shape, item.view);
    return pen;
  }

  /** Whether a point of the ground lies in a shape: a ray to the right meets its rings an odd number of times. */
  function holds({ set, first, last, box }, [east, north]) {
    if (east < box[0] || east > box[2] || north < box[1] || north > box[3]) return false;
    const [x, y] = [east * set.units, north * set.units];
    const { xs, ys, first: from } = set.fine;
    let isInside = false;
    for (let ring = first; ring < last; ring += 1)
      for (let at = set.chains[ring]; at < set.chains[ring + 1]; at += 1) {
        const arc = set.references[at] >> 1;
        for (let end = from[arc] + 1; end < from[arc + 1]; end += 1) {
          const [ay, by] = [ys[end - 1], ys[end]];
          if (ay > y !== by > y && x < xs[end - 1] + ((y - ay) / (by - ay)) * (xs[end] - xs[end - 1]))
            isInside = !isInside;
        }
      }
    return isInside;
  }

  /** The shapes of the page: counties, then zones with the surest last; a host county is that county's own shape. */
  const [ofCounties, ofZones, ...ofContext] = zonemap.given.outlines().map(unpack);
  const counties = zonemap.data.counties.map((county, at) =>
    Object.assign(ofCounties.shapes[at], { kind: 'county', id: county.id, basis: '', number: 0 }),
  );
  const byId = new Map(counties.map((shape) => [shape.id, shape]));
  const zones = zonemap.data.outlines.map(([id, basis, number, at]) => ({
    ...(typeof at === 'string' ? byId.get(at) : ofZones.shapes[at]),
    kind: 'zone',
    id,
    basis,
    number,
  }));

  zonemap.outlines = {
    counties,
    zones,
    borders: ofCounties.set,
    context: ofContext,
    mercator,
    project,
    laid,
    ground,
    meets,
    holds,
    trace,
    drawItem,
    d: (item) => drawItem(new Writer(), item).d,
  };
})(window.zonemap);
