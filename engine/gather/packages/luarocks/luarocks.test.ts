import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../../formats/content.ts';
import { assertGolden } from '../../../test/golden.ts';
import { luarocks } from './luarocks.ts';

const folder = 'usr/local/lib/luarocks/rocks-5.1';
const path = `${folder}/harbor-light/1.0.2-1/harbor-light-1.0.2-1.rockspec`;
const readBytes = (bytes: Uint8Array) => luarocks.read({ path, content: contentOf(bytes) });
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);

test('golden: a rock with a license', () => {
  assertGolden(fixture('with-license.expected.json'), readBytes(readFileSync(fixture('with-license.rockspec'))));
});

const cases: { name: string; text: string; certainty: string }[] = [
  { name: 'the same in single quotes', text: "package='harbor-light' version = '1.0.2-1'", certainty: 'certain' },
  { name: 'a version that is computed', text: 'package = "harbor-light"\nversion = v .. "-1"', certainty: 'likely' },
  { name: 'another package', text: 'package = "x"\nversion = "1.0.2-1"', certainty: 'likely' },
  { name: 'no bytes', text: '', certainty: 'likely' },
];
for (const { name, text, certainty } of cases)
  test(`reads ${name}: ${certainty}`, () => {
    const { items, gaps } = readBytes(new TextEncoder().encode(text));
    assert.deepEqual(
      items.map((one) => [one.name, one.version, one.certainty]),
      [['harbor-light', '1.0.2-1', certainty]],
    );
    assert.deepEqual(gaps, []);
  });

const paths: [path: string, wanted: boolean][] = [
  [path, true],
  ['usr/lib/luarocks/rocks/lpeg/scm-1/lpeg-scm-1.rockspec', true],
  [`${folder}/lpeg/1.0-1/lpeg-2.0-1.rockspec`, false],
  [`${folder}/lpeg/1.0-1/doc/lpeg-1.0-1.rockspec`, false],
  ['src/lpeg-1.0-1.rockspec', false],
  [`${folder}/manifest`, false],
];
for (const [at, wanted] of paths)
  test(`${at}: ${wanted ? 'ours' : 'not ours'}`, () =>
    assert.equal(luarocks.wants({ path: at, sizeBytes: 1, mode: 0o644, head: new Uint8Array() }), wanted));

test('texts made to be slow are read at once', () => {
  readBytes(new TextEncoder().encode('package = '.repeat(100_000)));
  readBytes(new TextEncoder().encode(`package${' '.repeat(200_000)}`));
});

test('property: any bytes give one package', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => assert.equal(readBytes(bytes).items.length, 1)));
});
