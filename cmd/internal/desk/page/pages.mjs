// A document of pages: a column of sheets, each drawn when it comes near, with the
// boxes of what was read laid over it.

import { h, fill, later } from './dom.mjs'
import { t } from './words.mjs'

const near = '1200px' // how far beyond the pane pages are drawn ahead
const kept = 14 // how many drawn pages are kept; a scan of one takes 8 MB
const a4 = { width: 595, height: 842 }

// Pages shows pages. paint(number, scale) gives {width, height, element}, in points;
// size(number) their size where that is cheaper, else null.
export class Pages {
  constructor(host, count, { paint, size, onPoint, onHover }) {
    this.host = host
    this.paint = paint
    this.size = size
    this.onPoint = onPoint
    this.onHover = onHover
    this.zoom = 0 // 0 fits the width
    this.marks = new Map() // number → [{key, box, paths, kind}]
    this.turns = new Map() // how pages of a scan were set upright
    this.drawn = []
    this.sheets = []
    this.gone = false
    this.first = new Promise((f) => (this.cameFirst = f)) // kept once a page is drawn
    for (let n = 1; n <= count; n++) this.sheets.push(this.sheet(n))
    fill(host, this.sheets.map((s) => s.element))
    this.watch = new IntersectionObserver((es) => es.forEach((e) => this.near(e)), { root: host, rootMargin: near })
    this.sheets.forEach((s) => this.watch.observe(s.element))
    this.resize = new ResizeObserver(later(() => this.lay(), 60))
    this.resize.observe(host)
    if (count) this.sizing = this.measure(this.sheets[0])
  }

  sheet(n) {
    const over = h('div.marks')
    const face = h('div.face')
    const element = h('section.sheet', { 'aria-label': t('page', n), data: { page: n } }, face, over, h('span.number', { 'aria-hidden': 'true' }, n))
    over.addEventListener('click', (e) => this.pointed(e, this.onPoint))
    over.addEventListener('pointerover', (e) => this.pointed(e, this.onHover))
    over.addEventListener('pointerleave', () => this.onHover(null))
    return { n, element, face, over, ...a4, known: false, painted: 0, near: false }
  }

  pointed(e, f) {
    const m = e.target.closest('.mark')
    if (m) f(m.dataset.paths.split('\n'))
  }

  // measure learns the size of the first page, which the others are taken to have
  // until they come.
  async measure(s) {
    const size = await this.size?.(s.n)
    if (!size || this.gone) return
    for (const o of this.sheets) if (!o.known) Object.assign(o, size)
    s.known = true
    this.lay()
  }

  get width() {
    return Math.max(200, this.host.clientWidth - 28)
  }

  scaleOf(s) {
    return this.zoom ? this.zoom * (96 / 72) : this.width / s.width
  }

  // lay gives every sheet its size, and has those that are near drawn for it.
  lay() {
    if (this.gone) return
    for (const s of this.sheets) {
      const k = this.scaleOf(s)
      s.element.style.width = s.width * k + 'px'
      s.element.style.height = s.height * k + 'px'
    }
    for (const s of this.sheets) if (s.near) this.draw(s)
  }

  near(entry) {
    const s = this.sheets[entry.target.dataset.page - 1]
    s.near = entry.isIntersecting
    if (s.near) this.draw(s)
  }

  async draw(s) {
    const scale = this.scaleOf(s)
    if (this.gone || s.busy || Math.abs(s.painted - scale) < 0.01) return
    s.busy = true
    try {
      const p = await this.paint(s.n, scale)
      if (this.gone) return
      if (Math.abs(s.width - p.width) > 0.5 || Math.abs(s.height - p.height) > 0.5 || !s.known) {
        Object.assign(s, { width: p.width, height: p.height, known: true })
        const k = this.scaleOf(s)
        s.element.style.width = s.width * k + 'px'
        s.element.style.height = s.height * k + 'px'
      }
      s.painted = scale
      fill(s.face, p.element)
      this.cameFirst()
      this.lay1(s)
      this.drawn = this.drawn.filter((o) => o !== s)
      this.drawn.push(s)
      this.forget()
    } catch (e) {
      fill(s.face, h('p.fault', null, t('lookFailed', e.message ?? e)))
      s.painted = scale
    } finally {
      s.busy = false
    }
    if (s.near && Math.abs(s.painted - this.scaleOf(s)) >= 0.01 && !this.gone) this.draw(s)
  }

  // forget frees the pages that were drawn longest ago and are out of sight.
  forget() {
    while (this.drawn.length > kept) {
      const i = this.drawn.findIndex((s) => !s.near)
      if (i < 0) return
      const [s] = this.drawn.splice(i, 1)
      fill(s.face)
      s.painted = 0
    }
  }

  // setMarks lays boxes over the pages: [{place, paths, kind}].
  setMarks(marks) {
    this.marks = new Map()
    for (const m of marks) {
      if (!m.place.page || !m.place.box) continue
      if (!this.marks.has(m.place.page)) this.marks.set(m.place.page, [])
      this.marks.get(m.place.page).push(m)
    }
    for (const s of this.sheets) this.lay1(s)
  }

  lay1(s) {
    if (!s.painted) return
    const list = (this.marks.get(s.n) ?? []).map((m) => {
      const b = turned(m.place.box, s, this.turns.get(s.n))
      return h('div', {
        class: 'mark' + (m.kind ? ' ' + m.kind : '') + (m.on ? ' on' : '') + (m.lit ? ' lit' : ''),
        data: { paths: m.paths.join('\n') },
        style: { left: pc(b[0], s.width), top: pc(b[1], s.height), width: pc(b[2] - b[0], s.width), height: pc(b[3] - b[1], s.height) },
      })
    })
    fill(s.over, list)
  }

  // show marks one place as the one that is meant, and brings it into sight.
  show(places, { scroll } = {}) {
    const keys = new Set(places.map((p) => p.page + ':' + p.box))
    for (const [n, list] of this.marks) {
      let changed = false
      for (const m of list) {
        const on = keys.has(m.place.page + ':' + m.place.box)
        if (on !== !!m.on) changed = true
        m.on = on
      }
      if (changed) this.lay1(this.sheets[n - 1] ?? { painted: 0 })
    }
    const p = places[0]
    const s = p && this.sheets[p.page - 1]
    if (!s || !scroll) return
    const k = this.scaleOf(s)
    const b = p.box ? turned(p.box, s, this.turns.get(s.n)) : [0, 0, 0, 0]
    const top = s.element.offsetTop + b[1] * k
    const low = s.element.offsetTop + b[3] * k
    const view = this.host
    if (top < view.scrollTop + 20 || low > view.scrollTop + view.clientHeight - 20) view.scrollTo({ top: Math.max(0, top - view.clientHeight / 3), behavior: 'instant' })
    const left = s.element.offsetLeft + b[0] * k
    if (left < view.scrollLeft || left > view.scrollLeft + view.clientWidth - 40) view.scrollTo({ left: Math.max(0, left - 60) })
  }

  // light shows lightly what is pointed at.
  light(places) {
    const keys = new Set(places.map((p) => p.page + ':' + p.box))
    for (const [n, list] of this.marks) {
      let changed = false
      for (const m of list) {
        const lit = keys.has(m.place.page + ':' + m.place.box)
        if (lit !== !!m.lit) changed = true
        m.lit = lit
      }
      if (changed) this.lay1(this.sheets[n - 1] ?? { painted: 0 })
    }
  }

  enlarge(step) {
    const now = this.sheets.length ? this.scaleOf(this.sheets[0]) / (96 / 72) : 1
    this.zoom = step === 0 ? 0 : Math.min(5, Math.max(0.25, now * (step > 0 ? 1.2 : 1 / 1.2)))
    this.lay()
  }

  close() {
    this.gone = true
    this.watch.disconnect()
    this.resize.disconnect()
  }
}

const pc = (x, of) => ((100 * x) / of).toFixed(3) + '%'

// turned is where a box of the page as it was read lies on the picture as it is: a
// scan is read upright and level.
function turned(box, s, turn) {
  if (!turn) return box
  const { skew, quarter } = turn
  const swap = quarter % 2 === 1
  const w = swap ? s.height : s.width
  const hgt = swap ? s.width : s.height
  const a = (skew * Math.PI) / 180
  const at = (x, y) => {
    const dx = x - w / 2
    const dy = y - hgt / 2
    let px = dx * Math.cos(a) - dy * Math.sin(a)
    let py = dx * Math.sin(a) + dy * Math.cos(a)
    for (let i = 0; i < quarter; i++) [px, py] = [py, -px]
    return [px + s.width / 2, py + s.height / 2]
  }
  const c = [at(box[0], box[1]), at(box[2], box[1]), at(box[0], box[3]), at(box[2], box[3])]
  const xs = c.map((p) => p[0])
  const ys = c.map((p) => p[1])
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}
