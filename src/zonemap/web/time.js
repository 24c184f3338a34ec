'use strict';
// What a zone is by the end of a year. A date counts once its last possible day has passed.
(function (zonemap) {
  const STAGES = [
    ['operating', 'operating'],
    ['approved', 'approved'],
    ['applied', 'applying'],
  ];

  function statusAt(zone, year) {
    const day = `${year}-12-31`;
    for (const [date, status] of STAGES) if (zone.by[date] && zone.by[date] <= day) return status;
    return STAGES.some(([date]) => zone.by[date]) ? 'not_yet' : 'undated';
  }

  /** Undated zones are drawn from the source's year on: the source names them on that day. */
  const drawnAt = (status, year) =>
    status !== 'not_yet' && (status !== 'undated' || year >= zonemap.sourceYear);

  /** What the sources say of an expanded zone's area and place holds only since its expansion. */
  const covers = (zone, year) =>
    zone.basis === 'host_county' || !zone.by.expanded || zone.by.expanded <= `${year}-12-31`;

  const yearOf = (day) => (day ? Number(day.slice(0, 4)) : null);
  const undated = zonemap.data.zones.filter((zone) => statusAt(zone, zonemap.lastYear) === 'undated');

  const approvals = new Map();
  for (const zone of zonemap.data.zones) {
    const year = yearOf(zone.by.approved);
    if (year) approvals.set(year, (approvals.get(year) || 0) + 1);
  }

  zonemap.time = { statusAt, drawnAt, covers, yearOf, undated, approvals };
})(window.zonemap);
