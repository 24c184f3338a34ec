'use strict';
// Leaflet and the page's own scripts travel packed, as a list in JSON (zlib, written as base64), to keep the file
// small enough for any mail. Each runs under the hash that the policy of the page knows, or not at all. They wait
// for the next frame, so that the drawing of the map is seen first, however slow the machine. A browser that cannot
// unpack them keeps the drawing and the table.
(function () {
  async function unpack() {
    const packed = document.querySelector('script[data-packed]');
    const bytes = Uint8Array.from(atob(packed.textContent), (letter) => letter.charCodeAt(0));
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
    for (const code of await new Response(plain).json()) {
      const script = document.createElement('script');
      script.textContent = code;
      packed.before(script);
    }
    packed.remove();
  }

  if (!('DecompressionStream' in window)) return;
  document.documentElement.classList.add('js');
  if (document.hidden) unpack();
  else requestAnimationFrame(() => setTimeout(unpack));
})();
