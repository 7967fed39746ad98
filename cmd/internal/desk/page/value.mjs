// Typed values in words.

import { h, shown } from './dom.mjs'
import { language } from './words.mjs'

const ops = { '>=': '≥', '>': '＞', '=': '=', '<': '＜', '<=': '≤', '~': '约' }

// typed says what a value was read as, in short.
export function typed(v) {
  if (!v) return ''
  switch (v.kind) {
    case 'quantity':
    case 'reference':
      return [v.reference && v.kind === 'quantity' ? v.reference : '', v.subject, (v.per ? '每' + v.per : ''), (ops[v.op] ?? '') + (v.number ?? v.reference ?? ''), v.unit].filter(Boolean).join(' ')
    case 'interval':
      return `${v.min_exclusive ? '（' : '['}${v.min ?? '-∞'}, ${v.max ?? '+∞'}${v.max_exclusive ? '）' : ']'} ${v.unit ?? ''}`.trim()
    case 'deadline': {
      const d = v.deadline ?? {}
      const at = d.date ?? (d.from ? `${d.from}–${d.to ?? ''}` : d.relative ? `${d.relative} ${d.number ?? ''}${d.unit ?? ''}` : d.recurring ?? '')
      return `${ops[v.op] ?? ''} ${at}`.trim()
    }
    case 'scale':
      return (v.grades ?? []).join(' / ')
    case 'compound':
      return (v.clauses ?? []).map(typed).join(v.join === 'or' ? ' ∨ ' : ' ∧ ')
    case 'qualitative':
    case 'blank':
    case 'unparsed':
      return ''
  }
  return ''
}

// kindOf is the kind of a value as a mark beside it.
export function kindOf(v, kinds) {
  if (!v) return null
  return h('span.kind', { class: 'kind k-' + v.kind }, language() === 'en' ? v.kind : kinds[v.kind] ?? v.kind)
}

// reading is a value's typed reading, for a line below it.
export function reading(v, kinds) {
  return [kindOf(v, kinds), ' ', shown(typed(v))]
}
