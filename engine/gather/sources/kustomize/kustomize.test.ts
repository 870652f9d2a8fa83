import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryFiles } from '../memory-files.ts';
import { type MemoryWorld, memoryWorld } from '../memory-world.ts';
import type { KustomizationCopy, Renderer } from '../ports.ts';
import { copyWithVendored } from './copy-with-vendored.ts';
import { collectGraph, kustomizationsOver, kustomizationsUnder } from './graph.ts';
import { kustomize } from './kustomize.ts';

const origin = (path: string) => `  annotations:\n    config.kubernetes.io/origin: |\n      path: ${path}\n`;
const deployment = (image: string, extra = '') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n${extra}  name: app\nspec:\n  template:\n    spec:\n      containers:\n      - name: app\n        image: ${image}\n`;
const files = {
  'overlay/kustomization.yaml':
    'resources:\n- ../base\nimages:\n- name: ghcr.io/x/app\n  newTag: "1.10"\npatches:\n- path: patch.yaml\nconfigMapGenerator:\n- name: settings\n  literals:\n  - SIDECAR=quay.io/y/side:2\n  files:\n  - list.yaml=../shared/images.yaml\n',
  'overlay/patch.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\nspec:\n  patched: docker.io/z/patched:3\n',
  'shared/images.yaml': 'one: a\ngroup:\n  image: docker.io/z/inner:4\n',
  'base/kustomization.yml': 'resources:\n- app.yaml\n- missing.yaml\n',
  'base/app.yaml': `# the app\n${deployment('ghcr.io/x/app:1.0')}`,
};
const spec = { kind: 'kustomize', at: 'overlay' } as const;
const read = (world: Partial<MemoryWorld> = {}) =>
  kustomize.read(
    spec,
    memoryWorld({ files, rendered: { overlay: deployment('ghcr.io/x/app:1.10', origin('base/app.yaml')) }, ...world }),
  );

test('the graph holds what is read, and where a new file would count', () => {
  const graph = collectGraph('overlay', memoryFiles(files));
  assert.deepEqual([...graph.kustomizations.keys()], ['overlay', 'base']);
  assert.deepEqual([...graph.files].sort(), Object.keys(files).sort());
  assert.ok(graph.absent.has('base/missing.yaml') && graph.absent.has('base/kustomization.yaml'));
  assert.deepEqual(
    kustomizationsOver(graph, 'base/app.yaml').map(({ folder }) => folder),
    ['overlay', 'base'],
  );
});

test('a loop of bases ends', () => {
  const looping = { 'a/kustomization.yaml': 'resources: [../b]', 'b/kustomization.yaml': 'resources: [../a]' };
  assert.equal(collectGraph('a', memoryFiles(looping)).kustomizations.size, 2);
});

const remote = {
  'a/kustomization.yaml':
    '# github.com/x/y/config?ref=v1\nresources:\n- github.com/x/y/config?ref=v1\n- https://x.example/a.yaml\n- gone.yaml\n- own.yaml\n- ../b\npatches:\n- path: https://x.example/p.yaml\nimages:\n- {name: q, newTag: 1.10}\n',
  'a/own.yaml': deployment('a:1'),
  'b/kustomization.yaml': 'resources: [own.yaml]\n',
  'b/own.yaml': deployment('b:1'),
  'copies/y/config/kustomization.yaml': 'resources: [app.yaml]\n',
  'copies/y/config/app.yaml': deployment('y:1'),
  'copies/a.yaml': deployment('x:1'),
  'copies/p.yaml': deployment('x:2'),
};
const vendor = {
  'github.com/x/y?ref=v1': 'copies/y',
  'https://x.example/a.yaml': 'copies/a.yaml',
  'https://x.example/p.yaml': 'copies/p.yaml',
};

test('what lies elsewhere is not fetched: each is a gap with what to write, and the rest is rendered without it', async () => {
  const given: (KustomizationCopy | undefined)[] = [];
  const { renderer, ...others } = memoryWorld({ files: remote, rendered: { a: deployment('a:1'), b: deployment('b:1') } });
  const recording: Renderer = {
    ...renderer,
    kustomize: (request) => {
      given.push(request.copy);
      return renderer.kustomize(request);
    },
  };
  const { resources, gaps, key } = await kustomize.read({ kind: 'kustomize', at: 'a' }, { ...others, renderer: recording });
  assert.deepEqual(
    gaps.map(({ code, path, line }) => `${code} ${path}:${line}`),
    [
      'base-remote a/kustomization.yaml:3',
      'base-remote a/kustomization.yaml:4',
      'base-remote a/kustomization.yaml:9',
      'source-missing a/kustomization.yaml:5',
    ],
  );
  assert.match(gaps[0]?.detail ?? '', /`vendor: \{ "github\.com\/x\/y\/config\?ref=v1": FOLDER \}`$/);
  assert.deepEqual([resources.length, key], [1, undefined]);
  assert.deepEqual(
    given.map((copy) => copy?.texts.get('a/kustomization.yaml')),
    ['# github.com/x/y/config?ref=v1\nresources:\n\n\n\n- own.yaml\n- ../b\npatches:\n\nimages:\n- {name: q, newTag: 1.10}\n'],
  );
  const merely = { ...remote, 'a/kustomization.yaml': 'resources: [git@github.com:x/y.git, own.yaml, ../b]\n' };
  const listing = await kustomize.read(
    { kind: 'kustomize', at: 'a' },
    memoryWorld({ files: merely, rendered: { b: deployment('b:1') } }),
  );
  assert.equal(listing.resources.length, 2);
  assert.deepEqual(
    listing.gaps.map(({ code }) => code),
    ['base-remote'],
  );
});

test('a remote base with a copy is rendered from the copy, in a copy of the tree', () => {
  const files = memoryFiles(remote);
  const graph = collectGraph('a', files, vendor);
  assert.deepEqual([...graph.kustomizations.keys()], ['a', 'copies/y/config', 'b']);
  assert.deepEqual(graph.outside, []);
  const { files: copied, texts, origins } = copyWithVendored(graph, kustomizationsUnder(graph, 'a'), files);
  assert.ok(copied.includes('copies/y/config/app.yaml') && !copied.includes('a/kustomization.yaml'));
  assert.equal(
    texts.get('a/kustomization.yaml'),
    '# github.com/x/y/config?ref=v1\nresources:\n- ../copies/y/config\n- vendored-by-plimsoll-1.yaml\n- gone.yaml\n- own.yaml\n- ../b\npatches:\n- path: vendored-by-plimsoll-2.yaml\nimages:\n- {name: q, newTag: 1.10}\n',
  );
  assert.equal(origins.get('a/vendored-by-plimsoll-1.yaml'), 'copies/a.yaml');
  assert.notDeepEqual(collectGraph('a', files).outside, []);
});

test('with copies, files decide again, those of the copies too', async () => {
  const keyOf = (changed: Record<string, string>) =>
    kustomize.findKey?.({ kind: 'kustomize', at: 'a', vendor }, memoryWorld({ files: { ...remote, ...changed } }));
  assert.ok(await keyOf({}));
  assert.notEqual(await keyOf({ 'copies/y/config/app.yaml': deployment('y:2') }), await keyOf({}));
});

test('a resource has its file and line, and no trace of the annotation', async () => {
  const { resources, gaps } = await read();
  assert.deepEqual(gaps, []);
  assert.equal(resources.length, 1);
  assert.deepEqual([resources[0]?.file, resources[0]?.line, resources[0]?.source], ['base/app.yaml', 2, 'kustomize:overlay']);
  assert.deepEqual(resources[0]?.value.metadata, { name: 'app' });
});

const failures: readonly { name: string; world: Partial<MemoryWorld>; codes: readonly string[] }[] = [
  { name: 'a folder that is not there', world: { files: { 'x.yaml': '' } }, codes: ['source-missing'] },
  { name: 'a folder without a kustomization', world: { files: { 'overlay/x.yaml': '' } }, codes: ['kustomization-missing'] },
  { name: 'no tool', world: { withoutTools: true }, codes: ['tool-missing'] },
  {
    name: 'a rendering that fails',
    world: { files: { 'overlay/kustomization.yaml': 'namespace: x\n' }, rendered: {} },
    codes: ['render-failed'],
  },
  { name: 'output that is no YAML', world: { rendered: { overlay: 'a: "b' } }, codes: ['yaml-unreadable'] },
];

for (const { name, world, codes } of failures) {
  test(`${name} is a gap, never an empty list`, async () => {
    const { resources, gaps } = await read(world);
    assert.deepEqual(resources, []);
    assert.deepEqual(
      gaps.map(({ code }) => code),
      codes,
    );
  });
}

test('where a root that merely lists fails, what it lists is still read', async () => {
  const listing = {
    'overlay/kustomization.yaml': 'resources: [../good, ../bad, own.yaml]\n',
    'overlay/own.yaml': deployment('c:1'),
  };
  const parts = { 'good/kustomization.yaml': 'resources: [a.yaml]', 'bad/kustomization.yaml': 'namespace: x\n' };
  const { resources, gaps } = await read({
    files: { ...listing, ...parts },
    rendered: { good: deployment('a:1', origin('good/a.yaml')) },
  });
  assert.deepEqual(resources.map(({ file }) => file).sort(), ['good/a.yaml', 'overlay/own.yaml']);
  assert.deepEqual(
    gaps.map(({ path }) => path),
    ['overlay', 'bad'],
  );
});

test('unchanged inputs start no tool; a changed or a new file does', async () => {
  const texts: Record<string, string> = { ...files };
  const rendered = { overlay: deployment('a:1') };
  const world = memoryWorld({ files: texts, rendered });
  const first = await kustomize.read(spec, world);
  assert.deepEqual(await kustomize.read(spec, world), first);
  assert.equal(world.runs.length, 1);
  const changed = { ...world, files: memoryFiles({ ...texts, 'shared/images.yaml': 'other: 1\n' }) };
  await kustomize.read(spec, changed);
  await kustomize.read(spec, { ...world, files: memoryFiles({ ...texts, 'base/missing.yaml': 'a: 1\n' }) });
  assert.equal(world.runs.length, 3);
});

const plugins: Record<string, string> = {
  'overlay/kustomization.yaml': 'transformers: [patch-plugin.yaml]\ngenerators: [../gen]\n',
  'overlay/patch-plugin.yaml': 'kind: PatchTransformer\npath: patch.yaml\n',
  'overlay/patch.yaml': 'a: 1\n',
  'overlay/data.txt': 'x',
  'gen/kustomization.yaml': 'resources: [../deep]\n',
  'deep/kustomization.yaml': 'resources: [map.yaml]\n',
  'deep/map.yaml': 'kind: ConfigMapGenerator\nfiles: [key=data.txt]\n',
};

for (const changed of Object.keys(plugins))
  test(`what plugins read decides too: ${changed}`, async () => {
    const keyOf = (texts: Record<string, string>) => kustomize.findKey?.(spec, memoryWorld({ files: texts }));
    assert.notEqual(await keyOf({ ...plugins, [changed]: `${plugins[changed]}# changed\n` }), await keyOf(plugins));
  });

test('a plugin that is too long to be looked through is rendered each time', async () => {
  const long = { ...plugins, 'overlay/patch-plugin.yaml': `#${' x'.repeat(200_000)}` };
  assert.equal(await kustomize.findKey?.(spec, memoryWorld({ files: long })), undefined);
});

const places: readonly { name: string; declared: string; path: string; kind?: string; file?: string; at: string }[] = [
  {
    name: 'an images entry',
    declared: 'ghcr.io/x/app:1.10',
    path: 'spec.template.spec.containers[0].image',
    at: 'overlay/kustomization.yaml:5',
  },
  { name: 'a patch', declared: 'docker.io/z/patched:3', path: 'spec.patched', at: 'overlay/patch.yaml:6' },
  {
    name: 'the resource itself',
    declared: 'ghcr.io/x/app:1.0',
    path: 'spec.template.spec.containers[0].image',
    at: 'base/app.yaml:11',
  },
  {
    name: 'a literal',
    declared: 'quay.io/y/side:2',
    path: 'data.SIDECAR',
    kind: 'ConfigMap',
    file: 'overlay/kustomization.yaml',
    at: 'overlay/kustomization.yaml:11',
  },
  {
    name: 'a generated file',
    declared: 'docker.io/z/inner:4',
    path: 'data["list.yaml"].#yaml.group.image',
    kind: 'ConfigMap',
    file: 'overlay/kustomization.yaml',
    at: 'shared/images.yaml:3',
  },
  { name: 'nothing', declared: 'docker.io/q/nowhere:9', path: 'spec.x', at: 'base/app.yaml:2' },
];

for (const { name, declared, path, kind = 'Deployment', file = 'base/app.yaml', at } of places) {
  test(`finds the line that decides: ${name}`, () => {
    const identity = { apiVersion: 'v1', kind, namespace: null, name: kind === 'ConfigMap' ? 'settings-7hb2' : 'app' };
    const from = { identity, value: {}, source: 'kustomize:overlay', file, line: 2, hook: false };
    const place = kustomize.locator(spec, memoryFiles(files))({ from, declared, path });
    assert.equal(`${place.file}:${place.line}`, at);
  });
}
