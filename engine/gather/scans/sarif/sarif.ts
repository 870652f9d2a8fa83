import { isObject, type Members, memberAt, objectsAt, textAt, textsAt } from '../../../formats/json/members.ts';
import type { ScannedImage, ScanRow } from '../../../model/scan.ts';
import { toVersions } from '../fix-state.ts';
import { oneImage } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { findIds } from '../name-vulnerabilities.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type ReadingInProgress, startReading } from '../start-reading.ts';
import { packageOf } from './package-of-result.ts';
import { rateResult } from './rate-result.ts';
import { createRules, type RulesOfRun } from './rules.ts';

/**
 * SARIF of any tool: every result is a row, suppressed or not, since the format does not tell vulnerabilities from other findings.
 *
 * gaps    scan-failed (an invocation that did not succeed), results-missing (a run without `results`), those of the family
 */
export const sarif = Object.freeze<ReportFormat>({
  id: 'sarif',
  about: {
    title: 'SARIF 2.1.0',
    source: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html',
    reads: [
      'results of every run, with the rules that they are of',
      'severity from `security-severity`, else a CVSS vector or score, else a word, else the level',
    ],
    limits: ['a package is only known where the tool says it: in properties, or in a message such as Trivy and Grype write'],
  },
  recognizes: (json) => {
    const runs = memberAt(json, 'runs');
    return (
      Array.isArray(runs) &&
      textAt(json, 'version') !== undefined &&
      runs.every((run) => isObject(memberAt(run, 'tool', 'driver')))
    );
  },
  read(document): ScanReading {
    const reading = startReading(document, 'gather/scans/sarif');
    const runs = reading.objects(memberAt(document.json, 'runs'), 'runs');
    const images: ScannedImage[] = [];
    const rows = runs.flatMap((run) => {
      const [image] = imagesOf(run.members);
      const index = image ? images.push(image) - 1 : null;
      return readRun(run, index, reading);
    });
    const driver = runs.map(({ members }) => memberAt(members, 'tool', 'driver')).find(isObject);
    return reading.finish({
      tool: 'sarif',
      engine: textAt(driver, 'name')?.toLowerCase() ?? 'sarif',
      version: textAt(driver, 'version') ?? textAt(driver, 'semanticVersion'),
      kind: 'vulnerabilities',
      images,
      rows,
      databaseAt: textAt(driver, 'properties', 'db_last_modified'),
    });
  },
});

function imagesOf(run: Members): readonly ScannedImage[] {
  const properties = memberAt(run, 'properties');
  return oneImage({
    name: textAt(properties, 'imageName'),
    references: [...textsAt(properties, 'repoTags'), ...textsAt(properties, 'repoDigests')],
  });
}

function readRun({ members, at }: PlacedMembers, image: number | null, reading: ReadingInProgress): readonly ScanRow[] {
  const results = memberAt(members, 'results');
  if (results === undefined || results === null)
    reading.gap('results-missing', `${at} has no results: the tool did not say that it found none`);
  for (const invocation of objectsAt(members, 'invocations')) {
    if (memberAt(invocation, 'executionSuccessful') === false)
      reading.gap(
        'scan-failed',
        `${at}: ${textAt(invocation, 'exitCodeDescription') ?? 'the tool says that it did not succeed'}`,
      );
  }
  const rules = createRules(members);
  return reading.objects(results, `${at}.results`).map((result) => readResult(result, { image, rules, reading }));
}

interface Run {
  readonly image: number | null;
  readonly rules: RulesOfRun;
  readonly reading: ReadingInProgress;
}

function readResult({ members, at }: PlacedMembers, { image, rules, reading }: Run): ScanRow {
  const rule = rules.find(members);
  const id = textAt(members, 'ruleId') ?? textAt(members, 'rule', 'id') ?? textAt(rule, 'id');
  const { severity, severities } = rateResult(members, rule);
  const suppressions = objectsAt(members, 'suppressions').filter(
    (item) => !/rejected|underReview/.test(textAt(item, 'status') ?? ''),
  );
  const suppressed =
    suppressions.length > 0
      ? (textAt(suppressions[0], 'justification') ?? textAt(suppressions[0], 'kind') ?? 'suppressed')
      : undefined;
  const aside = suppressed === undefined ? {} : { suppressed };
  const stated = packageOf(members, rule);
  const tags = textsAt(rule, 'properties', 'tags').flatMap(findIds);
  const known = findIds(id);
  return reading.row(at, {
    image,
    ids: known.length > 0 ? [...known, ...tags] : [...tags, id?.replace(/\s+/g, '-')],
    packages: [namePackage(stated)],
    severity,
    severities,
    fixedIn: toVersions(stated.fixed),
    ...aside,
  });
}
