import type { ResourceIdentity } from './resource.ts';

/** An image that a cluster runs, as its own state says. */
export interface RunningImage {
  /** Canonical, as the containers ask for it. */
  readonly reference: string;
  /** What the node pulled for it; null where the state does not say. */
  readonly digest: string | null;
  /** The first that runs it. */
  readonly resource: ResourceIdentity;
  /** How many containers run it. */
  readonly containers: number;
  /** The file with the cluster's state. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** An image that the release states and the cluster does not run. */
export interface UnusedImage {
  readonly reference: string;
  /** Of the first place that states it. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** An image that runs under a declared tag with a digest that is not the declared one, or with several. */
export interface MovedImage {
  /** Canonical, as declared. */
  readonly reference: string;
  /** Null where the release declares the tag alone. */
  readonly declared: string | null;
  /** Two or more where `declared` is null. */
  readonly running: readonly RunningImage[];
}

/** How a cluster differs from the release that it should run. Each list is ordered by reference. */
export interface Drift {
  /** Distinct images that run, by reference and digest. */
  readonly running: number;
  readonly notDeclared: readonly RunningImage[];
  /** Without images of hooks and conditional ones, which nobody expects to run. */
  readonly notRunning: readonly UnusedImage[];
  readonly otherDigest: readonly MovedImage[];
}
