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
      zonemap.map.draw();
    },
    setStyle(style) {
      this.own = { ...this.own, ...style };
      zonemap.map.draw();
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

  zonemap.layer = { group, held, viewOf, Sheet };
})(window.zonemap);
