import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromCycloneDxXml } from '../formats/cyclonedx/from-cyclonedx-xml.ts';
import { splitJson } from '../formats/json/split-json.ts';
import { readXml } from '../formats/xml/read-xml.ts';
import { readDocument } from '../gather/scans/read-document.ts';
import { readScanFile } from '../gather/scans/read-scan-file.ts';
import type { ReportFormat } from '../gather/scans/report-format.ts';
import { anyJson } from './any-json.ts';
import { assertGolden } from './golden.ts';
import { mutate } from './mutate.ts';

/**
 * The tests that every format of other scanners' reports has: each of its fixtures is recognized as its own and read as the golden
 * file says, gaps included; and whatever is changed in a fixture, there is a reading and no crash.
 */
export function testReportFormat(format: ReportFormat, folder: string): void {
  const fixtures = readdirSync(join(folder, 'fixtures')).filter((name) => !name.includes('.expected.'));
  for (const name of fixtures) {
    const bytes = readFileSync(join(folder, 'fixtures', name));
    test(`golden: ${name}`, () => {
      const reports = readScanFile(bytes, name);
      assert.deepEqual(
        reports.map((report) => report.format),
        [format.id],
      );
      assertGolden(join(folder, 'fixtures', name.replace(/\.\w+$/, '.expected.json')), reports);
    });
    test(`property: ${name} with anything changed is read without a crash`, () => {
      const whole = parsedOf(bytes.toString('utf8'));
      fc.assert(
        fc.property(fc.nat(), anyJson(), (at, value) => isSound(mutate(whole, at, value))),
        { numRuns: 60 },
      );
    });
  }
}

/** What a format is asked of a text. */
function parsedOf(text: string): unknown {
  const root = text.startsWith('<') ? readXml(text) : undefined;
  if (root) return 'trouble' in root ? undefined : fromCycloneDxXml(root)?.value;
  const { values } = splitJson(text);
  return values.length > 1 ? values.map(({ value }) => value) : values[0]?.value;
}

function isSound(json: unknown): boolean {
  const report = readDocument({ path: 'changed.json', json });
  return report === undefined || report.gaps.every(({ code }) => code !== 'unit-crashed');
}
