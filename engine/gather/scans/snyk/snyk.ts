import { isObject, type Members, memberAt, numberAt, objectsAt, textAt, textsAt } from '../../../formats/json/members.ts';
import type { ScanCheck, ScanRow } from '../../../model/scan.ts';
import { toVersions } from '../fix-state.ts';
import { ImageList } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { rateWord, state } from '../rate.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type ReadingInProgress, startReading } from '../start-reading.ts';
import { isIssues, readIssues } from './read-issues.ts';

/**
 * Snyk's JSON of containers and of open-source projects: one project, or a list of them.
 *
 * gaps    scan-failed (a project that says `error`), those of the family
 */
export const snyk = Object.freeze<ReportFormat>({
  id: 'snyk',
  about: {
    title: 'Snyk Container and Snyk Open Source',
    source: 'https://docs.snyk.io/snyk-cli/commands/test',
    reads: [
      '`snyk test --json`, with `--all-projects` too',
      '`snyk container test --json`, applications in the image included',
      "issues of a project, as Snyk's REST API gives them",
    ],
    limits: ['license issues are counted as checks', 'Snyk Code and Snyk IaC, which have SARIF'],
  },
  recognizes: (json) => {
    const projects = Array.isArray(json) ? json : [json];
    return isIssues(json) || (projects.length > 0 && projects.every(isProject));
  },
  read(document): ScanReading {
    const reading = startReading(document, 'gather/scans/snyk');
    if (isIssues(document.json)) return readIssues(document.json, reading);
    const images = new ImageList();
    const list = Array.isArray(document.json) ? document.json : [document.json];
    const read = reading.objects(list, 'projects').map((project) => readProject(project, reading, images));
    return reading.finish({
      tool: 'snyk',
      kind: 'vulnerabilities',
      images: images.images,
      rows: read.flatMap(({ rows }) => rows),
      ignored: read.flatMap(({ ignored }) => ignored),
      checks: read.flatMap(({ checks }) => checks),
    });
  },
});

function isProject(item: unknown): boolean {
  if (!isObject(item) || typeof memberAt(item, 'ok') !== 'boolean') return false;
  const marks = ['dependencyCount', 'packageManager', 'projectName', 'licensesPolicy', 'org', 'uniqueCount'];
  return (
    marks.some((mark) => memberAt(item, mark) !== undefined) ||
    (memberAt(item, 'error') !== undefined && memberAt(item, 'path') !== undefined)
  );
}

function readProject({ members, at }: PlacedMembers, reading: ReadingInProgress, images: ImageList) {
  const error = textAt(members, 'error');
  if (error) reading.gap('scan-failed', `${at}: ${error.slice(0, 300)}`);
  const isContainer =
    memberAt(members, 'docker') !== undefined || (textAt(members, 'projectName') ?? '').startsWith('docker-image|');
  const image = isContainer ? images.add({ name: imageName(members) }) : null;
  const projects = [{ members, at }, ...reading.objects(memberAt(members, 'applications'), `${at}.applications`)];
  const found = projects.flatMap((project) => {
    const manager = textAt(project.members, 'packageManager');
    return reading
      .objects(memberAt(project.members, 'vulnerabilities'), `${project.at}.vulnerabilities`)
      .map((issue) => ({ issue, manager }));
  });
  const set = reading.objects(memberAt(members, 'filtered', 'ignore'), `${at}.filtered.ignore`);
  const isLicense = (issue: PlacedMembers) => textAt(issue.members, 'type') === 'license';
  const toRow = (issue: PlacedMembers, manager: string | undefined) => readRow(issue, { image, manager, reading });
  return {
    rows: found.filter(({ issue }) => !isLicense(issue)).map(({ issue, manager }) => toRow(issue, manager)),
    ignored: set
      .filter((issue) => !isLicense(issue))
      .map((issue) => ({ ...toRow(issue, undefined), suppressed: 'ignored by its policy' })),
    checks: found.filter(({ issue }) => isLicense(issue)).map(({ issue }) => toCheck(issue.members)),
  };
}

/** The path is what was asked for, with the image's own name behind it where that differs. */
function imageName(project: Members): string | undefined {
  const named = textAt(project, 'projectName')?.replace(/^docker-image\|/, '');
  const path = textAt(project, 'path');
  const last = named?.split('/').at(-1)?.split(':', 1)[0];
  return path && last && path.endsWith(`/${last}`) && path.indexOf(':') > 0 ? path.slice(0, -last.length - 1) : (path ?? named);
}

function readRow(
  { members, at }: PlacedMembers,
  {
    image,
    manager,
    reading,
  }: { readonly image: number | null; readonly manager: string | undefined; readonly reading: ReadingInProgress },
): ScanRow {
  const identifiers = memberAt(members, 'identifiers');
  const nearest = textAt(members, 'nearestFixedInVersion');
  return reading.row(at, {
    image,
    ids: [
      textAt(members, 'id'),
      ...textsAt(identifiers, 'CVE'),
      ...textsAt(identifiers, 'GHSA'),
      ...textsAt(identifiers, 'ALTERNATIVE'),
    ],
    packages: [packageOf(members, textAt(members, 'packageManager') ?? manager)],
    severity: rateWord(textAt(members, 'severity')),
    severities: statementsOf(members),
    fixedIn: nearest ? [nearest] : toVersions(textsAt(members, 'fixedIn')),
  });
}

/** A package of a distribution is named `source/binary`. */
function packageOf(issue: Members, manager: string | undefined) {
  const name = textAt(issue, 'name') ?? textAt(issue, 'packageName') ?? textAt(issue, 'moduleName');
  const type = manager;
  const [, source, binary] =
    (/^(?:deb|apk|rpm|debian|ubuntu|alpine|centos|rhel|oracle|amzn|sles|rocky|linux|wolfi|chainguard)/.test(manager ?? '') &&
      /^([^/]+)\/([^/]+)$/.exec(name ?? '')) ||
    [];
  return namePackage({ purl: textAt(issue, 'purl'), type, name: binary ?? name, version: textAt(issue, 'version'), source });
}

function statementsOf(issue: Members) {
  const details = [...objectsAt(issue, 'cvssDetails'), ...objectsAt(issue, 'cvssSources')].flatMap((detail) =>
    state(textAt(detail, 'assigner') ?? 'snyk', {
      vector: textAt(detail, 'cvssV3Vector') ?? textAt(detail, 'vector'),
      score: numberAt(detail, 'cvssV3BaseScore') ?? numberAt(detail, 'baseScore'),
      word: textAt(detail, 'severity'),
    }),
  );
  const vector = textAt(issue, 'CVSSv3')?.split(/\/(?:E|RL|RC):/, 1)[0];
  return [...state('snyk', { vector, score: numberAt(issue, 'cvssScore') }), ...details];
}

function toCheck(issue: Members): ScanCheck {
  return {
    id: textAt(issue, 'id') ?? 'unnamed',
    title: textAt(issue, 'title') ?? '',
    severity: rateWord(textAt(issue, 'severity')),
    subject: textAt(issue, 'name') ?? textAt(issue, 'packageName') ?? '',
    outcome: 'failed',
  };
}
