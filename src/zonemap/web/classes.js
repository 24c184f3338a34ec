'use strict';
// Which class of a legend a zone falls in by a year, and a county by the zones that are shown in it. Nowhere else is
// this decided: what is drawn, listed, counted, filtered and printed all ask here, so that no class outlives its view.
(function (zonemap) {
  let nothing = null;
  const none = () => (nothing ??= { key: 'none', color: zonemap.style.unknown, pattern: 'none', symbol: '' });
  const { legends } = zonemap.data;
  const { fieldAt, lookUp } = zonemap.time;
  const table = new Map();
  for (const [by, legend] of Object.entries(legends))
    table.set(by, new Map(legend.classes.map((one) => [one.key, one])));

  const used = (by) => legends[by]?.classes || [];
  const classOf = (by, key) => table.get(by)?.get(key) || none();
  const now = () => zonemap.store.now().color;
  const unpatterned = new Map();
  /** A class without its pattern, the same each time. */
  function plain(one) {
    if (!unpatterned.has(one)) unpatterned.set(one, { ...one, pattern: '' });
    return unpatterned.get(one);
  }

  /** The key of a zone's class at the stop of a year; none where counties bear the classes. */
  function keyIn(by, zone, year) {
    const { field, absent } = legends[by] || {};
    return field ? (fieldAt(zone, field, year) ?? absent) : undefined;
  }

  /** The key of a county's class by the number of zones shown in it: a class for each number, the last for more. */
  function keyOfCount(n) {
    const classes = used('zones');
    return classes[Math.min(n, classes.length - 1)]?.key;
  }

  /** The classes of the counties, by county, when these zones are shown. */
  function ofCounties(zones) {
    const counts = new Map();
    for (const zone of zones) for (const county of zone.counties) counts.set(county, (counts.get(county) || 0) + 1);
    return new Map(zonemap.data.counties.map(({ id }) => [id, keyOfCount(counts.get(id) || 0)]));
  }

  /** What a map coloured so colours its zones by: where the counties bear the colours, marks tell the kind. */
  const isOfCounties = (color) => !legends[color]?.field;
  const zonesBy = (color) => (isOfCounties(color) ? 'kind' : color);
  const ofArea = (zone) => {
    const by = zonesBy(now());
    return classOf(by, keyIn(by, zone, zonemap.store.now().year));
  };
  const ofZoneAt = (zone, year) => classOf(zonesBy(now()), keyIn(zonesBy(now()), zone, year));
  /** Shapes already tell kinds apart, so a mark carries a pattern only for the other legends. */
  const ofZone = (zone) => (zonesBy(now()) === 'kind' ? plain(ofArea(zone)) : ofArea(zone));

  /** The class of a county in this view; null where a filter leaves the county aside. */
  function ofCounty(county, year = zonemap.store.now().year, chosen = zonemap.store.chosen()) {
    const { counties } = legends[now()] || {};
    if (counties) return classOf(now(), lookUp(counties[county] || [], year));
    const key = chosen.county.get(county);
    return key === undefined ? null : classOf('zones', key);
  }

  /** How many zones, or counties, the map in view shows in each class of a legend. */
  function counts(by) {
    const { seen, visible } = zonemap.store.chosen();
    if (by === 'zones') return seen.zones;
    const { year } = zonemap.store.now();
    const { counties } = legends[by];
    if (counties) return zonemap.choose.tally(Object.values(counties).map((runs) => lookUp(runs, year)));
    return zonemap.choose.tally(visible.map((id) => keyIn(by, zonemap.zone(id), year)));
  }

  /** Whether the marks of a map coloured so are as large as a total. */
  const isSized = (color) => used(color).some((one) => one.size);

  zonemap.classes = { isSized, counts, ofZone, ofZoneAt, ofArea, ofCounty, ofCounties, keyIn, used, zonesBy, isOfCounties };
})(window.zonemap);
