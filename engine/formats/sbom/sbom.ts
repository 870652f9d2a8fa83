import type { Distribution } from '../../model/distribution.ts';
import type { Package } from '../../model/package.ts';
import type { Reading } from '../../model/reading.ts';

/** What an SBOM says that it describes: `metadata.component` of CycloneDX, the described package of SPDX. */
export interface SbomSubject {
  /** As written; `nginx`, `docker.io/library/nginx:1.27`; empty where nothing is named. */
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  /** `sha256:…`; of the image's manifest, as far as the document can know it. */
  readonly digests: readonly string[];
  /** `linux/amd64`, where it is stated. */
  readonly platform?: string;
}

/** A package as an SBOM states it. It is matchable as it is. */
export interface SbomPackage extends Omit<Package, 'path' | 'line'> {
  /** Character for character as the document writes it. */
  readonly purl: string;
  /** Where in the document: `components[3].components[0]`; the first, where it states the package more than once. */
  readonly at: string;
  /** Whether the document says that it belongs to the base image. */
  readonly fromBase?: boolean;
  /** Purl of the distribution package that installed its files, where the document says so. */
  readonly ownedBy?: string;
}

/** One SBOM: what it describes and the packages in that. */
export interface Sbom {
  readonly format: 'cyclonedx' | 'spdx';
  /** `1.6`, `2.3`, `3.0.1`. */
  readonly specVersion: string;
  readonly subject: SbomSubject;
  /** From an operating-system component, else from what all purls of distribution packages agree on; null where neither says. */
  readonly distribution: Distribution | null;
  /** Each once, in the order of the document. */
  readonly packages: readonly SbomPackage[];
}

/** Reads an SBOM from anywhere, whatever its bytes; gaps name the path. */
export type ReadSbom = (bytes: Uint8Array, path: string) => Promise<Reading<Sbom>>;
