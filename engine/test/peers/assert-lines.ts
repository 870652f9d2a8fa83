import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEvidencePath } from '../../formats/json/parse-evidence-path.ts';
import type { CheckFinding } from '../../model/hardening.ts';

/**
 * Asserts that the line of every finding is about it: of its path's last step, else of one around it, else where a resource begins.
 *
 * out     how many are of each sort
 */
export function assertLines(folder: string, findings: readonly CheckFinding[]): ReadonlyMap<string, number> {
  assert.ok(findings.length > 0);
  const sorts = Map.groupBy(findings, (finding) => judge(folder, finding));
  assert.deepEqual(
    (sorts.get('other') ?? []).map(({ check, path, file, line }) => `${check} ${path} ${file}:${line}`),
    [],
  );
  for (const { value } of findings) if (value) assert.equal(keyOf(lineAt(folder, value)), keyOf(value.value));
  return new Map([...sorts].map(([sort, each]) => [sort, each.length]));
}

function judge(folder: string, finding: CheckFinding): 'key' | 'around' | 'resource' | 'other' {
  const text = lineAt(folder, finding);
  const [steps = []] = parseEvidencePath(finding.path);
  const own = steps.at(-1);
  const isItem = /^\s*- /.test(text);
  const key = keyOf(text);
  if (own === 'image' && imagesEntry.has(key)) return 'key';
  if (typeof own === 'number' ? isItem : key === own) return 'key';
  if (steps.includes(key) || (isItem && steps.some((step) => typeof step === 'number'))) return 'around';
  return key === 'kind' || key === 'apiVersion' ? 'resource' : 'other';
}

/** What an entry of `images:` in a kustomization gives of an image. */
const imagesEntry: ReadonlySet<string> = new Set(['newName', 'newTag', 'digest']);

interface Place {
  readonly file: string;
  readonly line: number | null;
}

function lineAt(folder: string, { file, line }: Place): string {
  return line === null ? '' : (readFileSync(join(folder, file), 'utf8').split('\n')[line - 1] ?? '');
}

/** The key on a line of a file, or at the end of a path. */
function keyOf(text: string): string {
  return /^\s*(?:- )*["']?([\w./-]+)["']?:(?:\s|$)/.exec(text)?.[1] ?? String(parseEvidencePath(text)[0]?.at(-1));
}
