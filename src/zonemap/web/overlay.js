'use strict';
// What lies over the shapes: marks, names, and lines between neighbours of the same industry.
(function (zonemap) {
  const { mark, symbolOf } = zonemap.symbols;
  const { place, breakLines, beside, about } = zonemap.labels;
  const MANY = 500;
  /** How far the corners of a mark reach, in its radius. */
  const REACH = 1.4;
  const { rival: RIVAL, size: SIZE } = zonemap.style;
  const many = zonemap.data.zones.length + zonemap.data.counties.length > MANY;

  const radius = (scale) =>
    (many ? SIZE.many : zonemap.theme.small() ? SIZE.small_screen : SIZE.mark) * scale;

  /** Zones at one point are set apart, side by side. */
  function spread(zones, project, size) {
    const at = new Map();
    for (const zone of zones) {
      const key = zone.point.join();
      if (!at.has(key)) at.set(key, []);
      at.get(key).push(zone);
    }
    const places = [];
    for (const group of at.values()) {
      const { x, y } = project(group[0].point);
      group.forEach((zone, index) =>
        places.push({ zone, x: x + (index - (group.length - 1) / 2) * size * 2.5, y }),
      );
    }
    return places;
  }

  /** Names of the counties in sight that are wide enough for a name. */
  function countyLabels(project, scale, frame) {
    const { name } = zonemap.words;
    return zonemap.data.counties.flatMap((county) => {
      const [south, west, north, east] = county.bbox;
      const [corner, other] = [project([north, west]), project([south, east])];
      const reach = [other.x - corner.x, other.y - corner.y];
      const outside = other.x < frame[0] || corner.x > frame[2] || other.y < frame[1] || corner.y > frame[3];
      if (outside || reach[0] < 20 * scale) return [];
      const { x, y } = project(county.label);
      return {
        lines: [name(county)],
        size: SIZE.county * scale,
        weight: 600,
        ink: 'ink-2',
        class: 'county-name',
        spots: () => about(x, y, reach),
      };
    });
  }

  function zoneLabel({ zone, x, y }, scale, size, strong) {
    return {
      lines: breakLines(zonemap.words.name(zone), zonemap.words.lang() === 'zh' ? 2 : 3),
      size: SIZE.zone * scale,
      weight: strong ? 700 : 400,
      ink: 'ink',
      class: 'zone-name',
      spots: (height) => beside(x, y, REACH * size, height),
    };
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

  /** Everything over the shapes as items, for the screen, the print and the picture alike. */
  function compose({ project, theme, scale, state, chosen, frame, sight }) {
    const size = radius(scale);
    const drawn = zonemap.data.zones.filter((zone) => chosen.shown.has(zone.id));
    const near =
      frame && many
        ? (one) => one.x > frame[0] && one.x < frame[2] && one.y > frame[1] && one.y < frame[3]
        : () => true;
    const places = spread(drawn, project, size).filter(near);
    const marks = places.map(({ zone, x, y }) => ({
      x,
      y,
      zone: zone.id,
      class: 'zone-mark',
      items: mark({
        ...zonemap.classes.ofZone(zone),
        symbol: symbolOf(zone),
        radius: size,
        theme,
        status: chosen.status.get(zone.id),
      }),
    }));
    const halos = (many ? [] : places)
      .map(({ zone, x, y }) => ({ x, y, class: 'zone-halo', items: zonemap.areas.halo(zone, size, theme) }))
      .filter(({ items }) => items.length);
    const reach = REACH * size + 2;
    const boxes = places.map(({ x, y }) => [x - reach, y - reach, x + reach, y + reach]);
    const first = places.filter((one) => one.zone.id === state.selected);
    const others = places.filter((one) => one.zone.id !== state.selected);
    const labels = [
      ...first.map((one) => zoneLabel(one, scale, size, true)),
      ...countyLabels(project, scale, sight || frame),
      ...(others.length > MANY ? [] : others).map((one) => zoneLabel(one, scale, size, false)),
    ];
    const claims = state.tab === 'industries' || state.color === 'industry';
    const lines = claims ? rivalLines(places, chosen.shown, theme, scale) : [];
    return { items: [...halos, ...lines, ...marks, ...place(labels, boxes, theme, sight || frame)], places, size };
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

  zonemap.overlay = { compose, ring, rivals, many, RIVAL };
})(window.zonemap);
