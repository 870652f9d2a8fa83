import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../../formats/content.ts';
import { assertGolden } from '../../../test/golden.ts';
import { jdk } from './jdk.ts';

const path = 'opt/java/openjdk/release';
const readBytes = (bytes: Uint8Array) => jdk.read({ path, content: contentOf(bytes) });
const bytesOf = (text: string) => new TextEncoder().encode(text);
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);

test('golden: a JDK 17', () => {
  assertGolden(fixture('jdk-17.expected.json'), readBytes(readFileSync(fixture('jdk-17.release'))));
});

const cases: { name: string; text: string; found?: string; gap?: string }[] = [
  { name: 'Java 8', text: 'JAVA_VERSION="1.8.0_292"\nOS_NAME="Linux"\n', found: 'openjdk@1.8.0_292' },
  { name: 'a build of one’s own', text: 'IMPLEMENTOR="N/A"\nJAVA_VERSION="21"\n', found: 'openjdk@21' },
  {
    name: 'a commercial build',
    text: 'BUILD_TYPE="commercial"\nIMPLEMENTOR="Oracle Corporation"\nJAVA_VERSION="17.0.1"\n',
    found: 'oracle-corporation/jdk@17.0.1',
  },
  {
    name: 'a long-term build',
    text: 'JAVA_RUNTIME_VERSION="11.0.20+8-LTS"\nJAVA_VERSION="11.0.20"\n',
    found: 'openjdk@11.0.20+8',
  },
  { name: 'Windows line ends', text: 'JAVA_VERSION="17"\r\n', found: 'openjdk@17' },
  { name: 'a maker of signs', text: 'IMPLEMENTOR="../!"\nJAVA_VERSION="17"\n', found: 'openjdk@17' },
  { name: 'an image of jlink', text: 'JAVA_VERSION="17.0.15"\nMODULES="java.base jdk.zipfs"\n', found: 'openjdk@17.0.15' },
  {
    name: 'an image of jlink with an application in it',
    text: 'JAVA_VERSION="17.0.15"\nMODULES="java.base org.harbour.crane org.slf4j"\n',
    found: 'openjdk@17.0.15',
    gap: 'modules-unversioned',
  },
  { name: 'a version with a space', text: 'JAVA_VERSION="1 7"\n', gap: 'incomplete-record' },
  { name: 'an empty version', text: 'JAVA_VERSION=""\n', gap: 'incomplete-record' },
  { name: 'something else', text: 'NAME="x"\n' },
  { name: 'no bytes', text: '' },
];

for (const { name, text, found, gap } of cases) {
  test(`reads ${name}`, () => {
    const { items, gaps } = readBytes(bytesOf(text));
    assert.deepEqual(
      items.map((one) => `${one.name}@${one.version}`),
      found ? [found] : [],
    );
    assert.deepEqual(
      gaps.map((one) => one.code),
      gap ? [gap] : [],
    );
  });
}

const heads: [path: string, head: string, wanted: boolean][] = [
  [path, 'IMPLEMENTOR="Ecl', true],
  [path, 'JAVA_VERSION="1.', true],
  [path, 'JAVA_RUNTIME_VER', true],
  [path, '# release notes', false],
  [path, '', false],
  ['opt/java/release.txt', 'JAVA_VERSION="1.', false],
  ['etc/os-release', 'PRETTY_NAME="Deb', false],
];
for (const [at, head, wanted] of heads)
  test(`${at} that begins ${JSON.stringify(head)}: ${wanted ? 'ours' : 'not ours'}`, () =>
    assert.equal(jdk.wants({ path: at, sizeBytes: 1, mode: 0o644, head: bytesOf(head) }), wanted));

test('property: any bytes give a reading', () => {
  const line = fc.oneof(fc.constantFrom('JAVA_VERSION="17"', 'IMPLEMENTOR="A B"', ''), fc.string());
  const text = fc.array(line, { maxLength: 6 }).map((lines) => bytesOf(lines.join('\n')));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), text), (bytes) => assert.ok(readBytes(bytes).items.length <= 1)),
  );
});
