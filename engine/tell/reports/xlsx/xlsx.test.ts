import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentOf } from '../../../formats/content.ts';
import { openEntry } from '../../../formats/zip/open-entry.ts';
import { zipEntries } from '../../../formats/zip/zip-directory.ts';
import { hostileReport } from '../../../test/hostile-report.ts';
import { relatedReport } from '../../../test/related-report.ts';
import type { Report } from '../report.ts';
import { fixZipTimes } from './fix-zip-times.ts';
import { xlsx } from './xlsx.ts';

async function render(report: Report): Promise<Uint8Array> {
  const file = await xlsx.render(report, { color: false });
  assert.ok(file instanceof Uint8Array);
  return file;
}

/** The parts of a workbook by name; every checksum is compared. */
function partsOf(file: Uint8Array): ReadonlyMap<string, string> {
  const content = contentOf(file);
  return new Map(
    [...zipEntries(content)].map((entry) => {
      assert.equal(entry.kind, 'entry');
      const opened = entry.kind === 'entry' ? openEntry(content, entry, { maxBytes: 1 << 24 }) : entry;
      assert.ok('content' in opened);
      return [
        entry.kind === 'entry' ? entry.name : '',
        new TextDecoder('utf-8', { fatal: true }).decode(opened.content.slice(0, opened.content.sizeBytes)),
      ];
    }),
  );
}

test('a row for each image, finding and gap, and one of headings', async () => {
  const parts = partsOf(await render(relatedReport));
  const rows = (sheet: number) => parts.get(`xl/worksheets/sheet${sheet}.xml`)?.match(/<row /g)?.length;
  const { images, findings, gaps, undecided } = relatedReport.release;
  assert.deepEqual([rows(1), rows(2), rows(3)], [images.length + 1, findings.length + 1, gaps.length + undecided.length + 1]);
  assert.match(parts.get('xl/workbook.xml') ?? '', /images.*findings.*gaps.*about/s);
  assert.match(parts.get('xl/sharedStrings.xml') ?? '', /uniqueCount.*severity\.critical.*fixableCount\.high.*cvssScore\.avg/s);
});

test('the same bytes whenever it is written', async (context) => {
  const first = await render(relatedReport);
  context.mock.timers.enable({ apis: ['Date'], now: Date.parse('2031-05-06T07:08:09Z') });
  assert.deepEqual(await render(relatedReport), first);
});

test('a text that looks like a formula is a text', async () => {
  const parts = partsOf(await render(hostileReport));
  for (const [name, text] of parts) {
    if (!name.startsWith('xl/worksheets/sheet')) continue;
    assert.doesNotMatch(text, /<f>|<f /, name);
    assert.doesNotMatch(text, /t="str"/, name);
  }
  assert.match(parts.get('xl/sharedStrings.xml') ?? '', />=1\+1/);
});

test('what is no zip is a bug, not a file', () => {
  assert.throws(() => fixZipTimes(new Uint8Array(30)), /no zip/);
});
