import { type CheckClass, type CheckComparison, type CheckRow, checkClasses } from '../../../model/check-comparison.ts';

/** Rows of each table that are shown. */
const shown = 25;

type Write = (headings: readonly string[], rows: readonly (readonly (string | number)[])[]) => string;

/** Other tools' words beside ours, as tables: counts, disagreements, benchmarks and what changed of them. */
export function comparisonTables(comparison: CheckComparison | undefined, write: Write): string {
  if (!comparison) return '';
  const { reports, benchmarks } = comparison;
  const others = reports.map((report, at) => ({ report, at })).filter(({ at }) => !benchmarks.some((one) => one.report === at));
  const hasOutside = reports.some(({ outside }) => outside !== undefined);
  const counts = others.map(({ report: { file, tool, counts, outside } }) => [
    ...[file, tool, ...checkClasses.map((one) => counts[one])],
    ...(hasOutside ? [outside ?? 0] : []),
  ]);
  return [
    counts.length > 0 ? write(['report', 'tool', ...checkClasses, ...(hasOutside ? ['outside'] : [])], counts) : '',
    disagreements(comparison, write),
    benchmarks.length > 0
      ? write(
          ['benchmark', 'passed', 'failed', 'not checked'],
          benchmarks.map(({ report, passed, failed, notChecked }) => [reports[report]?.file ?? '', passed, failed, notChecked]),
        )
      : '',
    ...comparison.changes.map(({ before, after, unchanged, changes }) => {
      const rows = changes.map(({ change, id, subject, title, words: [was, is] }) => [
        ...[change, `${subject} ${id}`, was ?? '–', is ?? '–', title],
      ]);
      // These reports bear no date that could say which is the later.
      const names = `${reports[before]?.file ?? ''} → ${reports[after]?.file ?? ''}, in the order given`;
      return cut(
        write(['change', 'control', 'was', 'is', names], [...rows.slice(0, shown), ['unchanged', unchanged, '', '', '']]),
        rows.length,
      );
    }),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function disagreements({ rows, reports }: CheckComparison, write: Write): string {
  const quiet: ReadonlySet<CheckClass> = new Set(['agreed', 'not-checked']);
  const open = rows.filter(({ theirs }) => theirs.some((word) => !quiet.has(word.class))).toSorted((a, b) => rank(a) - rank(b));
  const tools = [...new Set(rows.flatMap(({ theirs }) => theirs.map(({ report }) => report)))].toSorted((a, b) => a - b);
  if (open.length === 0) return '';
  const lines = open.slice(0, shown).map((row) => [
    ...[subjectOf(row), row.check ?? '–', row.ours],
    ...tools.map((at) => {
      const word = row.theirs.find(({ report }) => report === at);
      return word ? `${word.says}${word.id === null ? '' : ` (${word.id})`}: ${word.class}` : '–';
    }),
  ]);
  return cut(write(['resource', 'check', 'ours', ...tools.map((at) => reports[at]?.tool ?? '')], lines), open.length);
}

/** Contradictions first, then what only one says. */
function rank({ theirs }: CheckRow): number {
  const order: readonly CheckClass[] = ['judged-differently', 'only-theirs', 'only-ours'];
  return Math.min(...theirs.map((word) => (order.includes(word.class) ? order.indexOf(word.class) : order.length)));
}

function subjectOf({ resource: { kind, namespace, name } }: CheckRow): string {
  return [namespace, kind, name].filter(Boolean).join('/');
}

function cut(text: string, total: number): string {
  return total > shown ? `${text}\n… and ${total - shown} more; --format json has them all` : text;
}
