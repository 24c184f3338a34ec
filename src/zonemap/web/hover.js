'use strict';
// What the pointer or the keyboard is on, for the map and every list at once. Passing, so not part of the state.
(function (zonemap) {
  const listeners = [];
  let current = null;

  function set(id, from) {
    if (id === current) return;
    current = id;
    for (const listen of listeners) listen(id, from);
  }

  /** Attributes that make a row light up its zone on the map. */
  const row = (id, from) => ({
    onmouseenter: () => set(id, from),
    onmouseleave: () => set(null, from),
    onfocus: () => set(id, from),
    onblur: () => set(null, from),
  });

  zonemap.hover = { set, row, now: () => current, listen: (listen) => listeners.push(listen) };
})(window.zonemap);
