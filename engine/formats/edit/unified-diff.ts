/** One file before and after. */
export interface ChangedText {
  /** As it is called in the diff; relative, `/` separators. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** Lines around a change that are shown. */
const context = 3;
/** Where more cells than this would have to be compared, the changed stretch is shown as one change. */
const maxCells = 4_000_000;

/** One line of the comparison: kept, taken away or added. */
interface Step {
  readonly mark: ' ' | '-' | '+';
  readonly line: string;
}

/**
 * The change of a file as `patch` and `git apply` read it.
 *
 * out     empty where nothing changed; a last line without an end says so
 * cost    O(changed stretch²), and bounded: a stretch that is too long is one change
 * source  POSIX.1-2024, diff, "Diff -u or -U Output Format"
 */
export function unifiedDiff({ file, before, after }: ChangedText): string {
  if (before === after) return '';
  const hunks = toHunks(compareLines(linesOf(before), linesOf(after)));
  return [`--- a/${file}\n`, `+++ b/${file}\n`, ...hunks].join('');
}

/** Lines with their ends, so that a changed end is a changed line. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function compareLines(before: readonly string[], after: readonly string[]): readonly Step[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const keep = (lines: readonly string[]): Step[] => lines.map((line) => ({ mark: ' ', line }));
  return [
    ...keep(before.slice(0, head)),
    ...compareMiddle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...keep(before.slice(before.length - tail)),
  ];
}

/** The longest common run of lines is kept; what is taken away stands before what is added. */
function compareMiddle(before: readonly string[], after: readonly string[]): readonly Step[] {
  if ((before.length + 1) * (after.length + 1) > maxCells) return replaced(before, after);
  const width = after.length + 1;
  const common = new Uint32Array((before.length + 1) * width);
  const cell = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1)
      common[i * width + j] = before[i] === after[j] ? cell(i + 1, j + 1) + 1 : Math.max(cell(i + 1, j), cell(i, j + 1));
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old = '', added = ''] = [before[i], after[j]];
    if (i < before.length && j < after.length && old === added) {
      steps.push({ mark: ' ', line: old });
      i += 1;
      j += 1;
    } else if (i < before.length && (j >= after.length || cell(i + 1, j) >= cell(i, j + 1))) {
      steps.push({ mark: '-', line: old });
      i += 1;
    } else {
      steps.push({ mark: '+', line: added });
      j += 1;
    }
  }
  return steps;
}

function replaced(before: readonly string[], after: readonly string[]): readonly Step[] {
  return [...before.map((line) => ({ mark: '-', line }) as const), ...after.map((line) => ({ mark: '+', line }) as const)];
}

/** Stretches of steps around each change; changes that are near share one. */
function toHunks(steps: readonly Step[]): readonly string[] {
  const changed = steps.flatMap(({ mark }, index) => (mark === ' ' ? [] : [index]));
  const ranges: { from: number; to: number }[] = [];
  for (const index of changed) {
    const last = ranges.at(-1);
    if (last && index - context <= last.to) last.to = Math.min(index + context + 1, steps.length);
    else ranges.push({ from: Math.max(0, index - context), to: Math.min(index + context + 1, steps.length) });
  }
  const count = (from: number, to: number, other: Step['mark']): number =>
    steps.slice(from, to).filter(({ mark }) => mark !== other).length;
  let [oldLine, newLine, at] = [0, 0, 0];
  return ranges.map(({ from, to }) => {
    oldLine += count(at, from, '+');
    newLine += count(at, from, '-');
    const [oldLength, newLength] = [count(from, to, '+'), count(from, to, '-')];
    const header = `@@ -${rangeText(oldLine, oldLength)} +${rangeText(newLine, newLength)} @@\n`;
    oldLine += oldLength;
    newLine += newLength;
    at = to;
    return header + steps.slice(from, to).map(toText).join('');
  });
}

/** A length of one is left out; an empty stretch is named by the line before it. */
function rangeText(before: number, length: number): string {
  if (length === 0) return `${before},0`;
  return length === 1 ? `${before + 1}` : `${before + 1},${length}`;
}

function toText({ mark, line }: Step): string {
  return line.endsWith('\n') ? `${mark}${line}` : `${mark}${line}\n\\ No newline at end of file\n`;
}
