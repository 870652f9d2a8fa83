import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertGolden } from '../../../test/golden.ts';
import { sampleReport } from '../../../test/sample-report.ts';
import { terminal } from './terminal.ts';

const escapeCode = new RegExp(String.fromCharCode(27));

test('golden: one image read, one not, one finding', () => {
  assertGolden(join(import.meta.dirname, 'fixtures/one-read-one-not.txt'), terminal.render(sampleReport, { color: false }));
});

test('colors are only there when asked for', () => {
  assert.doesNotMatch(terminal.render(sampleReport, { color: false }), escapeCode);
  assert.match(terminal.render(sampleReport, { color: true }), escapeCode);
});

test('a release without gaps or findings says that everything was read', () => {
  const [first] = sampleReport.release.images;
  assert.ok(first);
  const release = {
    ...sampleReport.release,
    images: [first],
    coverage: { expected: 1, read: 1, failed: 0, unsupported: 0, empty: 0 },
    gaps: [],
    findings: [],
  };
  const text = terminal.render({ ...sampleReport, release }, { color: false });
  assert.match(text, /1 image expected on linux\/amd64: 1 read\n/);
  assert.doesNotMatch(text, /Not read|not read to the end/);
});

test('images that are not installed as configured are told apart', () => {
  const images = sampleReport.release.inventory.images.map((image, index) => ({
    ...image,
    occurrences: image.occurrences.map((one) => ({
      ...one,
      conditional: index === 1 ? [{ value: 'backup.enabled', equals: true }] : [],
    })),
  }));
  const release = { ...sampleReport.release, inventory: { ...sampleReport.release.inventory, images } };
  assert.match(
    terminal.render({ ...sampleReport, release }, { color: false }),
    /\n1 more image appears only when a value of a chart is changed/,
  );
});

test('what an image says cannot write on the terminal', () => {
  const release = { ...sampleReport.release, gaps: [{ code: 'x', unit: 'u', detail: '\u001b[2Kall clean\r' }] };
  assert.doesNotMatch(
    terminal.render({ ...sampleReport, release }, { color: false }),
    new RegExp(`${String.fromCharCode(27)}|\r`),
  );
});
