'use strict';
// The presentation: chapters from the data's own table, one sentence each, over a large map.
(function (zonemap) {
  const { el, byId, fill, button } = zonemap.dom;
  const { word, pair } = zonemap.words;
  const chapters = zonemap.data.story || [];
  const scene = (at) => {
    const { lang, compare } = zonemap.store.now();
    return { ...zonemap.hash.scene(at), lang, compare, tab: 'list' };
  };
  let before = null;
  let shown = null;

  /** What a chapter is about, as zones and counties, where the rest is pale; and its notes on the map. */
  const NOTHING = { focus: null, notes: [] };
  function told({ story }) {
    const { view, zone, dim, notes } = chapters[story] || {};
    if (!notes) return NOTHING;
    const named = [zone, ...view, ...notes.map(({ at }) => at)].filter(Boolean);
    const hosts = named.flatMap((id) => zonemap.zone(id)?.counties || []);
    return { focus: dim && named.length ? new Set([...named, ...hosts]) : null, notes };
  }

  /** Where the camera of a chapter looks. */
  const viewOf = ({ view, zone }) => (view.length ? view : zone ? [zone] : []);

  function go(at) {
    if (at >= 0 && at < chapters.length) zonemap.store.set(scene(at), { push: false });
  }

  function full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  }

  function open() {
    before = zonemap.store.now();
    zonemap.timeline.stop();
    if (!document.fullscreenElement) full();
    zonemap.store.set(scene(0));
  }

  function close() {
    zonemap.store.set(before || { ...zonemap.hash.start(), lang: zonemap.store.now().lang });
    before = null;
    if (document.fullscreenElement) document.exitFullscreen();
    byId('story-open').focus();
  }

  const KEYS = {
    ArrowRight: (at) => go(at + 1),
    ArrowLeft: (at) => go(at - 1),
    PageDown: (at) => go(at + 1),
    PageUp: (at) => go(at - 1),
    ' ': (at, { shiftKey }) => go(shiftKey ? at - 1 : at + 1),
    f: full,
    Home: () => go(0),
    End: () => go(chapters.length - 1),
    Escape: close,
  };

  function key(event) {
    const { story } = zonemap.store.now();
    const act = KEYS[event.key === 'F' ? 'f' : event.key];
    const isOther = event.ctrlKey || event.metaKey || event.altKey || (event.key === ' ' && event.target.closest('button'));
    if (story === null || !act || isOther) return;
    event.preventDefault();
    event.stopPropagation();
    act(story, event);
  }

  function legend(state) {
    const { counted, inView } = zonemap.legend;
    const used = (row) => !row.key || inView(row);
    const line = (row) =>
      el(
        'li',
        {},
        zonemap.symbols.picture(row.items),
        el('span', { text: row.key ? `${row.text} (${counted(row.key, inView(row))})` : row.text }),
      );
    const groups = zonemap.legend.groups(state, zonemap.theme.screen()).filter(({ title }) => title !== word('basis'));
    return groups.map(({ title, rows }) =>
      el(
        'div',
        {},
        el('p', { class: 'story-head', text: title }),
        el('ul', { class: 'story-key' }, rows.filter(used).map(line)),
      ),
    );
  }

  function caption(state) {
    const { title, text } = chapters[state.story];
    const at = state.story;
    return [
      el('p', { class: 'story-year', text: zonemap.time.when(state.year) }),
      el('h1', { id: 'story-title', tabindex: -1, text: pair(title) }),
      el('p', { class: 'story-text', text: pair(text) }),
      el('div', { class: 'story-legend' }, legend(state)),
      el('p', { class: 'hint', text: word(zonemap.classes.isSized(state.color) ? 'map_note_sized' : 'map_note') }),
      el('progress', { max: chapters.length, value: at + 1, 'aria-label': word('story') }),
      el(
        'div',
        { class: 'story-acts' },
        button('←', () => go(at - 1), {
          'aria-label': word('story_back'),
          disabled: at === 0,
          'data-focus': 'back',
        }),
        el('span', { text: `${at + 1} / ${chapters.length}` }),
        button('→', () => go(at + 1), {
          'aria-label': word('story_next'),
          disabled: at === chapters.length - 1,
          'data-focus': 'next',
        }),
        button(word('story_leave'), close, { 'data-focus': 'leave' }),
      ),
    ];
  }

  function show(state, chosen, last) {
    const on = state.story !== null;
    const box = byId('caption');
    document.documentElement.classList.toggle('story', on);
    box.hidden = !on;
    if (on) zonemap.dom.refill(box, caption(state));
    else fill(box);
    if (on && shown !== state.story) byId('story-title').focus({ preventScroll: true });
    const isTurned = Boolean(last) && on !== (last.story !== null);
    if (isTurned) zonemap.theme.resized();
    if (shown !== state.story) zonemap.view.aim(on ? viewOf(chapters[state.story]) : [], on && !isTurned && !state.view);
    if (isTurned) zonemap.view.resize(true);
    shown = state.story;
  }

  function begin() {
    byId('story-open').hidden = !chapters.length;
    byId('story-open').addEventListener('click', open);
    document.addEventListener('keydown', key, true);
    document.addEventListener('fullscreenchange', () => {
      if (!document.fullscreenElement && zonemap.store.now().story !== null && before) close();
    });
  }

  zonemap.story = { begin, show, told };
})(window.zonemap);
