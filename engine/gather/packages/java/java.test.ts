import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../../formats/content.ts';
import { writeZip, type ZipMember } from '../../../formats/zip/write-zip.ts';
import { assertGolden } from '../../../test/golden.ts';
import { java } from './java.ts';

const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);
const read = (bytes: Uint8Array, path = 'app/crane.jar') => java.read({ path, content: contentOf(bytes) });

function pom(group: string, artifact: string, version: string): ZipMember {
  const text = `#Created by hand\ngroupId=${group}\nartifactId=${artifact}\nversion=${version}\n`;
  return { name: `META-INF/maven/${group}/${artifact}/pom.properties`, bytes: text };
}
const manifest = (...lines: readonly string[]): ZipMember => ({
  name: 'META-INF/MANIFEST.MF',
  bytes: `${lines.join('\r\n')}\r\n`,
});
const classAt = (name: string): ZipMember => ({ name, bytes: 'x' });
const classes = classAt('org/harbour/Crane.class');
const jar = (name: string, ...members: readonly ZipMember[]): ZipMember => ({ name, bytes: writeZip(members), stored: true });

test('golden: a boot jar in a war, with a shaded jar and one that only its manifest names', () => {
  const shaded = jar('BOOT-INF/lib/all-1.0.jar', pom('g', 'all', '1.0'), pom('h', 'inner', '2.0'), classes);
  const bare = jar(
    'BOOT-INF/lib/rope-3.1.jar',
    { name: 'META-INF/MANIFEST.MF', bytes: readFileSync(fixture('bundle.MF')) },
    classes,
  );
  const boot = jar('WEB-INF/lib/boot.jar', pom('org.harbour', 'boot', '0.9'), shaded, bare);
  const bytes = writeZip([pom('org.harbour', 'portal', '3.0'), boot]);
  assertGolden(fixture('bundle.expected.json'), read(bytes, 'srv/portal.war'));
});

interface Case {
  readonly name: string;
  readonly path?: string;
  readonly members: readonly ZipMember[];
  readonly found: readonly string[];
  readonly gaps?: readonly string[];
}

const cases: readonly Case[] = [
  { name: 'its own pom', members: [pom('g', 'crane', '1'), classes], found: ['g:crane@1'] },
  { name: 'one pom under another file name', members: [pom('g', 'a', '1'), classes], found: ['g:a@1'] },
  {
    name: 'a pom and a manifest that says the same',
    members: [pom('g', 'a', '1'), manifest('Implementation-Version: 1')],
    found: ['g:a@1'],
  },
  {
    name: 'a pom that the file name and manifest contradict',
    path: 'crane-2.0.jar',
    members: [pom('g', 'a', '1'), manifest('Implementation-Version: 2.0')],
    found: ['crane@2.0 likely', 'g:a@1'],
  },
  {
    name: 'the same pom twice',
    members: [pom('g', 'a', '1'), { ...pom('g', 'a', '1'), name: 'x/META-INF/maven/g/a/pom.properties' }],
    found: ['g:a@1'],
  },
  {
    name: 'two versions of one library',
    members: [pom('g', 'a', '1'), { ...pom('g', 'a', '2'), name: 'x/META-INF/maven/g/a/pom.properties' }],
    found: ['g:a@1', 'g:a@2'],
  },
  { name: 'a file name alone', path: 'lib/rope-3.1-RC2.jar', members: [classes], found: ['rope@3.1-RC2 likely'] },
  {
    name: 'a name with digits in the artifact',
    path: 'log4j-1.2-api-2.17.0.jar',
    members: [classes, manifest('Bundle-Version: 2.17.0')],
    found: ['log4j-1.2-api@2.17.0 likely'],
  },
  {
    name: 'digits in the artifact, no manifest',
    path: 'log4j-1.2-api-2.17.0.jar',
    members: [],
    found: ['log4j-1.2-api@2.17.0 likely'],
  },
  { name: 'a dated build', path: 'rope-3.1-20240131.101010-1.jar', members: [], found: ['rope@3.1-20240131.101010-1 likely'] },
  {
    name: 'a classifier',
    path: 'rope-3.1-linux-x86_64.jar',
    members: [manifest('Implementation-Version: 3.1')],
    found: ['rope@3.1 likely'],
  },
  ...['3.1-alpha', '3.1-RC2', '3.1-beta-1.2', '3.1-M4', '3.1-alphabet'].map((version) => ({
    name: `a manifest that states less than the file: ${version}`,
    path: `rope-${version}-all.jar`,
    members: [manifest('Implementation-Version: 3.1')],
    found: [`rope@${version === '3.1-alphabet' ? '3.1' : version} likely`],
  })),
  {
    name: 'a title and a version',
    members: [manifest('Implementation-Title: rope', 'Implementation-Version: 3')],
    found: ['rope@3 likely'],
  },
  {
    name: 'a title in prose',
    members: [manifest('Implementation-Title: The Rope', 'Implementation-Version: 3')],
    found: ['crane@3 likely'],
  },
  {
    name: 'a symbolic name',
    members: [manifest('Bundle-SymbolicName: org.rope;singleton:=true', 'Bundle-Version: 3.0.0')],
    found: ['org.rope@3.0.0 likely'],
  },
  {
    name: 'a vendor id that nothing supports',
    path: 'commons-rope-2.4.jar',
    members: [manifest('Implementation-Vendor-Id: org.apache', 'Bundle-SymbolicName: org.apache.commons.commons-rope')],
    found: ['commons-rope@2.4 likely'],
  },
  {
    name: 'a group that two fields agree on',
    path: 'rope-2.4.jar',
    members: [manifest('Implementation-Vendor-Id: org.harbour', 'Bundle-SymbolicName: org.harbour.rope')],
    found: ['org.harbour:rope@2.4 likely'],
  },
  {
    name: 'a project that publishes without poms',
    path: 'lib/spring-core-5.2.0.RELEASE.jar',
    members: [classAt('org/springframework/core/Ordered.class'), manifest('Implementation-Title: spring-core')],
    found: ['org.springframework:spring-core@5.2.0.RELEASE likely'],
  },
  {
    name: 'its name with the classes of another',
    path: 'lib/spring-core-5.2.0.RELEASE.jar',
    members: [classes],
    found: ['spring-core@5.2.0.RELEASE likely'],
  },
  {
    name: 'such a project by the name of the file, whatever its title',
    path: 'lib/grpc-core.jar',
    members: [classAt('io/grpc/internal/A.class'), manifest('Implementation-Title: jar', 'Implementation-Version: 1.50.2')],
    found: ['io.grpc:grpc-core@1.50.2 likely'],
  },
  {
    name: 'such a project where two fields agree on another group',
    path: 'lib/velocity-1.7.jar',
    members: [
      classAt('org/apache/velocity/A.class'),
      manifest('Implementation-Vendor-Id: org.apache', 'Bundle-SymbolicName: org.apache.velocity'),
    ],
    found: ['org.apache.velocity:velocity@1.7 likely'],
  },
  {
    name: 'group and name, as Quarkus gathers',
    path: 'lib/main/org.g.a-1.0.jar',
    members: [classes],
    found: ['org.g:a@1.0 likely'],
  },
  {
    name: 'a dot in the name there',
    path: 'lib/main/org.g.a_2.13-1.0.jar',
    members: [classes],
    found: ['org.g:a_2.13@1.0 likely'],
  },
  {
    name: 'a version that only a section of the manifest states',
    path: 'lib/ant.jar',
    members: [classAt('org/apache/tools/ant/A.class'), manifest('A: 9', '', 'Name: b/', 'Implementation-Version: 1.10.12')],
    found: ['org.apache.ant:ant@1.10.12 likely'],
  },
  { name: 'dots elsewhere', path: 'lib/org.g.a-1.0.jar', members: [classes], found: ['org.g.a@1.0 likely'] },
  {
    name: 'a name that begins with its group',
    path: 'lib/g.a.g.a-x-1.0.jar',
    members: [classes],
    found: ['g.a:g.a-x@1.0 likely'],
  },
  {
    name: 'its own pom among others, the group before the name',
    path: 'lib/g.crane-1.jar',
    members: [pom('g', 'crane', '1'), pom('h', 'inner', '2')],
    found: ['g:crane@1', 'h:inner@2'],
  },
  {
    name: 'a jar of the Java runtime',
    path: 'opt/java/lib/jrt-fs.jar',
    members: [classes, manifest('Implementation-Title: Java Runtime Environment', 'Implementation-Version: 17.0.8')],
    found: [],
  },
  { name: 'classes of nobody', members: [classes, manifest('Manifest-Version: 1.0')], found: [], gaps: ['archive-unidentified'] },
  { name: 'no classes and no name', members: [{ name: 'readme.txt', bytes: 'x' }], found: [] },
  {
    name: 'a version never filled in',
    members: [pom('g', 'crane', '$' + '{project.version}'), classes],
    found: [],
    gaps: ['incomplete-record'],
  },
  {
    name: 'a pom without a group',
    members: [pom('', 'crane', '1'), pom('g', 'a', '2')],
    found: ['g:a@2'],
    gaps: ['incomplete-record'],
  },
  {
    name: 'a broken jar inside',
    members: [pom('g', 'crane', '1'), { name: 'lib/a.jar', bytes: 'no zip' }],
    found: ['g:crane@1'],
    gaps: ['zip-unreadable'],
  },
  { name: 'an empty jar inside', members: [pom('g', 'crane', '1'), { name: 'lib/a.jar', bytes: '' }], found: ['g:crane@1'] },
];

for (const { name, path, members, found, gaps = [] } of cases) {
  test(`reads ${name}`, () => {
    const reading = read(writeZip(members), path);
    const said = reading.items.map((one) => `${one.name}@${one.version}${one.certainty === 'likely' ? ' likely' : ''}`);
    assert.deepEqual(said, found);
    assert.deepEqual(
      reading.gaps.map((one) => one.code),
      gaps,
    );
  });
}

/** A jar in a jar in a jar…, the innermost with a pom. */
function nested(depth: number, stored: boolean): Buffer {
  let bytes = writeZip([pom('g', 'deep', '1')]);
  for (let level = 1; level < depth; level += 1) bytes = writeZip([{ name: 'a.jar', bytes, stored }]);
  return bytes;
}

for (const stored of [true, false]) {
  test(`eight deep is read, nine is a gap (${stored ? 'stored' : 'deflated'})`, () => {
    assert.equal(read(nested(8, stored)).items[0]?.path, `app/crane.jar${'!/a.jar'.repeat(7)}`);
    assert.deepEqual(
      read(nested(9, stored)).gaps.map((one) => one.code),
      ['too-deep'],
    );
  });
}

test('a bomb inside is a gap at its path, and the rest is read', () => {
  const bomb = { name: 'lib/bomb.jar', bytes: Buffer.alloc(16 * 1024 * 1024) };
  const { items, gaps } = read(writeZip([bomb, jar('lib/a.jar', pom('g', 'a', '1'))]));
  assert.deepEqual(
    items.map((one) => one.path),
    ['app/crane.jar!/lib/a.jar'],
  );
  assert.deepEqual(
    gaps.map((one) => [one.code, one.path]),
    [['too-large', 'app/crane.jar!/lib/bomb.jar']],
  );
});

test('a pom.properties of ten megabytes is a gap', () => {
  const large = { ...pom('g', 'a', '1'), bytes: 'ab'.repeat(5_000_000), stored: true };
  assert.deepEqual(
    read(writeZip([large])).gaps.map((one) => one.code),
    ['too-large'],
  );
});

test('what is no archive is a gap, and what is empty is nothing', () => {
  assert.deepEqual(
    read(Buffer.from('version https://git-lfs.example')).gaps.map((one) => one.code),
    ['zip-unreadable'],
  );
  assert.deepEqual(read(Buffer.alloc(0)), { items: [], gaps: [] });
});

test('names made to be slow are decided at once', () => {
  read(
    writeZip([
      jar(`${'-1'.repeat(30_000)}!.jar`, classes),
      jar(`lib/main/${'a.'.repeat(30_000)}a-1.jar`, classes),
      jar('b.jar', manifest(`Bundle-Version: ${'1.'.repeat(100_000)}!`), classes),
    ]),
  );
});

test('wants archives by name', () => {
  const wants = (path: string) => java.wants({ path, sizeBytes: 1, mode: 0o644, head: new Uint8Array() });
  assert.ok(['a.jar', 'srv/B.WAR', 'c.ear', 'jenkins/git.hpi'].every(wants));
  assert.ok(!['a.jar.sha1', 'jar', 'a.zip', 'a.jmod'].some(wants));
});

test('property: any bytes, and any changed bytes, give a reading', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => void read(bytes)));
  const valid = writeZip([pom('g', 'crane', '1'), jar('lib/a-1.jar', classes), manifest('Implementation-Version: 1')]);
  const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(changes, (edits) => {
      const bytes = Buffer.from(valid);
      for (const [at, value] of edits) bytes[at % bytes.length] = value;
      const { items, gaps } = read(bytes);
      // Each of the three members tells of a package; a change may rename one, which makes another archive of it.
      if (edits.length < 3) assert.ok(items.length + gaps.length > 0);
      assert.ok(items.every((one) => one.name && one.version));
    }),
  );
});
