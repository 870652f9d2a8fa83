import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Occurrence, Rejected } from '../../model/occurrence.ts';
import type { Gap } from '../../model/reading.ts';
import { makeReleaseFolders } from '../release-folder.ts';

const folders = makeReleaseFolders('hostile-sources');
after(() => folders.remove());

const pod = (name: string, image: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n  - name: a\n    image: ${image}\n`;
const chart = (more = ''): string => `apiVersion: v2\nname: app\nversion: 1.0.0\n${more}`;
const base = (...resources: readonly string[]): string => `resources: [${resources.join(', ')}]\n`;
/** A limit of the program is 64 MiB for what a tool prints. */
const muchText = `data:\n  x: |\n{{ range until 640000 }}    ${'x'.repeat(100)}\n{{ end }}`;

interface Row {
  readonly name: string;
  readonly source: string;
  readonly files: Readonly<Record<string, string>>;
  /** `code path:line` of each gap. */
  readonly gaps: readonly string[];
  readonly says?: RegExp;
  /** `reference file:line`, beside the good image. */
  readonly read: readonly string[];
  /** `text file:line` of what looked like an image. */
  readonly rejected?: readonly string[];
}

const rows: readonly Row[] = [
  {
    name: 'a loop of bases',
    source: '{ kustomize: a }',
    files: {
      'a/kustomization.yaml': base('../b'),
      'b/kustomization.yaml': base('../a', 'p.yaml'),
      'b/p.yaml': pod('p', 'r.io/p:1'),
    },
    gaps: ['render-failed a', 'render-failed b'],
    says: /cycle/,
    read: ['r.io/p:1 b/p.yaml:8'],
  },
  {
    name: 'a kustomization that leads out of its folder',
    source: '{ kustomize: a/k }',
    files: {
      'a/k/kustomization.yaml': base('../../q.yaml', 'p.yaml'),
      'a/k/p.yaml': pod('p', 'r.io/p:1'),
      'q.yaml': pod('q', 'r.io/q:1'),
    },
    gaps: ['render-failed a/k'],
    says: /q\.yaml' is not in or below/,
    read: ['r.io/p:1 a/k/p.yaml:8', 'r.io/q:1 q.yaml:8'],
  },
  {
    name: 'two resources with one name in a kustomization',
    source: '{ kustomize: a }',
    files: {
      'a/kustomization.yaml': base('p.yaml', 'q.yaml'),
      'a/p.yaml': pod('p', 'r.io/p:1'),
      'a/q.yaml': pod('p', 'r.io/q:1'),
    },
    gaps: ['render-failed a'],
    says: /q\.yaml.*already registered/,
    read: ['r.io/p:1 a/p.yaml:8', 'r.io/q:1 a/q.yaml:8'],
  },
  {
    name: 'a kustomization that is cut off, over a base of which nothing is left',
    source: '{ kustomize: a }',
    files: {
      'a/kustomization.yaml': 'resources:\n- p.yaml\n- ../b\nnamePrefix: x-\nimages:\n- name: r.io/p\n  newTag: "2',
      'a/p.yaml': pod('p', 'r.io/p:1'),
      'b/kustomization.yaml': 'resources:\n- gone.yaml\n',
    },
    gaps: ['source-missing b/kustomization.yaml:2', 'yaml-unreadable a/kustomization.yaml:6'],
    read: ['r.io/p:1 a/p.yaml:8'],
  },
  {
    name: 'a kustomization over one that patches what lies elsewhere',
    source: '{ kustomize: a }',
    files: {
      'a/kustomization.yaml': 'resources:\n- p.yaml\n- ../b\nimages:\n- name: r.io/p\n  newTag: "2"\n',
      'a/p.yaml': pod('p', 'r.io/p:1'),
      'b/kustomization.yaml': 'resources:\n- https://x.example/b.yaml\n- q.yaml\npatches:\n- path: patch.yaml\n',
      'b/q.yaml': pod('q', 'r.io/q:1'),
      'b/patch.yaml': pod('elsewhere', 'r.io/e:1'),
    },
    gaps: ['base-remote b/kustomization.yaml:2', 'render-failed a', 'render-failed b', 'render-failed b/kustomization.yaml:4'],
    says: /nothing can be rendered with `patches`/,
    read: ['r.io/p:2 a/kustomization.yaml:6', 'r.io/q:1 b/q.yaml:8'],
  },
  {
    name: 'two resources with one name in a file',
    source: '{ yaml: a.yaml }',
    files: { 'a.yaml': `${pod('p', 'r.io/p:1')}---\n${pod('p', 'r.io/q:1')}` },
    gaps: ['resource-twice a.yaml:10'],
    read: ['r.io/p:1 a.yaml:8', 'r.io/q:1 a.yaml:17'],
  },
  {
    name: 'a key that stands twice',
    source: '{ yaml: a.yaml }',
    files: { 'a.yaml': `${pod('p', 'r.io/p:1')}    image: r.io/last:1\n---\n${pod('q', 'r.io/q:1')}` },
    gaps: ['yaml-duplicate-key a.yaml:9'],
    read: ['r.io/last:1 a.yaml:9', 'r.io/q:1 a.yaml:18'],
  },
  {
    name: 'a tab',
    source: '{ yaml: a.yaml }',
    files: { 'a.yaml': `kind: Pod\nspec:\n\tcontainers: []\n---\n${pod('q', 'r.io/q:1')}` },
    gaps: ['yaml-unreadable a.yaml:3'],
    says: /tab/,
    read: ['r.io/q:1 a.yaml:12'],
  },
  {
    name: 'a manifest that is a template itself',
    source: '{ yaml: a }',
    files: { 'a/t.yaml': pod('{{ .Release.Name }}', '"{{ .Values.image }}"'), 'a/p.yaml': pod('p', 'r.io/p:1') },
    gaps: ['manifest-is-template a/t.yaml:4'],
    read: ['r.io/p:1 a/p.yaml:8'],
  },
  {
    name: 'a ConfigMap of 50 MB',
    source: '{ yaml: a.yaml }',
    files: {
      'a.yaml': `kind: ConfigMap\napiVersion: v1\nmetadata: { name: big }\ndata:\n  x: |\n${'    image: r.io/x:1 and so on\n'.repeat(1_700_000)}---\n${pod('p', 'r.io/p:1')}`,
    },
    gaps: ['nested-too-large a.yaml:1'],
    says: /ConfigMap big, data\.x/,
    read: ['r.io/p:1 a.yaml:1700014'],
  },
  {
    name: 'a chart without a dependency that it names',
    source: '{ helm: c }',
    files: {
      'c/Chart.yaml': chart('dependencies: [{ name: gone, version: 1.0.0, repository: "https://charts.example" }]\n'),
      'c/templates/p.yaml': pod('p', 'r.io/p:1'),
    },
    gaps: ['dependency-missing c/Chart.yaml:4'],
    says: /the chart gone is stated as a dependency/,
    read: ['r.io/p:1 c/templates/p.yaml:8'],
  },
  {
    name: 'values that make a chart fail',
    source: '{ helm: c, values: [bad.yaml] }',
    files: {
      'c/Chart.yaml': chart(),
      'c/values.yaml': 'image: { tag: "1" }\n',
      'bad.yaml': 'image: 7\n',
      'c/templates/p.yaml': pod('p', 'r.io/p:{{ .Values.image.tag }}'),
    },
    gaps: ['template-failed c/templates/p.yaml:8'],
    says: /templates\/p\.yaml:8/,
    read: [],
  },
  {
    name: 'references that are almost some',
    source: '{ yaml: a }',
    files: {
      'a/1.yaml': pod('a', 'R.io/Upper:1'),
      'a/2.yaml': pod('b', 'r.io/a b:1'),
      'a/3.yaml': pod('c', '"r.io/a:"'),
      'a/4.yaml': pod('d', 'https://r.io/a:1'),
    },
    gaps: [],
    read: [],
    rejected: ['R.io/Upper:1 a/1.yaml:8', 'r.io/a b:1 a/2.yaml:8', 'r.io/a: a/3.yaml:8', 'https://r.io/a:1 a/4.yaml:8'],
  },
];

interface Document {
  readonly images: readonly { readonly reference: string; readonly occurrences: readonly Occurrence[] }[];
  readonly gaps: readonly Gap[];
  readonly rejected: readonly Rejected[];
}

const configuration = (source: string): string => `product: A\nversion: "1"\nsources:\n- { yaml: good.yaml }\n- ${source}\n`;
const at = ({ file, line }: { readonly file: string; readonly line: number }): string => `${file}:${line}`;

async function images(folder: string) {
  const { code, stdout, stderr } = await folders.run(folder, 'images', '--format', 'json', '--offline');
  assert.doesNotMatch(stderr, /^ +at |bug in Plimsoll/m);
  return { code, document: JSON.parse(stdout) as Document };
}

for (const { name, source, files, gaps, says = /./, read, rejected = [] } of rows) {
  test(`${name}: said with its place, and the rest is read`, async () => {
    const placed = { ...files, 'good.yaml': pod('good', 'r.io/good:1'), 'plimsoll.yaml': configuration(source) };
    const { code, document } = await images(folders.place(placed));
    assert.equal(code, gaps.length > 0 ? 3 : 0);
    const told = document.gaps.map((gap) => `${gap.code} ${gap.path}${gap.line === undefined ? '' : `:${gap.line}`}`);
    assert.deepEqual(told.toSorted(), [...gaps].toSorted());
    if (gaps.length > 0) assert.match(document.gaps.map(({ detail }) => detail).join('\n'), says);
    const found = document.images.flatMap(({ reference, occurrences }) => occurrences.map((each) => `${reference} ${at(each)}`));
    assert.deepEqual(found.toSorted(), ['r.io/good:1 good.yaml:8', ...read].toSorted());
    assert.deepEqual(document.rejected.map((each) => `${each.text} ${at(each)}`).toSorted(), [...rejected].toSorted());
  });
}

test('a template that prints without end is told, and is not rendered again', async () => {
  const files = {
    'c/Chart.yaml': chart(),
    'c/templates/much.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n${muchText}`,
  };
  const placed = folders.place({
    ...files,
    'good.yaml': pod('good', 'r.io/good:1'),
    'plimsoll.yaml': configuration('{ helm: c }'),
  });
  const begun = performance.now();
  const first = await images(placed);
  const tookMs = performance.now() - begun;
  assert.deepEqual([first.code, first.document.gaps.map(({ code, path }) => `${code} ${path}`)], [3, ['render-too-large c']]);
  assert.deepEqual(await images(placed), first);
  assert.ok(performance.now() - begun < tookMs * 1.5, 'it was rendered again');
});
