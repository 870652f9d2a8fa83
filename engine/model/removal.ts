import type { Platform } from './image.ts';
import type { Certainty, How } from './occurrence.ts';
import type { Gap } from './reading.ts';
import type { ResourceIdentity } from './resource.ts';
import type { RightsPower, RightsSubject } from './rights.ts';
import type { Severity, SeverityCounts } from './severity.ts';

/** What a release could do without. */
export const removalKinds = ['image', 'chart', 'source', 'component', 'path', 'package'] as const;

/** What a release could do without; `path`: everything that a folder or file of the sources declares. */
export type RemovalKind = (typeof removalKinds)[number];

/** One thing that is thought away. */
export interface RemovalSubject {
  readonly kind: RemovalKind;
  /** Canonical reference, name of a chart, source as configured, component, folder or file, purl or name of a package. */
  readonly name: string;
}

/** An object that would go. */
export interface GoneResource {
  readonly resource: ResourceIdentity;
  readonly file: string;
  /** 1-based. */
  readonly line: number | null;
  /** `subject`: it is what was asked for, or runs nothing else; `only-for-it`: nothing else needs it. */
  readonly why: 'subject' | 'only-for-it';
  /** A sentence. */
  readonly because: string;
}

/** How one thing refers to another: it states an image, names an object, selects pods, or holds the address of a Service. */
export type ReferenceManner = 'image' | 'object' | 'selector' | 'address';

/** What stays and still refers to something that goes. */
export interface RemainingReference {
  readonly manner: ReferenceManner;
  /** What goes: a reference of an image, `Service tide/gauge`. */
  readonly to: string;
  /** What stays; null for what is no object, as a list of images. */
  readonly from: ResourceIdentity | null;
  /** Evidence path in it. */
  readonly path: string;
  readonly file: string;
  /** 1-based; of the text for images, of the object for the rest. */
  readonly line: number | null;
  readonly certainty: Certainty;
  /** In what kind of place an image is stated; only for `image`. */
  readonly how?: How;
}

/** Counts with something, what goes, and what is left: `before` less `gone` is `after`. */
export interface RemovedCounts {
  readonly before: SeverityCounts;
  /** Below zero where a vulnerability stays with a lower severity. */
  readonly gone: SeverityCounts;
  readonly after: SeverityCounts;
}

/** A vulnerability of what goes. */
export interface RemovedVulnerability {
  readonly vulnerability: string;
  readonly severity: Severity;
  readonly kev: boolean;
  /** Distinct images of the rest that have it as well; 0: the release has it no more. */
  readonly otherImages: number;
}

/** Somebody who could do less. */
export interface LostRights {
  readonly subject: RightsSubject;
  /** Whether the account goes, or loses rights alone. */
  readonly isGone: boolean;
  /** Grants by bindings of the release that are gone. */
  readonly grants: number;
  readonly powers: readonly RightsPower[];
}

/** Numbers before and after. */
export interface RemovedNumber {
  readonly before: number;
  readonly after: number;
}

/** A Service that would go, with its ports as stated. */
export interface GoneService {
  readonly service: ResourceIdentity;
  readonly ports: readonly string[];
}

/** A way from outside that would be closed. */
export interface GoneEntrance {
  readonly workload: ResourceIdentity;
  /** From outside inward: `Ingress tide/gauge, host tide.example`, `Service tide/gauge`. */
  readonly steps: readonly string[];
  /** Why it may not lead there today; null where it does. */
  readonly doubt: string | null;
}

/** What is pulled and installed because of what goes, and because of nothing else. */
export interface GoneContent {
  readonly images: readonly string[];
  /** Distinct layers. */
  readonly layers: number;
  /** Distinct layers of the images that go, which other images have as well: they stay. */
  readonly sharedLayers: number;
  /** As stored, bytes. */
  readonly storedBytes: number;
  /** Bytes; of layers that were read. */
  readonly uncompressedBytes: number;
  /** Of the packages that are taken out of images that stay, as their databases state it; bytes. */
  readonly packageBytes: number;
  /** Packages that are taken out of images that stay and do not say how large they are. */
  readonly unweighedPackages: number;
  /** Distinct purls that the release has no more; sorted. */
  readonly packages: readonly string[];
}

/** What would go from a release with something, and what still refers to it. Nothing is changed. */
export interface Removal {
  readonly product: string;
  readonly version: string;
  readonly subjects: readonly RemovalSubject[];
  readonly findings: RemovedCounts;
  readonly vulnerabilities: RemovedCounts;
  /** Ordered by severity and id. */
  readonly removedVulnerabilities: readonly RemovedVulnerability[];
  readonly content: GoneContent;
  readonly resources: readonly GoneResource[];
  readonly rights: {
    readonly lost: readonly LostRights[];
    /** Shortest ways to cluster-admin or another tenant. */
    readonly ways: RemovedNumber;
  };
  readonly network: {
    readonly services: readonly GoneService[];
    readonly entrances: readonly GoneEntrance[];
    /** Pairs of sides that can reach each other. */
    readonly connections: RemovedNumber;
  };
  readonly references: readonly RemainingReference[];
  /** What may make it more, or less. */
  readonly gaps: readonly Gap[];
}

/** Why an image seems to be of no use. */
export type IdleReason =
  /** Only lists, indexes, Dockerfiles, charts' annotations or the configuration name it. */
  | 'listed'
  /** Only ConfigMaps state it: whatever reads them may start it. */
  | 'configured'
  /** Only ConfigMaps that nothing in the release refers to state it. */
  | 'configured-unread';

/** An image that no workload and no custom resource runs. */
export interface IdleImage {
  readonly reference: string;
  readonly reason: IdleReason;
  readonly places: readonly { readonly file: string; readonly line: number; readonly how: How }[];
  readonly findings: SeverityCounts;
  /** Of the layers that no other image has, as stored. */
  readonly storedBytes: number;
}

/** A kind of program that a hardened image does without. */
export type SpareKind = 'shells' | 'packageManagers' | 'compilers';

/** Programs of an image that a hardened one does without. */
export interface SpareProgram {
  readonly image: string;
  readonly platform: Platform;
  readonly kind: SpareKind;
  readonly paths: readonly string[];
  /** More paths than the record holds. */
  readonly omitted: number;
  /** The path of the image's own program, where that is such a program or is read by one: then it cannot go. */
  readonly neededBy: string | null;
  /** The packages of these names, and what they own; sorted. Which files a package has is not recorded, so this is `likely`. */
  readonly packages: readonly string[];
  /** As the packages state it; null where none of them does, or no package is known. */
  readonly sizeBytes: number | null;
  /** Of those packages. */
  readonly findings: SeverityCounts;
}

/** A layer that would have to be made again without such programs, and what that would bring to all images that have it. */
export interface Rebuild {
  readonly layer: string;
  /** The base image that the layer belongs to; null where it is the image's own, or the base has no name. */
  readonly base: string | null;
  readonly fromBase: boolean;
  /** References that have the layer; sorted. They are built again on top of it. */
  readonly images: readonly string[];
  /** Purls; sorted. */
  readonly packages: readonly string[];
  /** Of the packages, once for the layer: bytes, of those that say. */
  readonly sizeBytes: number;
  readonly findings: SeverityCounts;
}

/** What a release could do without, as far as it tells by itself. */
export interface Spare {
  readonly product: string;
  readonly version: string;
  /** Ordered by reference. */
  readonly idle: readonly IdleImage[];
  /** Ordered by image and kind. */
  readonly programs: readonly SpareProgram[];
  /** The fewest layers to make again: each brings some of these programs, and no other does. Most images first. */
  readonly rebuilds: readonly Rebuild[];
  /** Distinct images; `unknown`: not read to the end, so that there may be more. */
  readonly images: { readonly total: number; readonly withPrograms: number; readonly unknown: number };
  /** Of the packages of all rebuilds; bytes. */
  readonly sizeBytes: number;
  /** Of the packages of all programs. */
  readonly findings: SeverityCounts;
  readonly gaps: readonly Gap[];
}
