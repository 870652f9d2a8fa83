import { decisionsUnit } from '../../../judge/triage/decisions/decision-gaps.ts';
import type { Gap, Reading } from '../../../model/reading.ts';
import type { TriageDecision } from '../../../model/triage-decision.ts';
import type { IgnoreEntry, IgnoreReading } from './ignore-entry.ts';
import { readGrypeIgnore } from './read-grype-ignore.ts';
import { readOsvIgnore } from './read-osv-ignore.ts';
import { readSnykPolicy } from './read-snyk-policy.ts';
import { readTrivyIgnore, readTrivyIgnoreYaml } from './read-trivyignore.ts';

/** Names of files → the tool, and how they are read. */
const tools: readonly { readonly name: RegExp; readonly tool: string; readonly read: (text: string) => IgnoreReading }[] = [
  { name: /\.?trivyignore\.ya?ml$/, tool: 'trivy', read: readTrivyIgnoreYaml },
  { name: /\.?trivyignore$/, tool: 'trivy', read: readTrivyIgnore },
  { name: /\.?grype\.ya?ml$|\.grype\/config\.ya?ml$/, tool: 'grype', read: readGrypeIgnore },
  { name: /osv-scanner\.toml$/, tool: 'osv-scanner', read: readOsvIgnore },
  { name: /\.snyk$/, tool: 'snyk', read: readSnykPolicy },
];

/** Whether a file is one in which another tool is told what to ignore. */
export function isIgnoreFile(file: string): boolean {
  return tools.some(({ name }) => name.test(file));
}

/**
 * What another tool's ignore file says, as exceptions of the type `accepted`.
 *
 * in      its text; its path, whose last part says which tool's it is: `.trivyignore`, `.trivyignore.yaml`, `.grype.yaml`,
 *         `osv-scanner.toml`, `.snyk`
 * out     scoped as there: by packages, paths, fix states, until the same day
 * gaps    exception-unsupported: what cannot be said here, or is wrong; it takes nothing out. exception-incomplete: how many lack an owner, a
 *         reason or an end, which they have no place for or leave out
 */
export function readIgnoreFile(text: string, file: string): Reading<TriageDecision> {
  const found = tools.find(({ name }) => name.test(file));
  if (!found) throw new Error(`${file} is no ignore file`);
  const { entries, refused } = found.read(text);
  const gap = (code: string, line: number, detail: string): Gap => ({ code, unit: decisionsUnit, path: file, line, detail });
  const [first] = entries;
  return {
    items: entries.map((entry, index) => toDecision(entry, `${file}#${index + 1}`, file)),
    gaps: [
      ...refused.map(({ line, detail }) => gap('exception-unsupported', line, `${detail}; it takes nothing out of totals`)),
      ...(first ? [gap('exception-incomplete', first.line, describeMissing(entries))] : []),
    ].filter(({ detail }) => detail !== ''),
  };
}

function toDecision({ line, ...entry }: IgnoreEntry, id: string, file: string): TriageDecision {
  return { id, kind: 'exception', images: [], type: 'accepted', ...entry, file, line };
}

function describeMissing(entries: readonly IgnoreEntry[]): string {
  const lack = (['owner', 'reason', 'expires'] as const).flatMap((key) => {
    const count = entries.filter((entry) => entry[key] === undefined).length;
    return count > 0 ? [`${count} without ${key === 'expires' ? 'an end' : key === 'owner' ? 'an owner' : 'a reason'}`] : [];
  });
  return lack.length > 0 ? `of ${entries.length} exceptions here, ${lack.join(', ')}` : '';
}
