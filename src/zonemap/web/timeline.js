'use strict';
// The years: a bar for each year's approvals, a slider that shows all up to its year, and a tray for the undated.
(function (zonemap) {
  const { el, byId, fill, refill, button, keep } = zonemap.dom;
  const { word, name } = zonemap.words;
  const { firstYear, lastYear, sourceYear, sourceDay } = zonemap;
  const { approvals } = zonemap.time;
  const count = lastYear - firstYear + 1;
  const years = Array.from({ length: count }, (_, at) => firstYear + at);
  const most = Math.max(1, ...approvals.values());
  const PACE = 900;
  const parts = {};
  let playing = 0;

  const later = new Set(
    zonemap.data.zones.flatMap((zone) =>
      zonemap.facts
        .written(zone, 'events')
        .map(({ field }) => Number((field.split(' ')[0].match(/\d{4}(?!.*\d{4})/) || [0])[0])),
    ),
  );

  function bar(year) {
    const n = approvals.get(year) || 0;
    const column = el(
      'div',
      { class: 'bar-column', 'data-year': year, onclick: () => go(year) },
      el('span', { class: 'bar-count', text: n ? String(n) : '' }),
      el('div', { class: 'bar' }),
      el('div', { class: later.has(year) ? 'dot' : 'dot none' }),
    );
    column.children[1].style.setProperty('--share', n / most);
    return column;
  }

  const go = (year, push = true) =>
    zonemap.store.set({ year: Math.min(lastYear, Math.max(firstYear, year)) }, { push });

  function stop() {
    clearInterval(playing);
    playing = 0;
    if (parts.play) playWords();
  }

  function play() {
    if (playing) return stop();
    if (zonemap.store.now().year >= lastYear) go(firstYear, false);
    playing = setInterval(() => {
      if (zonemap.store.now().year >= lastYear) return stop();
      go(zonemap.store.now().year + 1, false);
    }, PACE);
    playWords();
  }

  function playWords() {
    parts.play.setAttribute('aria-label', word(playing ? 'pause' : 'play'));
    parts.play.setAttribute('title', word(playing ? 'pause' : 'play'));
    parts.play.classList.toggle('playing', Boolean(playing));
  }

  function ticks() {
    const every = count > 40 ? 10 : count > 16 ? 5 : 1;
    const far = (year, other) => Math.abs(year - other) > every * 0.7;
    const ends = [firstYear, sourceYear, lastYear].filter(
      (year) => year === sourceYear || far(year, sourceYear),
    );
    const written = (year) =>
      ends.includes(year) || (year % every === 0 && ends.every((end) => far(year, end)));
    return years.map((year) =>
      el('span', {
        class: year === sourceYear ? 'tick source' : 'tick',
        text: written(year) ? String(year) : '',
      }),
    );
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
    // Where the numbers would run into each other, that of the year alone is written.
    const crowded = count * String(most).length > 60;
    parts.bars = el(
      'div',
      { class: crowded ? 'bars crowded' : 'bars', 'aria-hidden': 'true' },
      years.map(bar),
    );
    parts.ticks = el('div', { class: 'ticks', 'aria-hidden': 'true' }, ticks());
    parts.source = el('p', { class: 'source-day' });
    const line = el('div', { class: 'source-line', 'aria-hidden': 'true' });
    parts.tray = el('div', { class: 'tray' });
    const scale = el('div', { class: 'scale' }, parts.source, line, parts.bars, parts.range, parts.ticks);
    scale.style.setProperty('--years', count);
    scale.style.setProperty('--source-at', sourceYear - firstYear);
    const now = el(
      'div',
      { class: 'now' },
      parts.play,
      el('div', { class: 'now-words' }, parts.year, parts.state),
    );
    fill(byId('timeline'), el('div', { class: 'years' }, now, scale, parts.tray));
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

  const MOST = 24;
  function tray(state, chosen) {
    const beside = zonemap.time.beside(state.year);
    parts.tray.hidden = !beside.length;
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
    const some = zonemap.time.bounds.get(year);
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
    for (const column of parts.bars.children) {
      column.classList.toggle('past', Number(column.dataset.year) <= year);
      column.classList.toggle('at', Number(column.dataset.year) === year);
    }
    playWords();
    tray(state, chosen);
  }

  zonemap.timeline = { show, stop };
})(window.zonemap);
