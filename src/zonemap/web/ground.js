'use strict';
// Where on the ground: degrees and metres of a place, lengths and areas on the ellipsoid of CGCS2000.
(function (zonemap) {
  const A = 6378137;
  const F = 1 / 298.257222101;
  const E2 = F * (2 - F);
  const E = Math.sqrt(E2);
  const N = F / (2 - F);
  const RADIANS = Math.PI / 180;
  /** The radius of the meridian's rectifying sphere, and Krüger's series for it in the third flattening. */
  const RECTIFYING = (A / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
  const ALPHA = [
    N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3 + (41 / 180) * N ** 4,
    (13 / 48) * N ** 2 - (3 / 5) * N ** 3 + (557 / 1440) * N ** 4,
    (61 / 240) * N ** 3 - (103 / 140) * N ** 4,
    (49561 / 161280) * N ** 4,
  ];
  const WEST = 73.5;
  const EAST = 136.5;

  /**
   * A place in the 3-degree Gauss-Krüger zone that it lies in: the zone, metres to the north of the equator and to
   * the east with the number of the zone in front. None where China has no zone.
   */
  function grid(lat, lng) {
    if (lng < WEST || lng >= EAST || Math.abs(lat) > 84) return null;
    const zone = Math.round(lng / 3);
    const [phi, lambda] = [lat * RADIANS, (lng - 3 * zone) * RADIANS];
    const sine = Math.sin(phi);
    const t = Math.sinh(Math.atanh(sine) - E * Math.atanh(E * sine));
    const xi = Math.atan2(t, Math.cos(lambda));
    const eta = Math.atanh(Math.sin(lambda) / Math.sqrt(1 + t * t));
    const sum = (term) => ALPHA.reduce((total, factor, at) => total + factor * term(2 * (at + 1)), 0);
    return {
      zone,
      north: RECTIFYING * (xi + sum((k) => Math.sin(k * xi) * Math.cosh(k * eta))),
      east: zone * 1e6 + 5e5 + RECTIFYING * (eta + sum((k) => Math.cos(k * xi) * Math.sinh(k * eta))),
    };
  }

  /** Metres between two places along the geodesic (Vincenty 1975). */
  function distance([lat1, lng1], [lat2, lng2]) {
    const B = A * (1 - F);
    const [u1, u2] = [lat1, lat2].map((lat) => Math.atan((1 - F) * Math.tan(lat * RADIANS)));
    const apart = (lng2 - lng1) * RADIANS;
    let lambda = apart;
    for (let round = 0; round < 100; round += 1) {
      const [sl, cl] = [Math.sin(lambda), Math.cos(lambda)];
      const ss = Math.hypot(
        Math.cos(u2) * sl,
        Math.cos(u1) * Math.sin(u2) - Math.sin(u1) * Math.cos(u2) * cl,
      );
      if (!ss) return 0;
      const cs = Math.sin(u1) * Math.sin(u2) + Math.cos(u1) * Math.cos(u2) * cl;
      const sigma = Math.atan2(ss, cs);
      const sa = (Math.cos(u1) * Math.cos(u2) * sl) / ss;
      const ca2 = 1 - sa * sa;
      const cm = ca2 ? cs - (2 * Math.sin(u1) * Math.sin(u2)) / ca2 : 0;
      const c = (F / 16) * ca2 * (4 + F * (4 - 3 * ca2));
      const before = lambda;
      lambda = apart + (1 - c) * F * sa * (sigma + c * ss * (cm + c * cs * (2 * cm * cm - 1)));
      if (Math.abs(lambda - before) > 1e-12) continue;
      const k = (ca2 * (A * A - B * B)) / (B * B);
      const big = 1 + (k / 16384) * (4096 + k * (k * (320 - 175 * k) - 768));
      const small = (k / 1024) * (256 + k * (k * (74 - 47 * k) - 128));
      const last = (small / 6) * cm * (4 * ss * ss - 3) * (4 * cm * cm - 3);
      const change = small * ss * (cm + (small / 4) * (cs * (2 * cm * cm - 1) - last));
      return B * big * (sigma - change);
    }
    return NaN;
  }

  /** How much of the ellipsoid lies below a latitude: on the sphere of the same area it is the sine. */
  const below = (sine) => (1 - E2) * (sine / (1 - E2 * sine * sine) + Math.atanh(E * sine) / E);
  const POLE = below(1);
  const AUTHALIC = A * Math.sqrt(POLE / 2);
  const STEPS = 32;

  /** A place on the sphere of the same area, as a unit vector. */
  function vector([lat, lng]) {
    const beta = Math.asin(below(Math.sin(lat * RADIANS)) / POLE);
    return [Math.cos(beta) * Math.cos(lng * RADIANS), Math.cos(beta) * Math.sin(lng * RADIANS), Math.sin(beta)];
  }

  /** Square metres within places, edges being geodesics; 0 for fewer than three. */
  function area(places) {
    const on = places.map(vector);
    let total = 0;
    on.forEach((from, at) => {
      const to = on[(at + 1) % on.length];
      let [before, height] = [Math.atan2(from[1], from[0]), from[2]];
      for (let step = 1; step <= STEPS; step += 1) {
        const mixed = from.map((value, axis) => value + (to[axis] - value) * (step / STEPS));
        const length = Math.hypot(...mixed);
        const [lng, z] = [Math.atan2(mixed[1], mixed[0]), mixed[2] / length];
        const turn = Math.atan2(Math.sin(lng - before), Math.cos(lng - before));
        total += (turn * (z + height)) / 2;
        [before, height] = [lng, z];
      }
    });
    return places.length < 3 ? 0 : Math.abs(total) * AUTHALIC ** 2;
  }

  zonemap.ground = { grid, distance, area };
})(window.zonemap);

// What is read off the map: the scale, the place under the pointer, lengths and areas; and the map on the whole screen.
(function (zonemap) {
  const { byId } = zonemap.dom;
  const { word } = zonemap.words;
  const { size: SIZE } = zonemap.style;
  const { grid, distance, area } = zonemap.ground;
  const WIDEST = 120;
  let map = null;
  let pointer = null;
  let places = null;

  /** Degrees with the side of the earth. */
  const degrees = ({ lat, lng }) =>
    `${Math.abs(lng).toFixed(5)}°${lng < 0 ? 'W' : 'E'} ${Math.abs(lat).toFixed(5)}°${lat < 0 ? 'S' : 'N'}`;

  /** The place under the pointer, else that in the middle of the map. */
  function tellPlace() {
    const at = (pointer || map.getCenter()).wrap();
    const metres = grid(at.lat, at.lng);
    const told = metres
      ? word('place_grid', {
          place: degrees(at),
          zone: metres.zone,
          north: Math.round(metres.north),
          east: Math.round(metres.east),
        })
      : degrees(at);
    byId('map-place').classList.toggle('middle', !pointer);
    byId('map-place').textContent = pointer ? told : word('place_middle', { place: told });
  }

  const round = (value) => Number(value.toPrecision(4));
  const length = (metres) => (metres < 1000 ? `${round(metres)} m` : `${round(metres / 1000)} km`);
  const square = (metres) => (metres < 1e5 ? `${round(metres)} m²` : `${round(metres / 1e6)} km²`);

  function tellMeasured() {
    const box = byId('measured');
    box.hidden = !places;
    if (!places) return;
    const along = places.slice(1).reduce((sum, place, at) => sum + distance(places[at], place), 0);
    const said = [word('measured_length', { length: length(along) })];
    if (places.length > 2) said.push(word('measured_area', { area: square(area(places)) }));
    box.textContent = places.length > 1 ? said.join(' · ') : word('measure_hint');
  }

  function words() {
    if (!map) return;
    const isFull = Boolean(document.fullscreenElement);
    byId('full-screen').textContent = word(isFull ? 'full_screen_end' : 'full_screen');
    byId('measure').setAttribute('aria-pressed', String(Boolean(places)));
    tellPlace();
    tellMeasured();
  }

  function measure(next) {
    places = next;
    map.doubleClickZoom[places ? 'disable' : 'enable']();
    map.getContainer().classList.toggle('measuring', Boolean(places));
    words();
    zonemap.map.light();
  }

  const add = ({ lat, lng }) => measure([...places, [lat, lng]]);

  /** The line that is measured, as items over the map. */
  function items(view, theme) {
    if (!places?.length) return [];
    const at = places.map((place) => zonemap.outlines.project(view, place));
    const d = `M${at.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}${at.length > 2 ? 'Z' : ''}`;
    const dot = { d: zonemap.symbols.outline('circle', SIZE.measured_end), fill: theme.paper, stroke: theme.accent, width: SIZE.measured };
    return [
      { d, stroke: theme.halo, width: 3 * SIZE.measured },
      { d, fill: theme.accent, opacity: SIZE.measured_fill, stroke: theme.accent, width: SIZE.measured },
      ...at.map(({ x, y }) => ({ x, y, class: 'measured', items: [dot] })),
    ];
  }

  function full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else byId('map-area').requestFullscreen();
  }

  /** What the keys do while something is measured: a place in the middle of the map, the last one back, the end. */
  function keys(event) {
    if (!places) return;
    const inMap = map.getContainer() === event.target;
    if (event.key === 'Escape') measure(null);
    else if (event.key === 'Enter' && inMap) add(map.getCenter());
    else if (event.key === 'Backspace' && inMap) measure(places.slice(0, -1));
    else return;
    event.stopPropagation();
    event.preventDefault();
  }

  function begin(made) {
    map = made;
    const scale = L.control.scale({ imperial: false, maxWidth: WIDEST }).addTo(map);
    byId('map-place').before(scale.getContainer());
    map.on('mousemove click', ({ latlng }) => {
      pointer = latlng;
      tellPlace();
    });
    map.on('mouseout', () => {
      pointer = null;
      tellPlace();
    });
    map.on('move', () => pointer || tellPlace());
    byId('measure').addEventListener('click', () => measure(places ? null : []));
    byId('full-screen').hidden = !document.fullscreenEnabled;
    byId('full-screen').addEventListener('click', full);
    document.addEventListener('fullscreenchange', words);
    new ResizeObserver(() => zonemap.map.drawSoon()).observe(byId('map-foot')); // no name may hide under it
    document.addEventListener('keydown', keys, true);
    words();
  }

  zonemap.instruments = { begin, words, items, add, isMeasuring: () => Boolean(places) };
})(window.zonemap);
