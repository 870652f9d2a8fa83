import { entriesAt, isObject, memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { ListedPackage, ScanRow } from '../../../model/scan.ts';
import { toVersions } from '../fix-state.ts';
import { oneImage } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { findIds } from '../name-vulnerabilities.ts';
import { rateWord, state } from '../rate.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type ReadingInProgress, startReading } from '../start-reading.ts';
import { isReportOfVersion4, readVersion4 } from './read-version-4.ts';

/**
 * Clair's answers, and those of the tools that ask it.
 *
 * gaps    scan-failed (Quay says that it is not done), those of the family
 */
export const clair = Object.freeze<ReportFormat>({
  id: 'clair',
  about: {
    title: 'Clair',
    source: 'https://quay.github.io/clair/',
    reads: ['the vulnerability report of Clair 4', 'features of Clair 2, as Quay passes them on', 'clair-scanner', 'klar'],
  },
  recognizes: (json) => isClairScanner(json) || isKlar(json) || isFeatures(json) || isReportOfVersion4(json),
  read(document): ScanReading {
    const { json } = document;
    const reading = startReading(document, 'gather/scans/clair');
    if (isReportOfVersion4(json)) return readVersion4(json, reading);
    if (isFeatures(json)) return readFeatures(json, reading);
    return isKlar(json) ? readKlar(json, reading) : readClairScanner(json, reading);
  },
});

function isClairScanner(json: unknown): boolean {
  return Array.isArray(memberAt(json, 'unapproved')) && memberAt(json, 'vulnerabilities') !== undefined;
}

function isKlar(json: unknown): boolean {
  return typeof memberAt(json, 'LayerCount') === 'number' && isObject(json) && 'Vulnerabilities' in json;
}

function layerOf(json: unknown): unknown {
  return memberAt(json, 'data', 'Layer') ?? memberAt(json, 'Layer');
}

function isFeatures(json: unknown): boolean {
  const isQuay = textAt(json, 'status') !== undefined && isObject(json) && 'data' in json;
  return Array.isArray(memberAt(layerOf(json), 'Features')) || (isQuay && memberAt(json, 'data') === null);
}

function readClairScanner(json: unknown, reading: ReadingInProgress): ScanReading {
  const images = oneImage({ name: textAt(json, 'image') });
  const rows = reading.objects(memberAt(json, 'vulnerabilities'), 'vulnerabilities').map(({ members, at }) =>
    reading.row(at, {
      image: images.length > 0 ? 0 : null,
      ids: [textAt(members, 'vulnerability')],
      packages: [
        namePackage({
          type: textAt(members, 'namespace'),
          name: textAt(members, 'featurename'),
          version: textAt(members, 'featureversion'),
        }),
      ],
      severity: rateWord(textAt(members, 'severity')),
      fixedIn: toVersions(textAt(members, 'fixedby')),
    }),
  );
  return reading.finish({ tool: 'clair-scanner', engine: 'clair', kind: 'vulnerabilities', images, rows });
}

function readKlar(json: unknown, reading: ReadingInProgress): ScanReading {
  const rows = entriesAt(json, 'Vulnerabilities').flatMap(([word, list]) =>
    reading.objects(list, `Vulnerabilities.${word}`).map((row) => {
      const feature = { name: textAt(row.members, 'FeatureName'), version: textAt(row.members, 'FeatureVersion') };
      return readVulnerability(row, { feature, image: null, reading });
    }),
  );
  return reading.finish({ tool: 'klar', engine: 'clair', kind: 'vulnerabilities', rows });
}

function readFeatures(json: unknown, reading: ReadingInProgress): ScanReading {
  const status = textAt(json, 'status');
  if (status !== undefined && status !== 'scanned')
    reading.gap('scan-failed', `the image was not scanned: its status is ${status}`);
  const layer = layerOf(json);
  const images = oneImage({ name: textAt(layer, 'Name'), digests: [textAt(layer, 'Name')] });
  const image = images.length > 0 ? 0 : null;
  const packages: ListedPackage[] = [];
  const rows = reading.objects(memberAt(layer, 'Features'), 'Features').flatMap(({ members, at }) => {
    const feature = { name: textAt(members, 'Name'), version: textAt(members, 'Version') };
    const found = objectsAt(members, 'Vulnerabilities');
    const named = namePackage({ ...feature, type: textAt(found[0], 'NamespaceName') ?? textAt(members, 'VersionFormat') });
    if (named) packages.push({ ...named, image });
    return reading
      .objects(memberAt(members, 'Vulnerabilities'), `${at}.Vulnerabilities`)
      .map((row) => readVulnerability(row, { feature, image, reading }));
  });
  return reading.finish({ tool: 'clair', kind: 'vulnerabilities', images, rows, packages });
}

interface Found {
  readonly feature: { readonly name: string | undefined; readonly version: string | undefined };
  readonly image: number | null;
  readonly reading: ReadingInProgress;
}

/** A vulnerability in the words of Clair 2. */
function readVulnerability({ members, at }: PlacedMembers, { feature, image, reading }: Found): ScanRow {
  const name = textAt(members, 'Name');
  return reading.row(at, {
    image,
    ids: /\s/.test(name ?? '') ? findIds(name) : [name],
    packages: [namePackage({ ...feature, type: textAt(members, 'NamespaceName') })],
    severity: rateWord(textAt(members, 'Severity')),
    severities: state('nvd', { vector: textAt(members, 'Metadata', 'NVD', 'CVSSv3', 'Vectors') }),
    fixedIn: toVersions(textAt(members, 'FixedBy')),
  });
}
