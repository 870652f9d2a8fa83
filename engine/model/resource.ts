import type { JsonObject } from './json.ts';
import type { Decision } from './occurrence.ts';

/** Which Kubernetes object. `namespace` is null where the manifest names none. */
export interface ResourceIdentity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}

/** An image in a resource, by path and text, with what decides its parts. */
export interface DecidedImage {
  /** Evidence path. */
  readonly path: string;
  readonly declared: string;
  readonly decidedBy: readonly Decision[];
}

/** A value that a record does not hold; `null` stands in its place. */
export interface OmittedValue {
  /** Evidence path: `data["tls.key"]`. */
  readonly path: string;
  /** `secret`: of a Secret; `large`: too large; `binary`. */
  readonly why: 'secret' | 'large' | 'binary';
  /** Of the text, bytes; only for what is large or binary. */
  readonly sizeBytes?: number;
  /**
   * Of a value of a Secret: equal where two values of one reading are, else of no meaning. Nothing of the value is in it. Absent for empty
   * values, and in records of older versions.
   */
  readonly same?: number;
}

/** Where the text of a resource's key or list item stands: what it is told by its place in `keys`. */
export interface KeyPlace {
  /** 1-based. Of what a value fills in, the line of the key around it. */
  readonly line: number;
  /** Where that is not the file of what it lies in, as of a named template; `entry` is then told anew. */
  readonly file?: string;
  /** Path in `file`, a packed chart. */
  readonly entry?: string;
  /** The chart's value that fills it, or would. */
  readonly value?: ValuePlace;
  /** Of a mapping by key, of a list by index. Also keys that stand in the text and were not rendered. */
  readonly keys?: Readonly<Record<string, KeyPlace>>;
}

/** A value of a chart with the line that gives it. */
export interface ValuePlace {
  /** Dotted path, as the parent chart sees it. */
  readonly value: string;
  /** Relative to the configuration's folder; a packed chart where the text lies in one. */
  readonly file: string;
  /** 1-based; of `entry` where there is one. */
  readonly line: number;
  /** Path in the packed chart. */
  readonly entry?: string;
}

/** A Kubernetes object as the release would install it, with the place in the source tree that declares it. */
export interface Resource {
  readonly identity: ResourceIdentity;
  readonly value: JsonObject;
  /** The source that rendered it, as configured: `kustomize:apps/katib`. Two sources may render one object. */
  readonly source: string;
  /** The component that the source is configured with. */
  readonly component?: string;
  /** Where it is declared, relative to the configuration's folder; never a rendered stream. */
  readonly file: string;
  /** 1-based line in `file` where the object begins, where that is known. */
  readonly line?: number;
  /** Where its keys stand, as far as that is known; the resource's own place, and `keys` below. */
  readonly places?: KeyPlace | undefined;
  /** Namespace that the source installs into what names none; absent where the source does not say. */
  readonly defaultNamespace?: string;
  /** In a record: what it leaves out of `value`, in the order of `value`. Absent where that is nothing. */
  readonly omitted?: readonly OmittedValue[];
  /** A Helm hook or test: installed, run and removed. */
  readonly hook: boolean;
  /** What decides the images in it, where the source that rendered it found out. */
  readonly decided?: readonly DecidedImage[];
}
