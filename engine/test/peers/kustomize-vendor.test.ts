import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openSourceFiles } from '../../adapters/files/source-files.ts';
import { openRenderings } from '../../adapters/renderings/open-renderings.ts';
import { openRenderer } from '../../adapters/tools/open-renderer.ts';
import { createLocator, readSources } from '../../gather/sources/read-sources.ts';
import { findReferences } from '../../gather/sources/references/find-references.ts';
import type { KustomizeSource } from '../../gather/sources/source-spec.ts';

const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-vendor-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const deployment = (name: string, image: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  template:\n    spec:\n      containers:\n      - name: app\n        image: ${image}\n`;
const tree = {
  'release/overlay/kustomization.yaml':
    'resources:\n- github.com/org/repo//config?ref=v1\n- https://x.example/extra.yaml\n- ../../beside\n- own.yaml\nimages:\n- name: ghcr.io/x/app\n  newTag: "1.10"\n- name: q\n  newTag: "1.20"\npatches:\n- path: patch.yaml\n',
  'release/overlay/own.yaml': deployment('own', 'q'),
  'release/overlay/patch.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: extra\nspec:\n  template:\n    metadata:\n      labels: {patched: "yes"}\n',
  'beside/kustomization.yaml': 'resources: [app.yaml]\n',
  'beside/app.yaml': deployment('beside', 'ghcr.io/x/beside:1'),
  'release/third/repo/config/kustomization.yaml': 'resources:\n- ../base\n',
  'release/third/repo/base/kustomization.yaml': 'resources:\n- app.yaml\n',
  'release/third/repo/base/app.yaml': deployment('remote', 'ghcr.io/x/app:0.1'),
  'release/third/extra.yaml': deployment('extra', 'ghcr.io/x/extra:3'),
};
for (const [path, text] of Object.entries(tree)) {
  mkdirSync(join(scratch, path, '..'), { recursive: true });
  writeFileSync(join(scratch, path), text);
}
const folder = join(scratch, 'release');
const vendor = { 'github.com/org/repo?ref=v1': 'third/repo', 'https://x.example/extra.yaml': 'third/extra.yaml' };

async function read(spec: KustomizeSource, context: { skip(message: string): void; after(run: () => void): void }) {
  const cache = mkdtempSync(join(scratch, 'cache-'));
  const renderer = openRenderer({ folder, configured: {}, environment: process.env, cache });
  context.after(() => renderer.close());
  if (!(await renderer.identify('kustomize'))) return context.skip('neither kustomize nor kubectl is installed');
  const files = openSourceFiles(folder);
  const [reading] = await readSources([spec], { files, renderer, cache: openRenderings(cache) });
  return reading && { reading, locate: await createLocator([spec], files) };
}

test('remote bases are rendered from their copies, with the lines that decide, and the tree is not touched', async (context) => {
  const spec: KustomizeSource = { kind: 'kustomize', at: 'overlay', vendor };
  const vendored = await read(spec, context);
  if (!vendored) return;
  const { reading, locate } = vendored;
  assert.deepEqual(reading.gaps, []);
  assert.ok(reading.key);
  const found = findReferences(reading.resources).found.map((image) => {
    const { file, line } = locate(image);
    return `${image.resource?.name} ${image.reference} ${file}:${line}`;
  });
  assert.deepEqual(found.toSorted(), [
    'beside ghcr.io/x/beside:1 ../beside/app.yaml:10',
    'extra ghcr.io/x/extra:3 third/extra.yaml:10',
    'own docker.io/library/q:1.20 overlay/kustomization.yaml:10',
    'remote ghcr.io/x/app:1.10 overlay/kustomization.yaml:8',
  ]);
  assert.deepEqual(reading.resources.map(({ file }) => file).toSorted(), [
    '../beside/app.yaml',
    'overlay/own.yaml',
    'third/extra.yaml',
    'third/repo/base/app.yaml',
  ]);
  for (const [path, text] of Object.entries(tree)) assert.equal(readFileSync(join(scratch, path), 'utf8'), text);
  assert.deepEqual(readdirSync(join(folder, 'overlay')), ['kustomization.yaml', 'own.yaml', 'patch.yaml']);
});

test('a remote base without a copy is a gap, nothing is fetched, and the rest is rendered', async (context) => {
  const vendored = await read({ kind: 'kustomize', at: 'overlay' }, context);
  if (!vendored) return;
  assert.deepEqual(
    vendored.reading.resources.map(({ identity }) => identity.name),
    ['beside', 'own'],
  );
  assert.deepEqual(
    vendored.reading.gaps.map(({ code, path, line = '' }) => `${code} ${path}:${line}`),
    [
      'base-remote overlay/kustomization.yaml:2',
      'base-remote overlay/kustomization.yaml:3',
      // Its patch is for what lies elsewhere: the tool says so, and then is given the rest without it.
      'render-failed overlay:',
      'render-failed overlay/kustomization.yaml:11',
    ],
  );
});
