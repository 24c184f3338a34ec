'use strict';
// Where the names go: the more important first, each at the first free spot, the lesser dropped.
(function (zonemap) {
  const { textWidth } = zonemap.paint;
  const CELL = 80;
  const LINE = 1.2;
  const PIECES = /经济技术|经济|高新技术|现代农业|生态文化旅游|生态|产业|技术|开发区|示范区|集聚区|./g;

  class Taken {
    constructor() {
      this.cells = new Map();
    }

    *around([left, top, right, bottom]) {
      for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1)
        for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) yield `${x},${y}`;
    }

    free(box) {
      for (const cell of this.around(box))
        for (const other of this.cells.get(cell) || [])
          if (box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]) return false;
      return true;
    }

    add(box) {
      for (const cell of this.around(box)) {
        if (!this.cells.has(cell)) this.cells.set(cell, []);
        this.cells.get(cell).push(box);
      }
    }
  }

  /** Break a name into at most `most` lines of like length, at words. */
  function breakLines(text, most) {
    const latin = /^[ -\u024f]/.test(text);
    const words = latin ? text.split(' ') : text.match(PIECES) || [];
    const gap = latin ? ' ' : '';
    const lines = Math.min(most, Math.ceil(text.length / (latin ? 22 : 6)));
    const aim = text.length / lines;
    const made = [''];
    for (const word of words) {
      const line = made[made.length - 1];
      const over = line.length + word.length / 2 > aim;
      if (line && over && made.length < lines) made.push(word);
      else made[made.length - 1] = line ? line + gap + word : word;
    }
    return made;
  }

  const PAD = 2;
  function boxAt({ width, height, pad = PAD }, [x, y, anchor]) {
    const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
    return [left - pad, y - height / 2 - pad, left + width + pad, y + height / 2 + pad];
  }

  /** The box of a note, and the line from it to what it is about. */
  function leaderItems({ to }, [left, top, right, bottom], theme) {
    const [x, y] = to;
    const from = [Math.max(left, Math.min(x, right)), Math.max(top, Math.min(y, bottom))];
    const line = `M${from.map((at) => at.toFixed(1)).join(' ')}L${x.toFixed(1)} ${y.toFixed(1)}`;
    const box = `M${left} ${top}H${right}V${bottom}H${left}Z`;
    return [
      { d: line, stroke: theme.halo, width: 5 },
      { d: line, stroke: theme.ink, width: 1.5 },
      { d: box, fill: theme.paper, stroke: theme.ink, width: 1.5 },
    ];
  }

  function sized(label) {
    label.width = Math.max(...label.lines.map((line) => textWidth(line, label.size, label.weight)));
    label.height = label.lines.length * label.size * LINE;
    return label;
  }

  /** Spots beside a mark of this radius, best first. */
  function beside(x, y, radius, height) {
    const off = radius + 5;
    const rise = off + height / 2;
    return [
      [x + off, y, 'start'],
      [x - off, y, 'end'],
      [x, y + rise, 'middle'],
      [x, y - rise, 'middle'],
      [x + off, y + off, 'start'],
      [x + off, y - off, 'start'],
      [x - off, y + off, 'end'],
      [x - off, y - off, 'end'],
    ];
  }

  /** Spots around a place for a note about it, near ones first: beside it, then above and below. */
  const around = (x, y, off, height) =>
    [1, 1.6, 2.4, 3.6].flatMap((far) =>
      [
        [1, 0],
        [-1, 0],
        [1, -1],
        [-1, -1],
        [1, 1],
        [-1, 1],
        [0, -1.2],
        [0, 1.2],
      ].map(([dx, dy]) => [
        x + dx * off * far,
        y + dy * (off * far + height / 2),
        dx > 0 ? 'start' : dx < 0 ? 'end' : 'middle',
      ]),
    );

  const STEPS = [0, -0.12, 0.12, -0.22, 0.22, -0.3, 0.3];
  const AROUND = STEPS.flatMap((dx) => STEPS.map((dy) => [dx * 0.8, dy])).sort(
    (a, b) => Math.hypot(...a) - Math.hypot(...b),
  );

  /** Spots near a county's middle and well inside it, nearest first; `reach` is its width and height. */
  const about = (x, y, [width, height]) =>
    AROUND.map(([dx, dy]) => [x + dx * width, y + dy * height, 'middle']);

  function textItems(label, [x, y, anchor], theme) {
    const first = y - label.height / 2 + label.size * 0.98;
    return label.lines.map((text, at) => ({
      text,
      x,
      y: first + at * label.size * LINE,
      anchor,
      size: label.size,
      weight: label.weight,
      fill: theme[label.ink],
      halo: theme[label.halo || 'halo'],
    }));
  }

  /** Items of the labels that fit. `boxes` are places already taken, `labels` come most important first. */
  function place(labels, boxes, theme, frame) {
    const taken = new Taken();
    boxes.forEach((box) => taken.add(box));
    const items = [];
    for (const label of labels) {
      sized(label);
      const spots = label.spots(label.height);
      const off = label.to ? 6 : 0;
      const inside = (box) =>
        !frame ||
        (box[0] > frame[0] + off && box[1] > frame[1] + off && box[2] < frame[2] - off && box[3] < frame[3] - off);
      const isFree = (one) => inside(boxAt(label, one)) && taken.free(boxAt(label, one));
      const spot = spots.find(isFree) || (label.to && (spots.find((one) => inside(boxAt(label, one))) || spots[0]));
      if (!spot) continue;
      const box = boxAt(label, spot);
      taken.add(box);
      const leader = label.to ? leaderItems(label, box, theme) : [];
      items.push({ items: [...leader, ...textItems(label, spot, theme)], class: label.class, zone: label.zone?.id });
    }
    return items;
  }

  zonemap.labels = { place, breakLines, beside, about, around };
})(window.zonemap);

// Marks that lie on each other: one that counts them and shows their classes, or, where it is opened, a ring of all.
(function (zonemap) {
  const NEAR = 2.2;
  const REST = 1.3;
  /** So many are set out in a ring at most. */
  const MOST = 12;

  /** The places that lie on each other as groups; none holds a zone that is to stand `apart`. */
  function crowds(places, size, apart) {
    const heads = [];
    for (const place of places) {
      if (apart.has(place.zone.id)) continue;
      const head = heads.find(({ x, y }) => Math.hypot(x - place.x, y - place.y) < NEAR * size);
      if (head) head.members.push(place);
      else heads.push({ x: place.x, y: place.y, members: [place] });
    }
    const found = heads.filter(({ members }) => members.length > 1);
    for (const one of found) for (const member of one.members) Object.assign(member, { x: one.x, y: one.y, crowd: one });
    return found;
  }

  /** Set the members of a group out around its middle. */
  function fan(crowd, size, theme) {
    const { x, y, members } = crowd;
    const far = Math.max(2.4 * size, (members.length * 2.9 * size) / (2 * Math.PI));
    members.forEach((member, at) => {
      const turn = (at / members.length) * 2 * Math.PI - Math.PI / 2;
      Object.assign(member, { x: x + Math.round(far * Math.cos(turn)), y: y + Math.round(far * Math.sin(turn)), crowd: null });
    });
    const disc = zonemap.symbols.outline('circle', far + 2 * size);
    const spokes = members.map((member) => `M0 0L${member.x - x} ${member.y - y}`).join('');
    const items = [
      { d: disc, fill: theme.paper, opacity: 0.85, stroke: theme['ink-2'] },
      { d: spokes, stroke: theme['ink-2'] },
    ];
    return { x, y, class: 'fan', items };
  }

  /** A part of a ring, from one share of it to another. */
  function arc(from, to, radius) {
    const at = (share) => [Math.sin(share * 2 * Math.PI) * radius, -Math.cos(share * 2 * Math.PI) * radius].map((one) => one.toFixed(2));
    const end = to - from > 0.999 ? from + 0.999 : to;
    return `M${at(from).join(' ')}A${radius} ${radius} 0 ${Number(end - from > 0.5)} 1 ${at(end).join(' ')}`;
  }

  /** The mark of a group: how many, and in a ring the colours of their classes. */
  function counted({ x, y, members }, size, theme) {
    const colors = members.map(({ zone }) => zonemap.classes.ofZone(zone).color).sort();
    const radius = REST * size;
    const arcs = [...new Set(colors)].map((color) => {
      const [from, to] = [colors.indexOf(color), colors.lastIndexOf(color) + 1].map((at) => at / colors.length);
      return { d: arc(from, to, radius), stroke: color, width: 0.45 * size };
    });
    const type = 1.25 * size;
    const items = [
      { d: zonemap.symbols.outline('circle', radius), fill: theme.paper, stroke: theme.ink, width: 0.6 * size },
      ...arcs,
      { text: String(members.length), x: 0, y: 0.36 * type, anchor: 'middle', size: type, weight: 700, fill: theme.ink },
    ];
    return { x, y, class: 'count-mark', items };
  }

  zonemap.crowds = { find: crowds, fan, counted, MOST };
})(window.zonemap);
