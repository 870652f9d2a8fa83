import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryWorld } from '../gather/sources/memory-world.ts';
import type { RenderingCache, RenderingTool, SourceWorld } from '../gather/sources/ports.ts';
import type { SourceSpec } from '../gather/sources/source-spec.ts';
import { readStatements } from './read-statements.ts';

const pod = (name: string, image: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n  - name: main\n    image: ${image}\n`;
const files: Readonly<Record<string, string>> = {
  'overlay/kustomization.yaml': 'resources: [../base]\n',
  'base/kustomization.yaml': 'resources: [app.yaml, more]\n',
  'base/app.yaml': pod('app', 'ghcr.io/x/app:1'),
  'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
  'chart/templates/pod.yaml': pod('db', 'ghcr.io/x/db:1'),
  'values.yaml': 'a: 1\n',
  'plain/one.yaml': pod('one', 'ghcr.io/x/one:1'),
  'images.txt': 'ghcr.io/x/listed:1\n',
};
const helm = { kind: 'helm', at: 'chart', set: [], release: 'r', namespace: 'n', apiVersions: [] } as const;
const specs: readonly SourceSpec[] = [
  { kind: 'kustomize', at: 'overlay', component: 'app' },
  { ...helm, values: ['values.yaml'] },
  { kind: 'yaml', at: 'plain' },
  { kind: 'image-list', at: 'images.txt' },
];
const rendered = {
  overlay: pod('app', 'ghcr.io/x/app:1'),
  chart: `# Source: chart/templates/pod.yaml\n${pod('db', 'ghcr.io/x/db:1')}`,
};

/** What is other in the second reading than in the first. */
interface Change {
  /** Path → text; undefined takes the file away. */
  readonly files?: Readonly<Record<string, string | undefined>>;
  readonly specs?: readonly SourceSpec[];
  readonly tool?: Partial<RenderingTool>;
  readonly rendered?: Readonly<Record<string, string>>;
}

function worldOf(change: Change, cache: RenderingCache): SourceWorld {
  const texts = Object.entries({ ...files, ...change.files }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const world = memoryWorld({ files: Object.fromEntries(texts), rendered: change.rendered ?? rendered });
  const identify: SourceWorld['renderer']['identify'] = async (tool) => {
    const found = await world.renderer.identify(tool);
    return found && { ...found, ...change.tool };
  };
  return { files: world.files, renderer: { ...world.renderer, identify }, cache };
}

/** A cache that tells whether the first question was answered: that is the one for everything at once. */
function watchedCache(): RenderingCache & { readonly answers: boolean[]; readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  const answers: boolean[] = [];
  return {
    answers,
    kept,
    find: async (key) => {
      answers.push(kept.has(key));
      return kept.has(key) ? JSON.parse(kept.get(key) ?? '') : undefined;
    },
    keep: async (key, value) => void kept.set(key, JSON.stringify(value)),
  };
}

const rows: readonly (Change & { readonly name: string; readonly isKept?: true })[] = [
  { name: 'nothing', isKept: true },
  { name: 'a file that nothing reads', files: { 'base/README.md': 'x' }, isKept: true },
  { name: 'the path of the same tool', tool: { path: '/elsewhere/tool' }, isKept: true },
  { name: 'a kustomization', files: { 'overlay/kustomization.yaml': 'resources: [../base]\nnamePrefix: a-\n' } },
  { name: 'a resource of a base', files: { 'base/app.yaml': `# a line more\n${files['base/app.yaml']}` } },
  { name: 'a new file where none was found', files: { 'base/more': 'a: 1\n' } },
  { name: 'a kustomization that goes before the other', files: { 'base/Kustomization': 'resources: []\n' } },
  { name: 'a base that is gone', files: { 'base/kustomization.yaml': undefined } },
  { name: 'a template', files: { 'chart/templates/pod.yaml': pod('db', 'ghcr.io/x/db:2') } },
  { name: 'a new file in the chart', files: { 'chart/templates/new.yaml': '' } },
  { name: 'a values file', files: { 'values.yaml': 'a: 2\n' } },
  { name: 'a plain manifest', files: { 'plain/one.yaml': pod('one', 'ghcr.io/x/one:2') } },
  { name: 'a new plain manifest', files: { 'plain/deep/two.yml': pod('two', 'ghcr.io/x/two:2') } },
  { name: 'a plain manifest of another name', files: { 'plain/one.yaml': undefined, 'plain/uno.yaml': files['plain/one.yaml'] } },
  { name: 'an image list', files: { 'images.txt': 'ghcr.io/x/listed:2\n' } },
  { name: 'an image list that is gone', files: { 'images.txt': undefined } },
  { name: 'the version of a tool', tool: { version: 'v9.0.0' } },
  { name: 'the program that renders', tool: { name: 'kubectl' } },
  {
    name: 'a value given with the source',
    specs: specs.map((spec) => (spec.kind === 'helm' ? { ...spec, set: ['a=b'] } : spec)),
  },
  { name: 'a component', specs: specs.map((spec) => ({ ...spec, component: 'other' })) },
  { name: 'the order of the sources', specs: specs.toReversed() },
  { name: 'a source less', specs: specs.slice(1) },
];

for (const { name, isKept = false, ...change } of rows) {
  test(`${isKept ? 'taken from the cache' : 'read again'}: ${name}`, async () => {
    const cache = watchedCache();
    const first = await readStatements(specs, worldOf({}, cache), {});
    cache.answers.length = 0;
    const second = await readStatements(change.specs ?? specs, worldOf(change, cache), {});
    assert.equal(cache.answers[0], isKept);
    assert.deepEqual(second, await readStatements(change.specs ?? specs, worldOf(change, watchedCache()), {}));
    if (isKept) assert.deepEqual([second, cache.answers.length], [first, 1]);
  });
}

test('a folder that is gone is not an empty one', async () => {
  const cache = watchedCache();
  const empty: readonly SourceSpec[] = [{ kind: 'yaml', at: 'plain' }];
  const codes = async (left: Change['files']) =>
    (await readStatements(empty, worldOf({ files: { 'plain/one.yaml': undefined, ...left } }, cache), {})).readings.flatMap(
      ({ gaps }) => gaps.map(({ code }) => code),
    );
  assert.deepEqual([await codes({ 'plain/notes.txt': '' }), await codes({})], [['source-empty'], ['source-missing']]);
});

test('what failed is tried again', async () => {
  const cache = watchedCache();
  const failed = await readStatements(specs, worldOf({ rendered: { chart: rendered.chart } }, cache), {});
  assert.deepEqual(failed.readings[0]?.gaps.map(({ code }) => code).slice(0, 1), ['render-failed']);
  const again = await readStatements(specs, worldOf({}, cache), {});
  assert.deepEqual(again.readings[0]?.gaps, []);
});

test('an entry of the cache that is something else is not believed', async () => {
  const cache = watchedCache();
  const first = await readStatements(specs, worldOf({}, cache), {});
  const [key = ''] = [...cache.kept.keys()].slice(-1);
  for (const damage of ['null', '[]', '{"readings":{}}', '"text"']) {
    cache.kept.set(key, damage);
    assert.deepEqual(await readStatements(specs, worldOf({}, cache), {}), first);
  }
});
