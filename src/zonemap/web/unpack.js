'use strict';
// All scripts, the data and the outlines travel packed (zlib, written as base64), to keep the file small enough for any
// mail. Each script runs under the hash that the policy of the page knows, or not at all. They wait until the drawing of
// the map is seen, and let the browser breathe in between. Whoever asks `zonemap` for its data or its state before that
// gets them at once: then they are unpacked here and now, by the page's own hand.
(function () {
  const root = document.documentElement;
  const parcel = (id) => document.getElementById(id).textContent.trim();
  const parcels = (id) => parcel(id).split(' ');
  const read = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

  function bytesOf(text) {
    const letters = atob(text);
    const found = new Uint8Array(letters.length);
    for (let at = 0; at < letters.length; at += 1) found[at] = letters.charCodeAt(at);
    return found;
  }

  const unpacked = (text) =>
    new Response(new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream('deflate')));

  /** The data travel in parts, each read in a task of its own: all, and behind them the zones for which it had no room. */
  const whole = ([data, ...zones]) => ({ ...data, zones: data.zones.concat(...zones) });

  /** Where to find the code of so many bits: how many codes there are of each length, and what they mean in order. */
  function codes(lengths) {
    const counts = new Uint16Array(16);
    for (const length of lengths) counts[length] += 1;
    counts[0] = 0;
    const next = new Uint16Array(16);
    for (let length = 1; length < 15; length += 1) next[length + 1] = next[length] + counts[length];
    const meanings = new Uint16Array(lengths.length);
    lengths.forEach((length, meaning) => {
      if (length) meanings[next[length]++] = meaning;
    });
    return { counts, meanings };
  }

  const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  const FIXED = [
    codes(Array.from({ length: 288 }, (_, at) => (at < 144 ? 8 : at < 256 ? 9 : at < 280 ? 7 : 8))),
    codes(Array(30).fill(5)),
  ];

  /** Unpack at once what is packed with zlib (RFC 1950 and 1951). */
  function inflate(source) {
    let out = new Uint8Array(8 * source.length);
    let [at, hold, held, size] = [2, 0, 0, 0];

    function bits(count) {
      while (held < count) {
        hold |= source[at++] << held;
        held += 8;
      }
      const found = hold & ((1 << count) - 1);
      hold >>>= count;
      held -= count;
      return found;
    }

    function decode({ counts, meanings }) {
      let [code, first, index] = [0, 0, 0];
      for (let length = 1; length < 16; length += 1) {
        code |= bits(1);
        const count = counts[length];
        if (code - count < first) return meanings[index + code - first];
        index += count;
        first = (first + count) << 1;
        code <<= 1;
      }
      throw new Error('packed data are damaged');
    }

    function room(count) {
      if (size + count <= out.length) return;
      const larger = new Uint8Array(2 * (size + count));
      larger.set(out);
      out = larger;
    }

    function tables() {
      const [literals, distances, given] = [bits(5) + 257, bits(5) + 1, bits(4) + 4];
      const lengths = Array(19).fill(0);
      for (let one = 0; one < given; one += 1) lengths[ORDER[one]] = bits(3);
      const short = codes(lengths);
      const found = [];
      while (found.length < literals + distances) {
        const meaning = decode(short);
        if (meaning < 16) found.push(meaning);
        else {
          const value = meaning === 16 ? found[found.length - 1] : 0;
          const times = meaning === 16 ? 3 + bits(2) : meaning === 17 ? 3 + bits(3) : 11 + bits(7);
          for (let time = 0; time < times; time += 1) found.push(value);
        }
      }
      return [codes(found.slice(0, literals)), codes(found.slice(literals))];
    }

    /** What a code of a length (every fourth has a bit more) or of a distance (every second) stands for. */
    function span(meaning, every) {
      if (meaning < 2 * every) return meaning;
      const more = Math.floor(meaning / every) - 1;
      return ((every + (meaning % every)) << more) + bits(more);
    }

    function block([literals, distances]) {
      for (;;) {
        const meaning = decode(literals);
        if (meaning === 256) return;
        room(258);
        if (meaning < 256) out[size++] = meaning;
        else {
          const length = meaning === 285 ? 258 : 3 + span(meaning - 257, 4);
          const back = 1 + span(decode(distances), 2);
          for (let end = size + length; size < end; size += 1) out[size] = out[size - back];
        }
      }
    }

    function stored() {
      [hold, held] = [0, 0];
      const length = source[at] | (source[at + 1] << 8);
      at += 4;
      room(length);
      out.set(source.subarray(at, at + length), size);
      at += length;
      size += length;
    }

    for (let isLast = 0; !isLast; ) {
      isLast = bits(1);
      const kind = bits(2);
      if (kind) block(kind === 1 ? FIXED : tables());
      else stored();
    }
    return out.subarray(0, size);
  }

  /** The page as it came, for the copies that one gives away: from here on it is filled. Written only when asked for. */
  const came = root.cloneNode(true);
  let scripts = null;
  let data = null;
  let outlines = null;
  let isTold = false;

  function run(code) {
    const script = document.createElement('script');
    script.textContent = code;
    document.body.append(script);
    script.remove();
  }

  /** The script after Leaflet tells what the page shows. */
  function tell() {
    if (isTold) return;
    isTold = true;
    delete stub.data;
    delete stub.state;
    scripts ??= read(inflate(bytesOf(parcel('zonemap-scripts'))));
    run(scripts[1]);
  }

  const stub = (window.zonemap = {
    given: {
      data: () => (data ??= whole(parcels('zonemap-data').map((text) => read(inflate(bytesOf(text)))))),
      source: () => came.outerHTML,
      /** What a copy was given: where it opens, and a note. */
      copy: () => JSON.parse(parcel('zonemap-copy') || 'null'),
      outlines: () => outlines.splice(0), // they are kept by who unpacks them
    },
    state: () => {
      tell();
      return window.zonemap.state();
    },
  });
  Object.defineProperty(stub, 'data', {
    configurable: true,
    get: () => {
      tell();
      return window.zonemap.data;
    },
  });

  const seen = () =>
    new Promise((then) => {
      const look = () => (root.matches('.seen') || document.hidden ? then() : requestAnimationFrame(look));
      look();
    });

  async function open() {
    await seen();
    const each = (id, read) => Promise.all(parcels(id).map((text) => read(unpacked(text))));
    const [found, told, lines] = await Promise.all([
      scripts ?? unpacked(parcel('zonemap-scripts')).json(),
      data ? [] : each('zonemap-data', (one) => one.json()),
      each('zonemap-outlines', (one) => one.arrayBuffer()),
    ]);
    scripts ??= found;
    data ??= whole(told);
    outlines = lines;
    const [leaflet, , ...others] = scripts;
    let since = performance.now();
    tell();
    for (const code of [leaflet, ...others]) {
      if (performance.now() - since > 50) {
        await new Promise((then) => setTimeout(then));
        since = performance.now();
      }
      run(code);
    }
  }

  if (root.matches('.js')) open();
})();
