import type { JsonValue } from './json.ts';
import type { ResourceIdentity } from './resource.ts';

/** In what kind of place an image stands; the words of the contract. */
export const hows = [
  'pod-spec',
  'custom-resource',
  'config-map',
  'environment',
  'argument',
  'annotation',
  'split-fields',
  'code',
  'chart-annotation',
  'chart-values',
  'index',
  'image-list',
  'dockerfile',
  'declared',
] as const;

/** In what kind of place an image stands. */
export type How = (typeof hows)[number];

/** `certain`: the place can hold nothing but an image. `likely`: its form and surroundings say so. */
export type Certainty = 'certain' | 'likely';

/** A value that has to be set for an image to appear. */
export interface Condition {
  readonly value: string;
  readonly equals: JsonValue;
}

/** Which part of an image a text decides. */
export const imageParts = ['registry', 'repository', 'tag', 'digest'] as const;

/** Which part of an image a text decides. */
export type ImagePart = (typeof imageParts)[number];

/** The text that decides one part of an image; several decide one together when it is joined from them. */
export interface Decision {
  readonly part: ImagePart;
  /** Dotted path of the chart's value, as the parent chart sees it; absent for a literal, and for what Chart.yaml states. */
  readonly value?: string;
  /** Relative to the configuration's folder; a packed chart where the text lies in one. */
  readonly file: string;
  /** 1-based; of `entry` where there is one. */
  readonly line: number;
  /** Path in the packed chart. */
  readonly entry?: string;
}

/** One place where the release states an image. */
export interface Occurrence {
  /** Canonical reference, see `formats/reference`. */
  readonly reference: string;
  /** As written, or as joined from several fields. */
  readonly declared: string;
  readonly how: How;
  readonly certainty: Certainty;
  readonly resource: ResourceIdentity | null;
  /** Evidence path in the rendered resource: dotted, `[n]` for lists, `#json`, `#yaml`, `#properties` for nested documents. */
  readonly path: string;
  /** Only in a Helm hook or test. */
  readonly hook: boolean;
  /** Empty when a default rendering shows it. */
  readonly conditional: readonly Condition[];
  /** The source file that holds the deciding text, relative to the configuration's folder. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** What decides its parts, as far as the source can tell; proven for charts by rendering with marked values. */
  readonly decidedBy?: readonly Decision[];
  readonly component?: string;
}

/** A text that looked like an image and was judged not to be one. */
export interface Rejected {
  readonly text: string;
  /** A sentence. */
  readonly reason: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}
