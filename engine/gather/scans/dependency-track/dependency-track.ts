import { isObject, type Members, memberAt, numberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { ScanRow } from '../../../model/scan.ts';
import { oneImage } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { rateWord, state } from '../rate.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type ReadingInProgress, startReading } from '../start-reading.ts';

const aliasNames = ['cveId', 'ghsaId', 'osvId', 'gsdId', 'snykId', 'sonatypeId', 'vulnDbId'];
const application = 'Dependency-Track';
/** States of an analysis that set a finding aside. */
const aside = new Set(['NOT_AFFECTED', 'FALSE_POSITIVE', 'RESOLVED']);

/**
 * Findings of Dependency-Track: its Finding Packaging Format, and the bare list of its API.
 *
 * gaps    results-missing (it has no list of findings), those of the family
 */
export const dependencyTrack = Object.freeze<ReportFormat>({
  id: 'dependency-track',
  about: {
    title: 'Dependency-Track findings',
    source: 'https://docs.dependencytrack.org/integrations/file-formats/',
    reads: ['the Finding Packaging Format (FPF)', '`/api/v1/finding/project/{uuid}`'],
  },
  recognizes: (json) => {
    const list = Array.isArray(json) ? json : memberAt(json, 'findings');
    if (!Array.isArray(list)) return textAt(json, 'meta', 'application') === application;
    const isFinding = (item: unknown) => isObject(memberAt(item, 'component')) && isObject(memberAt(item, 'vulnerability'));
    return list.length > 0 ? list.every(isFinding) : textAt(json, 'meta', 'application') === application;
  },
  read(document): ScanReading {
    const { json } = document;
    const reading = startReading(document, 'gather/scans/dependency-track');
    const name = textAt(json, 'project', 'name');
    const version = textAt(json, 'project', 'version');
    const isImage = /[/:]/.test(name ?? '') || (textAt(json, 'project', 'purl') ?? '').startsWith('pkg:oci/');
    const images = isImage
      ? oneImage({ name: version && !name?.includes(':') ? `${name}:${version}` : name, digests: [version] })
      : [];
    const list = Array.isArray(json) ? json : memberAt(json, 'findings');
    const image = images.length > 0 ? 0 : null;
    if (list === undefined || list === null) reading.gap('results-missing', 'it has no list of findings');
    return reading.finish({
      tool: 'dependency-track',
      version: textAt(json, 'meta', 'version'),
      kind: 'vulnerabilities',
      images,
      rows: reading.objects(list, 'findings').map((finding) => readFinding(finding, image, reading)),
    });
  },
});

function readFinding({ members, at }: PlacedMembers, image: number | null, reading: ReadingInProgress): ScanRow {
  const vulnerability = memberAt(members, 'vulnerability');
  const analysis = textAt(members, 'analysis', 'state') ?? '';
  const isAside = memberAt(members, 'analysis', 'isSuppressed') === true || aside.has(analysis);
  const aliases = objectsAt(vulnerability, 'aliases').flatMap((alias) => aliasNames.map((name) => textAt(alias, name)));
  return reading.row(at, {
    image,
    ids: [textAt(vulnerability, 'vulnId'), ...aliases],
    packages: [packageOf(memberAt(members, 'component') as Members)],
    severity: rateWord(textAt(vulnerability, 'severity')),
    severities: [
      ...state(textAt(vulnerability, 'source') ?? 'nvd', {
        vector: textAt(vulnerability, 'cvssV3Vector'),
        score: numberAt(vulnerability, 'cvssV3BaseScore'),
      }),
      ...state(textAt(vulnerability, 'source') ?? 'nvd', {
        vector: textAt(vulnerability, 'cvssV2Vector')?.replace(/^\(|\)$/g, ''),
        score: numberAt(vulnerability, 'cvssV2BaseScore'),
      }),
    ],
    ...(isAside && { suppressed: analysis || 'suppressed' }),
  });
}

function packageOf(component: Members) {
  const group = textAt(component, 'group');
  const name = textAt(component, 'name');
  return namePackage({
    purl: textAt(component, 'purl'),
    name: group && name ? `${group}/${name}` : name,
    version: textAt(component, 'version'),
  });
}
