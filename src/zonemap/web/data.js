'use strict';
// The one JSON block, and ways to look things up in it.
(function (zonemap) {
  const data = JSON.parse(document.getElementById('zonemap-data').textContent);
  const records = ([names, ...rows]) =>
    rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])));
  data.evidence = records(data.evidence);
  const zones = new Map(data.zones.map((zone) => [zone.id, zone]));
  const counties = new Map(data.counties.map((county) => [county.id, county]));
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
    source: (id) => data.sources[id] || null,
  });
})(window.zonemap);
