import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../../formats/json/members.ts';
import { parseEvidencePath } from '../../formats/json/parse-evidence-path.ts';
import type { CheckFinding } from '../../model/hardening.ts';
import type { Resource } from '../../model/resource.ts';

/**
 * Asserts that the line of every finding is about it: of its path's last step, or, where that is missing in the resource, the last one that
 * is there; else of one around it, else where a resource begins.
 *
 * in      the folder of the files; what was found in the resources
 * out     how many are of each sort
 */
export function assertLines(
  folder: string,
  findings: readonly CheckFinding[],
  resources: readonly Resource[],
): ReadonlyMap<string, number> {
  assert.ok(findings.length > 0);
  const values = new Map(resources.map(({ identity, value }) => [JSON.stringify(identity), value]));
  const sorts = Map.groupBy(findings, (finding) => judge(folder, finding, values.get(JSON.stringify(finding.resource))));
  assert.deepEqual(
    (sorts.get('other') ?? []).map(({ check, path, file, line }) => `${check} ${path} ${file}:${line}`),
    [],
  );
  for (const { value } of findings) if (value) assert.equal(keyOf(lineAt(folder, value)), keyOf(value.value));
  return new Map([...sorts].map(([sort, each]) => [sort, each.length]));
}

function judge(folder: string, finding: CheckFinding, value: unknown): 'key' | 'around' | 'resource' | 'other' {
  const text = lineAt(folder, finding);
  const [steps = []] = parseEvidencePath(finding.path);
  const isItem = /^\s*- /.test(text);
  const key = keyOf(text);
  if (steps.at(-1) === 'image' && imagesEntry.has(key)) return 'key';
  // What is missing has no line: `resources.limits.memory` of `resources: {}` is told by `resources`.
  const first = Math.max(0, countThere(steps, value) - 1);
  const isOwn = (step: string | number, index: number) =>
    typeof step === 'number' ? isItem || (key === steps[index - 1] && text.includes('[')) : key === step;
  if (steps.some((step, index) => index >= first && isOwn(step, index))) return 'key';
  if (steps.includes(key) || (isItem && steps.some((step) => typeof step === 'number'))) return 'around';
  return key === 'kind' || key === 'apiVersion' ? 'resource' : 'other';
}

/** How many steps of a path lead to something. */
function countThere(steps: readonly (string | number)[], value: unknown): number {
  let at = value;
  for (const [index, step] of steps.entries()) {
    if (!(Array.isArray(at) || isObject(at)) || !Object.hasOwn(at, step)) return index;
    at = Array.isArray(at) ? at[Number(step)] : at[step];
  }
  return steps.length;
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
