'use strict';
// The map sheet for paper and picture: title block, map frame, scale bar, north arrow, legend, sources, notes.
(function (zonemap) {
  const { word, date, number, label } = zonemap.words;
  const { textWidth } = zonemap.paint;
  const EDGE = 36;
  /** Paper, a slide of 16:9 and the paper of one zone: how large, and where on it the map lies. */
  const LAYOUTS = {
    paper: { WIDTH: 1400, HEIGHT: 990, FRAME: { x: EDGE, y: 104, w: 1000, h: 794 } },
    slide: { WIDTH: 1280, HEIGHT: 720, FRAME: { x: EDGE, y: 92, w: 900, h: 556 } },
    zone: { WIDTH: 1400, HEIGHT: 990, FRAME: { x: EDGE, y: 104, w: 620, h: 794 } },
  };
  let { WIDTH, HEIGHT, FRAME } = LAYOUTS.paper;
  let SIDE = null;
  const theme = zonemap.theme.PAPER;

  const text = (x, y, words, size = 14, more = {}) => ({ text: words, x, y, size, fill: theme.ink, ...more });
  const box = (x, y, w, h) => `M${x} ${y}h${w}v${h}h${-w}Z`;

  /** Break a text into lines that fit: between words, or between any two Chinese characters. */
  function wrap(words, size, width) {
    const pieces = words.match(/[\u2e80-\uffef]|[^\u2e80-\uffef\s]+\s*|\s+/g) || [];
    const lines = [''];
    for (const piece of pieces) {
      const line = lines[lines.length - 1];
      if (line && textWidth((line + piece).trimEnd(), size) > width) lines.push(piece.trimStart());
      else lines[lines.length - 1] = line + piece;
    }
    return lines;
  }

  function layOut(layout) {
    ({ WIDTH, HEIGHT, FRAME } = LAYOUTS[layout]);
    SIDE = { x: FRAME.x + FRAME.w + 24, w: WIDTH - EDGE - FRAME.x - FRAME.w - 24 };
  }

  /** Where scale bar and north arrow stand: no name may hide below them. */
  const covered = () => [
    [FRAME.x, FRAME.y + FRAME.h - 50, FRAME.x + 270, FRAME.y + FRAME.h],
    [FRAME.x + FRAME.w - 60, FRAME.y, FRAME.x + FRAME.w, FRAME.y + 76],
  ];

  /** The part of the earth now in view. */
  function boundsInView() {
    const map = zonemap.map.leaflet();
    return zonemap.store.now().view ? map.getBounds() : zonemap.view.home();
  }

  /** The counties of a zone, else what lies around it. */
  function boundsOf(zone) {
    const hosts = zonemap.outlines.counties.filter(({ id, layer }) => layer && zone.counties.includes(id));
    const around = L.latLng(zone.point).toBounds(3e4);
    return hosts.reduce((bounds, { layer }) => bounds.extend(layer.getBounds()), around);
  }

  /** A part of the earth, laid into the frame: Web Mercator, as on screen. */
  function laid(bounds) {
    const [west, north] = zonemap.outlines.mercator([bounds.getNorth(), bounds.getWest()]);
    const [east, south] = zonemap.outlines.mercator([bounds.getSouth(), bounds.getEast()]);
    const scale = Math.min((FRAME.w - 40) / (east - west), (FRAME.h - 60) / (north - south));
    const view = {
      scale,
      x: FRAME.x + FRAME.w / 2 - ((west + east) / 2) * scale,
      y: FRAME.y + FRAME.h / 2 + ((south + north) / 2) * scale,
      frame: [FRAME.x, FRAME.y, FRAME.x + FRAME.w, FRAME.y + FRAME.h],
      step: 0.2,
      isFine: true,
    };
    return { view, metres: Math.cos((bounds.getCenter().lat * Math.PI) / 180) / scale };
  }

  function scaleBar(metres) {
    const aim = metres * 180;
    const power = 10 ** Math.floor(Math.log10(aim));
    const length = [5, 2, 1].find((step) => step * power <= aim) * power;
    const [x, y, w] = [FRAME.x + 20, FRAME.y + FRAME.h - 20, length / metres];
    return [
      { d: box(x - 10, y - 26, w + 70, 38), fill: theme.paper, opacity: 0.85 },
      { d: box(x, y - 6, w, 6), fill: theme.paper, stroke: theme.ink },
      { d: box(x, y - 6, w / 2, 6), fill: theme.ink },
      text(x, y - 11, '0', 12),
      text(x + w, y - 11, `${number(length / 1000)} km`, 12, { anchor: 'middle' }),
    ];
  }

  function northArrow() {
    const [x, y] = [FRAME.x + FRAME.w - 34, FRAME.y + 52];
    return [
      {
        d: `M${x} ${y - 32}L${x + 9} ${y}L${x} ${y - 7}L${x - 9} ${y}Z`,
        fill: theme.ink,
        stroke: theme.halo,
      },
      text(x, y + 16, word('north'), 14, { anchor: 'middle', weight: 700, halo: theme.halo }),
    ];
  }

  /** What the marks stand for that count zones which lie on each other, where there are such. */
  function countKey(counts) {
    if (!counts.length) return [];
    const [{ items }] = counts;
    const sample = items.map((item) => (item.text === undefined ? item : { ...item, text: 'n' }));
    return [{ title: '', rows: [{ text: word('counted_key'), items: sample }] }];
  }

  function legend(state, counts) {
    const { counted, inView } = zonemap.legend;
    const items = [];
    let y = FRAME.y + 12;
    const isSlide = FRAME === LAYOUTS.slide.FRAME;
    const around = isSlide ? [] : zonemap.context.groups(theme);
    for (const { title, rows } of [...zonemap.legend.groups(state, theme), ...countKey(counts), ...around]) {
      if (title) items.push(text(SIDE.x, y, title, 14, { weight: 700 }));
      y += title ? 8 : -12;
      for (const row of rows) {
        if (isSlide && row.key && !inView(row)) continue; // a slide has room for what it shows
        const count = row.key ? ` (${counted(row.key, inView(row))})` : '';
        const lines = wrap(`${row.text}${count}`, 13, SIDE.w - 38);
        items.push({ items: row.items, x: SIDE.x + 13, y: y + 15 });
        lines.forEach((line, at) => items.push(text(SIDE.x + 36, y + 20 + at * 17, line, 13)));
        y += 26 + (lines.length - 1) * 17;
      }
      y += 30;
    }
    return { items, y };
  }

  function filtersLine(state) {
    const held = zonemap.filters.activeKeys(state).map((key) => zonemap.filters.summary(state, key));
    if (state.query) held.push(`${word('search')}${zonemap.words.colon()}${state.query}`);
    return held.length ? `${word('filters')}${zonemap.words.colon()}${held.join('; ')}` : '';
  }

  const DRAWN = ['name_zh', 'name_en', 'kind', 'counties', 'point', 'area_km2', 'applied', 'approved', 'operating'];

  /** Whether a fact is something that the sheet shows in its year. */
  function isDrawn({ section, field, ...fact }, state) {
    if (!zonemap.facts.holds(fact)) return false;
    if (section === zonemap.data.legends[state.color].section || section === state.tab) return true;
    return DRAWN.includes(field);
  }

  /** The sources of what is drawn, most used first. */
  function sources(state, chosen) {
    const counted = new Map();
    const drawn = chosen.visible.flatMap((id) => zonemap.facts.of(zonemap.zone(id)).filter((fact) => isDrawn(fact, state)));
    for (const { source } of drawn.flatMap((fact) => fact.evidence))
      counted.set(source, (counted.get(source) || 0) + 1);
    return [...counted]
      .sort((a, b) => b[1] - a[1])
      .map(([id]) => zonemap.source(id))
      .filter(Boolean);
  }

  /** Each publisher once, with the dates of what it published. */
  function cited(found) {
    const dates = new Map(found.map((one) => [one.publisher, new Set()]));
    for (const one of found) if (one.date) dates.get(one.publisher).add(one.date);
    return [...dates]
      .map(([publisher, days]) => `${publisher} ${zonemap.words.joined([...days])}`.trim())
      .join('; ');
  }

  /** As many of the sources as these lines hold; how many more there are, if any. */
  function sourceLines(found, room) {
    for (let n = found.length; n > 0; n -= 1) {
      const rest = found.length - n;
      const more = rest ? ` ${word('and_more', { n: rest })}` : '';
      const text = `${word('part_sources')}${zonemap.words.colon()}${cited(found.slice(0, n))}${more}`;
      const lines = wrap(text, 12, SIDE.w);
      if (lines.length <= room || n === 1) return lines;
    }
    return [];
  }

  /** What is said of the colours. */
  const NOTES = { industry: 'industry_hint', zones: 'zones_hint' };

  function notes(state, chosen, y, left) {
    const most = Math.max(0, Math.floor((FRAME.y + FRAME.h - y) / 16));
    const said = [
      filtersLine(state),
      left,
      NOTES[state.color] ? word(NOTES[state.color]) : '',
      word('basis_hint'),
      zonemap.classes.isSized(zonemap.store.now().color) ? label('sheet', 'symbols_sized') : word('symbol_note'),
      word('limits_note'),
      ...zonemap.context.groups(theme).map(({ hint }) => hint), // its lines stand in the legend
    ]
      .filter(Boolean)
      .map((one) => wrap(one, 12, SIDE.w));
    const found = sources(state, chosen);
    const airy = said.flatMap((one) => [...one, '']);
    const fixed = airy.length + sourceLines(found, HEIGHT).length > most ? said.flat() : airy;
    const lines = [...fixed, ...sourceLines(found, most - fixed.length)];
    const items = lines
      .slice(0, most)
      .map((line, at) => text(SIDE.x, y + at * 16, line, 12, { fill: theme['ink-2'] }));
    return [...items, ...foot()];
  }

  /** Below the map: what it is not, in which system and of which day, and what may be made of it. */
  function foot() {
    const { meta } = zonemap.data;
    const at = FRAME.y + FRAME.h + 26;
    return [
      text(
        EDGE,
        at,
        [
          word('foot_note'),
          word('foot_crs', { crs: meta.crs }),
          `Web Mercator`,
          zonemap.tells('day') ? word('source_day', { day: meta.date }) : '',
        ]
          .filter(Boolean)
          .join(' · '),
        13,
      ),
      text(
        EDGE,
        at + 20,
        word('foot_version', { version: meta.version, fingerprint: String(meta.fingerprint).slice(0, 12) }),
        12,
        { fill: theme['ink-2'] },
      ),
      text(
        WIDTH - EDGE,
        at + 4,
        meta.map_number ? `${label('sheet', 'map_number')} ${meta.map_number}` : word('working_draft'),
        18,
        { anchor: 'end', weight: 700 },
      ),
    ];
  }

  /** What the picture says in one sentence: the chapter, the zone, or how many of what. */
  function message() {
    const [state, chosen] = [zonemap.store.now(), zonemap.store.chosen()];
    const { colon, name } = zonemap.words;
    if (state.story !== null) return zonemap.words.pair(zonemap.data.story[state.story].title);
    const zone = zonemap.zone(state.selected);
    const when = zonemap.time.when(state.year);
    if (zone) {
      const told = ['approved', 'area_km2'].map((field) => zonemap.facts.say(zone, 'values', field));
      return `${name(zone)}${colon()}${[zonemap.facts.status(zone), ...told].filter(Boolean).join(' · ')}`;
    }
    const about = filtersLine(state) || name({ zh: zonemap.data.meta.title_zh, en: zonemap.data.meta.title_en });
    const count = word('shown_count', { n: chosen.visible.length, all: zonemap.data.zones.length });
    return [`${about}${colon()}${count}`, when].filter(Boolean).join(' · ');
  }

  function titleBlock(state, chosen) {
    const { title_zh: zh, title_en: en } = zonemap.data.meta;
    const about = [
      zonemap.time.when(state.year),
      `${word('color_by')}${zonemap.words.colon()}${zonemap.words.label('color', state.color)}`,
      word('shown_count', { n: chosen.visible.length, all: zonemap.data.zones.length }),
    ].join(' · ');
    const [first, second] = zonemap.words.lang() === 'zh' ? [zh, en] : [en, zh];
    return [
      text(EDGE, 58, first, 32, { weight: 700 }),
      text(EDGE, 86, second, 16, { fill: theme['ink-2'] }),
      text(WIDTH - EDGE, 58, about, 16, { anchor: 'end' }),
      text(WIDTH - EDGE, 86, word('source_day', { day: date(zonemap.sourceDay) }), 14, {
        anchor: 'end',
        fill: theme['ink-2'],
      }),
    ];
  }

  /** The frame with its map. */
  function framed(state, chosen, bounds) {
    const { view, metres } = laid(bounds);
    const map = zonemap.overlay.compose({ view, theme, scale: 1.1, state, chosen, covered: covered() });
    const items = [
      { d: box(0, 0, WIDTH, HEIGHT), fill: theme.paper },
      { clip: FRAME, items: [...map.ground.items(view), ...map.items, ...scaleBar(metres), ...northArrow()] },
      { d: box(FRAME.x, FRAME.y, FRAME.w, FRAME.h), stroke: theme.ink, width: 1.5 },
    ];
    return { ...map, items };
  }

  /** The whole sheet as items: paper, behind which the list of its zones may come, or a slide under a title of one's own. */
  function compose(layout = 'paper', title = '', isListed = false) {
    layOut(layout);
    const state = zonemap.store.now();
    const chosen = zonemap.store.chosen();
    const map = framed(state, chosen, boundsInView());
    const key = legend(state, map.counts);
    const n = map.unnamed.length;
    const left = n ? word(isListed ? 'unnamed_listed' : 'unnamed', { n }) : '';
    const lines = title ? wrap(title, 28, WIDTH - 2 * EDGE).slice(0, 2) : [];
    const size = lines.length > 1 ? 24 : 28;
    return [
      ...map.items,
      ...(title
        ? lines.map((line, at) => text(EDGE, 52 + at * 30 - (lines.length - 1) * 12, line, size, { weight: 700 }))
        : titleBlock(state, chosen)),
      ...key.items,
      ...notes(state, chosen, key.y + 6, left),
    ];
  }

  /** What is known of a zone, in lines that fit beside its map, as many as there is room for. */
  function factLines(zone) {
    const { facts } = zonemap;
    const told = facts.rows([zone], ({ section, field }) => section === 'computed' || field.startsWith('name_'));
    const numbered = facts.sourcesOf(zone);
    const number = (found) => {
      const held = new Set(found.flatMap(({ evidence }) => evidence.map(({ source }) => numbered.indexOf(source) + 1)));
      return held.size ? ` [${[...held].join(' ')}]` : '';
    };
    const rows = told.flatMap(({ title, cells: [found] }) => {
      const said = facts.together(found);
      return said ? wrap(`${title}${zonemap.words.colon()}${said}${number(found)}`, 16, SIDE.w) : [];
    });
    const cited = numbered.map((id, at) => {
      const { publisher = id, date: day = '' } = zonemap.source(id) || {};
      return `[${at + 1}] ${publisher} ${day}`.trim();
    });
    const sourceLines = [word('part_sources'), ...cited].flatMap((line) => wrap(line, 12, SIDE.w));
    const room = Math.max(4, Math.floor((FRAME.h - sourceLines.length * 16 - 24) / 22));
    const most = rows.length > room ? [...rows.slice(0, room - 1), '…'] : rows;
    return [
      ...most.map((line, at) => text(SIDE.x, FRAME.y + 16 + at * 22, line, 16)),
      ...sourceLines.map((line, at) =>
        text(SIDE.x, FRAME.y + 30 + most.length * 22 + at * 16, line, 12, { fill: theme['ink-2'] }),
      ),
    ];
  }

  /** A sheet of one zone: its county, and all that is known of it with who says so. */
  function composeZone(zone) {
    layOut('zone');
    const state = zonemap.store.now();
    const chosen = zonemap.store.chosen();
    const { name, otherName } = zonemap.words;
    return [
      ...framed(state, chosen, boundsOf(zone)).items,
      text(EDGE, 58, name(zone), 32, { weight: 700 }),
      text(EDGE, 86, otherName(zone), 16, { fill: theme['ink-2'] }),
      text(WIDTH - EDGE, 58, zonemap.time.when(state.year), 16, { anchor: 'end' }),
      ...factLines(zone),
      ...foot(),
    ];
  }

  zonemap.sheet = { compose, composeZone, message, sources, LAYOUTS };
})(window.zonemap);
