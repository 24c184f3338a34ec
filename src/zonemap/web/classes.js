'use strict';
// Which class of the chosen legend a zone or a county falls in.
(function (zonemap) {
  const NONE = { key: 'none', color: '#8c8c8c', pattern: 'none', symbol: '' };
  const legends = zonemap.data.legends;
  const table = new Map();
  for (const [by, legend] of Object.entries(legends))
    table.set(by, new Map(legend.classes.map((one) => [one.key, one])));

  const keyOf = (by, id) =>
    by === 'reform'
      ? zonemap.time.reformAt(zonemap.zone(id), zonemap.store.now().year)
      : legends[by].of[id];
  const find = (by, id) => table.get(by)?.get(keyOf(by, id)) || NONE;
  const now = () => zonemap.store.now().color;
  const plain = (one) => ({ ...one, pattern: '' });

  /** Shapes already tell kinds apart, so a mark carries a pattern only for the other legends. */
  function ofZone(zone) {
    const by = now();
    if (by === 'zones') return plain(find('kind', zone.id));
    return by === 'kind' ? plain(find(by, zone.id)) : find(by, zone.id);
  }

  const ofArea = (zone) => find(now() === 'zones' ? 'kind' : now(), zone.id);
  const ofCounty = (county) => find('zones', county);
  const used = (by) => legends[by]?.classes || [];

  zonemap.classes = { ofZone, ofArea, ofCounty, used, find };
})(window.zonemap);
