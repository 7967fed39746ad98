// The windows over the page: keys, a reason, and what columns hold.

import { h, fill, shown, later } from './dom.mjs'
import { t, of, language, roles } from './words.mjs'
import { keyOf, where } from './place.mjs'

// dialog shows a window and ends with what it was closed with.
export function dialog(title, body, { wide } = {}) {
  const d = h('dialog', { class: wide ? 'wide' : null, 'aria-labelledby': 'dialogtitle' })
  const close = (result) => {
    d.returned = result
    d.close()
  }
  const x = h('button.step', { type: 'button', 'aria-label': t('close'), title: 'Esc', onclick: () => close() }, '×')
  put(d, h('header', null, h('h2', { id: 'dialogtitle' }, title), x), body(close))
  document.body.append(d)
  d.addEventListener('keydown', (e) => d.open && e.stopPropagation())
  return new Promise((done) => {
    d.addEventListener('close', () => {
      d.remove()
      done(d.returned)
    })
    d.showModal()
  })
}

const put = (e, ...c) => e.append(...c.flat(Infinity).filter(Boolean))

// help lists the keys.
export function help() {
  const keys = [
    ['n', 'k_next'], ['p', 'k_prev'], ['1', 'k_confirm'], ['2 … 9', 'k_alt'], ['e', 'k_edit'], ['a', 'k_accept'], ['u', 'k_undo'], ['t', 'k_columns'],
    ['[  ]', 'k_file'], ['q', 'k_queue'], ['l', 'k_list'], ['f', 'k_filter'], ['+  −  0', 'k_zoom'], ['x', 'k_export'], ['↑ ↓ ← →', 'k_move'], ['Tab', 'k_tab'], ['Esc', 'k_esc'], ['g', 'k_lang'], ['?', 'k_help'],
  ]
  return dialog(t('keysTitle'), () => h('table.keys', null, h('tbody', null, keys.map(([k, what]) => h('tr', null, h('th', { scope: 'row' }, k.split(/\s+/).map((x) => [h('kbd', null, x), ' '])), h('td', null, t(what)))))))
}

// askReason asks why a finding is accepted.
export function askReason(finding) {
  return dialog(t('acceptTitle'), (close) => {
    const field = h('textarea', { rows: 3, id: 'reason', required: true, autofocus: true })
    const fault = h('p.bad', { role: 'alert' })
    const save = () => {
      if (field.value.trim()) close(field.value.trim())
      else fill(fault, t('reasonNeeded'))
    }
    field.addEventListener('keydown', (e) => {
      if (e.key === 'Enter' && !e.shiftKey && !e.isComposing) {
        e.preventDefault()
        save()
      }
    })
    return h('form.ask', { onsubmit: (e) => e.preventDefault() }, h('p.about', null, shown(of(finding.text), 300)), h('label', { for: 'reason' }, t('reason')), field, fault, h('div.buttons', null, h('button.primary', { type: 'button', onclick: save }, t('save')), h('button.small', { type: 'button', onclick: () => close() }, t('cancel'))))
  })
}

const roleName = (r) => (roles[r] ? roles[r][language() === 'en' ? 1 : 0] : r)

// askColumns lets the columns of a table be named, with what is read that way
// beside. tools: {tables, at, columns, roles, try(columns), save(columns, pile), profile(columns)}.
export function askColumns(tools) {
  return dialog(t('columnsTitle'), (close) => body(tools, close), { wide: true })
}

function body(tools, close) {
  const { tables } = tools
  if (!tables.length) return h('p.nothing', null, t('noTables'))
  const answers = { ...tools.columns }
  let table = tables.findIndex((x) => holds(x, tools.at))
  if (table < 0) table = tables.reduce((best, x, i) => (headScore(x) > headScore(tables[best]) ? i : best), 0)
  let row = headRow(tables[table], tools.at)
  const heads = h('div.heads', { role: 'group', 'aria-label': t('headRow'), tabindex: '0' })
  const result = h('div.result', { role: 'group', 'aria-label': t('tryRead'), 'aria-live': 'polite', tabindex: '0' })
  const fault = h('p.bad', { role: 'alert' })
  let turn = 0
  const attempt = later(async () => {
    const mine = ++turn
    fill(result, h('p.nothing', null, t('reading')))
    try {
      const r = await tools.try(changed())
      if (mine === turn) fill(result, preview(r))
      fill(fault)
    } catch (e) {
      if (mine === turn) fill(fault, of(e.text) || e.message)
    }
  }, 250)
  // changed is what to send: an answer that was taken back has an empty role.
  const changed = () => {
    const out = { ...answers }
    for (const head of Object.keys(tools.columns)) if (!(head in answers)) out[head] = ''
    return out
  }
  const draw = () => {
    const cells = tables[table].rows[row] ?? []
    fill(
      heads,
      h('table.rows', null, h('thead', null, h('tr', null, h('th', { scope: 'col' }, t('headRow') + ' ' + t('rowN', row + 1)), h('th', { scope: 'col' }, t('role')))),
        h('tbody', null, cells.map((c) => {
          const name = clean(c.t)
          const pick = h('select', { 'aria-label': name, onchange: (e) => {
            if (e.target.value) answers[name] = e.target.value
            else delete answers[name]
            attempt()
          } }, h('option', { value: '' }, t('none')), tools.roles.map((r) => h('option', { value: r, selected: answers[name] === r }, roleName(r))))
          const below = tables[table].rows.slice(row + 1).map((r) => r.find((x) => x.c <= c.c && c.c < x.c + (x.cs ?? 1))?.t).filter(Boolean).slice(0, 3)
          return h('tr', null, h('th', { scope: 'row' }, shown(name, 60), h('div.sample', null, below.map((s) => h('span', null, shown(s, 18))))), h('td', null, pick))
        })),
      ),
    )
  }
  const rows = h('select', { id: 'headrow', onchange: (e) => { row = Number(e.target.value); draw() } })
  const fillRows = () => fill(rows, tables[table].rows.map((r, i) => r.length > 1 ? h('option', { value: i, selected: i === row }, `${t('rowN', i + 1)}：${shown(r.map((c) => clean(c.t)).join(' | '), 60)}`) : null))
  const whole = h('select', { id: 'whichtable', onchange: (e) => { table = Number(e.target.value); row = headRow(tables[table]); fillRows(); draw() } }, tables.map((x, i) => h('option', { value: i, selected: i === table }, `${i + 1} · ${where(x.at, language())} ${shown(clean(x.rows.find((r) => r.length)?.[0]?.t ?? ''), 24)}`)))
  fillRows()
  draw()
  attempt()
  const keep = (pile) => async () => {
    try {
      await tools.save(changed(), pile)
      close(true)
    } catch (e) {
      fill(fault, t('notSaved', of(e.text) || e.message))
    }
  }
  return h(
    'div.columns',
    null,
    h('p.hint', null, t('columnsHint')),
    h('p.picks', null, h('label', { for: 'whichtable' }, t('whichTable')), whole, h('label', { for: 'headrow' }, t('headRow')), rows),
    h('div.two', null, heads, h('div', null, h('h3', null, t('tryRead')), result)),
    fault,
    h('div.buttons', null, h('button.primary', { type: 'button', onclick: keep(false) }, t('saveHere')), h('button.small', { type: 'button', onclick: keep(true) }, t('savePile')), h('button.small', { type: 'button', onclick: () => tools.profile(answers) }, t('saveProfile')), h('button.small', { type: 'button', onclick: () => close() }, t('cancel'))),
  )
}

const clean = (s) => (s ?? '').replace(/\s+/g, '')

// holds reports whether a place stands in a table.
function holds(table, at) {
  return !!at && table.rows.some((r) => r.some((c) => keyOf(c.at) === keyOf(at) || inBox(c.at, at)))
}

const inBox = (a, b) => a.page && a.page === b.page && a.box && b.box && a.box[0] <= b.box[0] + 1 && a.box[1] <= b.box[1] + 1 && a.box[2] >= b.box[0] && a.box[3] >= b.box[1] + 1

const marks = /指标|目标|名称|内容|单位|权重|分值|标准|说明|序号|级/

// score is how much a row looks like the heads of a table of indicators.
const score = (r) => (r.length < 3 ? 0 : r.filter((c) => marks.test(c.t) && clean(c.t).length <= 14).length)

const headScore = (table) => Math.max(0, ...table.rows.map(score))

// headRow guesses which row has the heads: that of the place, else the first of the
// most such texts.
function headRow(table, at) {
  let best = -1
  let most = 1
  table.rows.forEach((r, i) => {
    const n = score(r) + (r.length >= 3 && at && r.some((c) => keyOf(c.at) === keyOf(at)) ? 2 : 0)
    if (n > most) [best, most] = [i, n]
  })
  return best < 0 ? Math.max(0, table.rows.findIndex((r) => r.length >= 3)) : best
}

// preview is what would be read, in short.
function preview(r) {
  const leaves = []
  const walk = (nodes, above) => nodes.forEach((n) => (n.children?.length ? walk(n.children, [...above, n.name]) : leaves.push({ n, above })))
  for (const d of r.document.declarations) walk(d.indicators ?? [], [])
  const doubts = r.document.declarations.reduce((k, d) => k + (d.uncertain?.length ?? 0), 0)
  return [
    h('p.tried', null, h('b', null, t('tried', r.document.declarations.length, leaves.length, doubts))),
    leaves.length
      ? h('table.rows', null, h('tbody', null, leaves.slice(0, 60).map(({ n, above }) => h('tr', null, h('td', null, shown(above.join(' › '), 40)), h('td', null, shown(n.name, 40)), h('td', null, shown(n.value?.text ?? '', 30))))))
      : h('p.nothing', null, t('nothing')),
    r.findings.filter((f) => f.rule.startsWith('form.') && f.severity !== 'info').slice(0, 3).map((f) => h('p.hint', null, shown(of(f.text), 240))),
  ]
}

