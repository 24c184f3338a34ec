'use strict';
// What Leaflet is given: for every outline a layer that says what it is and how it is drawn, and the one canvas on which
// all of them are drawn.
(function (zonemap) {
  const EARTH = 2 * Math.PI * 6378137;
  if (!window.L) return;

  /** One outline, for whoever knows Leaflet: `feature` says what it is, `options` how it was drawn. */
  const Outline = L.Layer.extend({
    initialize(shape) {
      const { id, kind, basis, number } = shape;
      this.shape = shape;
      this.feature = { type: 'Feature', id, properties: { id, layer: kind, basis, outline: number } };
      this.options = {};
      this.own = null;
    },
    onAdd() {
      this.isThere = true;
    },
    onRemove() {
      this.isThere = false;
      zonemap.map.drawSoon();
    },
    setStyle(style) {
      this.own = { ...this.own, ...style };
      zonemap.map.drawSoon();
      return this;
    },
    getBounds() {
      const [west, south, east, north] = this.shape.box;
      const corner = (x, y) => L.Projection.SphericalMercator.unproject(L.point(x, y));
      return L.latLngBounds([corner(west, south), corner(east, north)]);
    },
  });

  const held = { county: new Map(), zone: new Map() };

  /** The outlines of counties or zones as a group of layers. */
  function group(kind) {
    const shapes = kind === 'county' ? zonemap.outlines.counties : zonemap.outlines.zones;
    const layers = shapes.map((shape) => {
      shape.layer = new Outline(shape);
      const list = held[kind].get(shape.id);
      if (list) list.push(shape.layer);
      else held[kind].set(shape.id, [shape.layer]);
      return shape.layer;
    });
    return L.layerGroup(layers);
  }

  /** How the ground lies in the pixels that Leaflet counts for its layers. */
  function viewOf(map) {
    const size = 256 * 2 ** map.getZoom();
    const { x, y } = map.getPixelOrigin();
    return { scale: size / EARTH, x: size / 2 - x, y: size / 2 - y };
  }

  /** A canvas a little larger than the map: it moves and grows with it and is drawn anew when the map stands still. */
  const Sheet = L.Renderer.extend({
    initialize(paint, options) {
      this._paint = paint;
      L.Renderer.prototype.initialize.call(this, options);
    },
    _initContainer() {
      this._container = L.DomUtil.create('canvas', 'zonemap-sheet');
      this._container.setAttribute('aria-hidden', 'true');
      this._pen = this._container.getContext('2d');
    },
    _destroyContainer() {
      L.DomUtil.remove(this._container);
    },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = window.devicePixelRatio || 1;
      const [width, height] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
      if (this._container.width !== width || this._container.height !== height) {
        Object.assign(this._container, { width, height });
        Object.assign(this._container.style, { width: `${size.x}px`, height: `${size.y}px` });
      }
      L.DomUtil.setPosition(this._container, this._bounds.min);
      const pen = this._pen;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, width, height);
      pen.setTransform(ratio, 0, 0, ratio, -this._bounds.min.x * ratio, -this._bounds.min.y * ratio);
      const { min, max } = this._bounds;
      this._paint(pen, { ...viewOf(this._map), step: 0.6 / ratio, frame: [min.x, min.y, max.x, max.y] });
    },
  });

  /** How much further than its edge a part is looked through, pixels: lines are as wide as that at most. */
  const EDGE = 8;

  /**
   * What changes seldom, painted once. While the map stands it is copied; when the map is moved it moves along, and only
   * what comes into sight is painted. `sign` says what it looks like; `paintPart(pen, view)` paints what lies in the
   * frame of a view.
   */
  class Held {
    constructor() {
      this.canvas = document.createElement('canvas');
      this.pen = this.canvas.getContext('2d');
      this.at = null;
    }

    /** How far the map was moved since, whole pixels of the screen; null where it does not look the same. */
    moved(at) {
      const { at: old } = this;
      if (!old || ['sign', 'scale', 'x', 'y', 'ratio', 'width', 'height'].some((key) => old[key] !== at[key])) return null;
      const by = [0, 1].map((edge) => (old.frame[edge] - at.frame[edge]) * at.ratio);
      const isWhole = by.every(Number.isInteger) && Math.abs(by[0]) < at.width && Math.abs(by[1]) < at.height;
      return isWhole ? by : null;
    }

    /** Paint a part of it, a box in pixels of the screen. */
    part(view, { frame, ratio }, [left, top, right, bottom], paintPart) {
      const { pen } = this;
      const [x, y] = frame;
      pen.save();
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.beginPath();
      pen.rect(left, top, right - left, bottom - top);
      pen.clip();
      pen.clearRect(left, top, right - left, bottom - top);
      pen.setTransform(ratio, 0, 0, ratio, -x * ratio, -y * ratio);
      const within = [left / ratio + x - EDGE, top / ratio + y - EDGE, right / ratio + x + EDGE, bottom / ratio + y + EDGE];
      paintPart(pen, { ...view, frame: within });
      pen.restore();
    }

    paint(pen, view, sign, paintPart) {
      const { width, height } = pen.canvas;
      if (!width || !height) return; // on paper the map of the screen has no room
      const at = { ...view, sign, ratio: pen.getTransform().a, width, height };
      const by = this.moved(at);
      if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
      if (!by) this.part(view, at, [0, 0, width, height], paintPart);
      else if (by[0] || by[1]) {
        const [x, y] = by;
        this.pen.setTransform(1, 0, 0, 1, 0, 0);
        this.pen.globalCompositeOperation = 'copy';
        this.pen.drawImage(this.canvas, x, y);
        this.pen.globalCompositeOperation = 'source-over';
        const [top, bottom] = y > 0 ? [y, height] : [0, height + y];
        if (y) this.part(view, at, y > 0 ? [0, 0, width, top] : [0, bottom, width, height], paintPart);
        if (x) this.part(view, at, x > 0 ? [0, top, x, bottom] : [width + x, top, width, bottom], paintPart);
      }
      this.at = at;
      pen.save();
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.drawImage(this.canvas, 0, 0);
      pen.restore();
    }
  }

  zonemap.layer = { group, held, viewOf, Sheet, Held };
})(window.zonemap);
