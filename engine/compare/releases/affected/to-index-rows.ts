import type { DeclaredImage } from '../../../model/inventory.ts';
import type { InstalledPackage } from '../../../model/package.ts';
import type { Release } from '../../../model/release.ts';
import { type FileRow, fileRowsOf, hashedLayersOf } from './file-rows.ts';
import type { IndexedFinding, IndexedPackage, IndexedRelease } from './record-index.ts';

/** Everything that an index of a record holds. */
export interface IndexRows {
  readonly release: IndexedRelease;
  /** With the names that each is found by, in small letters. */
  readonly packages: readonly { readonly names: readonly string[]; readonly row: IndexedPackage }[];
  /** With their ids, in small letters. */
  readonly findings: readonly { readonly ids: readonly string[]; readonly row: IndexedFinding }[];
  /** Ids that embedded advisories have, in small letters. */
  readonly known: ReadonlySet<string>;
  readonly files: readonly FileRow[];
  readonly undecided: readonly { readonly id: string | null; readonly purl: string; readonly reason: string }[];
}

/**
 * A record taken apart for asking about it.
 *
 * out     each package once, however many images hold it
 */
export function toIndexRows(release: Release): IndexRows {
  const declared = new Map(release.inventory.images.map((image) => [image.reference, image]));
  const numbers = new Map(release.images.map(({ reference, platform }, index) => [`${reference}\n${platform}`, index]));
  return {
    release: {
      product: release.product,
      version: release.version,
      now: release.now,
      asOf: release.knowledge.snapshot?.asOf ?? null,
      images: release.images.map(({ reference, platform, status, digest, indexDigest, layers, distribution }) => ({
        ...{ reference, platform, status, digest, distribution },
        indexDigest: indexDigest ?? null,
        layers: layers.map((layer) => layer.digest),
        owners: declared.get(reference)?.owners ?? [],
        workloads: workloadsOf(declared.get(reference)),
      })),
      hashedLayers: hashedLayersOf(release),
      gaps: release.gaps
        .filter(
          ({ unit, image }) => image !== undefined || unit.startsWith('gather/packages') || unit.startsWith('gather/images'),
        )
        .map(({ unit, image, path, detail }) => ({ unit, image: image ?? null, path: path ?? null, detail })),
    },
    packages: [...packagesOf(release).values()].map((row) => ({ names: namesOf(row.item), row })),
    findings: release.findings.map((finding) => {
      const { vulnerability, aliases, purl, severity, state, fixedIn, suppressedBy = null, image, platform } = finding;
      const row = {
        vulnerability,
        aliases,
        purl,
        severity,
        state,
        fixedIn,
        suppressedBy,
        image: numbers.get(`${image}\n${platform}`) ?? -1,
      };
      return { ids: [vulnerability, ...aliases].map(toKey), row };
    }),
    known: new Set(release.knowledge.advisories.flatMap(({ id, aliases, upstream }) => [id, ...aliases, ...upstream].map(toKey))),
    files: fileRowsOf(release),
    undecided: release.undecided.map(({ advisory, purl, reason }) => ({
      id: advisory === undefined ? null : toKey(advisory),
      purl,
      reason,
    })),
  };
}

/** Names and ids are found whatever their case. */
export function toKey(text: string): string {
  return text.toLowerCase();
}

function workloadsOf(image: DeclaredImage | undefined): IndexedRelease['images'][number]['workloads'] {
  const resources = image?.occurrences.flatMap(({ resource }) => resource ?? []) ?? [];
  return [...new Map(resources.map((one) => [JSON.stringify(one), one])).values()];
}

function packagesOf({ images }: Release): ReadonlyMap<string, IndexedPackage & { readonly images: number[] }> {
  const packages = new Map<string, IndexedPackage & { readonly images: number[] }>();
  for (const [index, image] of images.entries()) {
    for (const { places: _, ...item } of image.packages) {
      const known = packages.get(item.purl);
      if (known) known.images.push(index);
      else packages.set(item.purl, { item, images: [index] });
    }
  }
  return packages;
}

function namesOf({ name, source }: Pick<InstalledPackage, 'name' | 'source'>): readonly string[] {
  const tail = name.split(/[/:]/).findLast((part) => part !== '' && !/^v\d+$/.test(part)) ?? name;
  return [...new Set([name, tail, ...(source ? [source.name] : [])].map(toKey))];
}
