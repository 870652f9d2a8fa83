import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Occurrence } from '../../../model/occurrence.ts';
import type { OwnershipHints } from '../attribution.ts';
import { memoryFiles } from '../memory-files.ts';
import { createAttributor, type OwnershipRules } from './attribute.ts';
import { coversPath } from './match-path.ts';
import { findCodeOwners, readCodeOwners } from './read-code-owners.ts';
import { readMaintainers } from './read-maintainers.ts';
import { readOwnersFile } from './read-owners-file.ts';
import { toHints } from './to-hints.ts';

const covers: readonly (readonly [name: string, pattern: string, path: string, covered: boolean])[] = [
  ['itself', 'apps/katib', 'apps/katib', true],
  ['what lies below', 'apps/katib', 'apps/katib/base/a.yaml', true],
  ['not what begins alike', 'apps/kat', 'apps/katib/a.yaml', false],
  ['one part', 'apps/*/base', 'apps/katib/base/a.yaml', true],
  ['not two parts', 'apps/*/base', 'apps/katib/x/base/a.yaml', false],
  ['any number of parts', '**/tests', 'a/b/tests/c.yaml', true],
  ['no part at all', '**/tests', 'tests/c.yaml', true],
  ['within a part', 'apps/*-test', 'apps/my-test/a.yaml', true],
  ['one character', 'v?/a', 'v1/a', true],
  ['a registry', 'registry.example/ours/**', 'registry.example/ours/a/b', true],
  ['a dot is a dot', 'registry.example', 'registryxexample/a', false],
];
for (const [name, pattern, path, covered] of covers)
  test(`path: ${name}`, () => assert.equal(coversPath(pattern, path), covered));

test('path: hostile patterns cost little', () => {
  assert.equal(coversPath(`${'*a'.repeat(400)}b`, 'a'.repeat(4000)), false);
  assert.equal(coversPath('**/a/'.repeat(200).concat('b'), 'a/'.repeat(2000)), false);
});

const github = `* @all
*.yaml @yaml team@example.org
/apps/ @apps
apps/katib/* @katib   # direct children
docs/ @docs
/apps/nobody
a\\ b @spaced
`;
const gitlab = `[Base] @base
*
[Web][2] @web
src/web/
!src/web/vendor/
^[Extra]
/x.yaml @x
`;
const codeOwners: readonly (readonly [name: string, text: string, path: string, owners: string])[] = [
  ['everything', github, 'README', '@all'],
  ['several owners', github, 'x/y.yaml', '@yaml team@example.org'],
  ['the last match wins', github, 'apps/a.yaml', '@apps'],
  ['a star at the end is for direct children', github, 'apps/katib/a.yaml', '@katib'],
  ['and not for what lies deeper', github, 'apps/katib/b/a.yaml', '@apps'],
  ['a folder at any depth', github, 'x/docs/a/b', '@docs'],
  ['owners are taken away', github, 'apps/nobody/a.yaml', ''],
  ['a space in a name', github, 'q/a b', '@spaced'],
  ['no file', '', 'a', ''],
  ['only a comment', '# * @a', 'a', ''],
  ['sections decide each for itself', gitlab, 'src/web/a', '@base @web'],
  ['a section excludes', gitlab, 'src/web/vendor/a', '@base'],
  ['GitLab looks at any depth', gitlab, 'q/src/web/a', '@base @web'],
  ['an optional section', gitlab, 'x.yaml', '@base @x'],
];
for (const [name, text, path, owners] of codeOwners) {
  test(`CODEOWNERS: ${name}`, () => {
    const found = findCodeOwners(readCodeOwners(text, 'github'), path);
    assert.equal(found.flatMap((rule) => rule.owners).join(' '), owners);
  });
}

const ownersFiles: readonly (readonly [name: string, text: string, owners: string, problems: number])[] = [
  ['approvers', 'approvers:\n- a\n- b\nreviewers: [c]\n', 'a:2 b:3', 0],
  ['reviewers where there are no approvers', 'approvers: []\nreviewers:\n  - c\n', 'c:3', 0],
  ['empty', '', '', 0],
  ['people who have left', 'emeritus_approvers: [x]\n', '', 0],
  ['no YAML', 'approvers: [a', '', 1],
  ['a list of addresses', 'a@example.org\nb@example.org\n', '', 1],
  ['what is no name', 'approvers: [1, {}, "", ok]\n', 'ok:1', 0],
  ['a filter that could hang', 'filters: { "(a+)+$": { approvers: [a] } }\n', '', 1],
];
for (const [name, text, owners, problems] of ownersFiles) {
  test(`OWNERS: ${name}`, () => {
    const read = readOwnersFile(text);
    assert.equal(read.owners.map(({ owner, line }) => `${owner}:${line}`).join(' '), owners);
    assert.equal(read.problems.length, problems);
  });
}

test('property: any text is an OWNERS file, a CODEOWNERS file and a chart that name somebody or nobody', () => {
  const piece = fc.constantFrom(
    'approvers:',
    '\n',
    '- a',
    'filters:',
    ' ',
    '[x]',
    '!',
    '*',
    '/',
    '\\',
    '#',
    '@b',
    '__proto__',
    'maintainers:',
    'name: c',
    '&a',
    '*a',
    '{',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(text, (given) => {
      assert.ok(Array.isArray(readOwnersFile(given).owners));
      assert.ok(Array.isArray(findCodeOwners(readCodeOwners(given, 'github'), 'a/b')));
      assert.ok(Array.isArray(findCodeOwners(readCodeOwners(given, 'gitlab'), 'a/b')));
      assert.ok(Array.isArray(readMaintainers(given)));
    }),
    { numRuns: 500 },
  );
});

const chart = 'name: c\nmaintainers:\n  - name: Ann\n    email: ann@example.org\n  - email: bo@example.org\n';
const rules: OwnershipRules = {
  components: {
    katib: { owner: 'wg-automl', tier: 'add-on', plane: 'compute', line: 7 },
    bare: { tier: 'optional' },
  },
  tiers: [{ path: '**/examples', tier: 'example' }],
  configurationFile: 'plimsoll.yaml',
};
const tree: Readonly<Record<string, string>> = {
  OWNERS: 'approvers: [root]\n',
  CODEOWNERS: '/x/ @coders\n',
  'apps/katib/OWNERS': 'approvers:\n- kat\nfilters:\n  "\\\\.json$": { approvers: [json] }\n',
  'apps/empty/OWNERS': 'emeritus_approvers: [gone]\n',
  'apps/final/OWNERS': 'options: { no_parent_owners: true }\n',
  'charts/c/Chart.yaml': chart,
};
const { OWNERS: _, ...withoutRoot } = tree;

const attributions: readonly {
  readonly name: string;
  readonly file: string;
  readonly component?: string;
  readonly hints?: OwnershipHints;
  readonly files?: Readonly<Record<string, string>>;
  readonly out: string;
}[] = [
  {
    name: 'the configuration goes first',
    file: 'apps/katib/a.yaml',
    component: 'katib',
    out: 'katib add-on wg-automl configuration plimsoll.yaml:7',
  },
  {
    name: 'a component without an owner leaves it to the files',
    file: 'apps/katib/a.yaml',
    component: 'bare',
    out: 'bare optional kat owners-file apps/katib/OWNERS:2',
  },
  { name: 'the nearest OWNERS file', file: 'apps/katib/b/c/a.yaml', out: '– – kat owners-file apps/katib/OWNERS:2' },
  { name: 'a filter of it', file: 'apps/katib/b/a.json', out: '– – json owners-file apps/katib/OWNERS:4' },
  {
    name: 'one that names nobody leaves it to the folder above',
    file: 'apps/empty/a.yaml',
    out: '– – root owners-file OWNERS:1',
  },
  { name: 'one that is final does not', file: 'apps/final/a.yaml', out: '– – ' },
  {
    name: 'CODEOWNERS where no OWNERS file says',
    file: 'x/a.yaml',
    files: withoutRoot,
    out: '– – @coders code-owners CODEOWNERS:1',
  },
  { name: 'OWNERS go before CODEOWNERS', file: 'x/a.yaml', out: '– – root owners-file OWNERS:1' },
  {
    name: 'maintainers of the chart',
    file: 'charts/c/values.yaml',
    hints: { chart: 'charts/c' },
    files: withoutRoot,
    out: '– – Ann chart-maintainers charts/c/Chart.yaml:3, bo@example.org chart-maintainers charts/c/Chart.yaml:5',
  },
  {
    name: 'maintainers of the chart whose values stand elsewhere',
    file: 'env/prod.yaml',
    hints: { chart: 'charts/c' },
    files: withoutRoot,
    out: '– – Ann chart-maintainers charts/c/Chart.yaml:3, bo@example.org chart-maintainers charts/c/Chart.yaml:5',
  },
  { name: 'a label, last', file: 'y/a.yaml', hints: { owner: 'team-y' }, files: withoutRoot, out: '– – team-y label y/a.yaml:5' },
  { name: 'nobody', file: 'y/a.yaml', files: withoutRoot, out: '– – ' },
  {
    name: 'a label that names a configured component',
    file: 'y/a.yaml',
    hints: { components: ['product', 'katib'] },
    out: 'katib add-on wg-automl configuration plimsoll.yaml:7',
  },
  {
    name: 'a label that names no configured one',
    file: 'y/a.yaml',
    hints: { components: ['product', 'part'] },
    out: 'product – root owners-file OWNERS:1',
  },
  {
    name: 'a component named like a property of objects',
    file: 'y/a.yaml',
    component: 'constructor',
    files: withoutRoot,
    out: 'constructor – ',
  },
  {
    name: 'a path rule goes before the component',
    file: 'apps/katib/examples/a.yaml',
    component: 'katib',
    out: 'katib example wg-automl configuration plimsoll.yaml:7',
  },
  {
    name: 'a repository that begins above the configuration',
    file: 'y/a.yaml',
    files: { '../.git/HEAD': '', '../OWNERS': 'approvers: [above]\n' },
    out: '– – above owners-file ../OWNERS:1',
  },
  {
    name: 'nothing above where there is no repository',
    file: 'y/a.yaml',
    files: { '../OWNERS': 'approvers: [above]\n' },
    out: '– – ',
  },
  {
    name: 'a file outside of the configuration’s folder',
    file: '../tree/y/a.yaml',
    files: { '../tree/OWNERS': 'approvers: [there]\n' },
    out: '– – there owners-file ../tree/OWNERS:1',
  },
];

for (const { name, file, component, hints, files = tree, out } of attributions) {
  test(`whose: ${name}`, () => {
    const attribution = createAttributor(rules, memoryFiles(files)).attribute(occurrenceAt(file, component), hints);
    const owners = attribution.owners.map((one) => `${one.owner} ${one.from} ${one.file}:${one.line}`).join(', ');
    assert.equal(`${attribution.component ?? '–'} ${attribution.tier ?? '–'} ${owners}`, out);
  });
}

test('gaps: files that cannot be understood, once each, and only those that were asked', () => {
  const files = memoryFiles({ 'a/OWNERS': 'approvers: [', 'b/OWNERS': '[', CODEOWNERS: '!x @a\n* @b\n' });
  const { attribute, gaps } = createAttributor(rules, files);
  attribute(occurrenceAt('a/1.yaml', undefined));
  assert.equal(attribute(occurrenceAt('a/2.yaml', undefined)).owners[0]?.owner, '@b');
  assert.deepEqual(
    gaps().map(({ code, path, line }) => [code, path, line]),
    [
      ['owners-unreadable', 'a/OWNERS', 1],
      ['owners-unreadable', 'CODEOWNERS', 1],
    ],
  );
});

test('hints: labels, the widest first, an owner, the chart', () => {
  const labels = {
    app: 'controller',
    'app.kubernetes.io/part-of': 'product',
    'app.kubernetes.io/managed-by': 'Helm',
    team: 'blue',
  };
  const resource = {
    identity: { apiVersion: 'v1', kind: 'Pod', namespace: null, name: 'a' },
    value: { metadata: { labels, annotations: { 'a8r.io/owner': '@ann' } } },
    source: 'helm:charts/c',
    file: 'charts/c/templates/a.yaml',
    hook: false,
  };
  assert.deepEqual(toHints(resource), { chart: 'charts/c', components: ['product', 'controller'], owner: '@ann' });
  assert.deepEqual(toHints({ ...resource, source: 'yaml:a', value: { metadata: null, labels: [] } }), {});
});

function occurrenceAt(file: string, component: string | undefined): Occurrence {
  return {
    reference: 'q.io/a:1',
    declared: 'q.io/a:1',
    how: 'pod-spec',
    certainty: 'certain',
    resource: null,
    path: 'spec.image',
    hook: false,
    conditional: [],
    file,
    line: 5,
    ...(component !== undefined && { component }),
  };
}
