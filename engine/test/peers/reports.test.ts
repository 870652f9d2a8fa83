import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readScanFile } from '../../gather/scans/read-scan-file.ts';
import { countFindings } from '../../judge/findings/count-findings.ts';
import { disagreementClasses } from '../../model/reconciliation.ts';
import { incompleteCodes, type ScanKind } from '../../model/scan.ts';
import type { SeverityCounts } from '../../model/severity.ts';
import { reconcileScans } from '../../pipeline/reconcile-scans.ts';

/** What is true of a report, counted independently; see the README beside the data. */
interface Truth {
  readonly file: string;
  readonly tool: string;
  readonly kind: ScanKind;
  readonly vulnerabilities?: SeverityCounts | null;
  readonly total?: number;
}

const data = process.env.PLIMSOLL_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const folder = join(data, 'reports');
const skip = existsSync(join(folder, 'INDEX.json')) ? false : `the reports are not in ${data}`;
/** Statements have one name there, whatever form they have. */
const statementForms = new Set(['openvex', 'csaf', 'cyclonedx']);

describe('real reports of other scanners', { skip }, () => {
  const truths: readonly Truth[] = skip ? [] : readIndex();
  for (const { file, tool, kind, vulnerabilities, total } of truths) {
    test(file, () => {
      const reports = readScanFile(readFileSync(join(folder, file)), file);
      assert.equal(reports.length, 1);
      const [report] = reports;
      assert.ok(report);
      assert.equal(report.kind, kind);
      assert.ok(report.tool === tool || (tool === 'vex' && statementForms.has(report.tool ?? '')), `${report.tool}`);
      assert.deepEqual(
        report.gaps.filter(({ code }) => incompleteCodes.has(code) && code !== 'package-skipped'),
        [],
      );
      if (kind === 'vulnerabilities') assert.equal(report.rows.length, total);
      if (vulnerabilities) assert.deepEqual(countFindings(report.rows), vulnerabilities);
      if (kind === 'checks') assert.ok(report.rows.length === 0);
      if (kind === 'statements') assert.ok(report.statements.length > 0);
      if (kind === 'end-of-life') assert.ok(report.endOfLife.length > 0);
      if (kind === 'sbom') assert.ok((report.packages?.length ?? 0) > 0);
    });
  }
});

function readIndex(): readonly Truth[] {
  const index = JSON.parse(readFileSync(join(folder, 'INDEX.json'), 'utf8')) as
    | readonly Truth[]
    | { readonly reports: readonly Truth[] };
  return 'reports' in index ? index.reports : index;
}

describe('two engines’ reports, whichever they are', { skip }, () => {
  const read = skip
    ? []
    : readIndex()
        .filter(({ kind }) => kind === 'vulnerabilities')
        .map(({ file }) => ({ file, reports: readScanFile(readFileSync(join(folder, file)), file) }))
        .filter(({ reports }) => reports.every(({ images, rows }) => images.length <= 1 && rows.length > 0));
  test('every difference has one class, and the classes sum to the disagreement', () => {
    for (const [index, one] of read.entries()) {
      for (const other of [...read, ...read].slice(index, index + 8)) {
        const { engines } = reconcileScans({ base: one, reports: other.reports, isOneImage: true });
        const [engine] = engines;
        assert.ok(engine, `${one.file} and ${other.file}`);
        const sum = disagreementClasses.reduce((total, word) => total + engine.classes[word], 0);
        assert.equal(sum, engine.claims.filter((claim) => claim.class !== null).length);
        if (one === other) assert.equal(engine.disagreement, 0, one.file);
      }
    }
  });
});
