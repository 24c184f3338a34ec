'use strict';
// The list that mirrors the map: the same zones, in reach of the keyboard; of long ones only the rows in sight are in
// the page.
(function (zonemap) {
  const { el, scrollOf } = zonemap.dom;
  const SPARE = 6;
  const ALL = 200;

  /**
   * A scrolling box of rows of one height. `row(index)` makes a row, `count` says how many there are.
   * Up to 200 rows are all drawn; beyond that those in sight and a few more.
   */
  function rows(box, height, count, row) {
    const before = el('div', { 'aria-hidden': 'true' });
    const after = el('div', { 'aria-hidden': 'true' });
    let drawn = '';

    function range() {
      if (count <= ALL) return [0, count];
      const first = Math.max(0, Math.floor(scrollOf(box) / height) - SPARE);
      return [first, Math.min(count, first + Math.ceil(((box.isConnected && box.clientHeight) || 600) / height) + 2 * SPARE)];
    }

    function draw() {
      const [first, last] = range();
      if (drawn === `${first}-${last}`) return;
      drawn = `${first}-${last}`;
      before.style.height = `${first * height}px`;
      after.style.height = `${(count - last) * height}px`;
      box.replaceChildren(before, ...Array.from({ length: last - first }, (_, at) => row(first + at)), after);
    }

    function reveal(index) {
      const node = count <= ALL && box.children[index + 1];
      const top = node ? node.offsetTop - before.offsetTop : index * height;
      const bottom = top + (node ? node.offsetHeight : height);
      if (top < box.scrollTop) box.scrollTop = top;
      else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
      draw();
    }

    box.onscroll = draw;
    draw();
    return { reveal };
  }

  zonemap.rows = Object.assign(rows, { isLong: (count) => count > ALL });
})(window.zonemap);

(function (zonemap) {
  const { el, keep, scrollOf } = zonemap.dom;
  const { word, name, otherName, joined } = zonemap.words;
  let active = 0;
  let box = null;
  let view = null;

  function row(id, index, state, chosen) {
    const zone = zonemap.zone(id);
    const status = chosen.status.get(id);
    const where = joined(zonemap.hosts(zone).map(name));
    const approved = ['approved', 'preparing', 'operating'].includes(status) && zonemap.time.approvedWords(zone);
    const km2 = zone.area_km2 ?? zone.measured_km2;
    const area = `${km2 === null ? '–' : zonemap.words.number(km2)} km²`;
    const named = joined([...new Set(zone.industries.map(({ key }) => zonemap.words.label('industry', key)))]);
    const industries = zonemap.tells('industries') && (named || '–');
    const about = [where, approved, area, industries, zonemap.facts.status(zone)].filter(Boolean).join(' · ');
    const { color, pattern } = zonemap.classes.ofZone(zone);
    const said = [id === state.selected, status, name(zone), about, color, pattern];
    const made = keep(`item:${id}`, said, () => makeRow(zone, about, state, chosen));
    made.setAttribute('aria-setsize', chosen.visible.length);
    made.setAttribute('aria-posinset', index + 1);
    made.classList.toggle('active', index === active);
    return made;
  }

  const isSilent = (id) => {
    const { area_km2: stated, measured_km2: measured, industries } = zonemap.zone(id);
    return (stated ?? measured) === null || (zonemap.tells('industries') && !industries.length);
  };

  function makeRow(zone, about, state, chosen) {
    const { id } = zone;
    return el(
      'div',
      {
        role: 'option',
        id: `item-${id}`,
        class: 'item',
        'data-zone': id,
        'aria-selected': String(id === state.selected),
        onclick: () => select(id),
        onmouseenter: () => zonemap.hover.set(id, 'list'),
        onmouseleave: () => zonemap.hover.set(null, 'list'),
      },
      zonemap.symbols.zoneIcon(zone, chosen.status.get(id)),
      el(
        'span',
        { class: 'item-words' },
        el('span', { class: 'item-name', text: name(zone), title: otherName(zone) }),
        el('span', {
          class: 'item-about',
          text: about,
          title: about,
        }),
      ),
    );
  }

  function select(id) {
    zonemap.store.set({ selected: id, tab: 'card' });
    zonemap.panel.reveal(true);
  }

  function move(to, visible) {
    box.querySelector('.active')?.classList.remove('active');
    active = Math.max(0, Math.min(visible.length - 1, to));
    view.reveal(active);
    const id = visible[active];
    box.setAttribute('aria-activedescendant', `item-${id}`);
    document.getElementById(`item-${id}`)?.classList.add('active');
    zonemap.hover.set(id, 'list');
  }

  function key(event) {
    const { visible } = zonemap.store.chosen();
    const to = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      Home: 0,
      End: visible.length - 1,
      PageDown: active + 8,
      PageUp: active - 8,
    }[event.key];
    if (!visible.length) return;
    if (to !== undefined) {
      event.preventDefault();
      move(to, visible);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      select(visible[active]);
    }
  }

  function draw(state, chosen) {
    const { visible } = chosen;
    const scrolled = box ? scrollOf(box) : 0;
    const held = box && box === document.activeElement;
    active = Math.max(0, visible.indexOf(state.selected));
    box = el('div', {
      role: 'listbox',
      id: 'zone-list',
      class: zonemap.rows.isLong(visible.length) ? 'list long' : 'list',
      tabindex: 0,
      'aria-label': word('list_label', { n: visible.length }),
      'data-focus': 'list',
      onkeydown: key,
      onfocus: () => visible.length && box.matches(':focus-visible') && move(active, visible),
      onblur: () => zonemap.hover.set(null, 'list'),
    });
    const height = 44 * zonemap.theme.rem();
    requestAnimationFrame(() => {
      if (!box.isConnected || (!scrolled && !held && !zonemap.rows.isLong(visible.length))) return;
      view = zonemap.rows(box, height, visible.length, (index) => row(visible[index], index, state, chosen));
      box.scrollTop = scrolled;
      if (held) box.focus({ preventScroll: true });
    });
    view = zonemap.rows(box, height, visible.length, (index) => row(visible[index], index, state, chosen));
    const title = el('p', {
      class: 'list-title',
      text: [
        word('shown_count', { n: visible.length, all: zonemap.data.zones.length }),
        visible.some(isSilent) && `– ${word('not_stated')}`,
      ]
        .filter(Boolean)
        .join(' · '),
    });
    return visible.length ? [title, box] : [title, el('p', { class: 'hint', text: word('list_empty') })];
  }

  zonemap.hover.listen((id, from) => {
    if (from !== 'map' || !box) return;
    box.querySelector('.lit')?.classList.remove('lit');
    document.getElementById(`item-${id}`)?.classList.add('lit');
  });

  zonemap.list = { draw };
})(window.zonemap);
