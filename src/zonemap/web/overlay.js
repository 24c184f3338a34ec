'use strict';
// What the map consists of: outlines, marks, names, and lines between neighbours of the same industry.
(function (zonemap) {
  const { mark, symbolOf } = zonemap.symbols;
  const { place, breakLines, beside, about, around } = zonemap.labels;
  const MANY = 500;
  /** How far the corners of a mark reach, in its radius. */
  const REACH = 1.4;
  const { rival: RIVAL, size: SIZE } = zonemap.style;
  const looks = new Map();
  const many = zonemap.data.zones.length + zonemap.data.counties.length > MANY;

  const radius = (scale) =>
    (many ? SIZE.many : zonemap.theme.small() ? SIZE.small_screen : SIZE.mark) * scale;

  const projected = new WeakMap();
  /** A point on the ground, projected once, and its name. */
  function groundOf(point) {
    if (!projected.has(point)) projected.set(point, [...zonemap.outlines.mercator(point), point.join()]);
    return projected.get(point);
  }

  const grouped = new WeakMap();
  /** The zones shown, those at one point together; while the map is moved they stay the same. */
  function groupsOf(chosen) {
    if (!grouped.has(chosen)) {
      const at = new Map();
      for (const zone of zonemap.data.zones) {
        if (!chosen.shown.has(zone.id)) continue;
        const [east, north, key] = groundOf(zone.point);
        if (at.has(key)) at.get(key).zones.push(zone);
        else at.set(key, { east, north, zones: [zone] });
      }
      grouped.set(chosen, [...at.values()]);
    }
    return grouped.get(chosen);
  }

  /** Where the zones shown stand: those at one point are set apart, side by side. */
  function spread(chosen, view, size) {
    const { frame } = view;
    const room = REACH * size * 3;
    const isNear = (x, y) =>
      !many || (x > frame[0] - room && x < frame[2] + room && y > frame[1] - room && y < frame[3] + room);
    const places = [];
    for (const { east, north, zones } of groupsOf(chosen)) {
      const middle = onScreen(view, { x: east * view.scale + view.x, y: view.y - north * view.scale });
      zones.forEach((zone, index) => {
        const x = middle.x + (index - (zones.length - 1) / 2) * size * 2.5;
        if (isNear(x, middle.y)) places.push({ zone, x, y: middle.y });
      });
    }
    return places;
  }

  /** On the screen marks and names stand on whole pixels: they are sharper there. */
  const onScreen = ({ isLive }, { x, y }) => (isLive ? { x: Math.round(x), y: Math.round(y) } : { x, y });

  /** Names of the counties in sight that are wide enough for a name. */
  function countyLabels(view, project, scale, frame) {
    const { name } = zonemap.words;
    const within = zonemap.outlines.ground(view, frame);
    return zonemap.outlines.counties.flatMap(({ id, box }) => {
      const reach = [(box[2] - box[0]) * view.scale, (box[3] - box[1]) * view.scale];
      if (reach[0] < 20 * scale || !zonemap.outlines.meets(box, within)) return [];
      const county = zonemap.county(id);
      const { x, y } = project(county.label);
      return {
        lines: [name(county)],
        size: SIZE.county * scale,
        weight: 700,
        ink: 'ink-2',
        class: 'county-name',
        spots: () => about(x, y, reach),
      };
    });
  }

  function zoneLabel({ zone, x, y }, scale, size, strong) {
    return {
      zone,
      lines: breakLines(zonemap.words.name(zone), zonemap.words.lang() === 'zh' ? 2 : 3),
      size: SIZE.zone * scale,
      weight: strong ? 700 : 400,
      ink: 'ink',
      class: 'zone-name',
      spots: (height) => beside(x, y, REACH * size, height),
    };
  }

  const PALE = 0.3;
  const NOTE = 8;

  /** What lies over all that a chapter is not about: the counties that it is about are left out of it. */
  function veil(focus, view, frame, theme) {
    const [left, top, right, bottom] = frame;
    const shapes = zonemap.outlines.counties.filter(({ id }) => focus.has(id));
    const d = `M${left} ${top}H${right}V${bottom}H${left}Z${zonemap.outlines.d({ shapes, view })}`;
    return { d, fill: theme.sea, opacity: 1 - PALE, class: 'veil' };
  }

  /** The notes of a chapter: boxes, each with a line to its zone or county. */
  function noteLabels(notes, places, project, scale, size) {
    return notes.flatMap(({ at, text }) => {
      const county = zonemap.county(at);
      const mark = places.find(({ zone }) => zone.id === at) || (county && project(county.label));
      if (!mark) return [];
      const { x, y } = mark;
      return {
        lines: breakLines(zonemap.words.pair(text), zonemap.words.lang() === 'zh' ? 2 : 3),
        size: SIZE.chapter_note * scale,
        weight: 700,
        ink: 'ink',
        class: 'story-note',
        pad: NOTE * scale,
        to: [x, y],
        spots: (height) => around(x, y, REACH * size + 3 * NOTE * scale, height),
      };
    });
  }

  /** Pairs of visible neighbours that claim the same industry, each once. */
  function rivals(shown) {
    const pairs = [];
    for (const id of shown) {
      const zone = zonemap.zone(id);
      for (const other of zone.same_industry)
        if (id < other && shown.has(other)) pairs.push([zone, zonemap.zone(other)]);
    }
    return pairs;
  }

  function rivalLines(places, shown, theme, scale) {
    const at = new Map(places.map((one) => [one.zone.id, one]));
    return rivals(shown).flatMap(([one, other]) => {
      const from = at.get(one.id);
      const to = at.get(other.id);
      if (!from || !to) return [];
      const d = `M${from.x.toFixed(1)} ${from.y.toFixed(1)}L${to.x.toFixed(1)} ${to.y.toFixed(1)}`;
      return [
        { d, stroke: theme.halo, width: 6 * scale, class: 'rival' },
        { d, stroke: RIVAL, width: SIZE.rival * scale, dash: SIZE.rival_dash.map((part) => part * scale) },
      ];
    });
  }

  /** What makes the marks of a map: those that look alike are one stamp, described once. */
  function marker(size, theme) {
    const known = new Map();
    return ({ zone, x, y }, status) => {
      const of = zonemap.classes.ofZone(zone);
      const symbol = symbolOf(zone);
      if (!known.has(of)) known.set(of, new Map());
      const alike = known.get(of);
      const key = `${symbol}|${status}`;
      if (!alike.has(key)) alike.set(key, stampOf(of, symbol, status, size, theme));
      return { x, y, zone: zone.id, ...alike.get(key) };
    };
  }

  function stampOf({ color, pattern, size: share = 1 }, symbol, status, size, theme) {
    const look = { symbol, color, pattern, status, radius: size * share };
    const stamp = [...Object.values(look), theme.paper, theme.halo, theme.ink].join('|');
    if (!looks.has(stamp)) {
      if (looks.size > 2000) looks.clear();
      looks.set(stamp, mark({ ...look, theme }));
    }
    return { class: 'zone-mark', items: looks.get(stamp), stamp, reach: REACH * look.radius + SIZE.halo };
  }

  /** The totals of counties, where the map is coloured by one: marks as large as they are, in the middle of each. */
  function countyTotals(project, size, theme) {
    const { color } = zonemap.store.now();
    if (!zonemap.classes.isOfCounties(color) || !zonemap.classes.isSized(color)) return [];
    return zonemap.data.counties.flatMap((county) => {
      const one = zonemap.classes.ofCounty(county.id);
      if (!one?.size) return [];
      const look = { symbol: '', color: one.color, pattern: '', status: 'operating', radius: size * one.size };
      const { x, y } = project(county.label);
      return { x, y, radius: look.radius, class: 'county-total', items: mark({ ...look, theme }) };
    });
  }

  /** The whole map: its ground, and as items what lies on it; for the screen, the print and the picture alike. */
  function compose({ view, theme, scale, state, chosen, sight, covered = [], opened }) {
    const { frame } = view;
    const project = (point) => onScreen(view, zonemap.outlines.project(view, point));
    const size = radius(scale);
    const places = spread(chosen, view, size);
    const marked = marker(size, theme);
    const chief = new Set([state.selected, ...(state.tab === 'compare' ? state.compare : [])]);
    const crowds = many ? [] : zonemap.crowds.find(places, size, chief);
    const open = crowds.find(({ members }) => members.some(({ zone }) => zone.id === opened));
    const fan = open ? [zonemap.crowds.fan(open, size, theme)] : [];
    const counts = crowds.filter((one) => one !== open).map((one) => zonemap.crowds.counted(one, size, theme));
    const ringed = new Set(open?.members);
    const { focus, notes } = zonemap.story.told(state);
    const isMeant = ({ id }) => !focus || focus.has(id);
    const meant = places.filter(({ zone }) => isMeant(zone));
    const pale = places.filter(({ zone, crowd }) => !isMeant(zone) && !crowd);
    const marksOf = (some) => some.map((one) => marked(one, chosen.status.get(one.zone.id)));
    const alone = meant.filter((one) => !one.crowd && !ringed.has(one));
    const ground = zonemap.areas.ground(view, theme);
    const shown = focus ? new Set(meant.map(({ zone }) => zone.id)) : chosen.shown;
    const areas = zonemap.areas.zoneItems({ view, theme, shown, selected: state.selected });
    const halos = (many ? [] : alone)
      .map(({ zone, x, y }) => ({ x, y, class: 'zone-halo', items: zonemap.areas.halo(zone, size, theme) }))
      .filter(({ items }) => items.length);
    const reach = REACH * size + 2;
    const totals = countyTotals(project, size, theme);
    const boxes = [
      ...covered,
      ...places.map(({ x, y }) => [x - reach, y - reach, x + reach, y + reach]),
      ...totals.map(({ x, y, radius: r }) => [x - r, y - r, x + r, y + r]),
    ];
    const isFirst = (one) => chief.has(one.zone.id) || ringed.has(one);
    const first = meant.filter(isFirst);
    const others = meant.filter((one) => !isFirst(one) && !one.crowd);
    const labels = [
      ...noteLabels(notes, places, project, scale, size),
      ...first.map((one) => zoneLabel(one, scale, size, true)),
      ...countyLabels(view, project, scale, sight || frame),
      ...(others.length > MANY ? [] : others).map((one) => zoneLabel(one, scale, size, false)),
      ...zonemap.context.labels(view, project, scale),
    ];
    const claims = state.tab === 'industries' || state.color === 'industry';
    const lines = claims ? rivalLines(places, chosen.shown, theme, scale) : [];
    const names = place(labels, boxes, theme, sight || frame);
    const named = new Set(names.map((one) => one.zone));
    const [left, top, right, bottom] = sight || frame;
    const unnamed = places
      .filter(({ zone, x, y }) => !named.has(zone.id) && x > left && x < right && y > top && y < bottom)
      .map(({ zone }) => zone.id);
    const seats = zonemap.context.seats(project, theme);
    const over = [...halos, ...lines, ...marksOf(alone), ...counts, ...fan, ...marksOf([...ringed]), ...names];
    const under = focus ? [veil(focus, view, frame, theme), { items: marksOf(pale), alpha: PALE }] : [];
    return { ground, items: [...areas, ...totals, ...seats, ...under, ...over], places, size, unnamed, counts };
  }

  function ring({ x, y }, size, theme, strong) {
    const d = zonemap.symbols.outline('circle', REACH * size + 5);
    return {
      x,
      y,
      class: 'ring',
      items: [
        { d, stroke: theme.halo, width: 2 * SIZE.ring },
        { d, stroke: strong ? theme.accent : theme.ink, width: SIZE.ring },
      ],
    };
  }

  zonemap.overlay = { compose, prepare: groupsOf, ring, rivals, many, RIVAL };
})(window.zonemap);
