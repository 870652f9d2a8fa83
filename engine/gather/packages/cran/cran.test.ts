import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../../formats/content.ts';
import { assertGolden } from '../../../test/golden.ts';
import { cran } from './cran.ts';

const path = 'usr/local/lib/R/site-library/Harbor.Tides/DESCRIPTION';
const readBytes = (bytes: Uint8Array) => cran.read({ path, content: contentOf(bytes) });
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);

test('golden: a package from CRAN', () => {
  assertGolden(fixture('from-cran.expected.json'), readBytes(readFileSync(fixture('from-cran.DESCRIPTION'))));
});

const built = 'Built: R 4.2.2; ; x; unix\n';
const cases: { name: string; text: string; found?: string; gaps?: string[] }[] = [
  { name: 'a package from CRAN', text: `Package: a\nVersion: 1.0\nRepository: CRAN\n${built}`, found: 'a@1.0' },
  { name: 'a package from elsewhere', text: `Package: a\nVersion: 1.0\n${built}`, found: 'a@1.0 likely' },
  { name: 'Windows line ends', text: `Package: a\nVersion: 1.0\n${built}`.replaceAll('\n', '\r\n'), found: 'a@1.0 likely' },
  { name: 'sources that are not installed', text: 'Package: a\nVersion: 1.0\nRepository: CRAN\n' },
  { name: 'something else of that name', text: 'This folder holds samples.\n' },
  { name: 'no bytes', text: '' },
  { name: 'an author in another encoding', text: `Package: a\nVersion: 1.0\nAuthor: J\xfcrgen\n${built}`, found: 'a@1.0 likely' },
  { name: 'no version', text: `Package: a\n${built}`, gaps: ['incomplete-record'] },
  { name: 'a name that is a path', text: `Package: ../a\nVersion: 1.0\n${built}`, gaps: ['incomplete-record'] },
  {
    name: 'two versions',
    text: `Package: a\nVersion: 1.0\nVersion: 2.0\n${built}`,
    found: 'a@1.0 likely',
    gaps: ['duplicate-field'],
  },
];

for (const { name, text, found, gaps = [] } of cases) {
  test(`reads ${name}`, () => {
    const reading = readBytes(Buffer.from(text, 'latin1'));
    assert.deepEqual(
      reading.items.map((one) => `${one.name}@${one.version}${one.certainty === 'likely' ? ' likely' : ''}`),
      found ? [found] : [],
    );
    assert.deepEqual(
      reading.gaps.map((one) => one.code),
      gaps,
    );
  });
}

test('wants descriptions', () => {
  const wants = (at: string) => cran.wants({ path: at, sizeBytes: 1, mode: 0o644, head: new Uint8Array() });
  assert.deepEqual([wants(path), wants('DESCRIPTION'), wants('usr/lib/R/library/a/DESCRIPTION.md')], [true, false, false]);
});

test('property: any bytes give a reading', () => {
  const line = fc.oneof(fc.constantFrom('Package: a', 'Version: 1.0', 'Built: x', ' more', '', ':'), fc.string());
  const text = fc.array(line, { maxLength: 8 }).map((lines) => new TextEncoder().encode(lines.join('\n')));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), text), (bytes) => assert.ok(readBytes(bytes).items.length <= 1)),
  );
});
