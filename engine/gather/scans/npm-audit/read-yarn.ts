import { isObject, type Members, memberAt, textAt, textsAt } from '../../../formats/json/members.ts';
import type { ScanCheck, ScanRow } from '../../../model/scan.ts';
import { namePackage } from '../name-package.ts';
import { findIds } from '../name-vulnerabilities.ts';
import { rateWord } from '../rate.ts';
import type { ScanReading } from '../report-format.ts';
import type { PlacedMembers, ReadingInProgress } from '../start-reading.ts';

/** Whether a document is the lines of Yarn 2 and later: each an advisory, or that a package is deprecated. */
export function isYarnTree(json: unknown): boolean {
  const isLine = (line: unknown) =>
    textAt(line, 'value') !== undefined && isObject(memberAt(line, 'children')) && memberAt(line, 'children', 'ID') !== undefined;
  const lines = Array.isArray(json) ? json : [json];
  return lines.length > 0 && lines.every(isLine);
}

/** Reads such lines; deprecated packages are checks. */
export function readYarnTree(json: unknown, reading: ReadingInProgress): ScanReading {
  const found = reading.objects(Array.isArray(json) ? json : [json], 'lines');
  const isDeprecation = ({ members }: PlacedMembers) => /\(deprecation\)$/.test(textAt(members, 'children', 'ID') ?? '');
  return reading.finish({
    tool: 'npm-audit',
    engine: 'yarn',
    kind: 'vulnerabilities',
    rows: found.filter((line) => !isDeprecation(line)).map((line) => readLine(line, reading)),
    checks: found.filter(isDeprecation).map(({ members }) => toCheck(members)),
  });
}

function readLine({ members, at }: PlacedMembers, reading: ReadingInProgress): ScanRow {
  const name = textAt(members, 'value');
  const versions = textsAt(members, 'children', 'Tree Versions');
  return reading.row(at, {
    ids: findIds(textAt(members, 'children', 'URL')),
    packages: versions.map((version) => namePackage({ type: 'npm', name, version })),
    severity: rateWord(textAt(members, 'children', 'Severity')),
  });
}

function toCheck(line: Members): ScanCheck {
  return {
    id: 'deprecation',
    title: textAt(line, 'children', 'Issue') ?? '',
    severity: rateWord(textAt(line, 'children', 'Severity')),
    subject: textAt(line, 'value') ?? '',
    outcome: 'failed',
  };
}
