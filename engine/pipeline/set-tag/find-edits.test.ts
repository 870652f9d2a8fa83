import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyEdits } from '../../formats/edit/apply-edits.ts';
import { parseYaml } from '../../formats/yaml/parse-yaml.ts';
import { asYamlText, editsOfLine, lineOf } from './find-edits.ts';
import { editsOfImagesEntry, editsOfOpenTags } from './find-neighbors.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;

const lines: readonly {
  readonly name: string;
  readonly line: string;
  readonly from: string;
  readonly to: string;
  readonly gives: string;
}[] = [
  {
    name: 'a whole reference',
    line: 'image: r.io/a:1 # r.io/a:1',
    from: 'r.io/a:1',
    to: 'r.io/a:2',
    gives: 'image: r.io/a:2 # r.io/a:1',
  },
  { name: 'a longer reference is another one', line: 'image: r.io/a:1-debug', from: 'r.io/a:1', to: 'r.io/a:2', gives: '' },
  {
    name: 'one of two in JSON',
    line: '{"a":"r.io/a:1","b":"r.io/b:1"}',
    from: 'r.io/a:1',
    to: 'r.io/a:2',
    gives: '{"a":"r.io/a:2","b":"r.io/b:1"}',
  },
  { name: 'both of two', line: '["r.io/a:1", "r.io/a:1"]', from: 'r.io/a:1', to: 'r.io/a:2', gives: '["r.io/a:2", "r.io/a:2"]' },
  { name: 'an argument', line: '- --image=r.io/a:1', from: 'r.io/a:1', to: 'r.io/a:2', gives: '- --image=r.io/a:2' },
  { name: 'an address', line: 'image: docker://r.io/a:1', from: 'r.io/a:1', to: 'r.io/a:2', gives: 'image: docker://r.io/a:2' },
  { name: 'a tag', line: 'tag: v1.2', from: 'r.io/a:v1.2', to: 'r.io/a:v1.3.0', gives: 'tag: v1.3.0' },
  { name: 'a tag that would turn into a number', line: 'tag: v1', from: 'r.io/a:v1', to: 'r.io/a:1.10', gives: 'tag: "1.10"' },
  { name: 'a number in quotes', line: "tag: '1.9'", from: 'r.io/a:1.9', to: 'r.io/a:1.10', gives: "tag: '1.10'" },
  {
    name: 'a version without the v that a template adds',
    line: 'appVersion: 1.2.3',
    from: 'r.io/a:v1.2.3',
    to: 'r.io/a:v1.2.4',
    gives: 'appVersion: 1.2.4',
  },
  {
    name: 'a version before a suffix',
    line: 'version: "1.2.3"',
    from: 'r.io/a:1.2.3-slim',
    to: 'r.io/a:1.2.4-slim',
    gives: 'version: "1.2.4"',
  },
  {
    name: 'a version whose suffix would change',
    line: 'version: "1.2.3"',
    from: 'r.io/a:1.2.3-slim',
    to: 'r.io/a:1.2.4',
    gives: '',
  },
  { name: 'a name without its registry', line: 'image: a:1', from: 'r.io/a:1', to: 'r.io/a:2', gives: 'image: a:2' },
  { name: 'a digest', line: `digest: ${digest}`, from: `r.io/a@${digest}`, to: `r.io/a@${other}`, gives: `digest: ${other}` },
  { name: 'a name without a tag', line: 'image: nginx', from: 'nginx', to: 'nginx:1.27', gives: 'image: nginx:1.27' },
  { name: 'a repository, when the tag changes', line: 'repository: r.io/a', from: 'r.io/a:1', to: 'r.io/a:2', gives: '' },
  { name: 'a hash that is no comment', line: 'run: a#b r.io/a:1', from: 'r.io/a:1', to: 'r.io/a:2', gives: 'run: a#b r.io/a:2' },
  {
    name: 'an apostrophe in prose',
    line: "it's r.io/a:1 # it's",
    from: 'r.io/a:1',
    to: 'r.io/a:2',
    gives: "it's r.io/a:2 # it's",
  },
];

for (const { name, line, from, to, gives } of lines) {
  test(`in a line: ${name}`, () => {
    const edits = editsOfLine({ start: 0, text: line }, { from, to });
    assert.equal(edits.length === 0 ? '' : applyEdits(line, edits), gives);
  });
}

const entries: readonly {
  readonly name: string;
  readonly line: string;
  readonly from: string;
  readonly to: string;
  readonly gives: string;
}[] = [
  {
    name: 'a digest becomes a tag',
    line: `  digest: ${digest} # x`,
    from: `r.io/a@${digest}`,
    to: 'r.io/a:7',
    gives: '  newTag: "7" # x',
  },
  {
    name: 'a tag becomes a digest',
    line: '- newTag: "1"',
    from: 'r.io/a:1',
    to: `r.io/a@${digest}`,
    gives: `- digest: ${digest}`,
  },
  {
    name: 'a tag is added beside a name',
    line: '  newName: r.io/a',
    from: 'r.io/a:1',
    to: 'r.io/a:2.0.0',
    gives: '  newName: r.io/a\n  newTag: 2.0.0',
  },
  {
    name: 'a tag is added in flow style',
    line: '  - {name: a, newName: r.io/a}',
    from: 'r.io/a:1',
    to: 'r.io/a:2.0.0',
    gives: '  - {name: a, newName: r.io/a, newTag: 2.0.0}',
  },
  { name: 'another name is another image', line: '  newName: r.io/b', from: 'r.io/a:1', to: 'r.io/a:2', gives: '' },
];

for (const { name, line, from, to, gives } of entries) {
  test(`in an images entry: ${name}`, () => {
    const edits = editsOfImagesEntry('a/kustomization.yaml', { start: 0, text: line }, { from, to });
    assert.equal(edits.length === 0 ? '' : applyEdits(line, edits), gives);
    assert.deepEqual(editsOfImagesEntry('a/values.yaml', { start: 0, text: line }, { from, to }), []);
  });
}

test('an open tag is filled beside the name that it belongs to, above or below', () => {
  const text =
    'a:\n  image:\n    # of the page\n    tag:   # open\n    repository: app/a\nb:\n  image:\n    repository: app/b\n    tag: ""\n';
  const fill = (image: string) =>
    applyEdits(text, editsOfOpenTags(text, { from: `r.io/app/${image}:1`, to: `r.io/app/${image}:2` }));
  assert.equal(fill('a'), text.replace('tag:   # open', 'tag: "2"   # open'));
  assert.equal(fill('b'), text.replace('tag: ""', 'tag: "2"'));
  assert.equal(fill('c'), text);
  const closed = 'image:\n  repository: app/a\n  tag: "1"\n';
  assert.deepEqual(editsOfOpenTags(closed, { from: 'app/a:1', to: 'app/a:2' }), []);
  const absent = 'image:\r\n  repository: app/a # here\r\n';
  assert.equal(
    applyEdits(absent, editsOfOpenTags(absent, { from: 'app/a:1', to: 'app/a:2' })),
    'image:\r\n  repository: app/a # here\r\n  tag: "2"\r\n',
  );
});

test('lines are found by their number, whatever ends them', () => {
  assert.deepEqual(lineOf('a\r\nb\n', 2), { start: 3, text: 'b' });
  assert.deepEqual(lineOf('a\r\nb', 1), { start: 0, text: 'a' });
  assert.equal(lineOf('a', 2), undefined);
});

test('property: a text for YAML is read as that text', () => {
  const tag = fc.oneof(
    fc.stringMatching(/^\w[\w.-]{0,20}$/),
    fc.constantFrom('1.10', '0x1f', '1e3', 'on', 'null', 'NaN', '.5', '2024-01-31', '12:30'),
  );
  fc.assert(fc.property(tag, (text) => assert.equal(parseYaml(`a: ${asYamlText(text)}\n`).value?.['a' as never], text)));
});

test('property: whatever the line, an edit changes what it says it does', () => {
  const word = fc.constantFrom('r.io/a:1', 'r.io/a', '1', 'image:', '"', "'", '#', ' ', '=', '{{', 'é', '@', digest);
  fc.assert(
    fc.property(
      fc.array(word).map((words) => words.join('')),
      fc.constantFrom('r.io/a:1', 'r.io/a', `r.io/a:1@${digest}`),
      (line, from) => {
        const edits = editsOfLine({ start: 0, text: line }, { from, to: 'r.io/a:2.0.0' });
        for (const { start, end, was } of edits) assert.equal(line.slice(start, end), was);
        assert.notEqual(applyEdits(line, edits), undefined);
      },
    ),
  );
});
