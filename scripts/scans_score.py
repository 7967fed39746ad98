#!/usr/bin/env python3
"""scans_score.py DIR --pbt CMD [-v] [--json]: reads the scans of DIR that scans.py drew and says of each manner what was read rightly and what was doubted.

rows      labels, name and value right; silent: wrong, and nothing names it: no doubt and no unparsed value at its place, no warning that prints its text
unlearned wrong rows whose only fault is a character that the net never learned (parser/scan/internal/reading/unlearned.tsv): counted apart
cells     printed cells that landed in the declaration: labels, names, values (sign, figure and unit each), weights, scores, actual values, reasons, fields, funds
flagged   right cells that carry a doubt; silent cells: wrong ones that carry none
CPU s     user and system time a page"""
import argparse, collections, json, os, re, resource, shlex, subprocess, unicodedata

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')
SIGNS = {'≥': '>=', '≤': '<=', '＝': '=', '＞': '>', '＜': '<'}
FIELDS = {'overview': ['narrative.overview'], 'basis': ['narrative.basis'], 'necessity': ['narrative.necessity'], 'plan': ['narrative.plan'], 'goals': ['goals.overall', 'goals.annual'], 'department': ['department']}
FUNDS = {'total': ['funds.total', 'funds.year'], 'current_year': ['funds.year']}


def plain(s):
    s = unicodedata.normalize('NFKC', str(s if s is not None else '')).replace('≧', '≥').replace('≦', '≤').replace('—', '-')
    return re.sub(r'\s+', '', s)


def figure(s):
    try: return f'{float(plain(s).replace(",", "")):g}'
    except ValueError: return plain(s)


def at(d, path):
    for k in path.split('.'): d = d.get(k) if isinstance(d, dict) else None
    return d


def leaves(nodes, root='indicators', above=()):
    for i, x in enumerate(nodes or []):
        path = f'{root}[{i}]'
        if x.get('children'): yield from leaves(x['children'], path + '.children', above + ((x.get('name', ''), path),))
        else: yield above, path, x


def unlearned():
    path = os.path.join(ROOT, 'parser/scan/internal/reading/unlearned.tsv')
    return {l[0] for l in open(path, encoding='utf8') if not l.startswith('#')}


class Reading:
    """A declaration as it was read, and what it doubts."""

    def __init__(self, d, problems):
        self.d, self.problems = d, [p for p in problems if p.get('severity') in ('warning', 'error') and p.get('rule', '').startswith(('extract.', 'form.'))]
        self.doubts = collections.defaultdict(list)
        for u in d.get('uncertain') or []: self.doubts[u.get('path', '')].append(u)
        self.rows = list(leaves(d.get('indicators')))

    def doubted(self, path): return any(path == u or u.startswith(path + '.') or path.startswith(u + '.') for u in self.doubts)

    def named(self, path, *texts):
        """Whether anything names what stands at a path or prints one of the texts."""
        if path and self.doubted(path): return True
        return any(path and (p.get('path') or '').startswith(path) or any(len(t) > 1 and plain(t) in plain(f"{p.get('message')}{p.get('found')}") for t in texts) for p in self.problems)


def pair(gold, rows):
    """Rows of the reading beside those of the gold: by name and value, by name, and what is left in order."""
    left, out = list(rows), {}
    for same in (lambda g, x: plain(x.get('name')) == plain(g['name']) and plain((x.get('value') or {}).get('text')) == plain(g['text']), lambda g, x: plain(x.get('name')) == plain(g['name'])):
        for i, g in enumerate(gold):
            found = None if i in out else next((r for r in left if same(g, r[2])), None)
            if found: out[i] = found; left.remove(found)
    rest = [i for i in range(len(gold)) if i not in out]
    if len(rest) == len(left): out.update(zip(rest, left))
    return out, [] if len(rest) == len(left) else left


class Tally(collections.Counter):
    def cell(self, r, right, path, what, notes):
        self['cells'] += 1
        doubted = r.doubted(path)
        self['right'] += right
        self['flagged'] += right and doubted
        self['silent cells'] += not right and not doubted
        if right and doubted: notes.append(f'flagged {what}: ' + '; '.join(f"{u['chosen']} {u.get('alternatives')} {u.get('margin')}" for u in r.doubts.get(path, [])[:2]))
        elif not right and not doubted: notes.append(f'SILENT {what}')


def value_cells(t, r, g, path, x, notes):
    """The printed cells of a value: one, or sign, figure and unit."""
    v = x.get('value') or {}
    if not g.get('sign'):
        t.cell(r, plain(v.get('text')) == plain(g['text']), path + '.value', f"value {g['text']} read {v.get('text')}", notes)
        return
    unit = (g['typed'] or {}).get('unit', '')
    parts = [('figure', figure(v.get('text')) == figure(g['text']))]
    if unit: parts += [('sign', v.get('op') == SIGNS[g['sign']]), ('unit', plain(v.get('unit')) == plain(unit))]
    doubts = {json.dumps(u.get('at')) for u in r.doubts.get(path + '.value', [])}
    for k, (what, right) in enumerate(parts):
        doubted = k < len(doubts) if all(ok for _, ok in parts) else bool(doubts)
        t['cells'] += 1; t['right'] += right; t['flagged'] += right and doubted; t['silent cells'] += not right and not doubted
        if not right and not doubted: notes.append(f'SILENT {what} of {g["name"]}: {v}')
    if doubts and all(ok for _, ok in parts): notes.append(f"flagged {g['sign']} {g['text']} {unit}: " + '; '.join(f"{u['chosen']} {u.get('alternatives')} {u.get('margin')}" for u in r.doubts[path + '.value']))


def judge(t, gold, r, never, notes):
    rows, extra = pair(gold['indicators'], r.rows)
    t['invented'] += len(extra)
    labels = set()
    for i, g in enumerate(gold['indicators']):
        t['rows'] += 1
        if i not in rows:
            t['silent rows'] += not r.named('', g['name'], g['text']) and not r.problems
            t['unlearned'] += bool(set(g['name']) & never)
            notes.append(f"row lost: {g['name']} {g['text']}")
            continue
        above, path, x = rows[i]
        v = x.get('value') or {}
        right = {'name': plain(x.get('name')) == plain(g['name']), 'value': plain(v.get('text')) == plain(g['text']) and (not g.get('sign') or not (g['typed'] or {}).get('unit') or v.get('op') == SIGNS[g['sign']])}
        for k, label in enumerate((g['level1'], g['level2'])):
            read, where = above[k] if k < len(above) else ('', path)
            right[label] = plain(read) == plain(label)
            if where not in labels:
                labels.add(where)
                t.cell(r, right[label], where + '.name' if where != path else path, f'label {label} read {read}', notes)
        t.cell(r, right['name'], path + '.name', f"name {g['name']} read {x.get('name')}", notes)
        value_cells(t, r, g, path, x, notes)
        for key, where in (('weight', 'weight'), ('score', 'score')):
            if key in g: t.cell(r, figure(x.get(where)) == figure(g[key]), f'{path}.{where}', f'{key} {g[key]} read {x.get(where)}', notes)
        if 'actual' in g: t.cell(r, plain((x.get('actual') or {}).get('text')) == plain(g['actual']), path + '.actual', f"actual {g['actual']} read {x.get('actual')}", notes)
        if g.get('reason'): t.cell(r, plain(x.get('deviation')) == plain(g['reason']), path + '.deviation', f"reason read {x.get('deviation')}", notes)
        if all(right.values()): t['rows right'] += 1; continue
        unparsed = v.get('kind') == 'unparsed'
        if not (unparsed or r.named(path, g['name'], g['text']) or any(r.doubted(w) for _, w in above)): t['silent rows'] += 1
        only = [w for w, ok in right.items() if not ok]
        t['unlearned'] += only == ['name'] and bool(set(g['name']) & never) and len(plain(g['name'])) == len(plain(x.get('name'))) and all(a == b or a in never for a, b in zip(plain(g['name']), plain(x.get('name'))))
        notes.append(f"row wrong {only}: {g['name']} {g['text']} read {x.get('name')} {v.get('text')}")
    for paths, want, same in [(['unit'], gold['unit'], plain), (['project.name'], gold['project'], plain)] + [(FIELDS[k], v, plain) for k, v in gold['fields'].items()] + [(FUNDS[k], v, figure) for k, v in gold['budget'].items()]:
        path = next((p for p in paths if at(r.d, p) and same(at(r.d, p)) == same(want)), next((p for p in paths if at(r.d, p)), paths[0]))
        read = at(r.d, path)
        was = t['silent cells']
        named = not read and bool(r.problems)
        if named: t['cells'] += 1
        else: t.cell(r, same(read) == same(want), path, f'{path} {want} read {read}', notes)
        t['silent fields'] += t['silent cells'] - was


def read(pbt, path):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    p = subprocess.run(shlex.split(pbt) + ['parse', '-o', 'json', path], capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return json.loads(p.stdout) if p.stdout.strip() else {}, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('dir'); p.add_argument('--pbt', default='pbt'); p.add_argument('-v', action='store_true'); p.add_argument('--json', help='a file to which the tallies are written')
    a = p.parse_args()
    by, never = collections.defaultdict(Tally), unlearned()
    for line in open(os.path.join(a.dir, 'gold.jsonl'), encoding='utf8'):
        g = json.loads(line)
        doc, cpu = read(a.pbt, os.path.join(a.dir, g['file']))
        t, notes = by[g['kind'].removeprefix('scan-')], []
        t['pages'] += max(1, len(at(doc, 'source.ocr.pages') or [])); t['cpu'] += cpu
        ds = doc.get('declarations') or []
        for i, gd in enumerate(g['declarations']):
            d = next((d for d in ds if plain(at(d, 'project.name')) == plain(gd['project'])), ds[i] if i < len(ds) else {})
            judge(t, gd, Reading(d, doc.get('problems') or []), never, notes)
        if a.v and notes: print(f"\n{g['file']}:"); [print('   ', x) for x in notes]
    total = Tally()
    for t in by.values(): total.update(t)
    cols = ['rows', 'unlearned', 'silent rows', 'invented', 'cells', 'flagged', 'silent cells', 'silent fields', 'CPU s']
    print(f"\n{'manner':14}" + ''.join(f'{c:>15}' for c in cols))
    for k, t in list(by.items()) + [('all', total)]:
        share = lambda n, of: f'{n}/{of} {100 * n / max(1, of):.0f}%'
        vals = [share(t['rows right'], t['rows']), t['unlearned'], t['silent rows'], t['invented'], share(t['right'], t['cells']), share(t['flagged'], t['right']), t['silent cells'], t['silent fields'], f"{t['cpu'] / max(1, t['pages']):.1f}"]
        print(f'{k:14}' + ''.join(f'{v:>15}' for v in vals))
    if a.json: json.dump({k: dict(t) for k, t in by.items()}, open(a.json, 'w'))


main()
