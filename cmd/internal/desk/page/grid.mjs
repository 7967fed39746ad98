// Tables and lines: the document of a workbook, a Word file or a text.

import { h, fill, shown } from './dom.mjs'
import { t } from './words.mjs'
import { keyOf, cellOf, letters } from './place.mjs'

const atOnce = 400 // rows that are made before the browser may paint

export class Grids {
  constructor(host, grids, { onPoint, onHover }) {
    this.host = host
    this.byKey = new Map() // key of a place → element
    this.sheets = new Map() // name of a sheet → Map of D31 → element
    this.lines = new Map() // line → [{column, element}]
    this.tables = new Map() // number → [{row, column, rows, columns, element}]
    this.size = 1
    this.gone = false
    const box = h('div.grids')
    fill(host, box)
    this.box = box
    this.ready = this.fill(grids ?? [])
    box.addEventListener('click', (e) => this.pointed(e, onPoint))
    box.addEventListener('pointerover', (e) => this.pointed(e, onHover))
    box.addEventListener('pointerleave', () => onHover(null))
  }

  pointed(e, f) {
    const c = e.target.closest('[data-paths]')
    if (c) f(c.dataset.paths.split('\n'))
    else if (e.type === 'pointerover') f(null)
  }

  async fill(grids) {
    let n = 0
    for (const g of grids) {
      if (this.gone) return
      if (g.prose) this.prose(g)
      else await this.table(g, ++n)
      if (g.cut) this.box.append(h('p.nothing', null, t('cut', g.cut)))
    }
  }

  prose(g) {
    const e = h('div.prose', null, g.name ? h('h3', null, shown(g.name)) : null)
    for (const c of g.cells) {
      const line = h('p.cell', null, shown(c.t))
      this.place(c, line)
      e.append(line)
    }
    this.box.append(e)
  }

  async table(g, n) {
    const name = g.name || `${t('table')} ${n}`
    const rowNo = []
    const colNo = []
    for (const c of g.cells) {
      const a = cellOf(c.at.cell)
      if (!a) continue
      rowNo[c.r] ??= a.row
      colNo[c.c] ??= a.col
    }
    const sheet = colNo.length > 0
    for (let i = 0; sheet && i < g.cols; i++) colNo[i] ??= (colNo[i - 1] ?? 0) + 1
    for (let i = 0; sheet && i < g.rows; i++) rowNo[i] ??= (rowNo[i - 1] ?? 0) + 1
    const head = sheet ? h('thead', { 'aria-hidden': 'true' }, h('tr', null, h('td.ruler'), colNo.slice(0, g.cols).map((c) => h('td.ruler', null, letters(c))))) : null
    const body = h('tbody')
    const caption = h('caption', null, shown(name), g.hidden ? h('em', null, ' ', t('hiddenSheet')) : null)
    this.box.append(h('div.tablebox', { class: 'tablebox' + (g.hidden ? ' hidden-sheet' : '') }, h('table.grid', null, caption, head, body)))
    const rows = []
    for (const c of g.cells) (rows[c.r] ??= []).push(c)
    const taken = new Uint8Array(g.rows * g.cols)
    for (let r = 0; r < g.rows; r++) {
      const tr = h('tr', null, sheet ? h('td.ruler', { 'aria-hidden': 'true' }, rowNo[r]) : null)
      const cells = new Map((rows[r] ?? []).map((c) => [c.c, c]))
      for (let col = 0; col < g.cols; col++) {
        if (taken[r * g.cols + col]) continue
        const c = cells.get(col) ?? { r, c: col, at: {} }
        const rs = Math.min(c.rs ?? 1, g.rows - r)
        const cs = Math.min(c.cs ?? 1, g.cols - col)
        for (let y = r; y < r + rs; y++) for (let x = col; x < col + cs; x++) taken[y * g.cols + x] = 1
        const td = h('td.cell', { rowspan: rs > 1 ? rs : null, colspan: cs > 1 ? cs : null, class: 'cell' + (c.h ? ' hidden-cell' : '') }, shown(c.t))
        if (c.at) this.place(c, td, rs, cs)
        if (sheet) {
          const name = g.name ?? ''
          if (!this.sheets.has(name)) this.sheets.set(name, new Map())
          for (let y = r; y < r + rs; y++) for (let x = col; x < col + cs; x++) this.sheets.get(name).set(letters(colNo[x]) + rowNo[y], td)
        }
        tr.append(td)
      }
      body.append(tr)
      if (r % atOnce === atOnce - 1) {
        await new Promise((f) => setTimeout(f))
        if (this.gone) return
      }
    }
  }

  // place remembers where a cell is to be found.
  place(c, e, rs = 1, cs = 1) {
    const k = keyOf(c.at)
    if (k && !this.byKey.has(k)) this.byKey.set(k, e)
    if (c.at.line) {
      if (!this.lines.has(c.at.line)) this.lines.set(c.at.line, [])
      this.lines.get(c.at.line).push({ column: c.at.column ?? 1, element: e })
    }
    if (c.at.table) {
      if (!this.tables.has(c.at.table)) this.tables.set(c.at.table, [])
      this.tables.get(c.at.table).push({ row: c.at.row, column: c.at.column, rs, cs, element: e })
    }
  }

  // find gives the cell that a place is in.
  find(p) {
    const e = this.byKey.get(keyOf(p))
    if (e) return e
    if (p.cell) return this.sheets.get(p.sheet ?? '')?.get(p.cell)
    if (p.table) return this.tables.get(p.table)?.find((c) => c.row <= p.row && p.row < c.row + c.rs && c.column <= p.column && p.column < c.column + c.cs)?.element
    if (p.line) {
      for (let n = p.line; n > 0 && n > p.line - 60; n--) {
        const on = this.lines.get(n)
        if (on) return (on.filter((c) => n < p.line || c.column <= (p.column ?? 1)).at(-1) ?? on[0]).element
      }
    }
    return undefined
  }

  async setMarks(marks) {
    await this.ready
    for (const e of this.box.querySelectorAll('[data-paths]')) {
      delete e.dataset.paths
      e.classList.remove('doubt', 'fault', 'known', 'refused')
    }
    for (const m of marks) {
      const e = this.find(m.place)
      if (!e) continue
      const had = e.dataset.paths ? e.dataset.paths.split('\n') : []
      e.dataset.paths = [...new Set([...had, ...m.paths])].join('\n')
      e.classList.add(m.kind || 'known')
    }
  }

  async show(places, { scroll } = {}) {
    await this.ready
    this.box.querySelectorAll('.on').forEach((e) => e.classList.remove('on'))
    const found = places.map((p) => this.find(p)).filter(Boolean)
    found.forEach((e) => e.classList.add('on'))
    if (scroll && found[0]) near(this.host, found[0])
  }

  light(places) {
    this.box.querySelectorAll('.lit').forEach((e) => e.classList.remove('lit'))
    places.map((p) => this.find(p)).forEach((e) => e?.classList.add('lit'))
  }

  enlarge(step) {
    this.size = step === 0 ? 1 : Math.min(3, Math.max(0.5, this.size * (step > 0 ? 1.15 : 1 / 1.15)))
    this.box.style.fontSize = this.size * 100 + '%'
  }

  close() {
    this.gone = true
  }
}

// near scrolls a pane so that an element is in sight.
export function near(pane, e) {
  const a = pane.getBoundingClientRect()
  const b = e.getBoundingClientRect()
  if (b.top < a.top + 8 || b.bottom > a.bottom - 8) pane.scrollTop += b.top - a.top - Math.max(16, (a.height - b.height) / 3)
  if (b.left < a.left || b.width > a.width) pane.scrollLeft += b.left - a.left - 24
  else if (b.right > a.right) pane.scrollLeft += b.right - a.right + 24
}
