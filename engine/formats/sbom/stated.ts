import type { SbomSubject } from './sbom.ts';

/** What a component is for the reader of an SBOM. */
export type StatedKind =
  /** Software that has to be judged. */
  | 'package'
  /** A container image; what it holds is told apart from what other images hold. */
  | 'image'
  /** The operating system that packages are installed on. */
  | 'system'
  /** A part that holds or groups others, and is no software itself: a lock file, a layer, a set of data. */
  | 'group';

/** A component as a document states it, whatever the format; nothing is judged yet. */
export interface StatedComponent {
  readonly kind: StatedKind;
  /** As the format names it within the document; empty where it does not. */
  readonly id: string;
  readonly name: string;
  readonly group?: string;
  readonly version?: string;
  readonly purl?: string;
  /** SPDX expression or name, as declared. */
  readonly license?: string;
  /** Properties and annotations with a name; the first of each name. */
  readonly properties: ReadonlyMap<string, string>;
  /** `sha256:…`. */
  readonly digests: readonly string[];
  /** Where in the document. */
  readonly at: string;
  /** 1-based line, where the form has lines. */
  readonly line?: number;
  /** The image that holds it, by index in the list of components; undefined for what the document's subject holds. */
  readonly image?: number;
}

/** A document of any format, taken apart. */
export interface StatedDocument {
  readonly format: 'cyclonedx' | 'spdx';
  readonly specVersion: string;
  readonly subject: SbomSubject;
  /** In the order of the document. */
  readonly components: readonly StatedComponent[];
  /** Things that break the specification, and things that the document says are missing. */
  readonly flaws: readonly StatedFlaw[];
}

/** Something that cannot be relied on in a document. */
export interface StatedFlaw {
  readonly code: 'sbom-invalid' | 'sbom-incomplete' | 'sbom-too-deep';
  readonly at: string;
  readonly line?: number;
  /** The end of a sentence that begins with the place. */
  readonly detail: string;
}

/** Why a document is refused. */
export interface Refusal {
  readonly code: 'sbom-unsupported' | 'sbom-unreadable';
  /** The end of a sentence that begins with the document's name. */
  readonly refused: string;
  /** 1-based. */
  readonly line?: number;
}
