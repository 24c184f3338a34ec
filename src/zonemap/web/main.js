'use strict';
// The last script: the map's layers stand by now, so the map takes over from the drawing in the page.
(function (zonemap) {
  function begin() {
    zonemap.map.begin();
    zonemap.takeaway.menu();
    document.documentElement.classList.remove('starting');
    document.documentElement.classList.add(zonemap.map.leaflet() ? 'drawn' : 'unmapped');
    if (zonemap.map.leaflet()) for (const id of ['static-map', 'static-table']) zonemap.dom.byId(id).replaceChildren();
    zonemap.search.prepareSoon();
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin);
  else begin();
})(window.zonemap);
