// Doubts and findings: one after another, each with what can be done about it.

import { h, fill, shown } from './dom.mjs'
import { t, of, language } from './words.mjs'
import { where } from './place.mjs'
import { textAt } from './form.mjs'

// issuesOf lists what a reading leaves to be settled: doubts in the order of the
// forms, then findings by their weight.
export function issuesOf(reading, { infos, accepted }) {
  const out = []
  reading.document.declarations.forEach((d, i) => {
    const asked = new Set()
    for (const q of d.uncertain ?? []) {
      const issue = { type: 'doubt', declaration: i, path: q.path, at: q.at, doubt: q }
      issue.heads = isHeads(reading, issue)
      const once = issue.heads && [q.question, q.chosen, ...(q.alternatives ?? [])].join('\n')
      if (once && asked.has(once)) continue
      asked.add(once)
      out.push(issue)
    }
  })
  const rank = { error: 0, warning: 1, info: 2 }
  const findings = reading.findings.filter((f) => (accepted || !f.accepted) && (infos || f.severity !== 'info') && !f.doubt)
  findings.sort((a, b) => rank[a.severity] - rank[b.severity] || (a.declaration ?? -1) - (b.declaration ?? -1))
  for (const f of findings) out.push({ type: 'finding', declaration: f.declaration, path: f.path, at: f.at, finding: f })
  return out
}

// flagsOf tells which paths of a declaration are in doubt or at fault.
export function flagsOf(reading, declaration) {
  const flags = new Map()
  for (const f of reading.findings) {
    if (f.accepted || !f.path || f.declaration !== declaration || f.severity === 'info') continue
    if (flags.get(f.path) !== 'fault') flags.set(f.path, f.severity === 'error' ? 'fault' : 'warned')
  }
  for (const q of reading.document.declarations[declaration]?.uncertain ?? []) {
    flags.set(q.path, 'doubt')
    for (const more of ['.name', '.text', '.item']) flags.set(q.path + more, 'doubt')
  }
  return flags
}

// isHeads: a doubt that stands at a label and asks which column is meant names the heads
// of columns, and not texts that the label may be. It is asked once a table.
export const isHeads = (reading, i) => i.type === 'doubt' && /^(column|target)$/.test(i.doubt.question) && /^indicators(_medium_term)?(\[\d+\](\.children)?)+$/.test(i.path) && !!i.doubt.chosen && textAt(reading.document.declarations[i.declaration], i.path + '.name') !== i.doubt.chosen

// offered are the alternatives of a doubt that a key takes.
export const offered = (i) => (i.heads && i.doubt.question === 'column' ? [] : (i.doubt.alternatives ?? []).slice(0, 8))

export const isColumns = (i) => i.type === 'finding' && /^form\.(columns-open|table-refused|not-read|heads-by-evidence|rows-left)$/.test(i.finding.rule)

// Issues is the card of the issue at hand, with the list of all behind a button.
export class Issues {
  constructor(host, on, readOnly) {
    this.host = host
    this.on = on
    this.readOnly = readOnly
    this.list = []
    this.at = 0
    this.open = false
    this.infos = false
    this.accepted = false
  }

  show(reading, names) {
    this.reading = reading
    this.names = names // path → what people call it
    this.list = issuesOf(reading, this)
    this.at = Math.min(this.at, Math.max(0, this.list.length - 1))
    this.draw()
  }

  get now() {
    return this.list[this.at]
  }

  go(step) {
    if (!this.list.length) return
    this.at = (this.at + step + this.list.length) % this.list.length
    this.draw()
    this.on.point(this.now)
  }

  pick(i) {
    this.at = i
    this.draw()
    this.on.point(this.now)
  }

  draw() {
    const n = this.list.length
    const head = h(
      'div.issuehead',
      null,
      h('h2', null, t('issues')),
      n ? h('span.count', null, t('issueOf', this.at + 1, n)) : null,
      h('button.step', { type: 'button', disabled: n < 2, 'aria-label': t('prevIssue'), title: `${t('prevIssue')} (p)`, onclick: () => this.go(-1) }, '‹'),
      h('button.step', { type: 'button', disabled: n < 2, 'aria-label': t('nextIssue'), title: `${t('nextIssue')} (n)`, onclick: () => this.go(1) }, '›'),
      h('button.small', { type: 'button', 'aria-expanded': String(this.open), title: 'l', onclick: () => this.toggle() }, t('list')),
      h('span.spring'),
      h('label.check', null, h('input', { type: 'checkbox', checked: this.infos, onchange: (e) => this.filter('infos', e.target.checked) }), t('showInfos')),
      this.reading?.findings.some((f) => f.accepted) ? h('label.check', null, h('input', { type: 'checkbox', checked: this.accepted, onchange: (e) => this.filter('accepted', e.target.checked) }), t('showAccepted')) : null,
    )
    const card = n ? this.card(this.now) : h('p.nothing', null, t('noIssues'))
    fill(this.host, head, card, this.open && n ? this.table() : null)
  }

  toggle() {
    this.open = !this.open
    this.draw()
  }

  // print opens the list for as long as the page is printed.
  print(on) {
    this.was = on ? this.open : this.was
    this.open = on || this.was
    this.draw()
  }

  filter(what, on) {
    this[what] = on
    this.show(this.reading, this.names)
  }

  card(i) {
    return h('div.card', { class: 'card ' + (i.type === 'doubt' ? 'doubt' : i.finding.severity) }, i.type === 'doubt' ? this.doubt(i) : this.finding(i))
  }

  title(i) {
    const many = this.reading.document.declarations.length > 1 && i.declaration !== undefined
    return [many ? t('form', i.declaration + 1) + ' · ' : '', where(i.at, language())].join('')
  }

  doubt(i) {
    const q = i.doubt
    const label = this.names(i.declaration, i.path)
    const level = q.question === 'level1' || q.question === 'level2'
    return [
      h('p.what', null, h('span.tag.doubt', null, t('doubt')), h('strong', null, t('q_' + q.question)), h('span.where', null, this.title(i))),
      h('p.about', null, level ? [h('q', null, shown(label, 80)), ' ', t('under'), ' '] : i.heads ? [t(q.question === 'target' ? 'theColumn' : 'readAs'), ' '] : [shown(label, 60), ' ', t('readAs'), ' '], h('b', null, shown(q.chosen || '', 160) || t('empty')), q.alternatives?.length ? h('span.or', null, ' ', t('orElse'), ' ', q.alternatives.map((a) => shown(a, 80)).join(' / ')) : null),
      this.readOnly
        ? null
        : h(
            'div.choices',
            null,
            h('button.choice.keep', { type: 'button', onclick: () => this.on.settle(i, null) }, h('kbd', null, '1'), t('keep'), ' ', h('b', null, shown(q.chosen, 30))),
            offered(i).map((a, k) => h('button.choice', { type: 'button', onclick: () => this.on.settle(i, a) }, h('kbd', null, k + 2), shown(a, 60))),
            i.heads ? null : h('button.choice', { type: 'button', onclick: () => this.on.edit(i) }, h('kbd', null, 'e'), t('other')),
            q.question === 'column' || i.heads ? h('button.choice', { type: 'button', onclick: () => this.on.columns(i) }, h('kbd', null, 't'), t('columns')) : null,
          ),
    ]
  }

  finding(i) {
    const f = i.finding
    const hint = of(f.hint)
    return [
      h('p.what', null, h('span.tag', { class: 'tag ' + f.severity }, f.accepted ? t('accepted') : t(f.severity)), h('span.where', null, this.title(i)), h('code.rule', null, f.rule)),
      h('p.about', null, shown(of(f.text), 600), hint ? h('span.hint', null, ' ', shown(hint, 300)) : null),
      f.accepted ? h('p.reason', null, t('reason'), '：', shown(f.accepted)) : null,
      this.readOnly
        ? null
        : h(
            'div.choices',
            null,
            isColumns(i) ? h('button.choice.keep', { type: 'button', onclick: () => this.on.columns(i) }, h('kbd', null, 't'), t('columns')) : null,
            f.path ? h('button.choice', { type: 'button', onclick: () => this.on.edit(i) }, h('kbd', null, 'e'), t('edit')) : null,
            f.accepted
              ? h('button.choice', { type: 'button', onclick: () => this.on.accept(i, '') }, h('kbd', null, 'a'), t('takeBack'))
              : acceptable(f)
                ? h('button.choice', { type: 'button', onclick: () => this.on.accept(i) }, h('kbd', null, 'a'), t('accept'))
                : null,
          ),
    ]
  }

  table() {
    return h(
      'ol.issuelist',
      { tabindex: '0' },
      this.list.map((i, k) => {
        const d = i.type === 'doubt'
        return h('li', { class: k === this.at ? 'on' : null }, h('button', { type: 'button', 'aria-current': k === this.at ? 'true' : null, onclick: () => this.pick(k) }, h('span.tag', { class: 'tag ' + (d ? 'doubt' : i.finding.severity) }, d ? t('doubt') : t(i.finding.severity)), h('span.line', null, d ? `${shown(this.names(i.declaration, i.path), 40)}：${shown(i.doubt.chosen, 40)}` : shown(of(i.finding.text), 120)), h('span.where', null, this.title(i))))
      }),
    )
  }
}

// acceptable: that a document cannot be read is never accepted.
const acceptable = (f) => !(f.severity === 'error' && f.rule.startsWith('extract.')) && !!f.fingerprint
