'use strict';
// Colours and sizes for what scripts draw: the screen's from the style sheet, the paper's always light.
(function (zonemap) {
  const PAPER = zonemap.style.print;
  let held = null;

  function screen() {
    if (!held) {
      const style = getComputedStyle(document.documentElement);
      held = Object.fromEntries(
        Object.keys(PAPER).map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
      );
    }
    return held;
  }

  const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
  const small = () => matchMedia('(max-width: 30em)').matches;
  const narrow = () => matchMedia('(max-width: 63.99em)').matches;

  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    held = null;
    zonemap.store.again();
  });

  zonemap.theme = {
    screen,
    PAPER,
    rem,
    still,
    small,
    narrow,
    FONT: '"Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif',
  };
})(window.zonemap);
