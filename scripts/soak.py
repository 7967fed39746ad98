#!/usr/bin/env python3
"""soak.py: rate and memory of `pbt convert` over a long run.

  scripts/soak.py PBT [--documents 200000] [--jobs 2] [--work DIR] [--svg FILE] [--tsv FILE]
  scripts/soak.py PBT --from DIR [--times 20] …

The documents are small forms, a third each HTML, CSV and xlsx, every one with its
own name and numbers, a thousand to a folder; with --from, copies of the files of DIR
instead, each with bytes of its own where no reader looks. Every two seconds it counts
the outputs and takes what the run's own process and its workers hold in memory (Pss:
shared pages once). The last quarter of the run is set against the second one: that is
where a drift would show. Needs Linux (/proc) and Python's standard library.
"""
import argparse
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

ROWS = [
    ("产出指标", "数量指标", "养护道路里程", "≥{a}公里"),
    ("产出指标", "质量指标", "工程验收合格率", "≥{b}%"),
    ("产出指标", "时效指标", "项目按期完成率", "＝100%"),
    ("效益指标", "社会效益指标", "受益群众人数", "≥{c}人"),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥{b}%"),
]
HEAD = ("一级指标", "二级指标", "三级指标", "指标值")


def rows(i):
    of = {"a": 10 + i % 977, "b": 80 + i % 20, "c": 1000 + i}
    top = [("项目支出绩效目标表", "", "", ""), (f"（{2020 + i % 7}年度）", "", "", ""),
           ("项目名称", f"第{i}号道路养护", "主管部门", "交通运输局"),
           ("年度资金总额", f"{100 + i % 900}.50", "财政拨款", f"{100 + i % 900}.50"), HEAD]
    return top + [(a, b, c, v.format(**of)) for a, b, c, v in ROWS]


def html(i):
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in rows(i))
    return f"<html><meta charset=utf-8><body><table border=1>{body}</table></body></html>".encode()


def csv(i):
    return "\n".join(",".join(r) for r in rows(i)).encode("utf-8-sig")


TYPES = (b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
         b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
         b'<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
         b'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>')
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROOT = (f'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>').encode()
BOOK = (f'<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{REL}">'
        f'<sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>').encode()
BOOKRELS = ROOT.replace(b"officeDocument\"", b"worksheet\"").replace(b"xl/workbook.xml", b"worksheets/sheet1.xml")


def xlsx(i):
    body = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{"ABCD"[k]}{n}" t="inlineStr"><is><t>{c}</t></is></c>' for k, c in enumerate(r) if c) + "</row>"
        for n, r in enumerate(rows(i), 1))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as z:
        z.writestr("[Content_Types].xml", TYPES)
        z.writestr("_rels/.rels", ROOT)
        z.writestr("xl/workbook.xml", BOOK)
        z.writestr("xl/_rels/workbook.xml.rels", BOOKRELS)
        z.writestr("xl/worksheets/sheet1.xml",
                   f'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{body}</sheetData></worksheet>')
    return out.getvalue()


MAKERS = [("html", html), ("csv", csv), ("xlsx", xlsx)]


def draw(folder, count):
    for i in range(count):
        if i % 1000 == 0:
            os.makedirs(f"{folder}/{i // 1000:04d}", exist_ok=True)
        ext, make = MAKERS[i % 3]
        with open(f"{folder}/{i // 1000:04d}/{i % 1000:03d}.{ext}", "wb") as f:
            f.write(make(i))


def copies(folder, source, times):
    names = sorted(os.path.join(d, f) for d, _, files in os.walk(source) for f in files)
    count = 0
    for t in range(times):
        os.makedirs(f"{folder}/{t:04d}", exist_ok=True)
        for n, name in enumerate(names):
            data = open(name, "rb").read()
            ext = os.path.splitext(name)[1]
            if ext == ".pdf":
                data += f"\n%{t}\n".encode()
            elif zipfile.is_zipfile(name):
                out = io.BytesIO(data)
                with zipfile.ZipFile(out, "a") as z:
                    z.comment = str(t).encode()
                data = out.getvalue()
            elif ext in (".html", ".htm"):
                data += f"<!--{t}-->".encode()
            elif ext in (".txt", ".csv", ".tsv", ".md"):
                data += b"\n" * (t + 1)
            with open(f"{folder}/{t:04d}/{n:04d}{ext}", "wb") as f:
                f.write(data)
            count += 1
    return count


def resident(pid):
    """KiB held by the process, and by its descendants; a page that several map
    counts for each with its share."""
    own, below = 0, 0
    try:
        own = int(next(l for l in open(f"/proc/{pid}/smaps_rollup") if l.startswith("Pss:")).split()[1])
        for child in open(f"/proc/{pid}/task/{pid}/children").read().split():
            below += sum(resident(int(child)))
        for task in os.listdir(f"/proc/{pid}/task"):
            if int(task) != pid:
                for child in open(f"/proc/{pid}/task/{task}/children").read().split():
                    below += sum(resident(int(child)))
    except (OSError, StopIteration, ValueError):
        pass
    return own, below


def soak(pbt, source, out, jobs):
    began = time.time()
    run = subprocess.Popen([pbt, "convert", source, "--out", out, "-j", str(jobs), "--exit-zero", "-q"])
    full, samples = 0, []
    done = set()
    while run.poll() is None:
        time.sleep(2)
        count = full
        for folder in os.listdir(source):
            if folder in done:
                continue
            try:
                n = len(os.listdir(f"{out}/{os.path.basename(source)}/{folder}"))
            except OSError:
                try:
                    n = len(os.listdir(f"{out}/{folder}"))
                except OSError:
                    continue
            count += n
            if n == len(os.listdir(f"{source}/{folder}")):
                done.add(folder)
                full += n
        own, below = resident(run.pid)
        if own:
            samples.append((time.time() - began, count, own / 1024, below / 1024))
    wall = time.time() - began
    usage = __import__("resource").getrusage(__import__("resource").RUSAGE_CHILDREN)
    return samples, wall, usage.ru_utime + usage.ru_stime


def svg(samples, name):
    w, h, left, top = 720, 300, 60, 30
    last = samples[-1][0]
    rates = [(b[0], (b[1] - a[1]) / (b[0] - a[0])) for a, b in zip(samples, samples[5:])] or [(last, 1.0)]
    peak = max(r for _, r in rates) * 1.15 or 1
    memory = max(s[2] + s[3] for s in samples) * 1.15 or 1

    def line(points, most, colour, label, at):
        path = " ".join(f"{left + t / last * w:.1f},{top + h - v / most * h:.1f}" for t, v in points)
        return (f'<polyline fill="none" stroke="{colour}" stroke-width="1.5" points="{path}"/>'
                f'<text x="{left + 8}" y="{at}" fill="{colour}">{label}</text>')

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w + 2 * left} {h + 80}" font-family="sans-serif" font-size="12">',
             f'<rect width="100%" height="100%" fill="#fff"/><rect x="{left}" y="{top}" width="{w}" height="{h}" fill="none" stroke="#bbb"/>']
    parts.append(line(rates, peak, "#0b63b5", f"documents a second (over ten seconds; full height {peak:.0f})", top + h + 40))
    parts.append(line([(s[0], s[2]) for s in samples], memory, "#b5520b", f"MiB of the run's own process (full height {memory:.0f})", top + h + 56))
    parts.append(line([(s[0], s[2] + s[3]) for s in samples], memory, "#3a7d2c", "MiB with its workers", top + h + 72))
    parts += [f'<text x="{left + w * k / 4:.0f}" y="{top + h + 18}" text-anchor="middle" fill="#555">{last * k / 4:.0f} s</text>' for k in range(5)]
    with open(name, "w") as f:
        f.write("\n".join(parts) + "\n</svg>\n")


def mean(samples, share):
    a, b = (int(len(samples) * s) for s in share)
    part = samples[a:max(b, a + 2)]
    rate = (part[-1][1] - part[0][1]) / (part[-1][0] - part[0][0])
    return rate, sum(s[2] for s in part) / len(part), sum(s[2] + s[3] for s in part) / len(part)


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("pbt")
    ask.add_argument("--documents", type=int, default=200_000)
    ask.add_argument("--from", dest="source")
    ask.add_argument("--times", type=int, default=20)
    ask.add_argument("--jobs", type=int, default=2)
    ask.add_argument("--work")
    ask.add_argument("--svg")
    ask.add_argument("--tsv")
    said = ask.parse_args()
    work = tempfile.mkdtemp(prefix="pbt-soak.", dir=said.work)
    try:
        folder = work + "/in"
        os.mkdir(folder)
        count = said.documents
        if said.source:
            count = copies(folder, said.source, said.times)
        else:
            draw(folder, count)
        samples, wall, cpu = soak(said.pbt, folder, work + "/out", said.jobs)
        manifest = sum(1 for _ in open(work + "/out/manifest.jsonl"))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if said.tsv:
        with open(said.tsv, "w") as f:
            f.write("second\tdocuments\trun MiB\tworkers MiB\n")
            f.writelines("%.1f\t%d\t%.1f\t%.1f\n" % s for s in samples)
    if said.svg:
        svg(samples, said.svg)
    second, last = mean(samples, (0.25, 0.5)), mean(samples, (0.75, 0.97))
    print(f"{manifest} of {count} documents in the manifest, {wall:.1f} s, {cpu:.1f} CPU s, {1000 * cpu / count:.2f} ms CPU a document")
    print("second quarter: %.0f documents a second, run %.0f MiB, with workers %.0f MiB" % second)
    print("last quarter:   %.0f documents a second, run %.0f MiB, with workers %.0f MiB" % last)
    print("most: run %.0f MiB, with workers %.0f MiB" % (max(s[2] for s in samples), max(s[2] + s[3] for s in samples)))
    return 0 if manifest >= count else 1


if __name__ == "__main__":
    sys.exit(main())
