// The few means by which the page makes elements. Text goes in as text: nothing
// of a document is ever parsed as markup.

// h makes an element: h('button.small', {title: '…', onclick: f}, 'text', child, …).
export function h(tag, attrs, ...children) {
  const [name, ...classes] = tag.split('.')
  const e = document.createElement(name)
  if (classes.length) e.className = classes.join(' ')
  for (const [k, v] of Object.entries(attrs ?? {})) {
    if (v === undefined || v === null || v === false) continue
    if (k.startsWith('on')) e.addEventListener(k.slice(2), v)
    else if (k === 'data') Object.assign(e.dataset, v)
    else if (k === 'style') for (const [p, x] of Object.entries(v)) e.style.setProperty(p, x)
    else if (k in e && k !== 'list' && typeof v !== 'string') e[k] = v
    else e.setAttribute(k, v === true ? '' : v)
  }
  put(e, children)
  return e
}

// put adds children: elements, texts, lists of them; nothing for what is empty.
export function put(e, children) {
  for (const c of [children].flat(Infinity)) {
    if (c === undefined || c === null || c === false || c === '') continue
    e.append(c instanceof Node ? c : String(c))
  }
  return e
}

// fill replaces what an element holds.
export function fill(e, ...children) {
  e.replaceChildren()
  return put(e, children)
}

const NS = 'http://www.w3.org/2000/svg'

// svg makes an element of a drawing.
export function svg(name, attrs, ...children) {
  const e = document.createElementNS(NS, name)
  for (const [k, v] of Object.entries(attrs ?? {})) if (v !== undefined) e.setAttribute(k, v)
  put(e, children)
  return e
}

// shown is a text with what cannot be seen made visible: control characters, and
// marks that turn the direction of writing. A long one is cut.
export function shown(s, most = 4000) {
  s = String(s ?? '')
  if (s.length > most) s = s.slice(0, most) + '…'
  return s.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '\u00b7')
}

// later calls f once nothing has asked for it for a while.
export function later(f, ms) {
  let timer
  return (...args) => {
    clearTimeout(timer)
    timer = setTimeout(() => f(...args), ms)
  }
}
