// Setting a text right where it stands, with what it reads as below it.

import { h, fill, shown, later } from './dom.mjs'
import { t, of } from './words.mjs'
import { reading } from './value.mjs'

// edit puts an editor in the place of an element, until it is saved or given up.
// options: {text, label, kinds, choices, retype(text), save(text, why), done()}.
export function edit(element, options) {
  const long = options.text.length > 36 || options.text.includes('\n')
  const id = 'choices' + Math.random().toString(36).slice(2)
  const field = long ? h('textarea', { rows: Math.min(8, 2 + Math.floor(options.text.length / 30)) }) : h('input', { type: 'text' })
  if (options.choices?.length && !long) field.setAttribute('list', id)
  field.value = options.text
  field.setAttribute('aria-label', t('editOf', options.label))
  field.className = 'field'
  const result = h('p.typedline', { role: 'status' })
  const save = h('button.primary', { type: 'button' }, t('save'), h('kbd', null, '↵'))
  const editor = h(
    'div.editor',
    null,
    field,
    options.choices?.length && !long ? h('datalist', { id }, options.choices.map((c) => h('option', { value: c }))) : null,
    result,
    h('div.buttons', null, save, h('button.small', { type: 'button', onclick: () => end() }, t('cancel'), h('kbd', null, 'Esc'))),
  )
  let ended = false
  let turn = 0
  const look = async () => {
    if (!options.retype) return
    const mine = ++turn
    try {
      const r = await options.retype(field.value)
      if (ended || mine !== turn) return
      save.disabled = !!r.fault
      fill(result, r.fault ? h('span.bad', null, of(r.fault)) : r.value ? [t('typing'), ' ', reading(r.value, options.kinds)] : r.text !== field.value ? [t('typing'), ' ', shown(r.text)] : '')
    } catch (e) {
      if (!ended) fill(result, h('span.bad', null, of(e.text) || e.message))
    }
  }
  const soon = later(look, 120)
  const end = () => {
    if (ended) return
    ended = true
    editor.replaceWith(element)
    options.done?.(element)
  }
  const keep = async () => {
    if (save.disabled) return
    save.disabled = true
    try {
      await options.save(field.value.trim())
      ended = true
    } catch (e) {
      save.disabled = false
      fill(result, h('span.bad', null, t('notSaved', of(e.text) || e.message)))
    }
  }
  save.addEventListener('click', keep)
  field.addEventListener('input', soon)
  editor.addEventListener('keydown', (e) => {
    e.stopPropagation()
    if (e.isComposing) return // Enter chooses a word of an input method
    if (e.key === 'Escape') end()
    else if (e.key === 'Enter' && !e.shiftKey && e.target === field) {
      e.preventDefault()
      keep()
    }
  })
  element.replaceWith(editor)
  field.focus()
  field.select()
  look()
  return end
}
