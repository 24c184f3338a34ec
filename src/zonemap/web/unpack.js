'use strict';
// Leaflet and the page's own scripts travel packed, as a list in JSON (deflate, RFC 1951, written as base64), to
// keep the file small enough for any mail. Each runs under the hash that the policy of the page knows, or not at all.
// They wait for the next frame, so that the drawing of the map is seen first, however slow the machine.
(function () {
  const LENGTHS = steps(3, [8, 4, 4, 4, 4, 4]);
  const DISTANCES = steps(1, [4, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]);
  const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

  /** Where each length or distance code begins, and how many further bits it takes. */
  function steps(first, runs) {
    const made = [];
    let base = first;
    runs.forEach((run, extra) => {
      for (let code = 0; code < run; code += 1) {
        made.push([base, extra]);
        base += 1 << extra;
      }
    });
    if (first === 3) made.push([258, 0]);
    return made;
  }

  /** A prefix code from the bit lengths of its symbols. */
  function tree(lengths) {
    const counts = new Array(16).fill(0);
    for (const length of lengths) counts[length] += 1;
    counts[0] = 0;
    const next = [0, 0];
    for (let length = 1; length < 15; length += 1) next.push(next[length] + counts[length]);
    const symbols = [];
    lengths.forEach((length, symbol) => {
      if (length) symbols[next[length]++] = symbol;
    });
    return { counts, symbols };
  }

  function inflate(bytes, out) {
    let at = 0;
    let held = 0;
    let count = 0;
    let end = 0;

    function bits(need) {
      while (count < need) {
        held |= bytes[at++] << count;
        count += 8;
      }
      const value = held & ((1 << need) - 1);
      held >>>= need;
      count -= need;
      return value;
    }

    function symbol({ counts, symbols }) {
      let code = 0;
      let first = 0;
      let index = 0;
      for (let length = 1; length < 16; length += 1) {
        code |= bits(1);
        if (code - counts[length] < first) return symbols[index + code - first];
        index += counts[length];
        first = (first + counts[length]) << 1;
        code <<= 1;
      }
      throw new Error('packed script is damaged');
    }

    function lengthsOf(total, codes) {
      const lengths = [];
      while (lengths.length < total) {
        const found = symbol(codes);
        const [value, times] = found < 16 ? [found, 1]
          : found === 16 ? [lengths[lengths.length - 1], 3 + bits(2)]
            : [0, found === 17 ? 3 + bits(3) : 11 + bits(7)];
        for (let time = 0; time < times; time += 1) lengths.push(value);
      }
      return lengths;
    }

    function codesOfBlock(kind) {
      if (kind === 1) {
        const literal = Array.from({ length: 288 }, (_, code) => (code < 144 ? 8 : code < 256 ? 9 : code < 280 ? 7 : 8));
        return [tree(literal), tree(new Array(30).fill(5))];
      }
      const [literals, distances, given] = [bits(5) + 257, bits(5) + 1, bits(4) + 4];
      const small = new Array(19).fill(0);
      for (let code = 0; code < given; code += 1) small[ORDER[code]] = bits(3);
      const lengths = lengthsOf(literals + distances, tree(small));
      return [tree(lengths.slice(0, literals)), tree(lengths.slice(literals))];
    }

    for (let last = 0; !last;) {
      last = bits(1);
      const [literals, distances] = codesOfBlock(bits(2));
      for (let code = symbol(literals); code !== 256; code = symbol(literals)) {
        if (code < 256) {
          out[end++] = code;
          continue;
        }
        const [length, more] = LENGTHS[code - 257];
        const stop = end + length + bits(more);
        const [distance, further] = DISTANCES[symbol(distances)];
        const back = distance + bits(further);
        for (; end < stop; end += 1) out[end] = out[end - back];
      }
    }
    return out;
  }

  function unpack() {
    const packed = document.querySelector('script[data-unpacked]');
    const bytes = Uint8Array.from(atob(packed.textContent), (letter) => letter.charCodeAt(0));
    const text = new TextDecoder().decode(inflate(bytes, new Uint8Array(Number(packed.dataset.unpacked))));
    for (const code of JSON.parse(text)) {
      const script = document.createElement('script');
      script.textContent = code;
      packed.before(script);
    }
    packed.remove();
  }

  document.documentElement.classList.add('js');
  if (document.hidden) unpack();
  else requestAnimationFrame(() => setTimeout(unpack));
})();
