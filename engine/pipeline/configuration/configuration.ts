import type { SourceSpec } from '../../gather/sources/source-spec.ts';
import type { GatePolicy } from '../../model/gate.ts';
import type { Tier } from '../../model/inventory.ts';
import type { Severity } from '../../model/severity.ts';
import type { SignaturePolicy } from '../../model/signatures.ts';
import type { TenancyRules } from '../../model/tenancy.ts';

/** Where image content is read from. */
export type ImageStoreSpec =
  | { readonly kind: 'oci-layout'; readonly at: string }
  | { readonly kind: 'docker-archive'; readonly at: string }
  | { readonly kind: 'containerd'; readonly at: string }
  | { readonly kind: 'sbom'; readonly at: string }
  | {
      readonly kind: 'registry';
      readonly insecure: readonly string[];
      /** PEM files, relative to the configuration's folder. */
      readonly certificates: readonly string[];
    };

/** What is kept of layers that were read. */
export interface CacheSpec {
  /** Bytes; undefined for the default. */
  readonly maxBytes?: number;
  /** A folder relative to the configuration's, or `oci://HOST/REPOSITORY`. */
  readonly shared?: string;
}

/** Whose a component is, and what for. */
export interface ComponentRule {
  readonly owner?: string;
  readonly tier?: Tier;
  readonly plane?: string;
  /** 1-based, in the configuration. */
  readonly line?: number;
}

/** How much what stands under a path matters. */
export interface TierRule {
  readonly path: string;
  readonly tier: Tier;
}

/** An image that the release pulls and no manifest states. */
export interface ExtraImage {
  readonly image: string;
  readonly component?: string;
  readonly reason: string;
  /** 1-based, in the configuration. */
  readonly line: number;
}

/** Where exceptions are, and how many findings they may take out. */
export interface ExceptionsSpec {
  /** Paths or globs, relative to the configuration's folder. */
  readonly files: readonly string[];
  readonly budget: Readonly<Partial<Record<Severity, number>>>;
}

/** A `plimsoll.yaml`, read and checked. */
export interface Configuration {
  readonly product: string;
  /** Undefined: taken from the Git tag. */
  readonly version?: string;
  readonly sources: readonly SourceSpec[];
  readonly components: Readonly<Record<string, ComponentRule>>;
  /** The first that covers a file counts. */
  readonly tiers?: readonly TierRule[];
  /** Patterns of registry and repository; undefined where the configuration does not say what is its own. */
  readonly own?: readonly string[];
  /** In the order that they are tried. */
  readonly images: readonly ImageStoreSpec[];
  /** A file that lists bases the project knows, relative to the configuration's folder. */
  readonly bases?: string;
  /** `default`, or a path relative to the configuration's folder. */
  readonly database: string;
  /** What `advisories update` fetches, where it is said, and the addresses that sources are fetched from instead of their own. */
  readonly feeds?: { readonly sources?: readonly string[]; readonly mirrors: Readonly<Record<string, string>> };
  /** Whose word on severity is shown first; the standard order where it is not said. */
  readonly severityOrder?: readonly string[];
  readonly extraImages: readonly ExtraImage[];
  /** Names or patterns of namespaces that belong to tenants. */
  readonly tenants?: readonly string[];
  /** What else it says of them. */
  readonly tenancy?: TenancyRules;
  readonly mirrors: readonly { readonly from: string; readonly to: string }[];
  readonly policy: GatePolicy;
  /** Whose signatures of images count; undefined where it is not said. */
  readonly signatures?: SignaturePolicy;
  readonly exceptions?: ExceptionsSpec;
  /** Paths or globs of VEX documents, relative to the configuration's folder. */
  readonly vex?: readonly string[];
  /** File with the project's own triage table, relative to the configuration's folder; undefined for CISA's. */
  readonly triageTable?: string;
  readonly tools: { readonly kustomize?: string; readonly kubectl?: string; readonly helm?: string };
  readonly limits: {
    readonly layerBytes?: number;
    readonly layerEntries?: number;
    readonly layerPackages?: number;
    readonly layerRatio?: number;
    readonly zstdWindowBytes?: number;
    readonly sbomBytes?: number;
    readonly sbomComponents?: number;
    readonly sbomValues?: number;
    readonly sbomSeconds?: number;
    readonly sbomMemoryBytes?: number;
  };
  readonly cache?: CacheSpec;
  /** Whether the SHA-256 of every file is taken. */
  readonly fileDigests?: boolean;
  /** File with libraries that are known by their classes, relative to the configuration's folder. */
  readonly knownClasses?: string;
  /** File name, for places in messages and occurrences. */
  readonly file: string;
}
