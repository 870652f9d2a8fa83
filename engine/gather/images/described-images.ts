import { platformDistance } from '../../formats/oci/platform.ts';
import { toPackagePurl } from '../../formats/purl/to-package-purl.ts';
import { parseReference, type Reference } from '../../formats/reference/reference.ts';
import type { Sbom, SbomPackage } from '../../formats/sbom/sbom.ts';
import type { InstalledPackage } from '../../model/package.ts';
import type { Gap } from '../../model/reading.ts';
import { type NamedBy, namesOf, ranks } from './sbom-names.ts';
import type { DescribedImage, ImageRequest, NotFound } from './store.ts';

const unit = 'gather/images';
const distributionTypes = new Set(['deb', 'apk', 'rpm']);

/** A file of SBOMs, read. */
export interface StoredSboms {
  /** As gaps and places name it. */
  readonly path: string;
  readonly sboms: readonly Sbom[];
  readonly gaps: readonly Gap[];
}

/**
 * The image that an SBOM stands for: by digest, purl, name and version, name alone, or the file's name, in this order.
 *
 * in      files in a fixed order; the store's id
 * out     `absent` where none names it and all could be read. Packages as they would stand if the image itself had been read, but that
 *         their place is the file
 * gaps    those of the file; reference-ambiguous (several SBOMs that differ name it equally well), digest-differs (the name is right and
 *         the digest another), distribution-unknown; those of files that were refused, where none names the image
 */
export function findDescribed(files: readonly StoredSboms[], request: ImageRequest, store: string): DescribedImage | NotFound {
  const reference = parseReference(request.reference);
  if (!reference) return { kind: 'absent', gaps: [] };
  const candidates = files.flatMap((file) => file.sboms.flatMap((sbom) => rate(file, sbom, reference, request) ?? []));
  const best = ranks.find((rank) => candidates.some(({ by }) => by === rank));
  const [first, ...others] = candidates.filter(({ by }) => by === best);
  const refused = files.filter(({ sboms }) => sboms.length === 0).flatMap(({ gaps }) => gaps);
  if (!first) return refused.length > 0 ? failed(refused, request) : { kind: 'absent', gaps: [] };
  if (others.some((other) => !isSame(first.sbom, other.sbom))) {
    const paths = [first, ...others].map(({ file }) => file.path).join(', ');
    return failed(
      [
        {
          code: 'reference-ambiguous',
          unit,
          detail: `${paths} name ${request.reference} equally well, and say different things of it`,
        },
      ],
      request,
    );
  }
  return describe(first, reference, { request, store });
}

interface Candidate {
  readonly file: StoredSboms;
  readonly sbom: Sbom;
  readonly by: NamedBy;
}

function rate(file: StoredSboms, sbom: Sbom, reference: Reference, { platform }: ImageRequest): Candidate | undefined {
  const stated = sbom.subject.platform;
  if (stated !== undefined && platformDistance(platform, stated) === undefined) return undefined;
  const by = namesOf(sbom.subject, file.path, reference);
  return by && { file, sbom, by };
}

function isSame(a: Sbom, b: Sbom): boolean {
  const content = ({ distribution, packages }: Sbom) =>
    JSON.stringify([distribution, packages.map(({ purl }) => purl).toSorted()]);
  return content(a) === content(b);
}

function failed(gaps: readonly Gap[], { reference }: ImageRequest): NotFound {
  return { kind: 'failed', gaps: gaps.map((gap) => ({ ...gap, image: reference })) };
}

function describe(
  { file, sbom }: Candidate,
  { digest }: Reference,
  { request, store }: { readonly request: ImageRequest; readonly store: string },
): DescribedImage {
  const { subject, distribution } = sbom;
  const packages = toInstalled(sbom, file.path);
  const gaps = [...file.gaps];
  const add = (code: string, detail: string) => gaps.push({ code, unit, path: file.path, detail });
  const isOther = digest !== undefined && subject.digests.length > 0 && !subject.digests.includes(digest);
  if (isOther) add('digest-differs', `the SBOM is of ${subject.digests[0]}, and nothing in it shows that this is ${digest}`);
  const count = packages.filter(({ type }) => distributionTypes.has(type)).length;
  if (!distribution && count > 0)
    add('distribution-unknown', `the SBOM states no distribution, and ${count} packages of one cannot be judged without it`);
  return {
    kind: 'described',
    store,
    digest: subject.digests[0] ?? digest ?? null,
    distribution,
    packages,
    gaps: gaps.map((gap) => ({ ...gap, image: request.reference })),
  };
}

/** Spelled as Plimsoll spells purls, so that a package is the same in an image and in its SBOM. */
function toInstalled({ packages, distribution }: Sbom, path: string): readonly InstalledPackage[] {
  const installed = packages.map((item): InstalledPackage => {
    const { at: _at, fromBase = false, ownedBy = null, ...facts } = item;
    return { ...facts, purl: purlOf(item, distribution), fromBase, ownedBy, places: [{ layer: '', path }] };
  });
  const distinct = new Map(installed.map((item) => [item.purl, item] as const).reverse());
  return [...distinct.values()].sort((a, b) => (a.purl < b.purl ? -1 : 1));
}

function purlOf(item: SbomPackage, distribution: Sbom['distribution']): string {
  return distribution || !distributionTypes.has(item.type) ? toPackagePurl(item, distribution ?? undefined) : item.purl;
}
