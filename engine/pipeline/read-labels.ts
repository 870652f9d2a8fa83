import { memberAt, textAt, textsAt } from '../formats/json/members.ts';
import type { Label } from '../judge/reconciliation/score-labels.ts';

/**
 * Human verdicts out of JSON lines: `package`, `version`, `vuln`, `label` (`TP` or `FP`); `aliases`, `advisories` (ids of its
 * advisories) and `hard` where there are any.
 *
 * out     `broken`: 1-based lines that are no labels
 */
export function readLabels(text: string): { readonly labels: readonly Label[]; readonly broken: readonly number[] } {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line, number: index + 1 }));
  const read = lines.filter(({ line }) => line.trim() !== '').map(({ line, number }) => ({ number, label: readLabel(line) }));
  return {
    labels: read.flatMap(({ label }) => label ?? []),
    broken: read.flatMap(({ number, label }) => (label ? [] : [number])),
  };
}

function readLabel(line: string): Label | undefined {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  const name = textAt(json, 'package');
  const version = textAt(json, 'version');
  const id = textAt(json, 'vuln');
  const verdict = textAt(json, 'label');
  if (!name || !version || !id || (verdict !== 'TP' && verdict !== 'FP')) return undefined;
  const hard = memberAt(json, 'hard');
  const ids = [...new Set([id, ...textsAt(json, 'aliases'), ...textsAt(json, 'advisories')])];
  return { package: name, version, ids, isTrue: verdict === 'TP', isHard: Boolean(hard) };
}
