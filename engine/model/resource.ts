import type { JsonObject } from './json.ts';

/** Which Kubernetes object. `namespace` is null where the manifest names none. */
export interface ResourceIdentity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
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
  /** A Helm hook or test: installed, run and removed. */
  readonly hook: boolean;
}
