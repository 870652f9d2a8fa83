import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { openSourceFiles } from '../../adapters/files/source-files.ts';
import { openRenderings } from '../../adapters/renderings/open-renderings.ts';
import { openRenderer } from '../../adapters/tools/open-renderer.ts';
import { readSources } from '../../gather/sources/read-sources.ts';
import type { Resource } from '../../model/resource.ts';

interface ChartTruth {
  readonly refs: readonly { readonly template: string; readonly hook: string | null; readonly where: string }[];
}

const data = process.env.PLIMSOLL_DATA ?? resolve(import.meta.dirname, '../../../../shared/data');
const folder = join(data, 'charts');
const truthFile = join(folder, 'truth.json');
const skip = !existsSync(truthFile) && `${truthFile} is not there; PLIMSOLL_DATA says where the data is`;
const cache = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
after(() => rmSync(cache, { recursive: true, force: true }));

test('six charts: every resource that ships an image is rendered, from its template, and hooks are marked', {
  skip,
}, async (context) => {
  const renderer = openRenderer({ folder, configured: {}, environment: process.env, cache });
  context.after(() => renderer.close());
  if (!(await renderer.identify('helm'))) return context.skip('helm is not installed');
  const truth: Record<string, ChartTruth> = JSON.parse(readFileSync(truthFile, 'utf8'));
  const given = { values: [], set: [], release: 'rel', namespace: 'test', apiVersions: [] };
  const specs = Object.keys(truth).map((at) => ({ kind: 'helm', at, ...given }) as const);
  const world = { files: openSourceFiles(folder), renderer, cache: openRenderings(cache) };
  const readings = await readSources(specs, world, { asConfigured: true });
  for (const [index, { at }] of specs.entries()) {
    const reading = readings[index];
    assert.deepEqual(
      reading?.gaps.filter(({ code }) => code !== 'yaml-duplicate-key'),
      [],
    );
    for (const { template, hook, where } of truth[at]?.refs ?? []) {
      const [kind = '', , rest = ''] = where.split('/');
      const name = rest.split(' ')[0];
      const found: Resource | undefined = reading?.resources.find(
        ({ identity }) => identity.kind === kind && identity.name === name,
      );
      assert.equal(found?.file, `${at}/${template.split('/').slice(1).join('/')}`, `${at}: ${where}`);
      assert.equal(found?.hook, hook !== null, `${at}: ${where}`);
    }
  }
});

test('a rendering that fails is a gap with the words of Helm', { skip }, async (context) => {
  const renderer = openRenderer({ folder, configured: {}, environment: process.env, cache });
  context.after(() => renderer.close());
  if (!(await renderer.identify('helm'))) return context.skip('helm is not installed');
  const files = openSourceFiles(folder);
  const spec = {
    kind: 'helm',
    at: 'lws-0.1.0',
    values: ['no-such-values.yaml'],
    set: [],
    release: 'r',
    namespace: 'n',
    apiVersions: [],
  } as const;
  const [reading] = await readSources([spec], { files, renderer, cache: openRenderings(cache) });
  assert.deepEqual(reading?.resources, []);
  assert.match(reading?.gaps[0]?.detail ?? '', /helm v\d.*no-such-values\.yaml/);
});
