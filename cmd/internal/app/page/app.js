'use strict';
(() => {
  const words = {
    zh: {
      about: '绩效目标表的读取和检查', say: '把文件拖到这里：PDF、OFD、Excel、Word、扫描件、网页、文本', choose: '选择文件', stays: '文件只在这台机器上读，不会发到任何地方。',
      other: 'English', starting: '正在启动……', reading: (n, of, name) => `正在读第 ${n} 个，共 ${of} 个：${name}`, page: (n) => `，认第 ${n} 页`, done: (n) => `读完 ${n} 个文件`, failed: '启动不了：', broke: '读不了：',
      none: '没有绩效目标表', form: (n) => `第 ${n} 张表`, doubts: '存疑', repairs: '修正', findings: '发现', save: '保存 ', forms: '张表', rows: '个指标',
      fields: { title: '标题', year: '年度', unit: '单位', department: '主管部门', 'project.name': '项目名称', 'project.code': '项目编码', 'funds.total': '总额（元）', 'funds.year': '当年（元）', 'goals.overall': '总体目标', 'goals.annual': '年度目标' },
      columns: ['一级指标', '二级指标', '三级指标', '原文', '分值', '实际完成值', '得分', '存疑'],
    },
    en: {
      about: 'reads and checks performance declarations', say: 'Drop files here: PDF, OFD, Excel, Word, scans, web pages, text', choose: 'Choose files', stays: 'Files are read on this machine alone and are sent nowhere.',
      other: '中文', starting: 'starting …', reading: (n, of, name) => `reading ${n} of ${of}: ${name}`, page: (n) => `, recognising page ${n}`, done: (n) => `${n} file${n === 1 ? '' : 's'} read`, failed: 'it cannot start: ', broke: 'cannot be read: ',
      none: 'no form', form: (n) => `form ${n}`, doubts: 'in doubt', repairs: 'mended', findings: 'findings', save: 'Save ', forms: 'forms', rows: 'indicators',
      fields: { title: 'title', year: 'year', unit: 'unit', department: 'department', 'project.name': 'project', 'project.code': 'code', 'funds.total': 'total (yuan)', 'funds.year': 'of the year (yuan)', 'goals.overall': 'goal', 'goals.annual': 'goal of the year' },
      columns: ['level 1', 'level 2', 'indicator', 'target', 'weight', 'actual', 'score', 'in doubt'],
    },
  };
  const printed = ['一级指标', '二级指标', '三级指标', '原文', '分值', '实际完成值', '得分', '存疑'];
  const $ = (id) => document.getElementById(id);
  let lang = 'zh';
  const say = () => words[lang];
  const made = (tag, text, cls) => { const e = document.createElement(tag); if (text !== undefined) e.textContent = text; if (cls) e.className = cls; return e; };
  // A part of the page, packed; it is taken out once.
  const part = (id) => { const s = $(id).textContent; $(id).textContent = ''; return s; };
  const speak = () => {
    document.documentElement.lang = lang;
    for (const id of ['about', 'say', 'choose', 'stays']) $(id).textContent = say()[id];
    $('lang').textContent = say().other;
    show();
  };

  // The worker is made when the first file comes, or a moment after the page is there.
  let worker, started;
  const began = performance.now();
  const waiting = new Map();
  function start() {
    if (started) return started;
    worker = new Worker(URL.createObjectURL(new Blob([$('worker').textContent], { type: 'text/javascript' })));
    started = new Promise((resolve, reject) => {
      worker.onerror = (e) => reject(new Error(e.message));
      worker.onmessage = ({ data }) => {
        if (data.started) { document.documentElement.dataset.started = String(Math.round(performance.now() - began)); resolve(); }
        else if (data.page) progress(data.page);
        else if (data.wants) worker.postMessage({ weights: part('weights') });
        else if (data.id === undefined) reject(new Error(data.error));
        else { waiting.get(data.id)(data); waiting.delete(data.id); }
      };
    });
    worker.postMessage({ program: part('program') });
    return started;
  }
  const ask = (id, name, bytes) => new Promise((resolve) => { waiting.set(id, resolve); worker.postMessage({ id, name, bytes, lang }, [bytes]); });

  const files = []; // {name, file, answer, error}
  let at = 0, busy = false, page = 0;
  function progress(n) { page = n; state(); }
  function state() {
    $('run').hidden = files.length === 0;
    $('bar').max = files.length || 1;
    $('bar').value = at;
    const f = files[at];
    $('state').textContent = busy && f ? say().reading(at + 1, files.length, f.name) + (page ? say().page(page) : '') : busy ? say().starting : say().done(at);
    $('saves').hidden = busy || !files.some((x) => x.answer);
  }
  async function take(list) {
    for (const file of list) files.push({ name: file.webkitRelativePath || file.name, file });
    if (busy) return state();
    busy = true;
    $('run').hidden = false;
    $('state').textContent = say().starting;
    try {
      await start();
      for (; at < files.length; at++) {
        page = 0;
        state();
        const f = files[at];
        try {
          const r = await ask(at, f.name, await f.file.arrayBuffer());
          if (r.error) f.error = r.error; else f.answer = JSON.parse(r.answer);
        } catch (e) { f.error = String(e); }
        f.file = null;
        $('files').append(f.card = card(f));
      }
    } catch (e) {
      $('state').replaceChildren(made('span', say().failed + e.message, 'bad'));
      busy = false;
      return;
    }
    busy = false;
    state();
    document.documentElement.dataset.read = String(at);
  }

  const get = (o, path) => path.split('.').reduce((v, k) => v?.[k], o);
  function remarks(title, list, cls) {
    if (!list?.length) return [];
    const ul = made('ul');
    for (const r of list) {
      const li = made('li', undefined, r.severity ?? cls);
      if (r.where) li.append(made('span', r.where, 'where'));
      li.append(r.what);
      ul.append(li);
    }
    return [made('h3', `${title} ${list.length}`), ul];
  }
  function declaration(f, doc, i, d, k) {
    const box = made('div');
    box.append(made('h3', [say().form(k + 1), d.project?.name, d.form].filter(Boolean).join(' · ')));
    const dl = made('dl');
    for (const [path, label] of Object.entries(say().fields)) {
      const v = get(d, path);
      if (v) dl.append(made('dt', label), made('dd', String(v)));
    }
    box.append(dl);
    const head = f.answer.columns;
    const rows = f.answer.rows.filter((r) => r[0] === doc.source.file && r[1] === String(k + 1));
    if (rows.length) {
      const t = made('table'), h = made('tr');
      const used = printed.map((c) => head.indexOf(c)).map((c, n) => ({ c, n })).filter(({ c }) => rows.some((r) => r[c]));
      for (const { n } of used) h.append(made('th', say().columns[n]));
      t.append(h);
      for (const r of rows) {
        const tr = made('tr', undefined, r[head.indexOf('存疑')] ? 'doubted' : '');
        for (const { c } of used) tr.append(made('td', r[c]));
        t.append(tr);
      }
      const scroll = made('div', undefined, 'scroll');
      scroll.tabIndex = 0;
      scroll.append(t);
      box.append(scroll);
    }
    box.append(...remarks(say().doubts, f.answer.doubts[i][k], 'doubt'), ...remarks(say().repairs, f.answer.repairs[i][k], ''));
    return box;
  }
  function card(f) {
    const a = made('article');
    const h = made('h2', f.name);
    a.append(h);
    if (f.error) { a.append(made('p', say().broke + f.error, 'bad')); return a; }
    const forms = f.answer.documents.reduce((n, d) => n + (d.declarations?.length ?? 0), 0);
    h.append(made('span', forms ? `${forms} ${say().forms} · ${f.answer.rows.length} ${say().rows}` : say().none, 'count'));
    f.answer.documents.forEach((doc, i) => {
      (doc.declarations ?? []).forEach((d, k) => a.append(declaration(f, doc, i, d, k)));
      a.append(...remarks(say().findings, f.answer.findings[i]));
    });
    return a;
  }
  function show() {
    $('files').replaceChildren(...files.filter((f) => f.answer || f.error).map((f) => (f.card = card(f))));
    const kinds = { YAML: ['yaml', '---\n', 'application/yaml'], JSON: ['json', null, 'application/json'], CSV: ['csv', '', 'text/csv'] };
    $('saves').replaceChildren(...Object.entries(kinds).map(([name, [key, , type]]) => {
      const b = made('button', say().save + name, 'small');
      b.type = 'button';
      b.id = 'save-' + key;
      b.onclick = () => save(`pbt.${key}`, type, joined(key));
      return b;
    }));
    state();
  }
  // All that was read, in one file of a format.
  function joined(key) {
    const all = files.filter((f) => f.answer).map((f) => f.answer);
    if (key === 'yaml') return all.map((a) => a.yaml).join('---\n');
    if (key === 'csv') return all.map((a, i) => (i ? a.csv.slice(a.csv.indexOf('\n') + 1) : a.csv)).join('');
    return all.length === 1 ? all[0].json : JSON.stringify(all.flatMap((a) => a.documents), null, 2) + '\n';
  }
  function save(name, type, text) {
    const link = made('a');
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  $('lang').onclick = () => { lang = lang === 'zh' ? 'en' : 'zh'; speak(); };
  $('pick').onchange = (e) => { take([...e.target.files]); e.target.value = ''; };
  for (const kind of ['dragenter', 'dragover']) document.addEventListener(kind, (e) => { e.preventDefault(); $('drop').classList.add('over'); });
  for (const kind of ['dragleave', 'drop']) document.addEventListener(kind, (e) => { e.preventDefault(); $('drop').classList.remove('over'); });
  document.addEventListener('drop', (e) => take([...e.dataTransfer.files]));
  globalThis.pbtJoined = joined;
  speak();
  setTimeout(() => start().catch(() => {}));
})();
