'use strict';
// The years: a small map for each in which something happens, a slider through all of them, and a tray for the undated.
(function (zonemap) {
  const { el, byId, fill, refill, button, keep } = zonemap.dom;
  const { word, name } = zonemap.words;
  const { firstYear, lastYear, sourceYear, sourceDay } = zonemap;
  const { approvals, bounds } = zonemap.time;
  const most = Math.max(1, ...approvals.values());
  /** How long playing stays where something happens, and where nothing does. */
  const [DWELL, PASS] = [1400, 90];
  const parts = {};
  let playing = 0;
  let paused = null;

  const told = (facts) =>
    zonemap.facts
      .written({ facts }, 'events')
      .map(({ field }) => Number((field.split(' ')[0].match(/\d{4}(?!.*\d{4})/) || [0])[0]));

  /** The years in which something happens: to a zone, to a number of the counties, or as an event. */
  const happening = new Set([
    ...[firstYear, sourceYear, zonemap.hash.start().year, ...approvals.keys(), ...bounds.keys()],
    ...zonemap.data.zones.flatMap(({ at, facts }) => [...Object.values(at || {}).flat().map(([year]) => year), ...told(facts)]),
    ...Object.values(zonemap.data.legends).flatMap(({ counties }) =>
      Object.values(counties || {}).flat().map(([year]) => year),
    ),
    ...told(zonemap.data.facts.region),
  ]);
  const stops = [...happening].filter((year) => year >= firstYear && year <= lastYear).sort((a, b) => a - b);
  /** The year whose small map shows what a year does. */
  const stopOf = (year) => stops.findLast((one) => one <= year);

  const go = (year, push = true) =>
    zonemap.store.set({ year: Math.min(lastYear, Math.max(firstYear, year)) }, { push });

  function stop() {
    clearTimeout(playing);
    playing = 0;
    if (parts.play) playWords();
  }

  /** From the first year on, or from where it was paused; who wants no motion goes from event to event. */
  function play() {
    const { year } = zonemap.store.now();
    if (playing) {
      paused = year;
      return stop();
    }
    if (paused !== year) go(firstYear, false);
    paused = null;
    wait();
    playWords();
  }

  function wait() {
    const { year } = zonemap.store.now();
    playing = setTimeout(
      () => {
        const next = zonemap.theme.still() ? stops.find((one) => one > year) : year + 1;
        if (!next || next > lastYear) return stop();
        go(next, false);
        wait();
      },
      happening.has(year) ? DWELL : PASS,
    );
  }

  function playWords() {
    parts.play.setAttribute('aria-label', word(playing ? 'pause' : 'play'));
    parts.play.setAttribute('title', word(playing ? 'pause' : 'play'));
    parts.play.classList.toggle('playing', Boolean(playing));
  }

  function build() {
    parts.play = button('', play, { class: 'play', id: 'play' });
    parts.year = el('output', { class: 'year', for: 'year' });
    parts.state = el('span', { class: 'year-about' });
    parts.range = el('input', {
      id: 'year',
      type: 'range',
      min: firstYear,
      max: lastYear,
      step: 1,
      oninput: (event) => {
        stop();
        go(Number(event.target.value), false);
      },
      onchange: (event) => go(Number(event.target.value)),
    });
    parts.source = el('p', { class: 'source-day' });
    parts.tray = el('div', { class: 'tray' });
    const end = (year) => el('span', { class: 'tick', 'aria-hidden': 'true', text: year });
    fill(
      byId('timeline'),
      el(
        'div',
        { class: 'now' },
        parts.play,
        el('div', { class: 'now-words' }, parts.year, parts.state),
        el('div', { class: 'scale' }, end(firstYear), parts.range, end(lastYear)),
        parts.source,
      ),
      el('div', { class: 'years' }, zonemap.strip.build(stops, most), parts.tray),
    );
  }

  function trayMark(zone, state, chosen) {
    const shown = chosen.shown.has(zone.id);
    const { color, pattern } = zonemap.classes.ofZone(zone);
    const said = [shown, zone.id === state.selected, chosen.status.get(zone.id), color, pattern, name(zone)];
    return keep(`tray:${zone.id}`, said, () => makeTrayMark(zone, shown, state, chosen));
  }

  function makeTrayMark(zone, shown, state, chosen) {
    const mark = button('', () => zonemap.find.go(zone.id), {
      class: shown ? 'tray-mark' : 'tray-mark off',
      'data-zone': zone.id,
      'data-focus': `tray:${zone.id}`,
      'aria-label': name(zone),
      title: name(zone),
      'aria-pressed': String(zone.id === state.selected),
      ...zonemap.hover.row(zone.id, 'tray'),
    });
    mark.append(zonemap.symbols.zoneIcon(zone, chosen.status.get(zone.id)));
    return mark;
  }

  const [ROW, MOST] = [9, 22];
  function tray(state, chosen) {
    const beside = zonemap.time.beside(state.year);
    parts.tray.hidden = !beside.length;
    parts.tray.classList.toggle('many', beside.length > ROW);
    const more = beside.length - MOST;
    refill(
      parts.tray,
      el('p', { class: 'tray-title', text: word(beside.every((zone) => zone.status === 'undated') ? 'tray' : 'tray_beside', { n: beside.length }) }),
      fill(
        (parts.marks ??= el('div', { class: 'tray-marks' })),
        beside.slice(0, MOST).map((zone) => trayMark(zone, state, chosen)),
        more > 0 ? el('span', { class: 'count', text: `+${more}` }) : null,
      ),
      el('p', {
        class: 'hint',
        text: word(state.year < sourceYear ? 'tray_before' : 'tray_after', {
          day: zonemap.words.date(sourceDay),
        }),
      }),
    );
  }

  function show(state, chosen) {
    byId('timeline').hidden = !zonemap.tells('time');
    if (byId('timeline').hidden) return;
    if (!parts.range) build();
    const { year } = state;
    parts.range.value = year;
    parts.range.setAttribute('aria-label', word('year_slider'));
    const approved = zonemap.time.approvedBy(year);
    const n = year > sourceYear ? word('at_least', { n: approved }) : approved;
    const some = bounds.get(year);
    parts.range.setAttribute(
      'aria-valuetext',
      [word('year_value', { when: zonemap.time.when(year), n }), some && word('year_bounds', { n: some })]
        .filter(Boolean)
        .join(' '),
    );
    parts.year.textContent = year;
    parts.state.textContent = zonemap.time.isOwnDay(year)
      ? word('approved_by_day', { day: zonemap.words.date(zonemap.time.dayOf(year)), n })
      : word('approved_by_then', { n });
    parts.source.textContent = word('source_day', { day: sourceDay });
    playWords();
    zonemap.strip.show(state, stopOf(year));
    tray(state, chosen);
  }

  zonemap.timeline = { show, stop, go, stops };
})(window.zonemap);
