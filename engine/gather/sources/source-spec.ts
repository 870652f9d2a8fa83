import type { JsonObject } from '../../model/json.ts';

/** Plain YAML files. */
export interface YamlSource {
  readonly kind: 'yaml';
  /** File, folder or glob, relative to the configuration's folder. */
  readonly at: string;
  readonly component?: string;
}

/** A kustomization that is installed. */
export interface KustomizeSource {
  readonly kind: 'kustomize';
  /** Folder of the kustomization, relative to the configuration's folder. */
  readonly at: string;
  /** Addresses of remote bases, with the folder or file that holds a copy of each. */
  readonly vendor?: Readonly<Record<string, string>>;
  readonly component?: string;
}

/** A Helm chart that is installed. */
export interface HelmSource {
  readonly kind: 'helm';
  /** Folder of the chart, or a packed `.tgz`, relative to the configuration's folder. */
  readonly at: string;
  readonly values: readonly string[];
  /** As `--set` takes them: `image.tag=1.2`. */
  readonly set: readonly string[];
  /** Name of the release; `release` where none is configured. */
  readonly release: string;
  readonly namespace: string;
  readonly kubeVersion?: string;
  readonly apiVersions: readonly string[];
  /** Values that stand in another document; they count after the values files and before `set`. */
  readonly inline?: InlineValues;
  /** Where each entry of `set` stands, in its order. */
  readonly setPlaces?: readonly { readonly file: string; readonly line: number }[];
  readonly component?: string;
}

/** Values of a chart with the place where they stand. */
export interface InlineValues {
  readonly values: JsonObject;
  readonly file: string;
  /** 1-based line where the document begins in `file`; the first one where it is left out. */
  readonly documentLine?: number;
  /** Keys and indexes that lead to the values in that document. */
  readonly path: readonly (string | number)[];
}

/** A text file with one image a line; `#` begins a comment. */
export interface ImageListSource {
  readonly kind: 'image-list';
  readonly at: string;
  readonly component?: string;
}

/** Manifests of loftsman, which install charts. */
export interface LoftsmanSource {
  readonly kind: 'loftsman';
  /** File, folder or glob of manifests. */
  readonly at: string;
  /** Folder of charts, packed or not; an OCI registry: `oci://registry.example/charts`. Where it is absent no chart can be rendered. */
  readonly charts?: string;
  readonly component?: string;
}

/** Index files of `skopeo sync`. */
export interface SkopeoSyncSource {
  readonly kind: 'skopeo-sync';
  /** File, folder or glob. */
  readonly at: string;
  readonly component?: string;
}

/** Recipes of images, for what they are built on. */
export interface DockerfileSource {
  readonly kind: 'dockerfile';
  /** File, folder or glob. */
  readonly at: string;
  readonly component?: string;
}

/** What a cluster runs, as `kubectl get pods -A -o json` prints it. */
export interface ClusterSource {
  readonly kind: 'cluster';
  /** File, folder or glob. */
  readonly at: string;
  readonly component?: string;
}

/** One entry of `sources` in `plimsoll.yaml`. */
export type SourceSpec =
  | YamlSource
  | KustomizeSource
  | HelmSource
  | ImageListSource
  | LoftsmanSource
  | SkopeoSyncSource
  | DockerfileSource
  | ClusterSource;
