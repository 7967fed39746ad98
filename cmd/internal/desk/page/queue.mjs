// The queue of files: thousands of lines, of which only those in sight are made.

import { h, fill, shown } from './dom.mjs'
import { t } from './words.mjs'

// high is the height of a line in pixels: it grows with the letters.
const high = () => Math.round(3.3 * parseFloat(getComputedStyle(document.documentElement).fontSize))

export class Queue {
  constructor(host, on) {
    this.host = host
    this.on = on
    this.items = []
    this.now = -1
    this.filter = 'all'
    this.text = ''
    this.build()
  }

  build() {
    this.search = h('input', { type: 'search', placeholder: t('search'), 'aria-label': t('search'), value: this.text, oninput: (e) => this.narrow({ text: e.target.value }) })
    this.choice = h(
      'select',
      { 'aria-label': t('queue'), onchange: (e) => this.narrow({ filter: e.target.value }) },
      ['all', 'withDoubts', 'withErrors', 'undone', 'done', 'unreadable'].map((f) => h('option', { value: f, selected: f === this.filter }, t(f))),
    )
    this.lines = h('div.lines', { role: 'listbox', 'aria-label': t('queue'), tabindex: '0', onscroll: () => this.draw(), onkeydown: (e) => this.key(e) })
    this.room = h('div.room', { role: 'presentation' })
    this.lines.append(this.room)
    fill(this.host, h('div.queuehead', null, this.search, this.choice), this.lines)
    this.watch ??= new ResizeObserver(() => this.draw())
    this.watch.disconnect()
    this.watch.observe(this.lines)
    this.arrange()
  }

  update(changed) {
    for (const s of changed) this.items[s.id] = s
    this.arrange()
  }

  narrow(o) {
    Object.assign(this, o)
    this.arrange()
  }

  arrange() {
    const want = this.text.trim().toLowerCase()
    const fits = {
      all: () => true,
      withDoubts: (s) => s.doubts > 0,
      withErrors: (s) => s.errors > 0,
      undone: (s) => !done(s),
      done,
      unreadable: (s) => s.state === 'unreadable',
    }[this.filter]
    this.shown = this.items.filter((s) => s && fits(s) && (!want || s.name.toLowerCase().includes(want)))
    this.draw()
  }

  draw() {
    const px = high()
    this.host.style.setProperty('--high', px + 'px')
    this.room.style.height = this.shown.length * px + 'px'
    const first = Math.max(0, Math.floor(this.lines.scrollTop / px) - 4)
    const last = Math.min(this.shown.length, Math.ceil((this.lines.scrollTop + this.lines.clientHeight) / px) + 4)
    fill(
      this.room,
      this.shown.slice(first, last).map((s, k) =>
        h(
          'div.file',
          {
            role: 'option', id: 'file' + s.id, 'aria-selected': String(s.id === this.now), 'aria-setsize': this.shown.length, 'aria-posinset': first + k + 1, class: 'file' + (s.id === this.now ? ' on' : ''),
            style: { top: (first + k) * px + 'px' }, title: s.name, onclick: () => this.on.open(s.id),
          },
          h('span.filename', null, shown(base(s.name))),
          h('span.state', null, stateOf(s)),
        ),
      ),
    )
    this.lines.setAttribute('aria-activedescendant', this.now >= 0 ? 'file' + this.now : '')
  }

  key(e) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key]
    if (!step) return
    e.preventDefault()
    e.stopPropagation()
    this.step(step)
  }

  // step opens the file before or behind, among those that are listed.
  step(by) {
    const i = this.shown.findIndex((s) => s.id === this.now)
    const to = this.shown[i < 0 ? 0 : i + by]
    if (to) this.on.open(to.id)
  }

  mark(id) {
    this.now = id
    const i = this.shown.findIndex((s) => s.id === id)
    if (i >= 0) {
      const px = high()
      const top = i * px
      if (top < this.lines.scrollTop) this.lines.scrollTop = top
      else if (top + px > this.lines.scrollTop + this.lines.clientHeight) this.lines.scrollTop = top + px - this.lines.clientHeight
    }
    this.draw()
  }

  // counts are how many files are done, and how many there are.
  counts() {
    const all = this.items.filter(Boolean)
    return { done: all.filter(done).length, all: all.length, waiting: all.filter((s) => s.state === 'waiting').length }
  }
}

// done: read, and nothing left that is in doubt or wrong.
export const done = (s) => s.state === 'read' && s.doubts === 0 && s.errors === 0

const base = (name) => name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('!'), name.lastIndexOf('\\')) + 1)

function stateOf(s) {
  if (s.state === 'waiting') return h('span.dim', null, t('waiting'))
  if (s.state === 'unreadable') return h('span.bad', null, t('unreadable'))
  const out = []
  if (s.doubts) out.push(h('span.tag.doubt', null, t('doubtsN', s.doubts)))
  if (s.errors) out.push(h('span.tag.error', null, t('errorsN', s.errors)))
  if (!out.length && s.declarations === 0) return h('span.dim', null, t('noForm'))
  if (!out.length) out.push(h('span.good', null, '✓ ', t('done')))
  if (s.warnings) out.push(h('span.dim', null, t('warningsN', s.warnings)))
  return out
}
