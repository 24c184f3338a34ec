'use strict';
// What lies around and under the zones and only helps to find one's way: pale, below all else, gone at one click.
(function (zonemap) {
  const { el, button, keep } = zonemap.dom;
  const { word, name } = zonemap.words;
  const { picture } = zonemap.symbols;
  const { textWidth } = zonemap.paint;
  const { size: SIZE, opacity: OPACITY } = zonemap.style;
  const { pair } = zonemap.words;
  const { neighbours = [], layers, hillshades } = zonemap.data.context;
  const drawn = [...zonemap.outlines.context];
  const [ground, borders] = neighbours.length ? drawn.splice(0, 2) : [];
  const seated = zonemap.data.context.seats.map(zonemap.county);
  const isKnown = neighbours.length + layers.length + hillshades.length + seated.length > 0;
  const dot = (theme) => ({ d: zonemap.symbols.outline('circle', SIZE.seat), fill: theme.seats, stroke: theme.paper });
  const isOn = () => zonemap.store.now().context;

  /** The ground of the counties around and their borders, for below the counties of the map. */
  function below(view, theme) {
    if (!neighbours.length || !isOn()) return [];
    return [
      { shapes: ground.shapes, view, fill: theme.around, opacity: 1 },
      { borders: borders.set, view, stroke: theme['around-line'], width: SIZE.around_line },
    ];
  }

  /** The shade of hills, as soon as the browser has unpacked it, for above the ground of the counties. */
  const pictures = hillshades.map(({ picture }) => Object.assign(new Image(), { src: picture }));
  let unpacked = 0;
  for (const picture of pictures)
    picture.decode().then(() => {
      unpacked += 1;
      zonemap.map.drawSoon();
    });

  /** A picture in the ink of a theme: it has that of paper. */
  const inked = new Map();
  function inkedIn(picture, ink) {
    const key = `${ink}|${pictures.indexOf(picture)}`;
    if (!inked.has(key)) {
      const { naturalWidth: width, naturalHeight: height } = picture;
      const tile = Object.assign(document.createElement('canvas'), { width, height });
      const pen = tile.getContext('2d');
      pen.drawImage(picture, 0, 0);
      pen.globalCompositeOperation = 'source-in';
      pen.fillStyle = ink;
      pen.fillRect(0, 0, width, height);
      inked.set(key, tile);
    }
    return inked.get(key);
  }

  function shades(view, theme) {
    if (!isOn() || unpacked < pictures.length) return [];
    return hillshades.map(({ box }, at) => {
      const drawn = () => inkedIn(pictures[at], theme.hillshade);
      return { picture: pictures[at].src, drawn, box, view };
    });
  }

  /** Rivers, roads and what else lies under the zones, for above the counties of the map. */
  const lines = (view, theme) =>
    isOn() ? layers.map(({ key }, at) => ({ borders: drawn[at].set, view, stroke: theme[key], width: SIZE.context_line })) : [];

  /** A small dot for each known county seat. */
  const seats = (project, theme) =>
    isOn() ? seated.map(({ seat }) => ({ ...project(seat), class: 'county-seat', items: [dot(theme)] })) : [];

  /** Their names, each where it has room in its own county; `room` is that of a circle, in degrees of latitude. */
  function labels(view, project, scale) {
    if (!isOn()) return [];
    const size = SIZE.around * scale;
    return neighbours.flatMap((county) => {
      const [lat, lng] = county.at;
      const { x, y } = project(county.at);
      const room = Math.abs(project([lat + county.room, lng]).y - y);
      const text = name(county);
      if (textWidth(text, size) > 2.2 * room) return [];
      const spots = () => zonemap.labels.about(x, y, [room, room]);
      return { lines: [text], size, weight: 400, ink: 'around-name', halo: 'around', class: 'around-name', spots };
    });
  }

  /** What is drawn, as lines of the legend: for the screen, the print and the picture alike. */
  function groups(theme) {
    if (!isKnown || !isOn()) return [];
    const box = { d: 'M-12 -8H12V8H-12Z', fill: theme.around, stroke: theme['around-line'], width: SIZE.around_line };
    const around = neighbours.length ? [{ text: word('around'), items: [box] }] : [];
    const dots = seated.length ? [{ text: word('seats'), items: [dot(theme)] }] : [];
    const rows = layers.map(({ key, name: names, source }) => ({
      text: [pair(names), source].filter(Boolean).join(' · '),
      items: [{ d: 'M-12 0H12', stroke: theme[key], width: SIZE.context_line }],
    }));
    const hills = hillshades.map(({ name: names, source }) => ({
      text: [pair(names), source].filter(Boolean).join(' · '),
      items: [{ d: 'M-12 -8H12V8H-12Z', fill: theme.hillshade, opacity: OPACITY.hillshade }],
    }));
    const shown = [...around, ...hills, ...dots, ...rows];
    return [{ title: word('context'), hint: neighbours.length ? word('context_note') : '', rows: shown }];
  }

  /** The switch with what it shows; nothing where there is nothing to show. */
  function box(theme) {
    if (!isKnown) return null;
    const on = isOn();
    return keep('context', [on, theme], () =>
      el(
        'div',
        { class: 'group', id: 'context' },
        button(word('context'), () => zonemap.store.set({ context: !on }), {
          class: 'switch',
          'aria-pressed': String(on),
          'data-focus': 'context',
        }),
        groups(theme).flatMap(({ rows, hint }) => [
          ...rows.map(({ text, items }) =>
            el('p', { class: 'choice' }, picture(items), el('span', { class: 'choice-text', text })),
          ),
          hint ? el('p', { class: 'hint', text: hint }) : null,
        ]),
      ),
    );
  }

  const sign = () => `${isOn()} ${unpacked}`;

  zonemap.context = { sign, below, shades, lines, seats, labels, groups, box };
})(window.zonemap);
