'use strict';
// Leaflet and the page's own scripts travel packed, as a list in JSON (zlib, written as base64), to keep the file
// small enough for any mail. Each runs under the hash that the policy of the page knows, or not at all. They wait
// until the drawing of the map is seen, however slow the machine: its shapes first, then the words on it; and they
// let the browser breathe in between. A browser that cannot unpack them keeps the drawing and the table.
(function () {
  const root = document.documentElement;

  function parsed() {
    return new Promise((then) => {
      if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', then);
      else then();
    });
  }

  function painted() {
    return new Promise((then) => {
      if (document.hidden) then();
      else requestAnimationFrame(() => setTimeout(then));
    });
  }

  function bytes(text) {
    const letters = atob(text);
    const found = new Uint8Array(letters.length);
    for (let at = 0; at < letters.length; at += 1) found[at] = letters.charCodeAt(at);
    return found;
  }

  async function unpack() {
    const packed = document.querySelector('script[data-packed]');
    const plain = new Blob([bytes(packed.textContent)]).stream();
    const scripts = await new Response(plain.pipeThrough(new DecompressionStream('deflate'))).json();
    let since = performance.now();
    for (const code of scripts) {
      if (performance.now() - since > 50) {
        await new Promise((then) => setTimeout(then));
        since = performance.now();
      }
      const script = document.createElement('script');
      script.textContent = code;
      packed.before(script);
    }
    packed.remove();
  }

  if (!('DecompressionStream' in window)) return;
  root.classList.add('js');
  painted()
    .then(() => root.classList.add('seen'))
    .then(parsed)
    .then(unpack);
})();
