'use strict';
// What a zone is by the end of a year. A date counts once its last possible day has passed.
(function (zonemap) {
  const STAGES = [
    ['operating', 'operating'],
    ['approved', 'approved'],
    ['applied', 'applying'],
  ];

  /** Whether a day has come by the end of a year; one that is not stated never has. */
  const reached = (day, year) => Boolean(day) && day <= `${year}-12-31`;

  function statusAt(zone, year) {
    for (const [date, status] of STAGES) if (reached(zone.by[date], year)) return status;
    return STAGES.some(([date]) => zone.by[date]) ? 'not_yet' : 'undated';
  }

  /** Undated zones are drawn from the source's year on: the source names them on that day. */
  const drawnAt = (status, year) =>
    status !== 'not_yet' && (status !== 'undated' || year >= zonemap.sourceYear);

  /** What the sources say of an expanded zone's area and place holds only since its expansion. */
  const covers = (zone, year) =>
    zone.basis === 'host_county' || !zone.by.expanded || reached(zone.by.expanded, year);

  /** What is known by the end of a year of one measure of the reform. */
  function stateAt(zone, measure, year) {
    const known = zone.reforms.filter((row) => row.measure === measure && reached(row.by, year));
    known.sort((a, b) => (a.by < b.by ? -1 : Number(a.by > b.by)));
    return known.length ? known[known.length - 1].state : 'not_reported';
  }

  const isBound = (zone) => /^(\.\.)?\//.test(zone.approved);
  const yearOf = (day) => (day ? Number(day.slice(0, 4)) : null);
  /** In the source's own year the page speaks of the source's day, unless a date lies between it and year's end. */
  const after = zonemap.data.zones.flatMap((zone) =>
    [...Object.values(zone.by), ...zone.reforms.map((row) => row.by)].filter(
      (day) => day > zonemap.sourceDay && day <= `${zonemap.sourceYear}-12-31`,
    ),
  );
  const isSourceDay = (year) => year === zonemap.sourceYear && !after.length;

  /** The day up to which the page tells in a year. */
  const dayOf = (year) => (isSourceDay(year) ? zonemap.sourceDay : `${year}-12-31`);

  /** Up to when the page tells, in words. */
  function when(year) {
    const { word, date } = zonemap.words;
    return isSourceDay(year) ? word('year_day', { day: date(zonemap.sourceDay) }) : word('year_end', { year });
  }

  const undated = zonemap.data.zones.filter((zone) => statusAt(zone, zonemap.lastYear) === 'undated');

  /** How many were approved in each year; of `bounds` only a day is known by which they were. */
  const approvals = new Map();
  const bounds = new Map();
  for (const zone of zonemap.data.zones) {
    const year = yearOf(zone.by.approved);
    if (year) approvals.set(year, (approvals.get(year) || 0) + 1);
    if (year && isBound(zone)) bounds.set(year, (bounds.get(year) || 0) + 1);
  }

  /** The year of a zone's approval, or the year by which it was approved. */
  function approvedWords(zone) {
    const year = yearOf(zone.by.approved);
    return year && isBound(zone) ? zonemap.words.word('by_day', { day: year }) : year;
  }

  /** A year as a choice: the year by which, if no more is known of any of its approvals. */
  const yearWords = (year) =>
    approvals.has(year) && approvals.get(year) === bounds.get(year)
      ? zonemap.words.word('by_day', { day: year })
      : String(year);

  zonemap.time = {
    DATES: STAGES.map(([date]) => date),
    reached,
    statusAt,
    drawnAt,
    covers,
    stateAt,
    yearOf,
    isSourceDay,
    dayOf,
    when,
    undated,
    approvals,
    bounds,
    approvedWords,
    yearWords,
  };
})(window.zonemap);
