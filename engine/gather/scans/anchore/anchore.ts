import { type Members, memberAt, numberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import { toVersions } from '../fix-state.ts';
import { oneImage } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { rateWord, state } from '../rate.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { startReading } from '../start-reading.ts';
import { isPolicy, readPolicy } from './read-policy.ts';
import { isSecurityEvaluation, readSecurityEvaluation } from './read-security-evaluation.ts';

/**
 * Anchore Engine and Enterprise: the API's answer (`package_name`), and what anchorectl prints (`packageName`).
 */
export const anchore = Object.freeze<ReportFormat>({
  id: 'anchore',
  about: {
    title: 'Anchore Engine, Anchore Enterprise and anchorectl',
    source: 'https://docs.anchore.com/current/docs/',
    reads: [
      '`anchore-cli --json image vuln` and the API behind it',
      '`anchorectl image vulnerabilities -o json`',
      'the report that Anchore Enterprise exports of an image (`securityEvaluation`)',
      '`anchorectl image check -o json`, as checks',
    ],
  },
  recognizes: (json) => isList(json) || isSecurityEvaluation(json) || isPolicy(json),
  read(document): ScanReading {
    const { json } = document;
    const reading = startReading(document, 'gather/scans/anchore');
    if (isPolicy(json)) return readPolicy(json, reading);
    if (isSecurityEvaluation(json)) return readSecurityEvaluation(json, reading);
    const list = Array.isArray(json) ? json : memberAt(json, 'vulnerabilities');
    const digest = textAt(json, 'imageDigest');
    const images = oneImage({ name: digest, digests: [digest] });
    const found = reading.objects(list, 'vulnerabilities');
    const isControl = found.some(({ members }) => memberAt(members, 'packageName') !== undefined);
    return reading.finish({
      tool: isControl ? 'anchorectl' : 'anchore',
      engine: 'anchore',
      kind: 'vulnerabilities',
      images,
      rows: found.map(({ members, at }) => {
        const fixedIn = toVersions(text(members, 'fix'));
        const willNot = memberAt(members, 'will_not_fix') === true || memberAt(members, 'willNotFix') === true;
        return reading.row(at, {
          image: images.length > 0 ? 0 : null,
          ids: [text(members, 'vuln'), ...objectsAt(members, 'nvd_data').map((entry) => textAt(entry, 'id'))],
          packages: [packageOf(members)],
          severity: rateWord(text(members, 'severity')),
          severities: statementsOf(members),
          fixedIn,
          status: willNot ? 'wont-fix' : fixedIn.length > 0 ? 'fixed' : 'not-fixed',
        });
      }),
    });
  },
});

function isList(json: unknown): boolean {
  const isRow = (row: unknown) => textAt(row, 'vuln') !== undefined && memberAt(row, 'feed') !== undefined;
  const list = Array.isArray(json) ? json : memberAt(json, 'vulnerabilities');
  if (Array.isArray(list) && list.length > 0) return list.every(isRow);
  return Array.isArray(list) && textAt(json, 'imageDigest') !== undefined && textAt(json, 'vulnerability_type') !== undefined;
}

/** A text that is there: the API writes `None` for nothing. */
function text(row: Members, ...names: readonly string[]): string | undefined {
  return names.map((name) => textAt(row, name)).find((value) => value !== undefined && value !== 'None');
}

function packageOf(row: Members) {
  return namePackage({
    type: text(row, 'package_type', 'packageType'),
    name: text(row, 'package_name', 'packageName'),
    version: text(row, 'package_version', 'packageVersion'),
    path: text(row, 'package_path', 'packagePath'),
  });
}

function statementsOf(row: Members) {
  const sources = [
    ['nvd', objectsAt(row, 'nvd_data')],
    ['vendor', objectsAt(row, 'vendor_data')],
  ] as const;
  return sources.flatMap(([source, entries]) =>
    entries.flatMap((entry) => state(source, { score: numberAt(entry, 'cvss_v3', 'base_score') })),
  );
}
