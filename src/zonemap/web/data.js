'use strict';
// The one JSON block, and ways to look things up in it.
(function (zonemap) {
  const data = JSON.parse(document.getElementById('zonemap-data').textContent);
  const records = ([names, ...rows]) =>
    rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])));
  data.evidence = records(data.evidence);
  const key = (table, zone, field) => `${table}\u0000${zone}\u0000${field}`;

  const zones = new Map(data.zones.map((zone) => [zone.id, zone]));
  const counties = new Map(data.counties.map((county) => [county.id, county]));
  const evidence = new Map();
  for (const row of data.evidence) {
    const at = key(row.table, row.zone, row.field);
    if (evidence.has(at)) evidence.get(at).push(row);
    else evidence.set(at, [row]);
  }
  const changed = new Set(data.changed.map((of) => key(...of)));
  const cells = new Map(data.cells.map(([table, zone, field, cell]) => [key(table, zone, field), cell]));
  const sourceDay = data.meta.date;
  Object.assign(zonemap, {
    data,
    sourceDay,
    sourceYear: Number(sourceDay.slice(0, 4)),
    firstYear: data.meta.first_year,
    lastYear: data.meta.last_year,
    zone: (id) => zones.get(id) || null,
    county: (id) => counties.get(id) || null,
    /** The counties a zone lies in, those that the map leaves out after the others. */
    hosts: (zone) => [...zone.counties.map((id) => counties.get(id)), ...zone.outside],
    zonesIn: (county) => data.zones.filter((zone) => zone.counties.includes(county)),
    evidence: (table, zone, field) => evidence.get(key(table, zone, field)) || [],
    isChanged: (table, zone, field) => changed.has(key(table, zone, field)),
    ownCell: (table, zone, field) => cells.get(key(table, zone, field)) || '',
    source: (id) => data.sources[id] || null,
  });
})(window.zonemap);
