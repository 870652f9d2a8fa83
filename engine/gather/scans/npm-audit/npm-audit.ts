import {
  entriesAt,
  isObject,
  type Members,
  memberAt,
  numberAt,
  objectsAt,
  textAt,
  textsAt,
} from '../../../formats/json/members.ts';
import type { ScanRow } from '../../../model/scan.ts';
import { namePackage } from '../name-package.ts';
import { findIds, nameVulnerabilities } from '../name-vulnerabilities.ts';
import { rateWord, state } from '../rate.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type ReadingInProgress, type RowDraft, startReading, toRow } from '../start-reading.ts';
import { isYarnTree, readYarnTree } from './read-yarn.ts';

/**
 * What `npm audit` prints: one row for each package since npm 7, one for each advisory before, and in pnpm and Yarn 1.
 *
 * gaps    scan-failed (an error instead of an audit), row-unnamed (not for packages that are affected through others), those of the family
 */
export const npmAudit = Object.freeze<ReportFormat>({
  id: 'npm-audit',
  about: {
    title: 'npm audit',
    source: 'https://docs.npmjs.com/cli/commands/npm-audit',
    reads: [
      '`npm audit --json` of npm 7 and later',
      '`npm audit --json` of npm 6, `pnpm audit --json`',
      '`yarn audit --json` of Yarn 1, `yarn npm audit --json` of later ones',
    ],
    limits: ['npm 7 and later does not say which version is installed'],
  },
  recognizes: (json) => isSeven(json) || isSix(json) || isYarn(json) || isYarnTree(json) || isError(json),
  read(document): ScanReading {
    const { json } = document;
    const reading = startReading(document, 'gather/scans/npm-audit');
    if (isYarnTree(json)) return readYarnTree(json, reading);
    if (isError(json))
      reading.gap('scan-failed', textAt(json, 'error', 'summary') ?? textAt(json, 'message') ?? 'the audit ended with an error');
    for (const line of Array.isArray(json) ? json : [])
      if (textAt(line, 'type') === 'error') reading.gap('scan-failed', `it says: ${textAt(line, 'data')?.slice(0, 300)}`);
    const rows = isSeven(json) ? readSeven(json, reading) : readSix(json, reading);
    return reading.finish({ tool: 'npm-audit', kind: 'vulnerabilities', rows });
  },
});

function isSeven(json: unknown): boolean {
  return typeof memberAt(json, 'auditReportVersion') === 'number' && isObject(memberAt(json, 'vulnerabilities'));
}

function isSix(json: unknown): boolean {
  return isObject(memberAt(json, 'advisories')) && isObject(memberAt(json, 'metadata'));
}

function isYarn(json: unknown): boolean {
  const kinds = ['auditAdvisory', 'auditSummary', 'auditAction'];
  const isLine = (line: unknown) => textAt(line, 'type') !== undefined && memberAt(line, 'data') !== undefined;
  return Array.isArray(json) && json.every(isLine) && json.some((line) => kinds.includes(textAt(line, 'type') ?? ''));
}

function isError(json: unknown): boolean {
  return textAt(json, 'error', 'code') !== undefined && textAt(json, 'error', 'summary') !== undefined;
}

function readSeven(json: unknown, reading: ReadingInProgress): readonly ScanRow[] {
  const placed = entriesAt(json, 'vulnerabilities').map(([name, value]) => ({ value, at: `vulnerabilities.${name}` }));
  return placed.flatMap(({ value, at }) => {
    const [found] = reading.object(value, at);
    return found ? [readPackage(found.members, at, reading)] : [];
  });
}

function readPackage(members: Members, at: string, reading: ReadingInProgress): ScanRow {
  const own = objectsAt(members, 'via');
  const fix = memberAt(members, 'fixAvailable');
  const named = own.flatMap((via) => nameVulnerabilities(findIds(textAt(via, 'url'))));
  const draft: RowDraft = {
    ids: [],
    vulnerabilities: named,
    packages: [namePackage({ type: 'npm', name: textAt(members, 'name'), path: textsAt(members, 'nodes')[0] })],
    severity: rateWord(textAt(members, 'severity')),
    severities: own.flatMap((via) =>
      state('ghsa', {
        vector: textAt(via, 'cvss', 'vectorString'),
        score: numberAt(via, 'cvss', 'score'),
        word: textAt(via, 'severity'),
      }),
    ),
    status: fix === false ? 'not-fixed' : fix ? 'fixed' : undefined,
  };
  // Without an advisory of its own a package is affected through those that it depends on, which have rows of their own.
  return own.length === 0 ? toRow(draft, []) : reading.row(at, draft);
}

function readSix(json: unknown, reading: ReadingInProgress): readonly ScanRow[] {
  const found = Array.isArray(json)
    ? json.flatMap((line, index) => {
        const advisory = memberAt(line, 'data', 'advisory');
        return textAt(line, 'type') === 'auditAdvisory' ? reading.object(advisory, `line ${index + 1}`) : [];
      })
    : entriesAt(json, 'advisories').flatMap(([id, advisory]) => reading.object(advisory, `advisories.${id}`));
  return found.map((advisory) => readAdvisory(advisory, reading));
}

function readAdvisory({ members, at }: PlacedMembers, reading: ReadingInProgress): ScanRow {
  const name = textAt(members, 'module_name');
  const versions = objectsAt(members, 'findings').flatMap((finding) => textAt(finding, 'version') ?? []);
  const fixed = textAt(members, 'patched_versions');
  const lowest = /^>=\s*([^\s<>|]+)/.exec(fixed ?? '')?.[1];
  return reading.row(at, {
    ids: [...textsAt(members, 'cves'), textAt(members, 'github_advisory_id'), ...findIds(textAt(members, 'url'))],
    packages: [...new Set(versions)].map((version) => namePackage({ type: 'npm', name, version })),
    severity: rateWord(textAt(members, 'severity')),
    severities: state('ghsa', { vector: textAt(members, 'cvss', 'vectorString'), score: numberAt(members, 'cvss', 'score') }),
    fixedIn: lowest ? [lowest] : [],
    status: fixed === '<0.0.0' ? 'not-fixed' : undefined,
  });
}
