
// The strip of small maps: a click shows a year, a stroke over several only what was approved from one to the other.
(function (zonemap) {
  const { el, byId } = zonemap.dom;
  const { word } = zonemap.words;
  const { approvals } = zonemap.time;
  const [WIDTH, HEIGHT, STEP] = [72, 54, 80];
  const cells = new Map();
  const inSight = new Set();
  let strip = null;
  let sign = '';
  let awaited = false;
  let drawn = null;

  /** The zones of a small map: all there are by its year, those approved in it larger. */
  function marks(year, chosen, view) {
    const { zone: zoneOf, outlines, symbols, classes, store } = zonemap;
    const theme = zonemap.theme.screen();
    if (zonemap.overlay.many) {
      const paths = new Map();
      for (const id of chosen.visible) {
        const { x, y } = outlines.project(view, zoneOf(id).point);
        const { color } = classes.ofZoneAt(zoneOf(id), year);
        paths.set(color, `${paths.get(color) || ''}M${x.toFixed(1)} ${y.toFixed(1)}h1.5v1.5h-1.5Z`);
      }
      return [...paths].map(([fill, d]) => ({ d, fill }));
    }
    return chosen.visible.map((id) => {
      const zone = zoneOf(id);
      const { color } = classes.ofZoneAt(zone, year);
      const isNew = zone.approved_year === year || id === store.now().selected;
      return { ...outlines.project(view, zone.point), items: [symbols.dot(isNew ? 4 : 2.6, color, theme.paper)] };
    });
  }

  /** The counties, where they bear the colours. */
  function fills(year, chosen, view) {
    const { color } = zonemap.store.now();
    if (!zonemap.classes.isOfCounties(color) || zonemap.classes.isSized(color)) return [];
    const theme = zonemap.theme.screen();
    return zonemap.outlines.counties.flatMap((shape) => {
      const own = zonemap.classes.ofCounty(shape.id, year, chosen);
      return own ? { shapes: [shape], view, fill: zonemap.areas.toned(own.color, theme), opacity: 0.8 } : [];
    });
  }

  /** Paint the map of a year as it would be there: every zone is for a moment what it is then. */
  function paint(year) {
    const state = zonemap.store.now();
    const chosen = zonemap.choose.choose({ ...state, year });
    const scale = zonemap.theme.rem(); // it grows with the letters
    const made = zonemap.symbols.smallMap(WIDTH * scale, HEIGHT * scale, (view) => [
      ...fills(year, chosen, view),
      ...marks(year, chosen, view),
    ]);
    zonemap.time.turn(state.year);
    const cell = cells.get(year);
    cell.replaceChild(made, cell.firstChild);
    cell.dataset.painted = sign;
  }

  /** One small map a turn, of those in sight, when there is nothing else to do. */
  function paintNext() {
    awaited = false;
    const next = [...inSight].find((year) => cells.get(year).dataset.painted !== sign);
    if (next === undefined) return;
    paint(next);
    paintSoon();
  }

  const idle = window.requestIdleCallback || ((then) => setTimeout(then, 30));
  function paintSoon() {
    if (awaited || !zonemap.outlines) return;
    awaited = true;
    idle(paintNext);
  }

  const yearOf = (node) => Number(node.closest('.stop')?.dataset.year) || null;
  const between = (from, to) => (year) => year >= Math.min(from, to) && year <= Math.max(from, to);

  function mark(isIn) {
    for (const [year, cell] of cells) cell.classList.toggle('in', isIn(year));
  }

  /** Keep only what was approved from one year to another. */
  function limit(from, to) {
    const years = [...approvals.keys()].filter(between(from, to)).sort();
    if (years.length) zonemap.store.setFilter('approved', years.map(String));
    else mark(() => false);
  }

  let from = null;
  let to = null;
  function stroke(event) {
    const year = yearOf(event.target);
    if (event.type === 'pointerdown') [from, to] = event.pointerType === 'touch' ? [null, null] : [year, year];
    else if (from !== null && year && year !== to) {
      to = year;
      mark(between(from, to));
    }
  }

  function lift() {
    if (from !== null && to !== from) limit(from, to);
    [from, to] = [null, null]; // what is let go of later is no end of this stroke
  }

  function pick(event) {
    const year = yearOf(event.target);
    if (!year) return;
    if (event.shiftKey) limit(zonemap.store.now().year, year);
    else choose(year);
  }

  function choose(year) {
    zonemap.timeline.stop();
    zonemap.timeline.go(year);
  }

  let end = null;
  function key(event) {
    const { stops } = zonemap.timeline;
    const { year } = zonemap.store.now();
    const at = stops.findLastIndex((one) => one <= (event.shiftKey ? (end ?? year) : year));
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: stops.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const there = stops[Math.max(0, Math.min(stops.length - 1, next))];
    end = event.shiftKey ? there : null;
    if (event.shiftKey) limit(year, there);
    else choose(there);
  }

  function makeCell(year, most) {
    const n = approvals.get(year) || 0;
    const bar = el('span', { class: 'bar', 'data-count': n });
    bar.style.setProperty('--share', n / most);
    const isSource = year === zonemap.sourceYear;
    const cell = el(
      'div',
      { class: isSource ? 'stop source' : 'stop', role: 'option', id: `stop-${year}`, 'data-year': year },
      el('canvas', { 'aria-hidden': 'true' }),
      bar,
      el('span', { class: 'stop-year', text: year }),
      el('span', { class: 'bar-count', text: n ? `+${n}` : '' }),
    );
    cells.set(year, cell);
    return cell;
  }

  function build(stops, most) {
    strip = el(
      'div',
      { class: 'strip', id: 'strip', role: 'listbox', tabindex: 0, 'aria-orientation': 'horizontal', onkeydown: key, onclick: pick },
      stops.map((year) => makeCell(year, most)),
    );
    for (const type of ['pointerdown', 'pointerover']) strip.addEventListener(type, stroke);
    document.addEventListener('pointerup', lift);
    const watch = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries)
          inSight[isIntersecting ? 'add' : 'delete'](Number(target.dataset.year));
        paintSoon();
      },
      { root: strip, rootMargin: '0px 160px' },
    );
    for (const cell of cells.values()) watch.observe(cell);
    return strip;
  }

  /** Bring the map of a year into sight within the strip. */
  function reveal(stop) {
    const step = STEP * zonemap.theme.rem();
    const left = [...cells.keys()].indexOf(stop) * step;
    const room = strip.clientWidth || 0;
    if (left < strip.scrollLeft || left + step > strip.scrollLeft + room) strip.scrollLeft = left - room / 2;
  }

  function show(state, stop) {
    const { paper, county } = zonemap.theme.screen();
    sign = JSON.stringify([state.color, state.filters, state.query, state.selected, paper, county]);
    strip.setAttribute('aria-label', word('strip_hint'));
    strip.title = word('strip_hint');
    strip.setAttribute('aria-activedescendant', `stop-${stop}`);
    const held = state.filters.approved.map(Number);
    for (const [year, cell] of cells) {
      cell.setAttribute('aria-selected', String(year === stop));
      cell.classList.toggle('in', held.includes(year));
      const n = zonemap.time.approvedBy(year);
      cell.setAttribute('aria-label', word('year_value', { when: zonemap.time.when(year), n }));
    }
    if (drawn !== stop) requestAnimationFrame(() => reveal(stop));
    drawn = stop;
    paintSoon();
  }

  zonemap.strip = { build, show, paintSoon };
})(window.zonemap);
