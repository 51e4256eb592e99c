"""Derives all scores of a dossier again, without the program that made it: python verify_dossier.py DOSSIER.json…

score-proof.md describes the format. Exit code 1 and one line for each difference if something does not agree.
"""

import json
import re
import sys
from fractions import Fraction
from math import floor
from pathlib import Path

YUAN = {"元": 1, "万": 10**4, "万元": 10**4, "亿": 10**8, "亿元": 10**8}
NUMBER = r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?"
METHODS = {  # weight, target, actual value, whether the target is met, pass threshold -> points before rounding
    "quantitative_positive": lambda w, t, a, met, s: w if met else w * clamp(a / t),
    "quantitative_negative": lambda w, t, a, met, s: w if met else w * clamp(t / a),
    "platform_equal": lambda w, t, a, met, s: (w if a <= 0 else w * 0) if t == 0 else w * clamp(a / t),
    "platform_negative": lambda w, t, a, met, s: w if met else w * clamp(1 - (a - t) / t) if t else w * 0,
    "capped_ratio": lambda w, t, a, met, s: w if t == 0 else w * clamp(a / t),
    "capped_inverse_ratio": lambda w, t, a, met, s: w if a == 0 else w * clamp(t / a),
    "pass_threshold": lambda w, t, a, met, s: w * 0 if a / t < s else w * clamp(a / t),
}


def clamp(share):
    return min(max(share, Fraction(0)), Fraction(1))


def number(text):  # what a cell of points or weights shows; None if that is no number
    text = (text or "").removesuffix("分")
    return Fraction(text.replace(",", "")) if re.fullmatch(NUMBER, text, re.ASCII) else None


def yuan(text, unit):  # what a cell of the money table shows; a unit in the cell goes before the table's
    found = re.fullmatch(r"([\d.,+-]+)(万元?|亿元?|元)", text or "")
    value = number(found[1] if found else text)
    return value and value * YUAN[found[2] if found else unit or "元"]


def half_up(value, places):
    return Fraction((1 if value >= 0 else -1) * floor(abs(value) * 10**places + Fraction(1, 2)), 10**places)


def read(held):  # an interval, in JSON or printed as [6.00,8.00): both ends, and whether the upper belongs to it
    if isinstance(held, str):
        ends, closed = held.strip("[])").split(","), held[-1] != ")"
        return Fraction(ends[0]), Fraction(ends[-1]), closed
    return held and (Fraction(held["low"]), Fraction(held["high"]), held["high_included"])


def holds(held, value):
    return held[0] <= value and (value < held[1] or (held[2] and value == held[1]))


def add(parts):
    parts = list(parts)
    known = parts and None not in parts
    return (sum(p[0] for p in parts), sum(p[1] for p in parts), all(p[2] for p in parts)) if known else None


class Verifier:
    def __init__(self, dossier):
        self.report, self.sheet, self.wrong = dossier["report"], dossier["report"]["scores"], []
        self.pack = self.sheet and self.sheet["parameters"]

    def same(self, what, said, derived):
        if said != derived:
            self.wrong.append(f"{what}: the dossier says {said}, derived is {derived}")

    def check(self):
        if self.sheet:
            self.same("lines", len(self.sheet["indicators"]), len(self.report["indicators"]))
            for line, cells in zip(self.sheet["indicators"], self.report["indicators"], strict=False):
                self.line(line, cells)
            for key in ("total", "grade"):
                self.same(f"stated {key}", self.sheet[f"stated_{key}"], self.report["stated"][key])
            self.execution(self.sheet["execution"], add(read(line["points"]) for line in self.sheet["indicators"]))
        return self.wrong

    def line(self, line, cells):
        name, proof, steps = line["name"], line["proof"], line["proof"]["steps"]
        self.same(f"{name}: name and points", (name, line["stated"]), (cells["name"], cells["points"]))
        for field in ("target_initial", "target", "actual", "weight"):
            self.same(f"{name}: {field}", proof["inputs"].get(field), cells[field] or None)
        weight, stated, derived = number(cells["weight"]), number(cells["points"]), None
        if weight is not None and weight >= 0:
            ends = [self.step(name, step, cells, weight) for step in steps] or [(Fraction(0), weight, True)]
            low, high = min(e[0] for e in ends), max(e[1] for e in ends)
            self.same(f"{name}: exact", proof["exact"], "..".join({str(low): 0, str(high): 0}) if steps else None)
            top = half_up(high, self.pack["decimals"])
            derived = half_up(low, self.pack["decimals"]), top, all(e[2] for e in ends) or top != high
        self.same(f"{name}: points", read(line["points"]), derived)
        self.same(f"{name}: method", line["method"], "/".join({s["method"]: 0 for s in steps}) or "unscorable")
        self.same(f"{name}: agrees", line["agrees"], holds(derived, stated) if steps and stated is not None else None)

    def step(self, name, step, cells, weight):  # one reading of a line
        if step["method"] == "qualitative_band":
            word = "partly" if "部分" in cells["actual"] else "not_met" if "未" in cells["actual"] else "met"
            self.same(f"{name}: quality word", step["attainment"], word)
            band = self.pack["bands"][word]
            derived = weight * Fraction(band["low"]), weight * Fraction(band["high"]), band["high_included"]
        else:
            target, actual, operator = Fraction(step["target"]), Fraction(step["actual"]), step["operator"]
            self.traced(f"{name}: target", target, f"{cells['target']} {cells['target_initial']}")
            self.traced(f"{name}: actual", actual, cells["actual"])
            self.same(f"{name}: method of {operator}", step["method"], self.pack["methods"][operator])
            met = (operator in "≥>" and actual > target) or (operator in "≤<" and actual < target)
            met = met or (actual == target and (operator in "≥=≤" or self.pack["strict_operators"] is False))
            points = METHODS[step["method"]](weight, target, actual, met, Fraction(self.pack["pass_share"] or 0))
            over = Fraction(self.pack["overshoot_from"] or 0)
            reduced = over and operator in "≥>" and actual >= over * target > 0
            derived = (Fraction(0) if reduced else points, points, True)
        self.same(f"{name}: step", read(step), derived)
        return derived

    def traced(self, what, value, cell):  # a figure is one of its cell's, times a power of ten (万, %, a share)
        figures = [Fraction(f.replace(",", "")) for f in re.findall(r"-?\d[\d,]*(?:\.\d+)?", cell or "")]
        if not any(value == f * Fraction(10) ** k for f in figures for k in range(-4, 9)):
            self.wrong.append(f"{what}: {value} does not come from the cell {cell!r}")

    def execution(self, score, lines):
        if score is None:
            return self.correction(self.sheet["correction"], None, None)
        inputs, fields = score["proof"]["inputs"], ("initial_compiled", "full_year", "executed")
        rows = [row for row in self.report["budget"] if all((row[f] or None) == inputs.get(f) for f in fields)]
        self.same("inputs stand in the budget table", bool(rows) or not set(fields) & set(inputs), True)
        printed = [number(row["max_points"]) for row in rows if number(row["max_points"]) is not None]
        maximum = (printed or [Fraction(self.pack["execution_weight"])])[0]
        self.same("maximum", (Fraction(inputs["maximum"]), score["proof"]["exact"]), (maximum, score["exact"]))
        self.totals("full_year", "full_year", score, self.sheet, maximum, lines)
        initial = self.sheet["on_initial_budget"]
        self.totals("initial", "initial_compiled", score["on_initial_budget"], initial, maximum, lines)
        in_table = next((row["points"] for row in rows if row["points"]), "")
        self.same("stated points", score["stated"], in_table or self.report["stated"]["execution_points"])
        return self.correction(self.sheet["correction"], read(score["points"]), in_table)

    def totals(self, base, field, basis, totals, maximum, lines):
        cells, unit = self.sheet["execution"]["proof"]["inputs"], self.report["budget_unit"]
        executed, budget = yuan(cells.get("executed"), unit), yuan(cells.get(field), unit)
        method = self.pack["execution_method"]
        known = None not in (executed, budget, method) and (budget != 0 or method.endswith("_or_one"))
        rate = executed / (budget or 1) if known else None
        exact = clamp(rate) * maximum if known else None
        figures = {"exact_rate": rate, "exact": exact, "rate": half_up(rate, 6) if known else None}
        for key, value in ({"executed": executed, "budget": budget} | figures).items():
            self.same(f"{base}: {key}", basis[key] and Fraction(basis[key]), value)
        open_points = (Fraction(0), half_up(maximum, self.pack["decimals"]), True) if base == "full_year" else None
        points = (half_up(exact, self.pack["decimals"]),) * 2 + (True,) if known else open_points
        self.same(f"{base}: points", read(basis["points"]), points)
        self.same(f"{base}: total", read(totals["total"]), add((points, lines)))
        self.same(f"{base}: grades", totals["grade"], self.grades(add((points, lines))))

    def grades(self, whole):  # those whose stretch, from the least total up to the next grade's, meets the interval
        least = [Fraction(grade["at_least"]) for grade in self.pack["grades"]]
        below = [whole and whole[0] < top for top in least]
        meets = [whole and (whole[1] > low or (whole[2] and whole[1] == low)) for low in least[:-1]] + [bool(whole)]
        return [g["word"] for n, g in enumerate(self.pack["grades"]) if meets[n] and (n == 0 or below[n - 1])]

    def correction(self, said, execution, in_table):  # wrong lines take their right points, the others stay
        stated, right, settled = self.report["stated"], {}, []
        changes = {(c["field"], c["row"]): (c["stated"], c["corrected"]) for c in said["changes"]}
        texts = {("points", n): cells["points"] for n, cells in enumerate(self.report["indicators"])}
        texts |= {("points", None): in_table, ("execution_points", None): stated["execution_points"]}
        lines = [read(line["points"]) for line in self.sheet["indicators"]]
        for (key, text), held in zip(texts.items(), [*lines, execution, execution], strict=True):
            fits = number(text) is not None and (held is None or holds(held, number(text)))
            settled.append((number(text), number(text), True) if fits else held)
            right |= {} if fits or number(text) is None else {key: (text, held)}
        paid = min((held for held in settled[-2:] if held), key=lambda held: held[1] - held[0], default=None)
        points = self.kept("indicator_points", add(settled[:-2]), changes)
        whole = self.kept("total", add((points, paid)), changes)
        if ("indicator_points", None) in changes and ("total", None) not in changes and whole and paid[0] == paid[1]:
            points = add((whole, (-paid[0], -paid[0], True)))
        grades = self.grades(whole)
        if stated["grade"] in grades and ("grade", None) not in changes:
            grades = [stated["grade"]]
        ends = (read(said["indicator_points"]), read(said["total"]), said["grade"])
        self.same("corrected points, total, grade", ends, (points, whole, grades))
        sums = {"indicator_points": points, "total": whole, "grade": grades}
        right |= {(field, None): (stated[field], to) for field, to in sums.items() if (field, None) in changes}
        shown = {key: (text, to if key[0] == "grade" else read(to)) for key, (text, to) in changes.items()}
        self.same(
            "corrections", shown, right | {k: (t, "或".join(v)) for k, (t, v) in right.items() if k[0] == "grade"}
        )

    def kept(self, field, held, changes):
        value = number(self.report["stated"][field])
        if held and value is not None and (field, None) not in changes:
            self.same(f"{field} may stay", holds(held, value), True)
            held = (value, value, True)
        return held


if __name__ == "__main__":
    found = {path: Verifier(json.loads(Path(path).read_text("utf-8"))).check() for path in sys.argv[1:]}
    for path, wrong in found.items():
        print(f"{path}: {f'{len(wrong)} differences' if wrong else 'every number agrees'}", *wrong, sep="\n  ")
    sys.exit(any(found.values()))
