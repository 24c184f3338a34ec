'use strict';
// Long lists: only the rows in sight are in the page.
(function (zonemap) {
  const { el } = zonemap.dom;
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
      const first = Math.max(0, Math.floor(box.scrollTop / height) - SPARE);
      return [first, Math.min(count, first + Math.ceil((box.clientHeight || 600) / height) + 2 * SPARE)];
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
      const top = index * height;
      if (top < box.scrollTop) box.scrollTop = top;
      else if (top + height > box.scrollTop + box.clientHeight)
        box.scrollTop = top + height - box.clientHeight;
      draw();
    }

    box.onscroll = draw;
    draw();
    return { reveal };
  }

  zonemap.rows = rows;
})(window.zonemap);
