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
  readonly component?: string;
}

/** A text file with one image a line; `#` begins a comment. */
export interface ImageListSource {
  readonly kind: 'image-list';
  readonly at: string;
  readonly component?: string;
}

/** One entry of `sources` in `plimsoll.yaml`. */
export type SourceSpec = YamlSource | KustomizeSource | HelmSource | ImageListSource;
