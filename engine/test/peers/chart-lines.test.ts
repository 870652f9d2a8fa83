import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { openSourceFiles } from '../../adapters/files/source-files.ts';
import { openRenderings } from '../../adapters/renderings/open-renderings.ts';
import { openRenderer } from '../../adapters/tools/open-renderer.ts';
import { parseEvidencePath } from '../../formats/json/parse-evidence-path.ts';
import { helm } from '../../gather/sources/helm/helm.ts';
import { findFailures } from '../../judge/hardening/find-failures.ts';
import type { CheckFinding } from '../../model/hardening.ts';

const repository = resolve(import.meta.dirname, '../../..');
const folder = join(resolve(repository, process.env.PLIMSOLL_DATA ?? '../shared/data'), 'charts');
const skip = !existsSync(folder) && `${folder} is not there; PLIMSOLL_DATA says where the data is`;
const charts = skip ? [] : readdirSync(folder).filter((name) => existsSync(join(folder, name, 'Chart.yaml')));
const cache = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
after(() => rmSync(cache, { recursive: true, force: true }));

test('there are charts', { skip }, () => assert.ok(charts.length > 0));

for (const at of charts)
  test(`${at}: the line of every finding says what it is about, and so does the value's`, async (context) => {
    const renderer = openRenderer({ folder, configured: {}, environment: process.env, cache });
    context.after(() => renderer.close());
    if (!(await renderer.identify('helm'))) return context.skip('helm is not installed');
    const spec = { kind: 'helm', at, values: [], set: [], release: 'rel', namespace: 'test', apiVersions: [] } as const;
    const world = { files: openSourceFiles(folder), renderer, cache: openRenderings(cache) };
    const findings = findFailures((await helm.read(spec, world)).resources);
    assert.ok(findings.length > 0);
    const counts = Map.groupBy(findings, (finding) => judge(finding));
    assert.deepEqual(
      (counts.get('other') ?? []).map(({ check, path, file, line }) => `${check} ${path} ${file}:${line}`),
      [],
    );
    const share = (counts.get('key')?.length ?? 0) / findings.length;
    assert.ok(share > 0.7, `${share} of the lines are those of the key itself`);
    for (const { value } of findings) if (value) assert.equal(keyOf(lineAt(value)), keyOf(value.value));
    context.diagnostic(['key', 'around', 'resource'].map((kind) => `${kind} ${counts.get(kind)?.length ?? 0}`).join(', '));
  });

/** What the line of a finding is: of the last step of its path, of one around it, of the resource. */
function judge(finding: CheckFinding): string {
  const text = lineAt(finding);
  const [steps = []] = parseEvidencePath(finding.path);
  const own = steps.at(-1);
  const isItem = /^\s*- /.test(text);
  const key = keyOf(text);
  if (typeof own === 'number' ? isItem : key === own) return 'key';
  if (steps.includes(key) || (isItem && steps.some((step) => typeof step === 'number'))) return 'around';
  return key === 'kind' || key === 'apiVersion' ? 'resource' : 'other';
}

function lineAt({ file, line }: { readonly file: string; readonly line: number | null }): string {
  return line === null ? '' : (readFileSync(join(folder, file), 'utf8').split('\n')[line - 1] ?? '');
}

/** The key on a line of a file, or at the end of a path. */
function keyOf(text: string): string {
  return /^\s*(?:- )*["']?([\w./-]+)["']?:(?:\s|$)/.exec(text)?.[1] ?? String(parseEvidencePath(text)[0]?.at(-1));
}
