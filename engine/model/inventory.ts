import type { Drift } from './drift.ts';
import type { Condition, Occurrence, Rejected } from './occurrence.ts';
import type { Gap } from './reading.ts';

/** How much a part of the distribution matters to those who install it. */
export const tiers = ['core', 'add-on', 'optional', 'example', 'test'] as const;

/** How much a part of the distribution matters to those who install it. */
export type Tier = (typeof tiers)[number];

/** Who may say whose an image is, by precedence: for each place, the first that names somebody decides. */
export const ownershipSources = ['configuration', 'owners-file', 'code-owners', 'chart-maintainers', 'label'] as const;

/** Who may say whose an image is. */
export type OwnershipSource = (typeof ownershipSources)[number];

/** One owner, with the line that names them. */
export interface OwnershipEvidence {
  readonly owner: string;
  readonly from: OwnershipSource;
  /** Relative to the configuration's folder. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/**
 * By what an image is held fast: `digest`, a `tag` that is meant to stay, or a `mutable-tag` that is meant to move, so that the same
 * manifests install something else tomorrow.
 */
export type Pin = 'digest' | 'tag' | 'mutable-tag';

/** Which image it is, wherever it is pulled from. */
export interface ImageIdentity {
  /** Registry and repository that it comes from, without tag: `docker.io/library/nginx` for a copy of it in another registry. */
  readonly logicalName: string;
  /** How that is known: it is pulled from there, a host stands in its path, or `mirrors` says so. */
  readonly by: 'reference' | 'nested-host' | 'mirror';
  readonly pin: Pin;
  /** Why the tag counts as mutable; a sentence. */
  readonly reason?: string;
}

/** References that name one image: by digest or, digests unknown, by logical name and tag. */
export interface SameImage {
  /** The digest, or the logical name with its tag. */
  readonly identity: string;
  /** Canonical; two or more, sorted. */
  readonly references: readonly string[];
}

/** How many, for one reason. */
export interface CountedReason {
  readonly reason: string;
  readonly count: number;
}

/** One kind of thing that was looked at; `expected` = `read` + `rejected` + `failed`, and the reasons sum to the last two. */
export interface LedgerRow {
  readonly expected: number;
  readonly read: number;
  /** Looked at, and judged not to be what is looked for. */
  readonly rejected: number;
  /** Not read, or not to the end. */
  readonly failed: number;
  readonly rejectedFor: readonly CountedReason[];
  readonly failedFor: readonly CountedReason[];
}

/** What was looked at to make an inventory, and what became of it. */
export interface InventoryCoverage {
  /** Entries of `sources`. */
  readonly sources: LedgerRow;
  /** Kubernetes objects that the sources give; those that two sources give count twice. */
  readonly resources: LedgerRow;
  /** Places that state an image or look like it, those of `extraImages` and of image lists too. */
  readonly references: LedgerRow;
  /** Distinct canonical references. */
  readonly images: LedgerRow;
}

/** An image that the release ships, with every place that states it. */
export interface DeclaredImage {
  /** Canonical. */
  readonly reference: string;
  /** `sha256:…` as declared; null when only a tag is given. */
  readonly digest: string | null;
  readonly components: readonly string[];
  readonly owners: readonly string[];
  readonly tier: Tier;
  /** `control-plane`, `user-access`, `compute` or a word of the project's own, of its component. */
  readonly plane?: string;
  /** Absent where the configuration does not say what is its own. */
  readonly party?: 'own' | 'third-party';
  /** Who names the owners; ordered by owner, file and line. */
  readonly ownership?: readonly OwnershipEvidence[];
  /** What names the components; absent where there are none. */
  readonly componentsFrom?: 'configuration' | 'label';
  readonly identity?: ImageIdentity;
  /** In order of file, line and path; never empty. */
  readonly occurrences: readonly Occurrence[];
}

/** What was tried to find the images that only appear when a chart's values are set differently. */
export interface TriedSwitches {
  /** How often the chart was rendered for it. */
  readonly renderings: number;
  /** Values that were set differently, alone or with others, in a rendering that came to its end. */
  readonly tried: number;
  /** Values that the chart could not be rendered with, in the tool's words: what they turn on was not seen. */
  readonly failed: readonly (Condition & { readonly detail: string })[];
  /** Values that were not tried, since the number of renderings is bounded. */
  readonly untried: readonly Condition[];
}

/** A Helm chart that the release installs. */
export interface DeclaredChart {
  readonly name: string;
  readonly version: string;
  readonly source: string;
  readonly namespace: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** Absent where nothing was tried. */
  readonly switches?: TriedSwitches;
}

/** Everything that a release ships, as its manifests say. */
export interface Inventory {
  /** Ordered by reference. */
  readonly images: readonly DeclaredImage[];
  readonly charts: readonly DeclaredChart[];
  readonly rejected: readonly Rejected[];
  readonly gaps: readonly Gap[];
  /** Ordered by identity. */
  readonly sameImages?: readonly SameImage[];
  readonly coverage?: InventoryCoverage;
  /** Absent where no source says what a cluster runs. */
  readonly drift?: Drift;
}
