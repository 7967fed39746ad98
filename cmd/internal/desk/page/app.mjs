// The desk: at the left the document, at the right what was read of it.

import { h, fill, shown } from './dom.mjs'
import { t, of, speak, language } from './words.mjs'
import { server } from './api.mjs'
import { kept } from './kept.mjs'
import { openLook, turns } from './look.mjs'
import { Form, textAt } from './form.mjs'
import { Issues, flagsOf, isColumns, offered } from './issues.mjs'
import { Queue } from './queue.mjs'
import { edit } from './edit.mjs'
import { help, askReason, askColumns } from './dialogs.mjs'

const box = globalThis.pbtKept
const token = location.hash.slice(1)
const api = box ? kept(box) : server(token)
const root = document.getElementById('desk')
const s = { words: null, reading: null, declaration: 0, path: '', only: false, revision: 0, look: null, busy: 0, turn: 0 }
let ui = {}

start().catch((e) => fill(root, h('main.alone', null, h('h1', null, t('app')), h('p.bad', { role: 'alert' }, of(e.text) || e.message))))

async function start() {
  speak(remembered('lang') ?? (navigator.language?.startsWith('zh') === false && !box ? undefined : 'zh'))
  if (!box && !token) throw Object.assign(new Error(t('noToken')))
  s.words = await api.words()
  speak(remembered('lang') ?? s.words.lang)
  build()
  await poll()
  await open(0)
  document.addEventListener('keydown', key)
  // On paper all doubts and findings stand, not the one at hand.
  addEventListener('beforeprint', () => issues.print(true))
  addEventListener('afterprint', () => issues.print(false))
  if (!box) setInterval(poll, 1500)
}

function remembered(k, v) {
  try {
    if (v === undefined) return sessionStorage.getItem('pbt.' + k) ?? undefined
    sessionStorage.setItem('pbt.' + k, v)
  } catch {
    return undefined // a page from a folder may have no storage
  }
  return v
}

// build lays out the page, in the language.
function build() {
  const many = (s.total ?? 0) > 1
  document.title = t('app')
  ui.progress = h('progress', { max: 1, value: 0, 'aria-label': t('queue') })
  ui.count = h('span.count')
  ui.name = h('h1.filename')
  ui.note = h('div.note', { role: 'status', 'aria-live': 'polite' })
  ui.queue = h('aside.queue', { 'aria-label': t('queue') })
  ui.look ??= h('div.look', { tabindex: '0', role: 'region' }) // it stays when the language turns
  ui.look.setAttribute('aria-label', t('document'))
  ui.tabs = h('div.tabs')
  ui.issues = h('section.issues', { 'aria-label': t('issues') })
  ui.form = h('div.form')
  ui.tools = h('div.tools')
  ui.body = h('div.body', null, ui.queue, h('main.left', null, h('div.zoom', null, step('−', 'zoomOut', () => s.look?.enlarge(-1)), step('⤢', 'zoomFit', () => s.look?.enlarge(0)), step('+', 'zoomIn', () => s.look?.enlarge(1))), ui.look), h('div.bar', { role: 'separator', 'aria-orientation': 'vertical', 'aria-label': `${t('document')} | ${t('result')}`, tabindex: '0', 'aria-valuenow': '50', onpointerdown: drag, onkeydown: nudge }), h('section.right', { 'aria-label': t('result') }, ui.issues, h('div.formhead', null, ui.tabs, ui.tools), ui.form))
  fill(
    root,
    h(
      'header.top',
      null,
      h('button.small.files', { type: 'button', title: 'q', 'aria-expanded': 'true', onclick: toggleQueue }, t('showQueue')),
      step('‹', 'prevFile', () => queue.step(-1), 'files'),
      step('›', 'nextFile', () => queue.step(1), 'files'),
      ui.name,
      h('span.spring'),
      h('span.progress.files', null, ui.progress, ui.count),
      api.readOnly ? h('button.small', { type: 'button', onclick: () => print() }, t('print')) : exportMenu(),
      h('button.small', { type: 'button', title: 'g', lang: language() === 'en' ? 'zh-CN' : 'en', onclick: turnLanguage }, t('language')),
      h('button.small', { type: 'button', title: '?', 'aria-label': t('help'), onclick: () => help() }, '?'),
    ),
    ui.body,
    ui.note,
  )
  form = new Form(ui.form, s.words, { point: (p) => point(s.declaration, p, 'form'), hover: (p) => hover(p ? [p] : []), edit: editValue })
  issues = new Issues(ui.issues, { point: pointIssue, settle, edit: editIssue, accept, columns: (i) => nameColumns(i.at) }, api.readOnly)
  queue = new Queue(ui.queue, { open })
  root.classList.toggle('one', !many)
}

let form
let issues
let queue

function step(sign, label, f, cls) {
  return h('button.step', { class: 'step' + (cls ? ' ' + cls : ''), type: 'button', 'aria-label': t(label), title: t(label), onclick: f }, sign)
}

function exportMenu() {
  const item = (label, f) => h('button', { type: 'button', onclick: f }, label)
  const leave = (format, id, name) => async () => {
    ui.menu.open = false
    await exportAs(format, id, name)
  }
  ui.menu = h(
    'details.menu',
    { onkeydown: (e) => { if (e.key === 'Escape') { ui.menu.open = false; ui.menu.querySelector('summary').focus() } } },
    h('summary', { title: 'x' }, t('export')),
    h('div.items', null, item(`${t('workbook')} · ${t('thisFile')}`, () => leave('xlsx', s.reading.id, s.reading.name + '.xlsx')()), item(`${t('yaml')} · ${t('thisFile')}`, () => leave('yaml', s.reading.id, s.reading.name + '.yaml')()), h('div.files', null, item(`${t('workbook')} · ${t('allFiles', s.total ?? 1)}`, leave('xlsx', undefined, 'pbt.xlsx')), item(`${t('yaml')} · ${t('allFiles', s.total ?? 1)}`, leave('yaml', undefined, 'pbt.yaml'))), item(t('print'), () => { ui.menu.open = false; print() })),
  )
  return ui.menu
}

async function exportAs(format, id, name) {
  say(t('exporting'))
  try {
    download(await api.export(format, id), base(name))
    say(t('exported', base(name)))
  } catch (e) {
    complain(e)
  }
}

function download(blob, name) {
  const url = URL.createObjectURL(blob)
  const a = h('a', { href: url, download: name })
  document.body.append(a)
  a.click()
  a.remove()
  setTimeout(() => URL.revokeObjectURL(url), 10000)
}

const base = (name) => name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('!'), name.lastIndexOf('\\')) + 1)

function turnLanguage() {
  speak(language() === 'en' ? 'zh' : 'en')
  remembered('lang', language())
  const items = queue.items
  const { only } = s
  build()
  queue.items = items
  queue.arrange()
  queue.mark(s.reading?.id ?? -1)
  progress()
  s.only = only
  if (s.reading) show(s.reading, true)
}

// poll learns what has become of the files in the meantime.
async function poll() {
  try {
    const q = await api.queue(s.revision)
    s.revision = q.revision
    if (s.total !== q.total) {
      s.total = q.total
      root.classList.toggle('one', q.total < 2)
      if (ui.menu) ui.menu.replaceWith(exportMenu())
    }
    if (q.items.length) {
      queue.update(q.items)
      progress()
    }
    if (s.lost) {
      s.lost = false
      say('')
    }
  } catch (e) {
    s.lost = true
    complain(e)
  }
}

function progress() {
  const c = queue.counts()
  ui.progress.max = Math.max(1, c.all)
  ui.progress.value = c.done
  fill(ui.count, t('progress', c.done, c.all))
}

function say(text, bad) {
  fill(ui.note, text ? h('p', { class: bad ? 'bad' : null }, text) : null)
  clearTimeout(s.noteTimer)
  if (text && !bad) s.noteTimer = setTimeout(() => fill(ui.note), 5000)
}

const complain = (e) => say(of(e.text) || e.message || String(e), true)

// open shows a file of the queue.
async function open(id) {
  const turn = ++s.turn
  queue.mark(id)
  s.look?.close()
  s.look = null
  fill(ui.look, h('p.nothing', null, t('loading')))
  fill(ui.name, shown(base(queue.items[id]?.name ?? '')))
  fill(ui.form, h('p.nothing', null, t('reading')))
  try {
    const first = await api.look(id)
    if (turn !== s.turn) return
    if (first.kind !== 'grid' && first.kind !== 'none') {
      await look(id, first, turn)
      // A long document takes seconds to read: its first page comes before.
      await Promise.race([s.look?.first, new Promise((f) => setTimeout(f, 1500))])
    }
    const r = await api.doc(id)
    if (turn !== s.turn) return
    s.declaration = 0
    s.path = ''
    issues.at = 0
    show(r)
    queue.mark(id)
    poll()
    if (!s.look) await look(id, r.look, turn)
    if (turn !== s.turn || !s.look) return
    if (s.look.turns) s.look.turns = turns(r)
    await marks()
    if (issues.now) pointIssue(issues.now)
  } catch (e) {
    if (turn !== s.turn) return
    if (!s.look) fill(ui.look, h('p.nothing', null, t('lookFailed', of(e.text) || e.message)))
    complain(e)
  }
}

// look shows the document itself.
async function look(id, how, turn) {
  const on = { onPoint: (paths) => pointMark(paths), onHover: (paths) => hover(paths ? paths.map((p) => split(p)).filter((p) => p.declaration === s.declaration).map((p) => p.path) : [], true) }
  try {
    const made = await openLook(ui.look, api, id, how, on)
    if (turn !== s.turn) return made.close()
    s.look = made
  } catch (e) {
    if (turn === s.turn) fill(ui.look, h('p.nothing', null, t('lookFailed', of(e.text) || e.message)))
  }
}

// show fills the right side with a reading.
function show(r, again) {
  s.reading = r
  ui.name.title = r.name
  fill(ui.name, shown(base(r.name)))
  document.title = `${base(r.name)} · ${t('app')}`
  const ds = r.document.declarations
  s.declaration = Math.min(s.declaration, Math.max(0, ds.length - 1))
  issues.show(r, nameOf)
  draw()
  if (again && s.look) marks()
}

function draw() {
  const r = s.reading
  const ds = r.document.declarations
  ui.tabs.toggleAttribute('role', false)
  if (ds.length > 1) Object.assign(ui.tabs, { role: 'tablist', ariaLabel: t('result') })
  else ui.tabs.removeAttribute('aria-label')
  fill(
    ui.tabs,
    ds.length > 1
      ? ds.map((d, i) => h('button', { type: 'button', role: 'tab', 'aria-selected': String(i === s.declaration), tabindex: i === s.declaration ? '0' : '-1', title: d.project?.name ?? d.title ?? '', onclick: () => turnTo(i), onkeydown: (e) => tabKey(e, i) }, `${i + 1} ${shown(d.project?.name ?? d.title ?? '', 12)}`))
      : h('span.formname', null, shown(ds[0]?.title ?? '', 40)),
  )
  fill(
    ui.tools,
    h('label.check', { title: 'f' }, h('input', { type: 'checkbox', checked: s.only, onchange: (e) => { s.only = e.target.checked; draw() } }), t('onlyDoubts')),
    api.readOnly ? h('span.dim', null, t('static')) : [h('button.small', { type: 'button', onclick: () => { form.showEmpty = !form.showEmpty; draw() } }, t(form.showEmpty ? 'hideEmpty' : 'showEmpty')), h('button.small', { type: 'button', title: 't', onclick: () => nameColumns() }, t('columns'))],
  )
  form.show(ds[s.declaration], flagsOf(r, s.declaration), s.only)
  ui.form.append(...[corrections(r)].filter(Boolean))
  if (!ds.length) ui.form.prepend(h('p.nothing', null, t(r.document.problems?.some((p) => p.severity === 'error') ? 'unreadableDoc' : 'nothing')))
  form.select(s.path)
}

function tabKey(e, i) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[e.key]
  if (!by) return
  e.preventDefault()
  const n = s.reading.document.declarations.length
  turnTo((i + by + n) % n)
  ui.tabs.children[s.declaration]?.focus()
}

function turnTo(i) {
  s.declaration = i
  s.path = ''
  draw()
  marks()
  const trace = s.reading.document.declarations[i]?.trace ?? {}
  const first = trace.title ?? trace['project.name'] ?? Object.values(trace)[0]
  if (first) s.look?.show([first], { scroll: true })
  ui.form.scrollTop = 0
}

// corrections lists what was saved about the document.
function corrections(r) {
  const list = r.review?.corrections ?? []
  if (!list.length) return null
  return h(
    'section.part',
    null,
    h('h3', null, `${t('corrections')} (${list.length})`),
    h(
      'table.rows',
      null,
      h('thead', null, h('tr', null, [t('from'), t('to'), t('when'), ''].map((x, i) => h(i === 3 ? 'td' : 'th', i === 3 ? null : { scope: 'col' }, x)))),
      h('tbody', null, list.map((c, i) => h('tr', null, h('td', null, shown(c.from, 120) || t('empty')), h('td', null, c.from === c.to && !c.question ? t('confirmed') : c.from === c.to ? t('confirmed') : shown(c.to, 120) || t('empty')), h('td', null, h('span.dim', null, [c.by, c.at?.slice(0, 16).replace('T', ' ')].filter(Boolean).join(' · '))), h('td', null, api.readOnly ? null : h('button.small', { type: 'button', onclick: () => undo(i) }, t('undo')))))),
    ),
    r.saved ? h('p.hint', null, t('saved', r.saved)) : null,
  )
}

// nameOf is what people call the text at a path.
function nameOf(declaration, path) {
  const d = s.reading.document.declarations[declaration]
  if (!d || !path) return ''
  const f = s.words.fields.find((x) => x.path === path)
  if (f) return of(f)
  const m = /^(indicators(?:_medium_term)?(?:\[\d+\](?:\.children)?)+)(?:\.(.*))?$/.exec(path)
  if (m) {
    const name = textAt(d, m[1] + '.name')
    const w = s.words.indicator.find((x) => x.path === m[2])
    const what = w ? of(w) : m[2] === 'value' ? t('value') : m[2] === 'actual' ? t('actual') : ''
    return [name, what].filter(Boolean).join(' · ')
  }
  const x = /^extra\[(\d+)\]/.exec(path)
  if (x) return d.extra?.[x[1]]?.label ?? path
  return path
}

// placesOf is where the text at a path stands: its own place, or that of what holds it.
function placesOf(declaration, path) {
  const trace = s.reading.document.declarations[declaration]?.trace ?? {}
  for (let p = path; p; p = p.replace(/\.?[^.]*$/, '')) {
    for (const tail of ['', '.name', '.text', '.value']) if (trace[p + tail]) return [trace[p + tail]]
  }
  return []
}

const join = (declaration, path) => declaration + ' ' + path

function split(x) {
  const i = x.indexOf(' ')
  return { declaration: Number(x.slice(0, i)), path: x.slice(i + 1) }
}

// marks lays the places of all that was read over the document.
async function marks() {
  const byPlace = new Map()
  const add = (place, paths, kind) => {
    const k = JSON.stringify(place)
    if (!byPlace.has(k)) byPlace.set(k, { place, paths: [], kind: '' })
    const m = byPlace.get(k)
    m.paths.push(...paths)
    const rank = ['', 'warned', 'doubt', 'fault']
    if (rank.indexOf(kind) > rank.indexOf(m.kind)) m.kind = kind
  }
  s.reading.document.declarations.forEach((d, i) => {
    const flags = flagsOf(s.reading, i)
    for (const [p, place] of Object.entries(d.trace ?? {})) add(place, [join(i, p)], flags.get(p) ?? '')
    for (const q of d.uncertain ?? []) if (q.at) add(q.at, [join(i, q.path)], 'doubt')
  })
  for (const f of s.reading.findings) {
    if (!f.accepted && f.at && /^form\.(table-refused|columns-open)$/.test(f.rule)) add(f.at, [], 'warned')
  }
  await s.look?.setMarks([...byPlace.values()])
}

// point goes to a text, at the side that it was not pointed at.
function point(declaration, path, from) {
  if (declaration !== undefined && declaration !== s.declaration) {
    s.declaration = declaration
    draw()
  }
  s.path = path
  form.select(path, from !== 'form')
  s.look?.show(placesOf(s.declaration, path), { scroll: from !== 'page' })
}

function pointMark(marks) {
  const list = marks.map(split)
  const mine = list.filter((m) => m.declaration === s.declaration)
  const m = (mine.length ? mine : list).sort((a, b) => b.path.length - a.path.length)[0]
  if (m) point(m.declaration, m.path, 'page')
}

function hover(paths, fromPage) {
  form.light(fromPage ? paths : [])
  s.look?.light(fromPage ? [] : paths.flatMap((p) => placesOf(s.declaration, p)))
}

function pointIssue(i) {
  if (i.declaration !== undefined && i.path) point(i.declaration, i.path, 'issue')
  if (i.at) s.look?.show([i.at], { scroll: true })
}

// change sends what was said, and shows the reading that comes of it.
async function change(c) {
  const r = await api.change(s.reading.id, c)
  s.said = null // the columns that were answered last, to be taken back
  const at = ui.form.scrollTop
  show(r, true)
  ui.form.scrollTop = at
  say(r.saved ? t('saved', base(r.saved)) : '')
  poll()
  return r
}

async function attempt(f) {
  if (s.busy || api.readOnly) return
  s.busy++
  try {
    await f()
  } catch (e) {
    complain(e)
  } finally {
    s.busy--
  }
}

// settle answers a doubt: with one of its alternatives, or as it was read.
function settle(i, to) {
  return attempt(async () => {
    const q = i.doubt
    const level = q.question === 'level1' || q.question === 'level2'
    if (i.heads) {
      const said = answerHeads(i, to)
      await change(said)
      s.said = said.columns
    } else await change({ set: [{ declaration: i.declaration, path: q.path, question: level ? q.question : undefined, to: to ?? q.chosen, chosen: to === null ? q.chosen : undefined }] })
    if (issues.now) pointIssue(issues.now)
    else say(t('settled'))
  })
}

// answerHeads says what a column is; where that is not known, the doubt is confirmed at
// every label that it stands at.
function answerHeads(i, to) {
  const q = i.doubt
  if (q.question === 'target') return { columns: { [to ?? q.chosen]: 'value' } }
  const alike = s.reading.document.declarations[i.declaration].uncertain.filter((u) => u.question === q.question && u.chosen === q.chosen && String(u.alternatives) === String(q.alternatives))
  return { set: alike.map((u) => ({ declaration: i.declaration, path: u.path, to: q.chosen, chosen: q.chosen })) }
}

function accept(i, reason) {
  return attempt(async () => {
    const f = i.finding
    const why = reason ?? (await askReason(f))
    if (why === undefined) return
    await change({ accept: [{ rule: f.rule, fingerprint: f.fingerprint, reason: why }] })
    if (issues.now) pointIssue(issues.now)
  })
}

function undo(index) {
  return attempt(async () => {
    if (index === undefined && s.said) {
      await change({ columns: Object.fromEntries(Object.keys(s.said).map((head) => [head, ''])) })
      return say(t('undone1'))
    }
    const list = s.reading.review?.corrections ?? []
    if (!list.length) return
    let i = index
    if (i === undefined) i = list.reduce((best, c, k) => ((c.at ?? '') >= (list[best].at ?? '') ? k : best), 0)
    await change({ undo: [i] })
    say(t('undone1'))
  })
}

// editValue opens the editor of a text in its place.
function editValue(path) {
  if (api.readOnly) return
  const element = form.find(path)
  if (!element) return
  const real = element.dataset.path
  const d = s.reading.document.declarations[s.declaration]
  const set = (to) => ({ declaration: s.declaration, path: real, to })
  edit(element, {
    text: textAt(d, real), label: nameOf(s.declaration, real), kinds: s.words.kinds,
    retype: (text) => api.retype(s.reading.id, set(text)),
    save: async (text) => {
      await change({ set: [set(text)] })
      point(s.declaration, real, 'form')
      form.find(real)?.focus()
    },
    done: (e) => e.focus?.(),
  })
  s.look?.show(placesOf(s.declaration, real), { scroll: true })
}

function editIssue(i) {
  const q = i.doubt
  if (q && (q.question === 'level1' || q.question === 'level2')) return editLevel(i)
  if (i.heads) return nameColumns(i.at)
  point(i.declaration, i.path, 'issue')
  editValue(i.path)
}

// editLevel asks for another label above an indicator.
function editLevel(i) {
  const d = s.reading.document.declarations[i.declaration]
  const labels = new Set(i.doubt.alternatives)
  const walk = (nodes, depth) => nodes.forEach((n) => {
    if (!n.children?.length) return
    if (depth === (i.doubt.question === 'level1' ? 0 : 1)) labels.add(n.name)
    walk(n.children, depth + 1)
  })
  walk(d.indicators ?? [], 0)
  const button = ui.issues.querySelector('.choices')
  edit(button, {
    text: i.doubt.chosen, label: t('q_' + i.doubt.question), kinds: s.words.kinds, choices: [...labels],
    save: (text) => change({ set: [{ declaration: i.declaration, path: i.path, question: i.doubt.question, to: text }] }).then(() => issues.now && pointIssue(issues.now)),
  })
}

// nameColumns opens the window in which columns are given roles.
function nameColumns(at) {
  if (api.readOnly) return
  const r = s.reading
  const place = at ?? r.findings.find((f) => isColumns({ type: 'finding', finding: f }))?.at
  return askColumns({
    tables: r.look.tables ?? [], at: place, columns: r.review?.columns ?? {}, roles: s.words.roles,
    try: (columns) => api.change(r.id, { columns, try: true }),
    save: async (columns, pile) => {
      await change({ columns, pile })
      issues.at = 0
      issues.draw()
    },
    profile: async (columns) => {
      try {
        const name = base(r.name).replace(/\.[^.]*$/, '') + '.profile.yaml'
        download(await api.profile(name.replace(/\.yaml$/, ''), columns), name)
        say(t('profileSaved', name))
      } catch (e) {
        complain(e)
      }
    },
  })
}

function toggleQueue() {
  const off = root.classList.toggle('noqueue')
  root.querySelector('.top .files')?.setAttribute('aria-expanded', String(!off))
}

// drag moves the bar between the two sides.
function drag(e) {
  e.target.setPointerCapture(e.pointerId)
  const move = (m) => {
    const left = ui.look.parentElement.getBoundingClientRect().left
    const right = ui.body.getBoundingClientRect().right
    split2((m.clientX - left) / (right - left))
  }
  e.target.addEventListener('pointermove', move)
  e.target.addEventListener('lostpointercapture', () => e.target.removeEventListener('pointermove', move), { once: true })
}

function split2(share) {
  const x = Math.min(0.8, Math.max(0.2, share))
  s.share = x
  ui.body.style.setProperty('--left', `${x}fr`)
  ui.body.style.setProperty('--right', `${1 - x}fr`)
  ui.body.querySelector('.bar').setAttribute('aria-valuenow', Math.round(100 * x))
}

function nudge(e) {
  const by = { ArrowLeft: -0.04, ArrowRight: 0.04 }[e.key]
  if (!by) return
  e.preventDefault()
  split2((s.share ?? 0.5) + by)
}

// key does what the letters do; those that are typed into a field are its own.
function key(e) {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return
  if (e.target.closest?.('input:not([type=checkbox]), textarea, select, dialog[open], .editor')) return
  const i = issues.now
  const number = Number(e.key)
  const acts = {
    n: () => issues.go(1), p: () => issues.go(-1), j: () => issues.go(1), k: () => issues.go(-1), l: () => issues.toggle(),
    e: () => (document.activeElement?.matches('.form .val') ? editValue(document.activeElement.dataset.path) : i && !api.readOnly && editIssue(i)),
    F2: () => document.activeElement?.matches('.form .val') && editValue(document.activeElement.dataset.path),
    a: () => i?.type === 'finding' && accept(i, i.finding.accepted ? '' : undefined),
    u: () => undo(), t: () => nameColumns(i && isColumns(i) ? i.at : undefined),
    '[': () => queue.step(-1), ']': () => queue.step(1), q: toggleQueue,
    f: () => { s.only = !s.only; draw() },
    '+': () => s.look?.enlarge(1), '=': () => s.look?.enlarge(1), '-': () => s.look?.enlarge(-1), 0: () => s.look?.enlarge(0),
    x: () => { if (ui.menu) { ui.menu.open = !ui.menu.open; if (ui.menu.open) ui.menu.querySelector('.items button').focus() } },
    g: turnLanguage, '?': () => help(),
  }
  if (number >= 1 && number <= 9 && i?.type === 'doubt' && !api.readOnly) {
    const to = number === 1 ? null : offered(i)[number - 2]
    if (to === undefined) return
    e.preventDefault()
    settle(i, to)
  } else if (acts[e.key]) {
    e.preventDefault()
    acts[e.key]()
  }
}

// probe is what the tests ask: whether every value's box shows the text that was read.
export const probe = { state: s, placesOf, marks, textAt }
