// The widget of zm.select: the page in a sandbox, and below it how many zones are chosen.

const SANDBOX = 'allow-scripts allow-downloads allow-modals allow-popups';

function element(tag, given) {
  return Object.assign(document.createElement(tag), given);
}

/** The page as it was kept for when no Python runs is not shown beside the live one. */
function hideKept(id) {
  const style = element('style', { textContent: `iframe[data-kept="${CSS.escape(id)}"] { display: none; }` });
  document.head.append(style);
  return () => style.remove();
}

function pageFrame(model) {
  const frame = element('iframe', { allow: 'fullscreen; clipboard-write' });
  frame.setAttribute('sandbox', SANDBOX);
  frame.style.cssText = `border: 0; width: 100%; height: ${model.get('height')}`;
  const open = () => {
    const copy = model.get('copy').replaceAll('<', '\\u003c');
    frame.srcdoc = model.get('before') + copy + model.get('after');
  };
  // A notebook that takes a cell out of sight and puts it back loads its frame again: as it was left.
  let isOpening = true;
  frame.addEventListener('load', () => {
    isOpening = !isOpening;
    if (isOpening) open();
  });
  open();
  return frame;
}

function bar(model, ask) {
  const labels = model.get('labels');
  const count = element('output', { style: 'flex: 1' });
  const tell = () => (count.textContent = labels.count.replaceAll('{n}', model.get('ids').length));
  const button = (label, key) => element('button', { type: 'button', textContent: label, onclick: () => ask(key) });
  const box = element('div', { className: 'zonemap-chosen', title: labels.hint });
  box.style.cssText = 'display: flex; flex-wrap: wrap; gap: 8px; align-items: center; padding: 6px 0; font: 14px sans-serif';
  box.append(count, button(labels.in_view, 'view'), button(labels.all, 'all'));
  model.on('change:ids', tell);
  tell();
  return box;
}

function render({ model, el }) {
  const frame = pageFrame(model);
  const hear = ({ source, data }) => {
    if (source !== frame.contentWindow || !data?.zonemap) return;
    const { ids, day, copy } = data.zonemap;
    model.set({ ids, day, copy });
    model.save_changes();
  };
  window.addEventListener('message', hear);
  const show = hideKept(model.get('kept'));
  el.append(frame, bar(model, (key) => frame.contentWindow.postMessage({ zonemap: key }, '*')));
  return () => {
    window.removeEventListener('message', hear);
    show();
  };
}

export default { render };
