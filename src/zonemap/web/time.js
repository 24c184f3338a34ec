'use strict';
// What a zone is at each stop of the slider. Python works it out and writes the changes; here they are looked up.
(function (zonemap) {
  const { meta, zones } = zonemap.data;
  const ownYear = Number(meta.as_of.slice(0, 4));

  /** The last of the values that hold from some year on. */
  function lookUp(runs, year) {
    let found;
    for (const [since, value] of runs) {
      if (since > year) break;
      found = value;
    }
    return found;
  }

  let turned = null;
  /** A field of a zone at the stop of a year. */
  const fieldAt = (zone, field, year) =>
    year !== turned && zone.at?.[field] ? lookUp(zone.at[field], Math.max(year, zonemap.firstYear)) : zone[field];

  const statusAt = (zone, year) => fieldAt(zone, 'status', year);
  const drawnAt = (zone, year) => fieldAt(zone, 'shown', year);

  /** What is not the same at all stops, one after the other: zone, field, and its runs. */
  const turning = [];
  for (const zone of zones) for (const field in zone.at) turning.push(zone, field, zone.at[field]);

  /** Make every zone what it is at a stop, so that all that is shown speaks of that day. */
  function turn(year) {
    if (year === turned) return;
    const at = Math.max(year, zonemap.firstYear);
    for (let one = 0; one < turning.length; one += 3) turning[one][turning[one + 1]] = lookUp(turning[one + 2], at);
    turned = year;
  }

  /** What is known at a stop of one measure of the reform; null for a zone that the reform does not concern then. */
  const stateAt = (zone, measure, year) => lookUp(zone.board?.[measure] || [], year) || null;

  /** In the year of the day that the page opens with its stop is that day, else the last day of the year. */
  const isOwnDay = (year) => year === ownYear && meta.as_of !== `${ownYear}-12-31`;
  const dayOf = (year) => (year === ownYear ? meta.as_of : `${year}-12-31`);

  /** Up to when the page tells, in words. */
  function when(year) {
    if (!zonemap.tells('day')) return '';
    const { word, date } = zonemap.words;
    return isOwnDay(year) ? word('year_day', { day: date(dayOf(year)) }) : word('year_end', { year });
  }

  /** Zones that the map of a stop does not draw although they may be there, and those without any date. */
  const beside = (year) =>
    zones.filter((zone) => {
      const status = statusAt(zone, year);
      return status === 'undated' || (status !== 'not_yet' && !drawnAt(zone, year));
    });

  /** How many were approved in each year that is stated; of `bounds` only the day is known by which they were. */
  const approvals = new Map();
  const bounds = new Map();
  const add = (counts, year) => counts.set(year, (counts.get(year) || 0) + 1);
  for (const zone of zones) {
    if (zone.approved_year) add(approvals, zone.approved_year);
    else if (zone.by.approved) add(bounds, Number(zone.by.approved.slice(0, 4)));
  }

  /** How many were approved by a stop, as every output writes it. */
  function approvedBy(year) {
    const [certain, possible] = zonemap.data.approvals[year - zonemap.firstYear];
    const kind = certain ? 'counted_and_possible' : 'counted_only_possible';
    const words = zonemap.words.label('measure_words', possible ? kind : 'counted');
    return words.replace('{n}', certain).replace('{possible}', possible);
  }

  /** The year of a zone's approval, or what is known of it instead. */
  const approvedWords = (zone) => zone.approved && (zone.approved_year ?? zonemap.words.date(zone.approved));

  /** The statuses that occur at some stop among the zones drawn then. */
  const statuses = new Set();
  for (const zone of zonemap.tells('time') ? zones : []) {
    const turns = [zonemap.firstYear, ...['status', 'shown'].flatMap((field) => (zone.at[field] || []).map(([year]) => year))];
    for (const year of turns) if (drawnAt(zone, year)) statuses.add(statusAt(zone, year));
  }

  zonemap.time = {
    lookUp,
    fieldAt,
    turn,
    statusAt,
    drawnAt,
    stateAt,
    isOwnDay,
    dayOf,
    when,
    beside,
    approvals,
    bounds,
    approvedBy,
    approvedWords,
    statuses,
  };
})(window.zonemap);
