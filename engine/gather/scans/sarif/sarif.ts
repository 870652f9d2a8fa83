import { isObject, type Members, memberAt, objectsAt, textAt, textsAt } from '../../../formats/json/members.ts';
import type { ScanCheck, ScannedImage, ScanRow } from '../../../model/scan.ts';
import { toVersions } from '../fix-state.ts';
import { oneImage } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { findIds } from '../name-vulnerabilities.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type ReadingInProgress, startReading } from '../start-reading.ts';
import { packageOf } from './package-of-result.ts';
import { rateResult } from './rate-result.ts';
import { isCheck, toChecks } from './read-check.ts';
import { createRules, type RulesOfRun } from './rules.ts';

/**
 * SARIF of any tool: a result is a row, suppressed or not; one that is about lines of a file and names neither a vulnerability nor a
 * package (of static analysis, of secrets, of configuration) is a check.
 *
 * gaps    scan-failed (an invocation that did not succeed), results-missing (a run without `results`), those of the family
 */
export const sarif = Object.freeze<ReportFormat>({
  id: 'sarif',
  about: {
    title: 'SARIF 2.1.0',
    source: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html',
    reads: [
      'results of every run, with the rules that they are of; those about lines of code, secrets and configuration as checks',
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
    const read = runs.flatMap((run) => {
      const [image] = imagesOf(run.members);
      const index = image ? images.push(image) - 1 : null;
      return readRun(run, index, reading);
    });
    const rows = read.flatMap(({ row }) => row ?? []);
    const checks = read.flatMap((result) => result.checks);
    const driver = runs.map(({ members }) => memberAt(members, 'tool', 'driver')).find(isObject);
    return reading.finish({
      tool: 'sarif',
      engine: textAt(driver, 'name')?.toLowerCase() ?? 'sarif',
      version: textAt(driver, 'version') ?? textAt(driver, 'semanticVersion'),
      kind: rows.length === 0 && read.length > 0 ? 'checks' : 'vulnerabilities',
      images,
      rows,
      checks,
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

function readRun({ members, at }: PlacedMembers, image: number | null, reading: ReadingInProgress): readonly ReadResult[] {
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

/** A row or checks. */
interface ReadResult {
  readonly row?: ScanRow;
  readonly checks: readonly ScanCheck[];
}

interface Run {
  readonly image: number | null;
  readonly rules: RulesOfRun;
  readonly reading: ReadingInProgress;
}

function readResult({ members, at }: PlacedMembers, { image, rules, reading }: Run): ReadResult {
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
  if (stated.name === undefined && stated.purl === undefined && isCheck(members, rule, id))
    return { checks: toChecks(members, rule, { id, severity, ...aside }) };
  const tags = textsAt(rule, 'properties', 'tags').flatMap(findIds);
  const known = findIds(id);
  const row = reading.row(at, {
    image,
    ids: known.length > 0 ? [...known, ...tags] : [...tags, id?.replace(/\s+/g, '-')],
    packages: [namePackage(stated)],
    severity,
    severities,
    fixedIn: toVersions(stated.fixed),
    ...aside,
  });
  return { row, checks: [] };
}
