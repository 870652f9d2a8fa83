import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { memoryWorld } from '../memory-world.ts';
import { yaml } from './yaml.ts';

const pod = (name: string) => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n`;
const tree = {
  'a/one.yaml': `# first\n${pod('one')}---\n${pod('two')}`,
  'a/deep/three.yml': `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: three}}\n- {apiVersion: v1, kind: Pod, metadata: {name: four}}\n`,
  'a/five.json': '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "five"}}',
  'a/notes.txt': 'kind: Pod',
  'a/values.yaml': 'image: x:1\n',
  'a/kustomization.yaml': 'resources: [one.yaml]\n',
  'b/template.yaml': 'kind: {{ .Kind }}\nname: {{ if x }}\n',
  'b/broken.yaml': `${pod('kept')}---\na: "b\n`,
  'b/twice.yaml': `${pod('twice')}kind: Pod\n`,
  'b/same.yaml': `${pod('same')}---\n${pod('other')}---\n${pod('same')}`,
  'b/definition.yaml':
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: xs.example.org\nspec:\n  big: 1\n',
};

const cases: readonly { name: string; at: string; found: readonly string[]; gaps: readonly string[] }[] = [
  { name: 'a file', at: 'a/one.yaml', found: ['one:2', 'two:7'], gaps: [] },
  { name: 'a folder and below', at: 'a', found: ['three:1', 'four:1', 'five:1', 'one:2', 'two:7'], gaps: [] },
  { name: 'a glob', at: 'a/**/*.yml', found: ['three:1', 'four:1'], gaps: [] },
  { name: 'a glob with choices', at: 'a/{one,five}.*', found: ['five:1', 'one:2', 'two:7'], gaps: [] },
  { name: 'a file that is not there', at: 'c.yaml', found: [], gaps: ['source-missing'] },
  { name: 'a glob that matches nothing', at: 'a/*.toml', found: [], gaps: ['source-empty'] },
  { name: 'a template', at: 'b/template.yaml', found: [], gaps: ['manifest-is-template:1'] },
  { name: 'a file of which one document is broken', at: 'b/broken.yaml', found: ['kept:1'], gaps: ['yaml-unreadable:7'] },
  { name: 'a key that stands twice', at: 'b/twice.yaml', found: ['twice:1'], gaps: ['yaml-duplicate-key:5'] },
  {
    name: 'a resource that stands twice',
    at: 'b/same.yaml',
    found: ['same:1', 'other:6', 'same:11'],
    gaps: ['resource-twice:11'],
  },
  { name: 'a definition without its schema', at: 'b/definition.yaml', found: ['xs.example.org:1'], gaps: [] },
];

for (const { name, at, found, gaps } of cases) {
  test(`reads ${name}`, async () => {
    const reading = await yaml.read({ kind: 'yaml', at }, memoryWorld({ files: tree }));
    assert.deepEqual(
      reading.resources.map(({ identity, line }) => `${identity.name}:${line}`),
      found,
    );
    assert.deepEqual(
      reading.gaps.map(({ code, line }) => (line === undefined ? code : `${code}:${line}`)),
      gaps,
    );
  });
}

test('property: any text at all gives a reading', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 200 }), async (text) => {
      const { resources, gaps } = await yaml.read({ kind: 'yaml', at: 'x.yaml' }, memoryWorld({ files: { 'x.yaml': text } }));
      assert.ok(resources.every(({ file, line }) => file === 'x.yaml' && line !== undefined));
      assert.ok(gaps.every(({ unit }) => unit === 'gather/sources/yaml'));
    }),
  );
});

test('a stream that is piped in has its lines; one that is empty is a gap', async () => {
  const read = (text: string) => yaml.read({ kind: 'yaml', at: '-' }, memoryWorld({ files: { '-': text } }));
  const { resources } = await read('# head\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\n');
  assert.deepEqual([resources[0]?.file, resources[0]?.line], ['-', 2]);
  assert.deepEqual(
    (await read('')).gaps.map(({ code }) => code),
    ['source-empty'],
  );
});
