import { entriesAt, type Members, memberAt, numberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { CheckOutcome, ListedPackage, ScanCheck, ScannedPackage, ScannedResource, ScanRow } from '../../../model/scan.ts';
import { severities } from '../../../model/severity.ts';
import { toVersions } from '../fix-state.ts';
import { namePackage } from '../name-package.ts';
import { rateWord, state } from '../rate.ts';
import type { PlacedMembers, ReadingInProgress, RowDraft } from '../start-reading.ts';
import { readOutcomes } from './read-outcomes.ts';

/** What some results hold. */
export interface TrivyParts {
  readonly rows: readonly ScanRow[];
  readonly ignored: readonly ScanRow[];
  readonly checks: readonly ScanCheck[];
  readonly outcomes: readonly CheckOutcome[];
  readonly packages: readonly ListedPackage[];
  readonly listsPackages: boolean;
}

interface Surroundings {
  readonly reading: ReadingInProgress;
  /** Place of the list in the document. */
  readonly at: string;
  /** Index of the image that a target is of. */
  readonly imageOf: (target: string) => number | null;
  /** Of the cluster, that the results are about. */
  readonly resource?: ScannedResource | undefined;
}

interface Target {
  readonly name: string;
  readonly type: string | undefined;
  readonly image: number | null;
}

/** Trivy's numbers for severities. */
const byNumber = severities.toReversed();
const packageClasses = new Set(['os-pkgs', 'lang-pkgs']);

/** The results of one artifact, target by target. */
export function readResults(results: unknown, { reading, at, imageOf, resource }: Surroundings): TrivyParts {
  const read = reading.objects(results, at).map((result) => readResult(result, { reading, imageOf, resource }));
  return {
    rows: read.flatMap(({ rows }) => rows),
    ignored: read.flatMap(({ ignored }) => ignored),
    checks: read.flatMap(({ checks }) => checks),
    outcomes: read.flatMap(({ outcomes }) => outcomes),
    packages: read.flatMap(({ packages }) => packages),
    listsPackages: read.some(({ listsPackages }) => listsPackages),
  };
}

function readResult({ members, at }: PlacedMembers, { reading, imageOf, resource }: Omit<Surroundings, 'at'>): TrivyParts {
  const name = textAt(members, 'Target') ?? '';
  const listed = reading.objects(memberAt(members, 'Packages'), `${at}.Packages`);
  const found = reading.objects(memberAt(members, 'Vulnerabilities'), `${at}.Vulnerabilities`);
  const kept = reading.objects(memberAt(members, 'ExperimentalModifiedFindings'), `${at}.ExperimentalModifiedFindings`);
  const set = kept.filter((finding) => textAt(finding.members, 'Type') === 'vulnerability');
  const isAboutPackages = packageClasses.has(textAt(members, 'Class') ?? '');
  const image = isAboutPackages || found.length > 0 ? imageOf(name) : null;
  const target: Target = { name, type: textAt(members, 'Type'), image };
  if (isAboutPackages && found.length + listed.length + set.length === 0)
    reading.gap(
      'target-empty',
      `${name || at} lists neither packages nor vulnerabilities: that may mean clean, or not looked at`,
    );
  return {
    rows: found.map((row) => reading.row(row.at, draftRow(row.members, target))),
    ignored: set.map((row) =>
      reading.row(row.at, {
        ...draftRow(memberAt(row.members, 'Finding') as Members, target),
        suppressed: textAt(row.members, 'Statement') ?? textAt(row.members, 'Status') ?? 'set aside',
      }),
    ),
    checks: [...misconfigurations(members, target), ...secrets(members, target), ...licenses(members, target)],
    outcomes: readOutcomes(members, resource),
    packages: listed.flatMap(({ members: item }) => {
      const named = nameListed(item, target);
      return named ? [{ ...named, image }] : [];
    }),
    listsPackages: listed.length > 0,
  };
}

function draftRow(row: Members | undefined, target: Target): RowDraft {
  return {
    image: target.image,
    ids: [textAt(row, 'VulnerabilityID'), ...objectsAt(row, 'Aliases').map((alias) => textAt(alias, 'ID'))],
    packages: [
      namePackage({
        purl: textAt(row, 'PkgIdentifier', 'PURL') ?? textAt(row, 'PkgRef'),
        type: target.type,
        name: textAt(row, 'PkgName'),
        version: textAt(row, 'InstalledVersion'),
        path: textAt(row, 'PkgPath'),
        layer: textAt(row, 'Layer', 'Digest') ?? textAt(row, 'Layer', 'DiffID'),
      }),
    ],
    severity: rateWord(textAt(row, 'Severity')),
    severities: statementsOf(row),
    fixedIn: toVersions(textAt(row, 'FixedVersion')),
    status: textAt(row, 'Status'),
    ...(textAt(row, 'Status') === 'not_affected' && { suppressed: 'not_affected' }),
  };
}

function statementsOf(row: Members | undefined) {
  const ratings = entriesAt(row, 'CVSS').flatMap(([source, rating]) => [
    ...state(source, { vector: textAt(rating, 'V40Vector'), score: numberAt(rating, 'V40Score') }),
    ...state(source, { vector: textAt(rating, 'V3Vector'), score: numberAt(rating, 'V3Score') }),
    ...state(source, { vector: textAt(rating, 'V2Vector'), score: numberAt(rating, 'V2Score') }),
  ]);
  const rated = new Set(ratings.map(({ source }) => source));
  const words = entriesAt(row, 'VendorSeverity').flatMap(([source, number]) =>
    rated.has(source) || typeof number !== 'number' ? [] : state(source, { word: byNumber[number] }),
  );
  return [...ratings, ...words];
}

function nameListed(item: Members, { type }: Target): ScannedPackage | undefined {
  const release = textAt(item, 'Release');
  const version = [textAt(item, 'Version'), release].filter(Boolean).join('-');
  const epoch = numberAt(item, 'Epoch');
  return namePackage({
    purl: textAt(item, 'Identifier', 'PURL'),
    type,
    name: textAt(item, 'Name'),
    version: epoch ? `${epoch}:${version}` : version,
    source: textAt(item, 'SrcName'),
    path: textAt(item, 'FilePath'),
    layer: textAt(item, 'Layer', 'Digest') ?? textAt(item, 'Layer', 'DiffID'),
  });
}

function misconfigurations(result: Members, target: Target): readonly ScanCheck[] {
  const isOpen = (check: Members) => ['FAIL', undefined].includes(textAt(check, 'Status'));
  return objectsAt(result, 'Misconfigurations')
    .filter(isOpen)
    .map((check) => toCheck(check, textAt(check, 'AVDID') ?? textAt(check, 'ID'), target));
}

function secrets(result: Members, target: Target): readonly ScanCheck[] {
  return objectsAt(result, 'Secrets').map((secret) => toCheck(secret, textAt(secret, 'RuleID'), target));
}

function licenses(result: Members, target: Target): readonly ScanCheck[] {
  const bad = objectsAt(result, 'Licenses').filter((license) => rateWord(textAt(license, 'Severity')) !== 'UNKNOWN');
  return bad.map((license) => toCheck(license, textAt(license, 'Name'), target));
}

function toCheck(check: Members, id: string | undefined, { name }: Target): ScanCheck {
  return {
    id: id ?? 'unnamed',
    title: textAt(check, 'Title') ?? textAt(check, 'Category') ?? '',
    severity: rateWord(textAt(check, 'Severity')),
    subject: name,
    outcome: 'failed',
  };
}
