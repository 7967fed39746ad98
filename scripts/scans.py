#!/usr/bin/env python3
"""scans.py DIR [--seed N] [--each N] [--manners a,b]: draws forms, prints them and makes scans of them, with gold.jsonl beside.

Each form is drawn from words of its own, printed to PDF by Chromium, turned to pictures by pdftoppm and spoilt by ImageMagick in one of the manners in which scans
arrive: office scanners, seals, watermarks, black and white, copies of copies, weak cartridges, book gutters, telephones, pages sideways and overhead. The same seed
gives the same scans. gold.jsonl says what is printed: of each row both labels, the name, the value, and what stands beside it."""
import argparse, json, math, os, random, subprocess, sys, tempfile

WHAT = '档案整理 河道清淤 校园食堂 疫苗冷链 电子病历 古树名木 公交站亭 充电桩 地下管廊 法律援助 残疾人康复 职业技能 粮食仓储 高标准农田 气象雷达 消防水源 社区养老 垃圾分拣 博物馆展陈 城市绿道 污泥处置 宽带网络 应急广播 乡村卫生室 就业帮扶 体育场馆 家庭医生 科普巡展 湿地保护 边坡加固 公共厕所 数据治理 执法装备 心理咨询 图书流通 老年助餐'.split()
MEASURE = '完成率 覆盖率 合格率 投入金额 建设数量 更新台数 开展场次 服务人数 验收通过率 平均响应时长 投诉起数 单位造价 节约成本 知晓度 运行稳定性 管理规范性 按期完工率 设备完好率 惠及户数 资金到位率 处置及时率 能耗下降率 差错率 满意度 长效机制'.split()
VALUE = '≥95% ≥98.5% ≤3% 100% =100% ≤45天 ≥12场 ≥260人次 ≤1,350元/平方米 36台 ＜5起 ≥1200户 ≤30分钟 ≥85.00% 合规 有效提升 逐步改善 健全 不少于18次 12月底前 =8个 ≥3.5公里 不超过200万元 每季度1次 ≤0.5‰ >=90% <=2小时 显著增强 60%-75% ≥4700册'.split()
PARTS = ['15', '97.5', '3', '1200', '100', '0', '86', '45', '2.75', '640', '9', '18']
UNIT = '% 套 公里 小时 人次 万元 座 亩 起 户 次 天'.split()
WORD = '规范 逐步完善 有效保障 较好 明显下降'.split()
PLACE = '临川区 望江县 松岭市 石门街道 白鹭镇 云台新区 沙河市 桐山县'.split()
OFFICE = '档案馆 水利局 教育体育局 疾病预防控制中心 城市管理局 人力资源服务中心 林业和园林局 应急管理局'.split()
PROJECT = '设施更新改造 专项经费 运行维护费 能力提升行动 试点补助资金 管护服务采购'.split()
SENTENCE = ['全面完成年度建设任务，按合同节点组织验收；', '通过购买服务方式补足基层力量，', '资金实行专账核算，专款专用。', '建立台账，按月调度，对滞后事项及时督办；', '使辖区群众就近享受便捷服务，', '年内惠及居民不少于2.6万人次。']
OUT = ('产出指标', '数量指标 质量指标 时效指标 成本指标'.split())
COST = ('成本指标', '经济成本指标 社会成本指标 生态环境成本指标'.split())
GAIN = ('效益指标', '经济效益指标 社会效益指标 生态效益指标 可持续影响指标'.split())
GLAD = ('满意度指标', ['服务对象满意度指标'])
CITY = [('投入与管理', '投入管理 财务管理 实施管理'.split()), ('产出目标', '数量 质量 时效'.split()), ('效果目标', '社会效益 经济效益 满意度'.split()), ('影响力目标', '长效管理 配套设施 信息共享'.split())]
OPS = {'≥': '>=', '≤': '<=', '＝': '=', '＞': '>', '＜': '<'}
FONTS = ['Noto Serif CJK SC', 'Noto Sans CJK SC', 'Droid Sans Fallback']
MANNERS = 'clean300 office200 office150 seal200 watermark200 faded200 bilevel300 bilevel200 copy200 gutter200 phone sideways200 overhead200'.split()


class Form:
    """A form as rows of cells (text, columns, rows, style) and its gold."""

    def __init__(self, r, layout):
        self.r, self.rows, self.gold, self.wide = r, [], [], layout == 'list'
        self.used = set()
        getattr(self, layout)()

    def name(self):
        while True:
            s = self.r.choice(WHAT) + self.r.choice(MEASURE)
            if s not in self.used:
                self.used.add(s)
                return s

    def text(self, n): return ''.join(self.r.choice(SENTENCE) for _ in range(n))
    def money(self): return f'{self.r.randrange(100, 900000) / 100:,.2f}'

    def begin(self, form, title, cols, year=True):
        r = self.r
        self.cols = cols
        self.gold.append({'form': form, 'year': r.randrange(2018, 2027), 'unit': r.choice(PLACE) + r.choice(OFFICE), 'project': r.choice(WHAT) + r.choice(PROJECT), 'fields': {}, 'budget': {}, 'indicators': []})
        g = self.gold[-1]
        self.rows.append([(title, cols, 1, 'h')])
        if year: self.rows.append([(f'（{g["year"]}年度）', cols, 1, 'c')])
        return g

    def tree(self, levels, most=3):
        out = []
        for one, twos in levels:
            for two in self.r.sample(twos, self.r.randrange(1, len(twos) + 1)):
                for _ in range(self.r.randrange(1, most + 1)): out.append((one, two))
        return sorted(out, key=lambda x: [l[0] for l in levels].index(x[0]))

    def indicators(self, g, labels, cells, lead=None, style=''):
        """Rows of a tree, labels merged; cells gives what stands beside them."""
        order = []
        for one, two in labels:
            if (one, two) not in order: order.append((one, two))
        labels = sorted(labels, key=lambda x: order.index(x))
        for i, (one, two) in enumerate(labels):
            row = []
            if i == 0 and lead: row.append((lead, 1, len(labels) + 1, 'c'))
            if i == 0 or labels[i - 1][0] != one: row.append((one, 1, sum(l[0] == one for l in labels), 'c'))
            if i == 0 or labels[i - 1] != (one, two): row.append((two, 1, labels.count((one, two)), 'c'))
            gold, more = cells()
            g['indicators'].append({'level1': one, 'level2': two, 'typed': None, **gold})
            self.rows.append(row + more)

    def city(self):
        g = self.begin('shanghai', '财政项目支出绩效目标表', 4)
        self.rows.append([('申报单位名称：' + g['unit'], 4, 1, '')])
        self.rows.append([('项目名称：', 1, 1, ''), (g['project'], 1, 1, ''), ('项目类别：', 1, 1, ''), ('经常性项目', 1, 1, '')])
        for label, key in (('项目概况：', 'overview'), ('立项依据：', 'basis'), ('项目设立的必要性：', 'necessity'), ('项目实施计划：', 'plan'), ('总目标及阶段性目标：', 'goals')):
            g['fields'][key] = self.text(self.r.randrange(1, 4))
            self.rows.append([(label, 1, 1, ''), (g['fields'][key], 3, 1, '')])
        g['budget'] = {'total': self.money(), 'current_year': self.money()}
        self.rows.append([('项目总预算（元）：', 1, 1, ''), (g['budget']['total'], 1, 1, 'r'), ('项目当年预算（元）：', 1, 1, ''), (g['budget']['current_year'], 1, 1, 'r')])
        self.rows.append([(s, 1, 1, 'c') for s in ('一级目标', '二级目标', '三级目标', '指标目标值')])
        def cells():
            n, v = self.name(), self.r.choice(VALUE)
            return {'name': n, 'text': v}, [(n, 1, 1, ''), (v, 1, 1, 'c')]
        self.indicators(g, self.tree(CITY), cells)

    def plain(self):
        g = self.begin('mof2015', '项目支出绩效目标申报表', 5)
        self.rows.append([('项目名称', 1, 1, 'c'), (g['project'], 4, 1, 'c')])
        g['fields'] = {'department': self.r.choice(PLACE) + '人民政府', 'goals': self.text(3)}
        self.rows.append([('主管部门', 1, 1, 'c'), (g['fields']['department'], 2, 1, ''), ('实施单位', 1, 1, 'c'), (g['unit'], 1, 1, '')])
        self.rows.append([('项目资金（万元）', 1, 2, 'c'), ('年度资金总额：', 2, 1, ''), (self.money(), 2, 1, 'r')])
        self.rows.append([('其中：财政拨款', 2, 1, ''), (self.money(), 2, 1, 'r')])
        self.rows.append([('年度总体目标', 1, 1, 'c'), (g['fields']['goals'], 4, 1, '')])
        labels = self.tree([OUT, GAIN, GLAD])
        self.rows.append([('绩效指标', 1, len(labels) + 1, 'c')] + [(s, 1, 1, 'c') for s in ('一级指标', '二级指标', '三级指标', '指标值')])
        def cells():
            n, v = self.name(), self.r.choice(VALUE)
            return {'name': n, 'text': v}, [(n, 1, 1, ''), (v, 1, 1, 'c')]
        self.indicators(g, labels, cells)

    def split(self):
        g = self.begin('mof2021', '部门预算项目支出绩效目标表', 7)
        self.rows.append([('项目名称', 1, 1, 'c'), (g['project'], 3, 1, ''), ('预算单位', 1, 1, 'c'), (g['unit'], 2, 1, '')])
        self.rows.append([('资金总额（万元）', 1, 1, 'c'), (self.money(), 2, 1, 'r'), ('其中：财政资金', 2, 1, 'c'), (self.money(), 2, 1, 'r')])
        g['fields']['goals'] = self.text(2)
        self.rows.append([('绩效目标', 1, 1, 'c'), (g['fields']['goals'], 6, 1, '')])
        self.rows.append([(s, 1, 1, 'c') for s in ('一级指标', '二级指标', '三级指标', '指标性质', '指标值', '计量单位', '权重')])
        labels = self.tree([COST, OUT, GAIN, GLAD], 2)
        weights = self.weights(len(labels), 100)
        self.indicators(g, labels, lambda: self.parts(next(weights)))

    def weights(self, n, whole):
        """Weights of n rows that add up to the whole."""
        return iter([whole // n] * (n - 1) + [whole - whole // n * (n - 1)])

    def parts(self, weight=None):
        n = self.name()
        if self.r.random() < .2: sign, value, unit = '定性', self.r.choice(WORD), ''
        else: sign, value, unit = self.r.choice('≥≤＝＞＜≥≤'), self.r.choice(PARTS), self.r.choice(UNIT)
        typed = {'kind': 'quantity', 'op': OPS[sign], 'value': value, 'unit': unit, 'per': '', 'subject': '', 'upper': ''} if unit else {'kind': 'qualitative'}
        gold, cells = {'name': n, 'text': value, 'typed': typed, 'sign': sign}, [(n, 1, 1, ''), (sign, 1, 1, 'c'), (value, 1, 1, 'c'), (unit, 1, 1, 'c')]
        if weight is None: return gold, cells
        return {**gold, 'weight': weight}, cells + [(str(weight), 1, 1, 'c')]

    def selfeval(self):
        g = self.begin('selfeval', '项目支出绩效自评表', 9)
        self.rows.append([('项目名称', 2, 1, 'c'), (g['project'], 7, 1, '')])
        g['fields']['department'] = self.r.choice(PLACE) + '财政局'
        self.rows.append([('主管部门', 2, 1, 'c'), (g['fields']['department'], 2, 1, ''), ('实施单位', 1, 1, 'c'), (g['unit'], 4, 1, '')])
        labels = self.tree([OUT, GAIN, GLAD])
        self.rows.append([('绩效指标', 1, len(labels) + 1, 'c')] + [(s, 1, 1, 'c') for s in ('一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值', '分值', '得分', '偏差原因分析及改进措施')])
        weights = self.weights(len(labels), 100)
        def cells():
            n, v, a, w = self.name(), self.r.choice(VALUE), self.r.choice(VALUE), next(weights)
            why = self.r.choice(['', '', '', '招标流程较长，已加快推进'])
            score = w - .5 if why else w
            return {'name': n, 'text': v, 'weight': w, 'score': score, 'actual': a, 'reason': why}, [(n, 1, 1, ''), (v, 1, 1, 'c'), (a, 1, 1, 'c'), (str(w), 1, 1, 'c'), (str(score), 1, 1, 'c'), (why, 1, 1, '')]
        self.indicators(g, labels, cells)
        total = sum(x['score'] for x in g['indicators'])
        self.rows.append([('总分', 6, 1, 'c'), ('100', 1, 1, 'c'), (f'{total:g}', 1, 1, 'c'), ('', 1, 1, '')])

    def list(self):
        year, unit, first = self.r.randrange(2019, 2027), self.r.choice(PLACE) + self.r.choice(OFFICE), len(self.rows)
        self.cols = 10
        self.rows.append([(f'{year}年部门预算项目支出绩效目标表', 10, 1, 'h')])
        self.rows.append([(s, 1, 1, 'c') for s in ('单位名称', '项目名称', '预算数（万元）', '年度绩效目标', '一级指标', '二级指标', '三级指标', '指标性质', '指标值', '计量单位')])
        for project in self.r.sample(WHAT, 2):
            g = {'form': 'widelist', 'year': year, 'unit': unit, 'project': project + self.r.choice(PROJECT), 'fields': {}, 'budget': {}, 'indicators': []}
            self.gold.append(g)
            labels, at = self.tree([OUT, GAIN, GLAD], 2), len(self.rows)
            self.indicators(g, labels, self.parts)
            n = len(labels)
            self.rows[at][:0] = [(unit, 1, n, 'c'), (g['project'], 1, n, 'c'), (self.money(), 1, n, 'c'), (self.text(1), 1, n, '')]

    def html(self):
        r = self.r
        size, pad, border = r.choice([8.5, 9, 9.5, 10, 10.5]), r.choice([1, 2, 3]), r.choice([.5, .6, .75, 1])
        style = f'@page{{size:A4 {"landscape" if self.wide else "portrait"};margin:{r.randrange(10, 22)}mm}}body{{font:{size}pt "{r.choice(FONTS)}"}}table{{border-collapse:collapse;width:100%}}td{{border:{border}pt solid #000;padding:{pad}px 3px;text-align:left}}tr{{break-inside:avoid}}.c{{text-align:center}}.r{{text-align:right}}.h{{text-align:center;font-weight:bold;font-size:130%}}'
        rows = '\n'.join('<tr>' + ''.join(f'<td class="{s}" colspan={w} rowspan={h}>{t.replace("<", "&lt;")}</td>' for t, w, h, s in row) for row in self.rows)
        return f'<!doctype html><meta charset=utf-8><style>{style}</style><table>{rows}</table>'


def run(*args): subprocess.run([str(a) for a in args], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def size(path): return [int(x) for x in subprocess.run(['identify', '-format', '%w %h', path], capture_output=True, text=True, check=True).stdout.split()]


def font(): return subprocess.run(['fc-match', '-f', '%{file}', 'Noto Sans CJK SC:bold'], capture_output=True, text=True, check=True).stdout


def seal(r, dpi, x, y, ink, name):
    """Drawing primitives of a round seal: ring, star and lettering."""
    unit, radius = dpi / 25.4, r.choice([19, 20, 21]) * dpi / 25.4
    star = ' '.join(f'{x + f * radius * math.sin(k * math.pi / 5):.1f},{y - f * radius * math.cos(k * math.pi / 5):.1f}' for k in range(10) for f in [.27 if k % 2 == 0 else .105])
    out = f'fill none stroke {ink} stroke-width {1.1 * unit:.1f} circle {x},{y} {x + radius:.0f},{y} stroke none fill {ink} polygon {star} '
    for i, c in enumerate(name):
        a = -130 + 260 * i / (len(name) - 1)
        out += f'push graphic-context translate {x + .78 * radius * math.sin(math.radians(a)):.1f},{y - .78 * radius * math.cos(math.radians(a)):.1f} rotate {a:.1f} font-size {4.6 * unit:.1f} text {-2.3 * unit:.1f},{1.7 * unit:.1f} "{c}" pop graphic-context '
    return out


def signature(r, dpi, w, h, ink):
    x, y, unit = r.uniform(.2, .7) * w, r.uniform(.3, .8) * h, dpi / 25.4
    path = f'M {x:.0f},{y:.0f} '
    for _ in range(7):
        path += f'C {x + r.uniform(0, 4) * unit:.0f},{y - r.uniform(2, 8) * unit:.0f} {x + r.uniform(2, 6) * unit:.0f},{y + r.uniform(2, 8) * unit:.0f} {x + r.uniform(3, 7) * unit:.0f},{y + r.uniform(-2, 2) * unit:.0f} '
        x += r.uniform(2, 5) * unit
    return f"fill none stroke {ink} stroke-width {.55 * unit:.1f} path '{path}' "


def specks(r, w, h, n, side):
    return 'fill black stroke none ' + ' '.join(f'circle {x},{y} {x + r.uniform(.5, side):.1f},{y}' for x, y in ((r.randrange(w), r.randrange(h)) for _ in range(n)))


class Spoiler:
    """Spoils pictures of one document in a manner; what the document keeps through its pages is drawn once."""

    def __init__(self, r, manner, gold):
        self.r, self.manner, self.dpi = r, manner, int(manner[-3:]) if manner[-3:].isdigit() else 220
        self.name = gold[0]['unit'] + '财务专用章'
        self.mark = r.choice(['内部资料', '仅供参考', '样本 SAMPLE', f'存档 {r.randrange(1000, 9999)}', '严禁复制', 'DRAFT'])
        self.angle, self.grey, self.points = r.choice([-45, -35, -25, 20, 30, 40]), r.randrange(160, 222), r.randrange(26, 54)
        self.tint = r.random() < .3
        self.deg = r.uniform(-1, 1)

    def office(self, src, blur=.5, noise=.6, quality=None):
        """Arguments of an office scanner: tilt, soft edges, grain."""
        return [src, '-background', 'white', '-rotate', f'{self.deg:.2f}', '-blur', f'0x{blur}', '-seed', self.r.randrange(9999), '-attenuate', noise, '+noise', 'Gaussian']

    def page(self, src, dst):
        """Spoils one picture into dst, and gives the compression that PDF has of it."""
        r, dpi, (w, h) = self.r, self.dpi, size(src)
        kind = self.manner.rstrip('0123456789')
        grey = ['-colorspace', 'Gray']
        return getattr(self, kind)(r, dpi, w, h, src, dst, grey)

    def clean(self, r, dpi, w, h, src, dst, grey): run('convert', src, *grey, dst); return 'Zip'
    def jpeg(self, args, dst, low=55, high=85): run('convert', *args, dst); return f'JPEG {self.r.randrange(low, high)}'

    def sideways(self, r, dpi, w, h, src, dst, grey): return self.jpeg(self.office(src) + grey + ['-rotate', r.choice([90, 270])], dst)
    def overhead(self, r, dpi, w, h, src, dst, grey): return self.jpeg(self.office(src) + grey + ['-rotate', 180], dst)

    def seal(self, r, dpi, w, h, src, dst, grey):
        ink = r.choice(['#d8232a', '#c41e1e', '#e05050', '#b03030', '#cc3366'])
        draw = ''.join(seal(r, dpi, r.uniform(.2, .8) * w, r.uniform(.25, .7) * h, ink, self.name) for _ in range(r.randrange(1, 4)))
        pen = signature(r, dpi, w, h, r.choice(['#1a1a1a', '#22306e'])) if r.random() < .6 else ''
        run('convert', src, '(', '-size', f'{w}x{h}', 'xc:white', '-font', font(), '-draw', draw + pen, '-blur', '0x0.8', ')', '-compose', 'multiply', '-composite', dst)
        return self.jpeg(self.office(dst), dst, 60, 85)

    def watermark(self, r, dpi, w, h, src, dst, grey):
        step, unit, out = self.points * dpi / 72 * sum(1 if c > '~' else .6 for c in self.mark) * r.uniform(1.3, 2), dpi / 72, ''
        colour = r.choice(['#e8b0b0', '#a9bfe6']) if self.tint else f'rgb({self.grey},{self.grey},{self.grey})'
        for i in range(-1, 4):
            for j in range(-1, 5): out += f'push graphic-context translate {i * step + (j % 2) * step / 2:.0f},{j * step * .6:.0f} rotate {self.angle} text 0,0 "{self.mark}" pop graphic-context '
        run('convert', src, '(', '-size', f'{w}x{h}', 'xc:white', '-font', font(), '-fill', colour, '-pointsize', self.points * unit, '-draw', out, ')', '-compose', 'multiply', '-composite', dst)
        return self.jpeg(self.office(dst) + ([] if self.tint else grey), dst)

    def faded(self, r, dpi, w, h, src, dst, grey):
        return self.jpeg(self.office(src, .6) + ['+level', f'{r.randrange(30, 52)}%,{r.randrange(92, 99)}%'] + grey, dst)

    def bilevel(self, r, dpi, w, h, src, dst, grey):
        run('convert', *self.office(src, .4 if dpi < 300 else .6, .5), *grey, '-threshold', f'{r.randrange(48, 66)}%', '-draw', specks(r, w, h, r.randrange(20, 90), dpi / 150), '-threshold', '50%', dst)
        return 'Group4'

    def copy(self, r, dpi, w, h, src, dst, grey):
        draw = seal(r, dpi, r.uniform(.3, .7) * w, r.uniform(.35, .7) * h, 'black', self.name)
        run('convert', *self.office(src, .7, .8), *grey, '-threshold', f'{r.randrange(62, 74)}%', '-blur', '0x0.8', '-rotate', f'{r.uniform(-.4, .4):.2f}', '-font', font(), '-draw', draw, '-threshold', f'{r.randrange(50, 62)}%',
            '-draw', specks(r, w, h, r.randrange(80, 200), dpi / 120), '-threshold', '50%', dst)
        return 'Group4'

    def gutter(self, r, dpi, w, h, src, dst, grey):
        bow = r.randrange(6, 14)
        run('convert', src, *grey, '(', '-size', f'{w}x1', 'xc:', '-fx', '0.5+0.5*exp(-(i/w)/0.12)', '-scale', f'{w}x{h}!', ')', '-compose', 'displace', '-define', f'compose:args=0x{bow * 2}', '-composite',
            '(', '-size', f'{w}x1', 'xc:', '-fx', '1-0.75*exp(-(i/w)/0.035)', '-scale', f'{w}x{h}!', ')', '-compose', 'multiply', '-composite', '-blur', '0x0.5', '-attenuate', '.6', '+noise', 'Gaussian', dst)
        return f'JPEG {r.randrange(55, 80)}'

    def phone(self, r, dpi, w, h, src, dst, grey):
        m, d = round(.05 * w), lambda: r.uniform(0, .03) * w
        to = [(d(), d()), (w - d(), d()), (w - d(), h - d()), (d(), h - d())]
        points = ' '.join(f'{x},{y} {a + m:.0f},{b + m:.0f}' for (x, y), (a, b) in zip([(0, 0), (w, 0), (w, h), (0, h)], to))
        run('convert', src, '-virtual-pixel', 'background', '-background', '#404040', '-define', f'distort:viewport={w + 2 * m}x{h + 2 * m}+0+0', '-distort', 'Perspective', points,
            '(', '-size', f'{w + 2 * m}x{h + 2 * m}', f'gradient:white-gray({r.randrange(45, 70)}%)', '-rotate', r.choice([0, 180]), ')', '-compose', 'multiply', '-composite', '-blur', '0x0.9', '-attenuate', '.8', '+noise', 'Gaussian', dst)
        return f'JPEG {r.randrange(60, 85)}'


def bind(pages, how, dpi, out):
    """Writes a PDF of pictures: JPEG as it is, the others by way of TIFF."""
    if how[0] != 'JPEG':
        tiffs = [p + '.tif' for p in pages]
        for p, t in zip(pages, tiffs): run('convert', p, '+repage', '-units', 'PixelsPerInch', '-density', dpi, '-type', 'Bilevel' if how[0] == 'Group4' else 'Grayscale', '-compress', how[0], t)
        run('tiffcp', *tiffs, pages[0] + '.all.tif')
        return run('tiff2pdf', '-o', out, pages[0] + '.all.tif')
    objects, kids = [], ' '.join(f'{3 + 3 * i} 0 R' for i in range(len(pages)))
    for i, p in enumerate(pages):
        run('convert', p, '-quality', how[1], p + '.jpg')
        (w, h), data = size(p + '.jpg'), open(p + '.jpg', 'rb').read()
        colour = 'DeviceGray' if subprocess.run(['identify', '-format', '%[channels]', p + '.jpg'], capture_output=True, text=True).stdout.startswith('gray') else 'DeviceRGB'
        pw, ph, n = w * 72 / dpi, h * 72 / dpi, 3 + 3 * i
        content = f'{pw:.2f} 0 0 {ph:.2f} 0 0 cm /I Do'.encode()
        objects += [f'<</Type/Page/Parent 2 0 R/MediaBox[0 0 {pw:.2f} {ph:.2f}]/Contents {n + 1} 0 R/Resources<</XObject<</I {n + 2} 0 R>>>>>>'.encode(),
                    f'<</Length {len(content)}>>stream\n'.encode() + content + b'\nendstream',
                    f'<</Type/XObject/Subtype/Image/Width {w}/Height {h}/ColorSpace/{colour}/BitsPerComponent 8/Filter/DCTDecode/Length {len(data)}>>stream\n'.encode() + data + b'\nendstream']
    with open(out, 'wb') as f:
        f.write(b'%PDF-1.4\n')
        places = []
        for i, o in enumerate([b'<</Type/Catalog/Pages 2 0 R>>', f'<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>'.encode()] + objects):
            places.append(f.tell())
            f.write(f'{i + 1} 0 obj\n'.encode() + o + b'\nendobj\n')
        at = f.tell()
        f.write(f'xref\n0 {len(places) + 1}\n0000000000 65535 f \n'.encode() + b''.join(f'{p:010d} 00000 n \n'.encode() for p in places) + f'trailer<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n'.encode())


def office(self, r, dpi, w, h, src, dst, grey): return self.jpeg(Spoiler.office(self, src) + grey, dst)


def draw(out, seed, manner, k, gold):
    r = random.Random(f'{seed} {manner} {k}')
    layout = r.choice(['city', 'plain', 'split', 'selfeval', 'list'])
    form = Form(r, layout)
    file = f'{manner}-{layout}-{k}.pdf'
    spoil = Spoiler(r, manner, form.gold)
    if manner.startswith('office'): spoil.page = lambda s, d: office(spoil, r, spoil.dpi, *size(s), s, d, ['-colorspace', 'Gray'])
    with tempfile.TemporaryDirectory() as tmp:
        page = os.path.join(tmp, 'form.html')
        open(page, 'w', encoding='utf8').write(form.html())
        run('chromium', '--headless', '--no-sandbox', '--disable-gpu', '--no-pdf-header-footer', f'--print-to-pdf={tmp}/form.pdf', page)
        run('pdftoppm', '-r', spoil.dpi, '-png', f'{tmp}/form.pdf', f'{tmp}/p')
        done = []
        for src in sorted(x for x in os.listdir(tmp) if x.startswith('p-')):
            dst = os.path.join(tmp, 'd' + src)
            how = spoil.page(os.path.join(tmp, src), dst).split()
            done.append(dst)
        bind(done, how, spoil.dpi, os.path.join(out, file))
        os.makedirs(os.path.join(out, 'print'), exist_ok=True)
        os.replace(f'{tmp}/form.pdf', os.path.join(out, 'print', file))
    gold.write(json.dumps({'file': file, 'kind': 'scan-' + manner, 'declarations': form.gold}, ensure_ascii=False) + '\n')


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument('dir')
    p.add_argument('--seed', default='1')
    p.add_argument('--each', type=int, default=2)
    p.add_argument('--manners', default=','.join(MANNERS))
    a = p.parse_args()
    os.makedirs(a.dir, exist_ok=True)
    with open(os.path.join(a.dir, 'gold.jsonl'), 'a', encoding='utf8') as gold:
        for manner in a.manners.split(','):
            for k in range(a.each): draw(a.dir, a.seed, manner, k, gold)


main()
