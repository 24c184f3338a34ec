'use strict';
// Nodes are made here and nowhere else; text reaches them by textContent only.
(function (zonemap) {
  const SVG = 'http://www.w3.org/2000/svg';

  function put(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name === 'text') node.textContent = value;
      else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value === true ? '' : value);
    }
    node.append(
      ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
    );
    return node;
  }

  const el = (tag, attributes, ...children) => put(document.createElement(tag), attributes, children);
  const svg = (tag, attributes, ...children) => put(document.createElementNS(SVG, tag), attributes, children);
  const byId = (id) => document.getElementById(id);

  /** Give a node these children; where they are the ones that it has, nothing happens. */
  function fill(node, ...children) {
    const next = children.flat().filter(Boolean);
    const { childNodes: held } = node;
    if (held.length !== next.length || next.some((child, at) => child !== held[at])) node.replaceChildren(...next);
    return node;
  }

  const kept = new Map();
  /** A node that is made anew only when what it says, its language or its colours have changed. */
  function keep(key, said, make) {
    const { paper, ink } = zonemap.theme.screen();
    const sign = JSON.stringify([said, zonemap.words.lang(), paper, ink]);
    if (kept.get(key)?.sign !== sign) kept.set(key, { sign, node: make() });
    return kept.get(key).node;
  }

  function button(text, onclick, attributes) {
    return el('button', { type: 'button', text, onclick, ...attributes });
  }

  const scrolled = new WeakSet();
  document.addEventListener('scroll', ({ target }) => scrolled.add(target), { capture: true, passive: true });

  /** How far a node is scrolled; asked only of one that ever was: to answer, the browser lays out the whole page. */
  const scrollOf = (node) => (scrolled.has(node) ? node.scrollTop : 0);

  /** Write a text where it is another. */
  function tell(node, text) {
    if (node.textContent !== String(text)) node.textContent = text;
  }

  /** Replace what `node` holds and keep the keyboard's place: the focused control is found again by data-focus. */
  function refill(node, ...children) {
    const held = node.contains(document.activeElement) ? document.activeElement.dataset.focus : '';
    const top = scrollOf(node);
    fill(node, ...children);
    if (top) node.scrollTop = top;
    if (held) node.querySelector(`[data-focus="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
    return node;
  }

  zonemap.dom = { el, svg, byId, fill, refill, scrollOf, tell, button, keep };
})((window.zonemap = window.zonemap || {}));

// What the page knows, and ways to look things up in it.
(function (zonemap) {
  const data = zonemap.given.data();
  const records = ([names, ...rows]) =>
    rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])));
  data.evidence = records(data.evidence);
  // Most facts have one source: that list is kept once.
  const alone = new Map();
  const shared = (rows) => {
    if (rows.length !== 1) return rows;
    if (!alone.has(rows[0])) alone.set(rows[0], rows);
    return alone.get(rows[0]);
  };
  for (const zone of data.zones) for (const fact of zone.facts) fact[3] = shared(fact[3]);
  const zones = new Map(data.zones.map((zone) => [zone.id, zone]));
  const counties = new Map(data.counties.map((county) => [county.id, county]));
  const sourceDay = data.meta.date;
  Object.assign(zonemap, {
    data,
    sourceDay,
    sourceYear: Number(sourceDay.slice(0, 4)),
    firstYear: data.meta.first_year,
    lastYear: data.meta.last_year,
    /** Whether the data tell of what a field, a filter, a tab or a legend is about: else it is shown nowhere. */
    tells: (what) => !data.meta.untold.includes(what),
    zone: (id) => zones.get(id) || null,
    county: (id) => counties.get(id) || null,
    /** The counties a zone lies in, those that the map leaves out after the others. */
    hosts: (zone) => [...zone.counties.map((id) => counties.get(id)), ...zone.outside],
    zonesIn: (county) => data.zones.filter((zone) => zone.counties.includes(county)),
    source: (id) => data.sources[id] || null,
  });
})(window.zonemap);
