'use strict';
// What the pointer or the keyboard is on, for the map and every list at once: passing, so not part of the state. And the
// small card beside the pointer, or beside the mark that a list points at.
(function (zonemap) {
  const listeners = [];
  let current = null;

  function set(id, from) {
    if (id === current) return;
    current = id;
    for (const listen of listeners) listen(id, from);
  }

  /** Attributes that make a row light up its zone on the map. */
  const row = (id, from) => ({
    onmouseenter: () => set(id, from),
    onmouseleave: () => set(null, from),
    onfocus: () => set(id, from),
    onblur: () => set(null, from),
  });

  zonemap.hover = { set, row, now: () => current, listen: (listen) => listeners.push(listen) };
})(window.zonemap);

(function (zonemap) {
  const { el, byId, fill } = zonemap.dom;
  const { word, name, joined } = zonemap.words;

  const MOST = 4;

  function zoneLines(zone) {
    const date = zonemap.facts.say(zone, 'values', 'approved');
    const approved = date ? word('approved_on', { date }) : word('approved_unknown');
    const kind = zonemap.facts.at(zone, 'values', 'kind').filter(zonemap.facts.holds);
    const about = [zonemap.facts.together(kind), zonemap.facts.status(zone)].filter(Boolean).join(' · ');
    return [name(zone), about, zonemap.tells('years') ? approved : ''].filter(Boolean);
  }

  function namesOf(zones) {
    const names = joined(zones.slice(0, MOST).map(name));
    const more = zones.length - MOST;
    return more > 0 ? `${names} ${word('and_more', { n: more })}` : names;
  }

  function countyLines(county) {
    const shown = zonemap.store.chosen().shown;
    const inside = zonemap.zonesIn(county.id).filter((zone) => shown.has(zone.id));
    return [name(county), inside.length ? namesOf(inside) : word('no_zone_here')];
  }

  function hide() {
    byId('tooltip').hidden = true;
  }

  function linesOf({ id, county, crowd }) {
    if (crowd) return [word('crowd', { n: crowd.length }), namesOf(crowd)];
    if (id) return zoneLines(zonemap.zone(id));
    return county ? countyLines(zonemap.county(county)) : [];
  }

  function show({ at, ...what }) {
    const place = at || (what.id && zonemap.map.where(what.id));
    const [title, ...rest] = linesOf(what);
    if (!place || !title) return hide();
    const box = fill(
      byId('tooltip'),
      el('strong', { text: title }),
      rest.map((text) => el('span', { text })),
    );
    box.hidden = false;
    const area = byId('map-area').getBoundingClientRect();
    const left = Math.min(place.x + 16, area.width - box.offsetWidth - 8);
    const top =
      place.y + 18 + box.offsetHeight > area.height ? place.y - box.offsetHeight - 12 : place.y + 18;
    box.style.left = `${Math.max(8, left)}px`;
    box.style.top = `${Math.max(8, top)}px`;
  }

  zonemap.hover.listen((id, from) => from !== 'map' && show({ id }));
  zonemap.tooltip = { show, hide };
})(window.zonemap);
