import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type FoundConfiguration, findConfiguration } from '../../cli/find-configuration.ts';
import { openSourceWorld } from '../../cli/open-source-world.ts';
import { setTag } from '../../cli/set-tag.ts';
import { Fault } from '../../model/fault.ts';
import { type Rendering, readRendering } from '../../pipeline/set-tag/read-rendering.ts';
import { tags, type Way, ways } from './set-tag-ways.ts';

const name = 'registry.example/app/web';
const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
const silent = { stage() {}, step() {}, note() {}, end() {} };
before(() => {
  process.env.XDG_CACHE_HOME = join(scratch, 'cache');
});
after(() => rmSync(scratch, { recursive: true, force: true }));

for (const way of ways) {
  test(`--set-tag changes that image and nothing else: ${way.name}`, async () => {
    const versions = way.versions ?? tags;
    const pair = way.becomes
      ? fc.constant([versions[0], versions[1]] as const)
      : fc.tuple(fc.constantFrom(...versions), fc.constantFrom(...versions));
    const check = fc.asyncProperty(pair, async ([from = '', to = '']) => {
      fc.pre(from !== to);
      await checkEdit(way, from, to);
    });
    await fc.assert(check, { numRuns: way.becomes ? 1 : 3 });
  });
}

async function checkEdit(way: Way, from: string, to: string): Promise<void> {
  const found = await plant(treeOf(way, from, from));
  const old = await render(found);
  const image = old.inventory.images.find(
    ({ reference }) => reference === `${name}${from.startsWith('sha256:') ? '@' : ':'}${from}`,
  );
  assert.ok(image, `the tree ships ${name}: ${JSON.stringify(old.inventory)}`);
  const preview = await setTag(() => find(found.folder), { setTag: `${image.reference}=${to}`, dryRun: true }, silent);
  assert.deepEqual(readTree(found.folder), treeOf(way, from, from), 'a dry run writes nothing');
  const edit = await setTag(() => find(found.folder), { setTag: `${image.reference}=${to}` }, silent);
  const wanted = way.becomes ? { ...treeOf(way, to, from), ...way.becomes(from, to) } : treeOf(way, to, from);
  const changed = await render(found);
  const mark = to.startsWith('sha256:') ? '@' : ':';
  assert.deepEqual(
    referencesOf(changed),
    referencesOf(old)
      .map((one) => (one === image.reference ? `${name}${mark}${to}` : one))
      .toSorted(),
  );
  assertSameResources(old, changed, [image.reference, `${name}${mark}${to}`, from, to]);
  assertSameTexts(readTree(found.folder), wanted, to);
  if (!way.becomes || way.name.startsWith('a tag')) assert.equal(edit.diff, preview.diff);
}

function treeOf(way: Way, version: string, beside: string): Readonly<Record<string, string>> {
  const configuration = typeof way.configuration === 'string' ? way.configuration : way.configuration(version);
  return { ...way.tree(version, beside), 'plimsoll.yaml': `product: Test\n${configuration}\n` };
}

let planted = 0;

async function plant(tree: Readonly<Record<string, string>>): Promise<FoundConfiguration> {
  planted += 1;
  const folder = join(scratch, String(planted));
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return find(folder);
}

function find(folder: string): Promise<FoundConfiguration> {
  return findConfiguration([], { config: join(folder, 'plimsoll.yaml') });
}

function readTree(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  return Object.fromEntries(paths.map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')]));
}

async function render(found: FoundConfiguration): Promise<Rendering> {
  const fresh = await find(found.folder);
  const sources = openSourceWorld(fresh, { offline: true });
  try {
    return await readRendering(fresh.configuration, { sources: sources.world }, {});
  } finally {
    sources.close();
  }
}

function referencesOf({ inventory }: Rendering): readonly string[] {
  return inventory.images.flatMap(({ occurrences }) => occurrences.map(({ reference }) => reference)).toSorted();
}

/** Every word that differs is one of those that were meant to, the name of a generated ConfigMap, or a password made by chance. */
function assertSameResources(old: Rendering, changed: Rendering, meant: readonly string[]): void {
  const words = (rendering: Rendering): readonly string[] =>
    JSON.stringify(rendering.resources.map(({ value }) => value)).match(/[\w.:@/-]+|[^\w.:@/-]/g) ?? [];
  const [before, now] = [words(old), words(changed)];
  assert.equal(before.length, now.length);
  const isMeant = (word = ''): boolean => meant.includes(word) || /^settings-[a-z0-9]{10}$|^[A-Za-z0-9]{20}$/.test(word);
  assert.deepEqual(
    before.filter((word, at) => word !== now[at] && !(isMeant(word) && isMeant(now[at]))),
    [],
  );
}

/** The tree is what a person would have written; quotes that YAML needs may have come. */
function assertSameTexts(
  ours: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
  version: string,
): void {
  const bare = (tree: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(tree).map(([path, text]) => [path, text.replaceAll(`"${version}"`, version)]));
  assert.deepEqual(bare(ours), bare(wanted));
}

const shared = `product: Test\nsources: [{ helm: chart }]\n`;
const sharing = {
  'plimsoll.yaml': shared,
  'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
  'chart/values.yaml': 'version: "1.2.3"\n',
  'chart/templates/pod.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - {name: web, image: "${name}:{{ .Values.version }}"}\n  - {name: db, image: "registry.example/app/db:{{ .Values.version }}"}\n`,
};

const refusals: readonly {
  readonly name: string;
  readonly tree: Readonly<Record<string, string>>;
  readonly set: string;
  readonly says: RegExp;
}[] = [
  { name: 'a text that decides another image too', tree: sharing, set: `${name}:1.2.3=1.2.4`, says: /app\/db/ },
  { name: 'an image that the release does not ship', tree: sharing, set: 'nginx:1=2', says: /ships no image `nginx:1`/ },
  { name: 'a tag that is none', tree: sharing, set: `${name}:1.2.3=a b`, says: /neither a tag nor a digest/ },
  { name: 'the version that it has', tree: sharing, set: `${name}:1.2.3=1.2.3`, says: /already/ },
  {
    name: 'a text that a label takes as well',
    tree: {
      ...sharing,
      'chart/templates/pod.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {version: "{{ .Values.version }}"}}\nspec:\n  containers:\n  - {name: web, image: "${name}:{{ .Values.version }}"}\n`,
    },
    set: `${name}:1.2.3=1.2.4`,
    says: /Pod\/web: metadata\.labels\.version/,
  },
];

for (const { name: title, tree, set, says } of refusals) {
  test(`--set-tag refuses ${title}, and every file is as it was`, async () => {
    const found = await plant(tree);
    await assert.rejects(
      setTag(() => find(found.folder), { setTag: set }, silent),
      (error) => error instanceof Fault && says.test(error.message),
    );
    assert.deepEqual(readTree(found.folder), tree);
  });
}

test('--force changes images that share a version together, and says so', async () => {
  const found = await plant(sharing);
  const { notes } = await setTag(() => find(found.folder), { setTag: `${name}:1.2.3=1.2.4`, force: true }, silent);
  assert.match(
    notes.join('\n'),
    /Changed as well: registry\.example\/app\/db:1\.2\.3 becomes registry\.example\/app\/db:1\.2\.4/,
  );
  assert.equal(readTree(found.folder)['chart/values.yaml'], 'version: "1.2.4"\n');
});
