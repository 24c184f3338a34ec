'use strict';
// The state as the address's hash, and back. What equals the default is left out.
(function (zonemap) {
  const { KEYS } = zonemap.choose;
  const COLORS = Object.keys(zonemap.data.legends);
  const TABS = ['list', 'card', 'reforms', 'industries', 'partners', 'compare', 'table'].filter(zonemap.tells);

  function firstLanguage() {
    return zonemap.data.meta.lang || (/^zh/i.test(navigator.language || 'zh') ? 'zh' : 'en');
  }

  const firstYearShown = Number((zonemap.data.meta.as_of || zonemap.sourceDay).slice(0, 4));

  const usual = () => ({
    lang: firstLanguage(),
    year: firstYearShown,
    color: COLORS[0] || 'kind',
    query: '',
    filters: Object.fromEntries(KEYS.map((key) => [key, []])),
    selected: null,
    tab: 'list',
    compare: [],
    story: null,
    view: '',
    context: true,
    ...zonemap.data.meta.start,
  });
  let start = usual;
  let startTab = zonemap.data.meta.start?.tab;

  /** The state a chapter of the presentation sets: year, colours, filters, the zone and the view. */
  function scene(at) {
    const { year, color, filters, zone } = zonemap.data.story[at];
    const first = start();
    return {
      ...first,
      story: at,
      year: year || first.year,
      color: COLORS.includes(color) ? color : first.color,
      filters: { ...first.filters, ...filters },
      selected: zonemap.zone(zone) ? zone : null,
    };
  }

  const origin = (story) => (story === null ? start() : scene(story));

  /** The tab that an address need not name: the one asked for at first, else the card of what is selected. */
  const usualTab = (state, first) => {
    const asked = state.story === null && state.selected === first.selected && startTab;
    return asked || (state.selected ? 'card' : 'list');
  };

  function encode(state) {
    const first = origin(state.story);
    const parts = [];
    const add = (key, value) => parts.push(`${key}=${encodeURIComponent(value).replaceAll('%2C', ',')}`);
    if (state.lang !== first.lang) add('lang', state.lang);
    if (state.year !== first.year) add('year', state.year);
    if (state.color !== first.color) add('color', state.color);
    if (state.query !== first.query) add('q', state.query);
    for (const key of KEYS)
      if (state.filters[key].join() !== first.filters[key].join()) add(key, state.filters[key].join(','));
    if (state.selected !== first.selected) add('zone', state.selected || '');
    if (state.story === null && state.tab !== usualTab(state, first)) add('tab', state.tab);
    if (state.compare.join() !== first.compare.join()) add('compare', state.compare.join(','));
    if (state.story !== null) add('story', state.story + 1);
    if (state.context !== first.context) add('context', Number(state.context));
    if (state.view !== first.view) add('view', state.view);
    return parts.join('&');
  }

  function pairs(hash) {
    const found = new Map();
    for (const part of hash.replace(/^#/, '').split('&')) {
      const at = part.indexOf('=');
      if (at < 1) continue;
      try {
        found.set(part.slice(0, at), decodeURIComponent(part.slice(at + 1)));
      } catch {
        continue;
      }
    }
    return found;
  }

  const whole = (text, low, high) => {
    const value = Number(text);
    return text && Number.isInteger(value) && value >= low && value <= high ? value : null;
  };

  const PLACE = /^-?\d+(\.\d+)?,-?\d+(\.\d+)?,\d+(\.\d+)?$/;
  const NEAREST = 18;

  /** Latitude, longitude and zoom as they stand in an address; empty if no map can show them. */
  function place(text) {
    const [lat, lng, zoom] = PLACE.test(text) ? text.split(',').map(Number) : [];
    return Math.abs(lat) <= 85 && Math.abs(lng) <= 180 && zoom <= NEAREST ? text : '';
  }

  function decode(hash) {
    const found = pairs(hash);
    const chapter = whole(found.get('story'), 1, (zonemap.data.story || []).length);
    const state = origin(chapter === null ? null : chapter - 1);
    const list = (key) => (found.get(key) || '').split(',').filter(Boolean);
    if (['zh', 'en'].includes(found.get('lang'))) state.lang = found.get('lang');
    state.year = whole(found.get('year'), zonemap.firstYear, zonemap.lastYear) ?? state.year;
    if (COLORS.includes(found.get('color'))) state.color = found.get('color');
    if (found.has('q')) state.query = found.get('q');
    for (const key of KEYS) if (found.has(key)) state.filters[key] = list(key);
    if (found.has('zone')) state.selected = zonemap.zone(found.get('zone')) ? found.get('zone') : null;
    state.tab = TABS.includes(found.get('tab')) ? found.get('tab') : usualTab(state, start());
    if (found.has('compare')) state.compare = list('compare').filter(zonemap.zone).slice(0, 4);
    if (found.has('context')) state.context = found.get('context') !== '0';
    if (found.has('view')) state.view = place(found.get('view'));
    return state;
  }

  const copy = zonemap.given.copy();
  if (copy) {
    const first = decode(copy.view);
    start = () => structuredClone(first);
    startTab = first.tab;
  }

  zonemap.hash = { start, scene, encode, decode, TABS, NEAREST };
})(window.zonemap);
