// What was read: the fields, the money, the tree of indicators.

import { h, fill, shown } from './dom.mjs'
import { t, of } from './words.mjs'
import { kindOf, typed } from './value.mjs'
import { language } from './words.mjs'

const groups = [
  ['basics', (p) => !p.includes('.') || p.startsWith('project.')],
  ['goals', (p) => p.startsWith('goals.')],
  ['narrative', (p) => p.startsWith('narrative.')],
]

// Form shows one declaration. on: {point(path), hover(path), edit(path)}.
export class Form {
  constructor(host, words, on) {
    this.host = host
    this.words = words
    this.on = on
    this.values = new Map() // path → element
    this.showEmpty = false
    host.addEventListener('click', (e) => this.clicked(e))
    host.addEventListener('dblclick', (e) => {
      const v = e.target.closest('.val')
      if (v && v.tagName === 'BUTTON') this.on.edit(v.dataset.path)
    })
    host.addEventListener('pointerover', (e) => this.on.hover(e.target.closest('.val')?.dataset.path))
    host.addEventListener('pointerleave', () => this.on.hover())
    host.addEventListener('focusin', (e) => {
      const v = e.target.closest('.val')
      if (v) this.roam(v)
    })
    host.addEventListener('keydown', (e) => this.moved(e))
  }

  clicked(e) {
    const v = e.target.closest('.val')
    if (v) this.on.point(v.dataset.path)
  }

  // show fills the pane with a declaration and what is said of it: doubts and faults
  // are maps from path to kind.
  show(declaration, flags, onlyDoubts) {
    this.values = new Map()
    this.flags = flags
    this.only = onlyDoubts
    const d = declaration
    const parts = d
      ? [
          ...groups.map(([name, has]) => this.fields(t(name), d, has)),
          this.money(d),
          this.tree(t('indicators'), 'indicators', d.indicators ?? []),
          this.tree(t('medium'), 'indicators_medium_term', d.indicators_medium_term ?? []),
          this.extra(d),
          onlyDoubts ? null : this.repairs(d),
        ]
      : []
    fill(this.host, parts)
    const first = this.host.querySelector('.val')
    if (first) first.tabIndex = 0
  }

  // value is one text that can be pointed at and set right.
  value(path, text, { v, label, extra } = {}) {
    const flag = this.flags.get(path)
    const body = text === '' || text === undefined ? h('span.blank', null, '—') : shown(text)
    const typedText = v ? typed(v) : ''
    const more = v && [h('span.typed', null, kindOf(v, this.words.kinds), typedText && sameText(typedText, text) ? '' : h('span.number', null, ' ', shown(typedText)))]
    const e = h('button', { type: 'button', class: 'val' + (flag ? ' ' + flag : '') + (extra ? ' ' + extra : ''), tabindex: '-1', data: { path }, title: label ? `${label}` : null }, body, more)
    if (!this.values.has(path)) this.values.set(path, e)
    return e
  }

  section(title, ...body) {
    const has = body.flat(Infinity).some(Boolean)
    return has ? h('section.part', null, h('h3', null, title), body) : null
  }

  hidden(path) {
    return this.only && !this.flags.get(path)
  }

  fields(title, d, has) {
    const rows = this.words.fields
      .filter((f) => has(f.path))
      .map((f) => {
        const text = get(d, f.path)
        if ((text === '' && !this.showEmpty) || this.hidden(f.path)) return null
        return h('tr', null, h('th', { scope: 'row' }, of(f)), h('td', null, this.value(f.path, text, { label: of(f) })))
      })
      .filter(Boolean)
    return this.section(title, rows.length ? h('table.fields', null, h('tbody', null, rows)) : null)
  }

  money(d) {
    const funds = this.fieldsOnly(d, (p) => p.startsWith('funds.') || p === 'total_score')
    return this.section(t('funds'), funds, this.listed('funds.execution', d.funds?.execution, this.words.executions), this.listed('funds.tasks', d.funds?.tasks, this.words.tasks))
  }

  fieldsOnly(d, has) {
    const rows = this.words.fields
      .filter((f) => has(f.path))
      .map((f) => {
        const text = get(d, f.path)
        if ((text === '' && !this.showEmpty) || this.hidden(f.path)) return null
        const v = this.value(f.path, f.kind === 'amount' ? money(text) : text, { label: of(f) })
        return h('tr', null, h('th', { scope: 'row' }, of(f), f.kind === 'amount' ? h('span.unit', null, ' ', t('yuan')) : null), h('td', { class: f.kind === 'amount' ? 'amount' : null }, v))
      })
      .filter(Boolean)
    return rows.length ? h('table.fields', null, h('tbody', null, rows)) : null
  }

  // listed is a list of rows that have the same keys.
  listed(root, rows, keys) {
    if (!rows?.length || (this.only && ![...this.flags.keys()].some((p) => p.startsWith(root)))) return null
    const used = keys.filter((k) => rows.some((r) => r[k.path]))
    return h(
      'div.scroll',
      { tabindex: '0', role: 'group', 'aria-label': t(root === 'funds.tasks' ? 'tasks' : 'execution') },
      h(
        'table.rows',
        null,
        h('caption', null, t(root === 'funds.tasks' ? 'tasks' : 'execution')),
        h('thead', null, h('tr', null, used.map((k) => h('th', { scope: 'col' }, of(k))))),
        h('tbody', null, rows.map((r, i) => h('tr', null, used.map((k) => h('td', { class: k.kind === 'amount' || k.kind === 'number' ? 'amount' : null }, this.value(`${root}[${i}].${k.path}`, k.kind === 'amount' ? money(r[k.path]) : r[k.path] ?? '', { label: of(k) })))))),
      ),
    )
  }

  // tree is the tree of indicators as the form prints it: labels beside the rows
  // that they speak for.
  tree(title, root, nodes) {
    if (!nodes.length) return null
    const leaves = []
    const walk = (list, path, above) =>
      list.forEach((n, i) => {
        const p = `${path}[${i}]`
        if (n.children?.length) walk(n.children, p + '.children', [...above, { n, p }])
        else leaves.push({ n, p, above })
      })
    walk(nodes, root, [])
    const kept = this.only ? leaves.filter((l) => this.flagged(l)) : leaves
    if (!kept.length) return null
    const depth = Math.max(...kept.map((l) => l.above.length))
    const more = this.words.indicator.filter((f) => kept.some((l) => l.n[f.path]))
    const targets = Math.max(0, ...kept.map((l) => l.n.targets?.length ?? 0))
    const extras = Math.max(0, ...kept.map((l) => l.n.extra?.length ?? 0))
    const hasActual = kept.some((l) => l.n.actual)
    const numerals = ['一', '二', '三', '四', '五']
    const short = more.filter((f) => f.kind === 'number')
    const long = more.filter((f) => f.kind !== 'number')
    const head = [
      ...Array.from({ length: depth }, (_, i) => h('th.level', { scope: 'col' }, t('level', language() === 'en' ? i + 1 : numerals[i] ?? i + 1))),
      h('th.name', { scope: 'col' }, t('name')),
      h('th.target', { scope: 'col' }, t('value')),
      ...Array.from({ length: targets }, (_, i) => h('th.target', { scope: 'col' }, shown(kept.map((l) => l.n.targets?.[i]?.label).find(Boolean) ?? ''))),
      short.filter((f) => f.path === 'weight').map((f) => h('th.num', { scope: 'col' }, of(f))),
      hasActual ? h('th.target', { scope: 'col' }, t('actual')) : null,
      short.filter((f) => f.path !== 'weight').map((f) => h('th.num', { scope: 'col' }, of(f))),
      long.map((f) => h('th.long', { scope: 'col' }, of(f))),
      ...Array.from({ length: extras }, (_, i) => h('th.long', { scope: 'col' }, shown(kept.map((l) => l.n.extra?.[i]?.label).find(Boolean) ?? ''))),
    ]
    const rows = kept.map((l, i) => {
      const cells = []
      for (let k = 0; k < depth; k++) {
        const a = l.above[k]
        if (!a) {
          cells.push(h('td'))
          continue
        }
        if (i > 0 && kept[i - 1].above[k]?.p === a.p) continue
        let span = 1
        while (kept[i + span]?.above[k]?.p === a.p) span++
        cells.push(h('th.label', { scope: 'rowgroup', rowspan: span > 1 ? span : null }, this.value(a.p + '.name', a.n.name, { label: t('level', k + 1) }), a.n.points ? h('span.unit', null, ' ', a.n.points, t('points')) : null))
      }
      const cell = (key, text, v, label, cls) => h('td', { class: cls }, this.value(`${l.p}.${key}`, text ?? '', { v, label }))
      cells.push(h('td.name', null, this.value(l.p + '.name', l.n.name, { label: t('name') }), l.n.hidden ? h('span.unit', null, t('hiddenRow')) : null))
      cells.push(cell('value', l.n.value?.text, l.n.value, t('value'), 'target'))
      for (let k = 0; k < targets; k++) {
        const x = l.n.targets?.[k]
        cells.push(x ? cell(`targets[${k}].value`, x.value?.text, x.value, x.label, 'target') : h('td'))
      }
      for (const f of short.filter((f) => f.path === 'weight')) cells.push(cell(f.path, l.n[f.path], null, of(f), 'amount'))
      if (hasActual) cells.push(l.n.actual ? cell('actual', l.n.actual.text, l.n.actual, t('actual'), 'target') : h('td'))
      for (const f of short.filter((f) => f.path !== 'weight')) cells.push(cell(f.path, l.n[f.path], null, of(f), 'amount'))
      for (const f of long) cells.push(l.n[f.path] ? cell(f.path, l.n[f.path], null, of(f), 'long') : h('td'))
      for (let k = 0; k < extras; k++) {
        const x = l.n.extra?.[k]
        cells.push(x ? cell(`extra[${k}].text`, x.text, null, x.label, 'long') : h('td'))
      }
      return h('tr', null, cells)
    })
    return this.section(`${title} (${kept.length})`, h('div.scroll', { tabindex: '0', role: 'group', 'aria-label': title }, h('table.tree', null, h('thead', null, h('tr', null, head)), h('tbody', null, rows))))
  }

  flagged(l) {
    for (const p of this.flags.keys()) if (p === l.p || p.startsWith(l.p + '.')) return true
    return false
  }

  extra(d) {
    const rows = (d.extra ?? []).map((x, i) => {
      const p = `extra[${i}]`
      return this.hidden(p) ? null : h('tr', null, h('th', { scope: 'row' }, shown(x.label)), h('td', null, this.value(p, x.text, { label: x.label })))
    })
    return this.section(t('extra'), rows.some(Boolean) ? h('table.fields', null, h('tbody', null, rows)) : null)
  }

  repairs(d) {
    const list = (d.repairs ?? []).filter((r) => r.why !== 'review')
    if (!list.length) return null
    return h(
      'details.part.repairs',
      null,
      h('summary', null, h('h3', null, `${t('repairs')} (${list.length})`)),
      h('table.rows', null, h('thead', null, h('tr', null, [t('from'), t('to'), t('why')].map((x) => h('th', { scope: 'col' }, x)))), h('tbody', null, list.map((r) => h('tr', null, h('td', null, shown(r.from, 200)), h('td', null, this.jump(r.path, shown(r.to, 200))), h('td', null, h('code', null, r.why)))))),
    )
  }

  jump(path, text) {
    return h('button.link', { type: 'button', onclick: () => this.on.point(path) }, text || '—')
  }

  // find is the element of a path: the value itself, or what stands nearest to it.
  find(path) {
    for (const p of [path, path + '.name', path + '.text', path + '.value', path + '.item']) if (this.values.has(p)) return this.values.get(p)
    const up = path.replace(/\.[^.\]]*$/, '')
    return up !== path ? this.find(up) : undefined
  }

  select(path, scroll) {
    this.host.querySelectorAll('.val.on').forEach((e) => e.classList.remove('on'))
    const e = path && this.find(path)
    if (!e) return
    e.classList.add('on')
    this.roam(e)
    if (scroll) reveal(this.host, e)
  }

  light(paths) {
    this.host.querySelectorAll('.val.lit').forEach((e) => e.classList.remove('lit'))
    for (const p of paths) this.find(p)?.classList.add('lit')
  }

  // roam makes a value the one that the tab key stops at.
  roam(e) {
    this.host.querySelectorAll('.val[tabindex="0"]').forEach((o) => (o.tabIndex = -1))
    e.tabIndex = 0
  }

  moved(e) {
    const v = e.target.closest?.('.val')
    if (!v || v.tagName !== 'BUTTON') return
    const step = { ArrowDown: 'down', ArrowUp: 'up', ArrowLeft: 'left', ArrowRight: 'right', Home: 'first', End: 'last' }[e.key]
    if (!step || e.ctrlKey || e.metaKey || e.altKey) return
    const all = [...this.host.querySelectorAll('button.val')]
    const to = neighbour(all, v, step)
    e.preventDefault()
    if (to) {
      to.focus({ preventScroll: true })
      this.on.point(to.dataset.path)
      reveal(this.host, to)
    }
  }
}

// neighbour is the value next to another in a direction, as the page lies.
function neighbour(all, v, step) {
  const i = all.indexOf(v)
  if (step === 'first') return all[0]
  if (step === 'last') return all.at(-1)
  if (step === 'left') return all[i - 1]
  if (step === 'right') return all[i + 1]
  const a = v.getBoundingClientRect()
  const x = (a.left + a.right) / 2
  let best
  let far = Infinity
  for (const o of all) {
    const b = o.getBoundingClientRect()
    const dy = step === 'down' ? b.top - a.bottom : a.top - b.bottom
    if (dy < -2 || o === v) continue
    const dx = x < b.left ? b.left - x : x > b.right ? x - b.right : 0
    const f = dy + dx * 3
    if (f < far) [best, far] = [o, f]
  }
  return best
}

// reveal scrolls the pane, below what sticks to its top.
function reveal(pane, e) {
  const a = pane.getBoundingClientRect()
  const b = e.getBoundingClientRect()
  if (b.top < a.top + 40 || b.bottom > a.bottom - 8) pane.scrollTop += b.top - a.top - Math.max(48, (a.height - b.height) / 3)
  const box = e.closest('.scroll')
  if (box) {
    const c = box.getBoundingClientRect()
    if (b.left < c.left || b.right > c.right) box.scrollLeft += b.left - c.left - 80
  }
}

// get is a typed field as a text.
export function get(d, path) {
  let v = d
  for (const k of path.split('.')) v = v?.[k]
  if (v === undefined || v === null || v === 0) return ''
  if (v === true) return language() === 'en' ? 'yes' : '是'
  if (v === false) return language() === 'en' ? 'no' : '否'
  return String(v)
}

// money parts the thousands of an amount.
export function money(s) {
  if (!s) return ''
  const m = /^(-?)(\d+)(\.\d+)?$/.exec(s)
  return m ? m[1] + m[2].replace(/\B(?=(\d{3})+$)/g, ',') + (m[3] ?? '') : s
}

const fold = (s) => String(s ?? '').replace(/[\s＝]/g, '').replace(/＞/g, '>').replace(/＜/g, '<')
const sameText = (a, b) => fold(a) === fold(b) || fold(a) === '=' + fold(b)

// textAt is the text at a path, as it would be typed again.
export function textAt(d, path) {
  const steps = path.match(/[^.[\]]+/g) ?? []
  let v = d
  for (const k of steps) v = v?.[k]
  if (v && typeof v === 'object') v = v.text ?? v.name ?? v.item ?? v.label
  if (v === true) return '是'
  if (v === false) return '否'
  return v === undefined || v === null || v === 0 ? '' : String(v)
}

