'use strict';
// The last script: the map's layers stand by now, so the map takes over from the drawing in the page.
(function (zonemap) {
  function begin() {
    zonemap.map.begin();
    zonemap.takeaway.menu();
    setTimeout(prepare); // what the map is laid out by is one task, what is on it another, ground and drawing the last two
  }

  function prepare() {
    zonemap.overlay?.prepare(zonemap.store.chosen());
    setTimeout(open);
  }

  function open() {
    zonemap.map.open();
    if (zonemap.overlay?.many) setTimeout(finish);
    else finish(); // a few are drawn with their ground
  }

  function finish() {
    zonemap.map.finish();
    document.documentElement.classList.remove('starting');
    document.documentElement.classList.add(zonemap.map.leaflet() ? 'drawn' : 'unmapped');
    if (zonemap.map.leaflet()) for (const id of ['static-map', 'static-table']) zonemap.dom.byId(id).replaceChildren();
    zonemap.strip.paintSoon();
    zonemap.search.prepareSoon();
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin);
  else begin();
})(window.zonemap);
