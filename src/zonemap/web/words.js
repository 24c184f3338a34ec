'use strict';
// Words of the interface and of the data, in the language of the moment.
(function (zonemap) {
  let lang = 'zh';
  const { words, terms } = zonemap.data;
  const index = () => (lang === 'zh' ? 0 : 1);

  function word(key, values) {
    const text = words[key] ? words[key][index()] : key;
    return values ? text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole) : text;
  }

  const pair = (both) => both[index()] || both[1 - index()] || '';
  const name = (thing) => thing[lang] || thing.zh || thing.en;
  /** The name in the other language; empty where it is the same. */
  const otherName = (thing) => {
    const other = lang === 'zh' ? thing.en : thing.zh;
    return other === name(thing) ? '' : other;
  };
  const term = (group, key) => terms[group]?.[key] || { zh: key, en: key };
  const label = (group, key) => name(term(group, key));
  const keys = (group) => Object.keys(terms[group] || {});
  const joined = (texts) => texts.join(lang === 'zh' ? '、' : ', ');
  const colon = () => (lang === 'zh' ? '\uff1a' : ': ');

  /** The language of a text that is not in that of the moment, for those who hear it; null if it is. */
  function foreign(text) {
    const chinese = /[\u4e00-\u9fff]/.test(text);
    if (lang === 'en') return chinese ? 'zh-CN' : null;
    return chinese || !/[a-z]{3}/i.test(text) ? null : 'en';
  }

  /** A text in pieces, each said to be in its language. */
  function spoken(text) {
    const pieces = lang === 'en' ? text.split(/([\u4e00-\u9fff]+)/).filter(Boolean) : [text];
    return pieces.map((piece) => zonemap.dom.el('span', { text: piece, lang: foreign(piece) }));
  }

  /** A number as both languages write it; the browser's own words for numbers take 40 ms to load. */
  function number(value, digits = 2) {
    const [whole, part] = String(Number(value.toFixed(digits))).split('.');
    return [whole.replace(/\B(?=(\d{3})+$)/g, ','), part].filter(Boolean).join('.');
  }

  const MONTHS =
    'January February March April May June July August September October November December'.split(' ');

  function day(iso) {
    const [year, month, date] = iso.split('-').map(Number);
    if (lang === 'zh') return `${year}年${month ? `${month}月` : ''}${date ? `${date}日` : ''}`;
    return `${date ? `${date} ` : ''}${month ? `${MONTHS[month - 1]} ` : ''}${year}`;
  }

  /** A coarse date in words, such as 1997-07, ../2020-05-14 ("by") and 2020-05-14/.. ("not yet on"). */
  function date(edtf) {
    if (!edtf) return word('not_stated');
    const [from, to] = edtf.includes('/') ? edtf.split('/') : [edtf, ''];
    if (!to) return day(from);
    if (from === '..' || from === '') return word('by_day', { day: day(to) });
    if (to === '..') return word('not_yet_day', { day: day(from) });
    return word('between_days', { after: day(from), by: day(to) });
  }

  /** Put the words of the page's own markup in place. */
  function applyTo(root) {
    for (const node of root.querySelectorAll('[data-word]')) node.textContent = word(node.dataset.word);
    for (const node of root.querySelectorAll('[data-word-label]'))
      node.setAttribute('aria-label', word(node.dataset.wordLabel));
    for (const node of root.querySelectorAll('[data-word-placeholder]'))
      node.setAttribute('placeholder', word(node.dataset.wordPlaceholder));
  }

  function speak(next) {
    lang = next;
    const tag = next === 'zh' ? 'zh-CN' : 'en';
    if (document.documentElement.lang !== tag) document.documentElement.lang = tag;
  }

  zonemap.words = {
    word,
    pair,
    name,
    otherName,
    term,
    label,
    keys,
    joined,
    colon,
    foreign,
    spoken,
    number,
    date,
    applyTo,
    speak,
    lang: () => lang,
  };
})(window.zonemap);
