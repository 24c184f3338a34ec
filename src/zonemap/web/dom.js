'use strict';
// Nodes are made here and nowhere else; text reaches them by textContent only.
(function (zonemap) {
  const SVG = 'http://www.w3.org/2000/svg';

  function put(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name === 'text') node.textContent = value;
      else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value === true ? '' : value);
    }
    node.append(
      ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
    );
    return node;
  }

  const el = (tag, attributes, ...children) => put(document.createElement(tag), attributes, children);
  const svg = (tag, attributes, ...children) => put(document.createElementNS(SVG, tag), attributes, children);
  const byId = (id) => document.getElementById(id);

  function fill(node, ...children) {
    node.replaceChildren(...children.flat().filter(Boolean));
    return node;
  }

  function button(text, onclick, attributes) {
    return el('button', { type: 'button', text, onclick, ...attributes });
  }

  /** Replace what `node` holds and keep the keyboard's place: the focused control is found again by data-focus. */
  function refill(node, ...children) {
    const held = node.contains(document.activeElement) ? document.activeElement.dataset.focus : '';
    const top = node.scrollTop;
    fill(node, ...children);
    node.scrollTop = top;
    if (held) node.querySelector(`[data-focus="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
    return node;
  }

  zonemap.dom = { el, svg, byId, fill, refill, button };
})((window.zonemap = window.zonemap || {}));
