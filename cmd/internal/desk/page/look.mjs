// The document as it looks: PDF by pdf.js, drawn pages and pictures, or the tables
// and lines of a workbook, a Word document or a text.

import { h, fill, svg, shown } from './dom.mjs'
import { t } from './words.mjs'
import { Pages } from './pages.mjs'
import { Grids } from './grid.mjs'

// openLook shows a document in host, and gives what points at its places. A
// document of pages shows before it is read.
export async function openLook(host, api, id, look, on) {
  if (look.kind === 'pdf') return openPDF(host, api, id, look, on)
  if (look.kind === 'drawn') return openDrawn(host, api, id, look, on)
  if (look.kind === 'grid') return new Grids(host, await api.grids(id), on)
  fill(host, h('p.nothing', null, t('noLook')))
  return { setMarks() {}, show() {}, light() {}, enlarge() {}, close() {} }
}

// turns are how the pages of a scan were set upright, by their numbers.
export function turns(reading) {
  const out = new Map()
  for (const p of reading.document.source.ocr?.pages ?? []) {
    const quarter = (((p.turned ?? 0) / 90) % 4 + 4) % 4
    if (quarter || Math.abs(p.skew ?? 0) > 0.05) out.set(p.page, { skew: p.skew ?? 0, quarter })
  }
  return out
}

async function openPDF(host, api, id, look, on) {
  const pdf = await api.pdf(id, look.password || undefined)
  const page = (n) => pdf.getPage(n)
  const pages = new Pages(host, pdf.numPages, {
    ...on,
    size: async (n) => {
      const v = (await page(n)).getViewport({ scale: 1 })
      return { width: v.width, height: v.height }
    },
    paint: async (n, scale) => {
      const p = await page(n)
      const unit = p.getViewport({ scale: 1 })
      // A canvas of more than 16 million pixels is refused by some browsers.
      const dense = Math.min(scale * (globalThis.devicePixelRatio || 1), Math.sqrt(16e6 / (unit.width * unit.height)))
      const view = p.getViewport({ scale: dense })
      const canvas = h('canvas', { role: 'img', 'aria-label': t('page', n) })
      canvas.width = Math.round(view.width)
      canvas.height = Math.round(view.height)
      await p.render({ canvasContext: canvas.getContext('2d', { alpha: false }), viewport: view }).promise
      p.cleanup()
      return { width: unit.width, height: unit.height, element: canvas }
    },
  })
  pages.pdf = pdf
  const close = pages.close.bind(pages)
  pages.close = () => {
    close()
    pdf.loadingTask?.destroy()
  }
  return pages
}

async function openDrawn(host, api, id, look, on) {
  const known = new Map()
  const page = (n) => {
    if (!known.has(n)) known.set(n, api.page(id, n))
    return known.get(n)
  }
  const urls = []
  const pages = new Pages(host, look.pages ?? 0, {
    ...on,
    size: async (n) => {
      const d = await page(n)
      return { width: d.width, height: d.height }
    },
    paint: async (n) => {
      const d = await page(n)
      if (!d.picture) return { width: d.width, height: d.height, element: drawing(d, n) }
      const url = await api.picture(id, n)
      urls.push(url)
      const img = h('img', { src: url, alt: t('page', n), draggable: false })
      await img.decode()
      return { width: d.width, height: d.height, element: img }
    },
  })
  const close = pages.close.bind(pages)
  pages.close = () => {
    close()
    urls.forEach((u) => URL.revokeObjectURL(u))
  }
  return pages
}

// drawing draws a page of an OFD from its own paths and text.
function drawing(d, n) {
  const e = svg('svg', { viewBox: `0 0 ${d.width} ${d.height}`, role: 'img', 'aria-label': t('page', n) })
  for (const i of d.images ?? []) {
    e.append(svg('image', { href: i.url, x: i.box[0], y: i.box[1], width: i.box[2] - i.box[0], height: i.box[3] - i.box[1], preserveAspectRatio: 'none' }))
  }
  for (const p of d.paths ?? []) {
    e.append(svg('path', { d: p.d, transform: `matrix(${p.m.join(' ')})`, fill: p.fill ?? 'none', 'fill-rule': p.evenOdd ? 'evenodd' : 'nonzero', stroke: p.stroke ?? 'none', 'stroke-width': p.width ?? 0 }))
  }
  for (const s of d.text ?? []) {
    const attrs = { 'font-size': s.size, fill: s.color }
    if (s.turn) {
      e.append(svg('text', { ...attrs, transform: `translate(${s.x[0]} ${s.y[0]}) rotate(${s.turn})` }, shown(s.chars.join(''))))
      continue
    }
    // Each character has its place; one that stands for several gives it once.
    const x = []
    const y = []
    s.chars.forEach((c, i) => {
      ;[...c].forEach((_, k) => {
        x.push(k ? s.x[i] + (k * s.size) / 2 : s.x[i])
        y.push(s.y[i])
      })
    })
    e.append(svg('text', { ...attrs, x: x.join(' '), y: y.join(' ') }, shown(s.chars.join(''))))
  }
  return e
}
