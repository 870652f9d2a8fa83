import type { ReadSbom } from '../formats/sbom/sbom.ts';
import type { FoundImage, ImageStore } from '../gather/images/store.ts';
import type { SourceWorld } from '../gather/sources/ports.ts';
import type { AdvisorySource } from '../judge/matches/advisory-source.ts';
import type { LayerReference } from '../model/image.ts';
import type { LayerReading } from '../model/layer.ts';
import type { ContentsCache } from './recall-images.ts';

/** Everything that a run needs from outside. Constructed by the command line; in tests by the test. */
export interface World {
  readonly sources: SourceWorld;
  /** In the order that they are tried. */
  readonly stores: readonly ImageStore[];
  /** Reads layers, each distinct one once; see `adapters/layers`. */
  readonly readLayers: (layers: readonly LayerOfImage[], options: StageOptions) => Promise<ReadonlyMap<string, LayerReading>>;
  /** Told of layers that will be asked for, while other images are still looked for: what reads them may start, and begin with these. */
  readonly expectLayers?: (layers: readonly LayerOfImage[], signal?: AbortSignal) => void;
  /** Reads SBOMs that are attached to images; see `adapters/sboms`. */
  readonly readSbom?: ReadSbom;
  /** What images held when they were read before; absent where layers are to be read in any case. */
  readonly contents?: ContentsCache;
  /** Undefined where there is no database. */
  readonly advisories: AdvisorySource | undefined;
}

/** A layer with the image that gives its blob. */
export interface LayerOfImage {
  readonly layer: LayerReference;
  readonly image: FoundImage;
}

/** How a stage reports and is ended. */
export interface StageOptions {
  readonly onStep?: (done: number, total: number, what: string) => void;
  readonly signal?: AbortSignal;
}

/** Told which stage begins, and how far it is. */
export interface RunListener {
  stage(title: string): void;
  step(done: number, total: number, what: string): void;
}
