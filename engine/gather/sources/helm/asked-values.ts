import { readActions } from '../../../formats/go-template/read-actions.ts';
import { allCharts, type Chart } from './chart.ts';
import { mentionsIn } from './guards.ts';
import { writeValuePath } from './plain-values.ts';

/**
 * The values that a chart asks for where it refuses to be rendered: those of the `required` that holds the message, or of the condition that a
 * `fail` with it stands under.
 *
 * in      what Helm said, in one line
 * out     as the one who installs the chart writes them; empty where the message is put together, or is not the chart's
 */
export function findAskedValues(chart: Chart, said: string): readonly string[] {
  const [, message] = /execution error at \([^()]*\): (.+)/.exec(said) ?? [];
  if (message === undefined) return [];
  for (const owner of allCharts(chart))
    for (const template of owner.chart.templates) {
      const code = findRefusal(owner.chart.files.read(template) ?? '', message);
      const asked = code === undefined ? [] : mentionsIn(owner, code).map(writeValuePath);
      if (asked.length > 0) return [...new Set(asked)];
    }
  return [];
}

/** The action that names the values: the `required` itself, or the innermost condition around a `fail`. */
function findRefusal(text: string, message: string): string | undefined {
  if (!/\b(?:required|fail)\b/.test(text)) return undefined;
  const open: string[] = [];
  for (const { code } of readActions(text)) {
    if (/^(?:if|with|range|define|block)\b/.test(code)) open.push(code);
    if (/^else\b/.test(code)) open.push(`${open.pop()} ${code}`);
    if (/^end\b/.test(code)) open.pop();
    if (!says(code, message)) continue;
    if (/\brequired\b/.test(code)) return code;
    if (/\bfail\b/.test(code)) return open.findLast((guard) => guard.includes('.Values'));
  }
  return undefined;
}

/** The tool is quoted in one line: what stands between the words of a message is not compared. */
function says(code: string, message: string): boolean {
  const said = wordsOf(message);
  return [...code.matchAll(/"((?:[^"\\]|\\.)+)"|`([^`]+)`/g)].some(([, quoted, raw = '']) => {
    const words = wordsOf(quoted?.replace(/\\n/g, '\n').replace(/\\(.)/g, '$1') ?? raw);
    return words !== '' && said.startsWith(words);
  });
}

function wordsOf(text: string): string {
  return text.replace(/[\s;:]+/g, ' ').trim();
}
