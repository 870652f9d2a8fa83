import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { classDigest } from '../../../formats/class-file/class-digest.ts';
import { writeClass } from '../../../formats/class-file/write-class.ts';
import { contentOf } from '../../../formats/content.ts';
import { writeZip, type ZipMember } from '../../../formats/zip/write-zip.ts';
import { assertGolden } from '../../../test/golden.ts';
import { createJava } from './java.ts';
import { knownArtifacts } from './known-artifacts.ts';
import { readKnownArtifacts } from './read-known-artifacts.ts';

/** What one class of the library holds in each of its versions. */
const hoist = { old: ['hoist', 'Code'], late: ['hoist', 'Code', 'lower'] };
const rope = { old: ['pull', 'Code'], late: ['pull', 'Code', 'cut'] };
const digest = (texts: readonly string[]) => classDigest(writeClass(texts)) ?? '';
const java = createJava([
  {
    name: 'org.harbour:crane',
    root: 'org/harbour/',
    classes: {
      'crane/Hoist.class': `${digest(hoist.old)} 1.0 1.1; ${digest(hoist.late)} 2.0`,
      'crane/Rope.class': `${digest(rope.old)} 1.0; ${digest(rope.late)} 1.1 2.0`,
      'crane/gear/Hook.class': `${digest(['Hook'])} 1.0 1.1 2.0`,
    },
  },
]);
const read = (path: string, members: readonly ZipMember[]) => java.read({ path, content: contentOf(writeZip(members)) });
/** A class as it stands after its packages were renamed: their names are in its constants too. */
const member = (name: string, texts: readonly string[]): ZipMember => ({
  name,
  bytes: writeClass([...texts, name.replace(/\.\w+$/, ''), `L${name};`]),
});
const pom = (group: string, artifact: string, version: string): ZipMember => ({
  name: `META-INF/maven/${group}/${artifact}/pom.properties`,
  bytes: `groupId=${group}\nartifactId=${artifact}\nversion=${version}\n`,
});
const other = member('com/other/App.class', ['main']);

test('golden: a library under another package name, in an archive that says nothing', () => {
  const members = [
    member('com/other/shaded/crane/Hoist.class', hoist.old),
    member('com/other/shaded/crane/Rope.class', rope.late),
    other,
  ];
  assertGolden(join(import.meta.dirname, 'fixtures/relocated-library.expected.json'), read('app/agent.jar', members));
});

const rows: readonly (readonly [name: string, path: string, members: readonly ZipMember[], found: string])[] = [
  [
    'one class that tells',
    'a.jar',
    [member('org/harbour/crane/Hoist.class', hoist.late)],
    'org.harbour:crane@2.0 archive-unidentified',
  ],
  [
    'one that leaves two versions',
    'a.jar',
    [member('org/harbour/crane/Hoist.class', hoist.old)],
    'org.harbour:crane@ archive-unidentified version-ambiguous',
  ],
  [
    'classes of two versions',
    'a.jar',
    [member('org/harbour/crane/Hoist.class', hoist.late), member('org/harbour/crane/Rope.class', rope.old)],
    'org.harbour:crane@ archive-unidentified version-unknown',
  ],
  [
    'most of its classes, of no known version',
    'a.jar',
    [member('org/harbour/crane/Hoist.class', ['new']), member('org/harbour/crane/Rope.class', ['new'])],
    'org.harbour:crane@ archive-unidentified version-unknown',
  ],
  [
    'one class of that name, of no known version',
    'a.jar',
    [member('org/harbour/crane/Hoist.class', ['new'])],
    'archive-unidentified',
  ],
  [
    'most of its classes in its own package, in an archive that is named: a fork',
    'a.jar',
    [
      pom('org.other', 'winch', '1'),
      member('org/harbour/crane/Hoist.class', ['new']),
      member('org/harbour/crane/Rope.class', ['new']),
    ],
    'org.other:winch@1',
  ],
  [
    'the same in another package: a copy',
    'a.jar',
    [pom('org.other', 'winch', '1'), member('x/crane/Hoist.class', ['new']), member('x/crane/Rope.class', ['new'])],
    'org.other:winch@1 org.harbour:crane@ version-unknown',
  ],
  [
    'what its pom states already',
    'a.jar',
    [pom('org.harbour', 'crane', '9'), member('org/harbour/crane/Hoist.class', hoist.old)],
    'org.harbour:crane@9',
  ],
  [
    'an application that copied it with all else',
    'a.jar',
    [pom('org.other', 'a', '1'), member('BOOT-INF/classes/org/harbour/crane/Hoist.class', hoist.late)],
    'org.other:a@1 org.harbour:crane@2.0',
  ],
  [
    'a file name without a group',
    'crane-2.0.jar',
    [member('org/harbour/crane/Hoist.class', hoist.late)],
    'org.harbour:crane@2.0',
  ],
  ['a file name that decides', 'crane-1.1.jar', [member('org/harbour/crane/Hoist.class', hoist.old)], 'org.harbour:crane@1.1'],
  [
    'a file name that its classes contradict',
    'crane-1.1.jar',
    [member('org/harbour/crane/Hoist.class', hoist.late)],
    'org.harbour:crane@2.0',
  ],
  [
    'a newer version than is known',
    'crane-3.0.jar',
    [member('org/harbour/crane/Hoist.class', ['new']), member('org/harbour/crane/Rope.class', ['new'])],
    'org.harbour:crane@3.0',
  ],
  [
    'two copies of two versions',
    'a.jar',
    [member('x/crane/Hoist.class', hoist.late), member('y/crane/Rope.class', rope.old)],
    'org.harbour:crane@2.0 org.harbour:crane@1.0 archive-unidentified',
  ],
  [
    'classes that an agent hides',
    'a.jar',
    [member('inst/crane/Hoist.classdata', hoist.late)],
    'org.harbour:crane@2.0 archive-unidentified',
  ],
  ['second copies for newer runtimes', 'a.jar', [member('META-INF/versions/9/org/harbour/crane/Hoist.class', hoist.late)], ''],
  ['a longer name', 'a.jar', [member('org/harbour/supercrane/Hoist.class', hoist.late)], 'archive-unidentified'],
  ['a class that is none', 'a.jar', [{ name: 'org/harbour/crane/Hoist.class', bytes: 'x' }], 'archive-unidentified'],
];
for (const [name, path, members, found] of rows)
  test(`classes: ${name}`, () => {
    const { items, gaps } = read(path, members);
    const said = [...items.map((item) => `${item.name}@${item.version}`), ...gaps.map(({ code }) => code)];
    assert.equal(said.join(' '), found);
  });

test('every known library names one version or more for each digest, and some class tells', () => {
  for (const { name, root, classes } of knownArtifacts) {
    assert.match(`${name} ${root}`, /^[\w.-]+:[\w.-]+ (?:\w+\/)+$/);
    assert.ok(Object.keys(classes).length > 0);
    for (const digests of Object.values(classes))
      assert.match(digests, /^[0-9a-f]{16}(?: [\w.-]+)+(?:; [0-9a-f]{16}(?: [\w.-]+)+)*$/);
  }
});

const lists: readonly (readonly [name: string, text: string, says: string | number])[] = [
  ['the list that Plimsoll brings', JSON.stringify(knownArtifacts), knownArtifacts.length],
  ['no library', '[]', 0],
  ['no JSON', '[', 'it is not JSON'],
  ['no list', '{}', 'it is no list of libraries'],
  [
    'a library without classes',
    '[{"name":"a:b","root":"","classes":{}}]',
    'library number 1 in it has no usable name, root or classes',
  ],
  [
    'a class without versions',
    '[{"name":"a:b","root":"","classes":{"b/A.class":"0123456789abcdef"}}]',
    'library number 1 in it has no usable name, root or classes',
  ],
];
for (const [name, text, says] of lists)
  test(`added libraries: ${name}`, () => {
    const read = readKnownArtifacts(text);
    assert.equal(typeof read === 'string' ? read : read.length, says);
  });

test('property: any members give a reading whose packages are named', () => {
  const name = fc.constantFrom(
    'crane/Hoist.class',
    'x/crane/Hoist.class',
    'org/harbour/crane/Rope.class',
    'crane/gear/Hook.classdata',
    'a.class',
  );
  const texts = fc.constantFrom(hoist.old, hoist.late, rope.old, rope.late, ['Hook']);
  const bytes = fc.oneof(texts.map(writeClass), fc.uint8Array({ maxLength: 40 }));
  fc.assert(
    fc.property(fc.array(fc.record({ name, bytes }), { maxLength: 6 }), (members) => {
      const { items } = read('a.jar', members);
      assert.ok(items.every((item) => item.name === 'org.harbour:crane' && item.certainty === 'likely'));
    }),
  );
});
