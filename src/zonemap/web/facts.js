'use strict';
// What is known of a zone at a stop. Python writes every fact with how it stands to each stop; here they are looked up.
(function (zonemap) {
  const { facts, evidence } = zonemap.data;
  const { lookUp } = zonemap.time;
  const { pair, joined, word } = zonemap.words;
  const heads = facts.heads.map(([section, field, label]) => ({ section, field, label }));
  const text = (at) => pair(facts.texts[at || 0]);

  /** A fact as it stands at the stop of a year; null where it is not told then. */
  function read([head, value, runs, rows, more], year) {
    const stand = lookUp(facts.stands[runs], year);
    if (!stand) return null;
    const [when, remark] = stand;
    const { section, field, label } = heads[head];
    return {
      section,
      field,
      when,
      label: text(label),
      value: text(value),
      remark: text(remark),
      derivation: text(more?.derivation),
      cell: text(more?.cell),
      zones: more?.zones || [],
      series: more?.series || [],
      evidence: rows.map((row) => evidence[row]),
    };
  }

  const here = () => zonemap.store.now().year;
  const readAll = (written) => written.map((fact) => read(fact, here())).filter(Boolean);

  /** All that is known of a zone, in order; what the sources do not state stands among it as silent. */
  const of = (zone) => readAll(zone.facts);
  const ofRegion = () => readAll(facts.region);

  /** What is known of a section, or one field of it, such as the values of several days. */
  const at = (zone, section, field) =>
    readAll(
      zone.facts.filter(
        ([head]) => heads[head].section === section && (!field || heads[head].field === field),
      ),
    );

  const isSilent = (fact) => fact.when === 'silent';
  /** Whether a fact holds at the stop, as far as is known. */
  const holds = (fact) => fact.when === 'now' || fact.when === 'last_known';
  const described = (fact) => fact.value + fact.remark;
  const between = () => (zonemap.words.lang() === 'zh' ? '；' : '; ');

  /** Sections of which all facts of a zone are one row. */
  const TOGETHER = ['industries', 'partners'];
  const rowOf = ({ section, field }) => `${section}/${TOGETHER.includes(section) ? '' : field}`;
  const titleOf = ({ section, label }) => (TOGETHER.includes(section) ? word(`part_${section}`) : label);

  /** What several facts of one row say together; nothing where the sources state none of them. */
  function together(found) {
    const told = found.filter((fact) => !isSilent(fact)).map(described);
    return TOGETHER.includes(found[0]?.section) ? joined(told) : told.join(between());
  }

  /** What is said of a field of a zone, in words; nothing where it is not stated. */
  const say = (zone, section, field) => together(at(zone, section, field));

  /** The status of a zone at the stop, in words. */
  const status = (zone) => say(zone, 'status');

  /**
   * The facts of zones as rows, in order: the title, and for each zone its facts in that row. What stands elsewhere is
   * left out by `apart`.
   */
  function rows(zones, apart) {
    const found = new Map();
    const order = [];
    zones.forEach((zone, column) => {
      let place = 0; // what only a later zone has comes after what stands before it there
      for (const fact of of(zone).filter((one) => !apart(one))) {
        const key = rowOf(fact);
        if (!found.has(key)) {
          found.set(key, { title: titleOf(fact), cells: zones.map(() => []) });
          order.splice(place, 0, key);
        }
        place = order.indexOf(key) + 1;
        found.get(key).cells[column].push(fact);
      }
    });
    return order.map((key) => found.get(key));
  }

  /** What is written of a zone for all stops: fields of a section, or one, and values in both languages. */
  function written(zone, section, field) {
    const found = [];
    for (const [head, value] of zone.facts) {
      const is = heads[head];
      if (is.section === section && (!field || is.field === field))
        found.push({ field: is.field, value: facts.texts[value] });
    }
    return found;
  }

  /** The ids of the sources that say something of a zone, each once. */
  const sourcesOf = (zone) => [
    ...new Set(zone.facts.flatMap(([, , , rows]) => rows.map((row) => evidence[row].source))),
  ];

  zonemap.facts = {
    of,
    ofRegion,
    at,
    say,
    status,
    rows,
    together,
    described,
    isSilent,
    holds,
    written,
    sourcesOf,
  };
})(window.zonemap);
