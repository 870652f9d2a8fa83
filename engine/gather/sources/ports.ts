import type { JsonObject } from '../../model/json.ts';
import type { Gap } from '../../model/reading.ts';
import type { Recognize } from './source.ts';
import type { HelmSource } from './source-spec.ts';

/** Sources that are rendered at one time, unless it is asked for otherwise; the tools use more than one processor each. */
export const rendersAtOnce = 2;

/** The path of what is piped in. A file of that name is `./-`. */
export const standardInput = '-';

/**
 * The files that sources are read from, by path relative to the configuration's folder (`/` separators; `../` leads out of it).
 * Implemented in `adapters/files`; the in-memory twin is `memory-files.ts`.
 */
export interface SourceFiles {
  kindOf(path: string): 'file' | 'folder' | undefined;
  /** Names in a folder, sorted by code unit; empty where there is none. */
  list(path: string): readonly string[];
  /** Undefined where there is no file, or it cannot be read as text. Invalid UTF-8 shows as U+FFFD. */
  readText(path: string): string | undefined;
  /** Undefined where there is no file, it is too large to hold, or the implementation has only texts. */
  readBytes?(path: string): Uint8Array | undefined;
  /** SHA-256 of the bytes, in hexadecimal; undefined where there is no file or it cannot be read. */
  digestOf(path: string): string | undefined;
}

/** Which program renders. Versions differ in what they render, so the record says it. */
export interface RenderingTool {
  readonly name: 'kustomize' | 'kubectl' | 'helm';
  readonly path: string;
  /** As the program says it: `v5.7.1` (of kustomize, also when kubectl holds it), `v4.1.4`. */
  readonly version: string;
  readonly from: 'configuration' | 'environment' | 'path' | 'package';
}

/** What came out of a tool. */
export interface RenderedStream {
  readonly kind: 'rendered';
  /** UTF-8: a distribution prints megabytes, most of which nobody reads. */
  readonly bytes: Uint8Array;
  /** Turns a path that the stream states as an origin into one relative to the configuration's folder. */
  toSourcePath(path: string): string;
  /** Set when the text is a source file as it stands, whose resources state no origin. */
  readonly file?: string;
}

/** Why nothing came out of a tool. */
export interface FailedRendering {
  readonly kind: 'failed';
  /** Code of the gap that this makes. */
  readonly code: 'tool-missing' | 'render-failed' | 'render-timed-out' | 'render-too-large';
  /** In the tool's own words where it has any. */
  readonly detail: string;
}

/** A kustomization to render, as `kustomize build` would. */
export interface KustomizeRequest {
  readonly folder: string;
  /** `buildMetadata` and `sortOptions` of the kustomization, which only count at the root. */
  readonly rootFields: Readonly<Record<string, unknown>>;
  /** Where the files as they stand cannot be rendered: what to render instead. Absent: the files as they stand. */
  readonly copy?: KustomizationCopy;
  readonly signal?: AbortSignal;
}

/** A kustomization with everything that it reads, some of it in other words, for a copy that is rendered in its place. */
export interface KustomizationCopy {
  /** Files that are copied as they are. */
  readonly files: readonly string[];
  /** Files with a text of their own. */
  readonly texts: ReadonlyMap<string, string>;
  /** Files of `texts` that stand for a file elsewhere. */
  readonly origins: ReadonlyMap<string, string>;
}

/** What counts instead of what a chart's folder holds. */
export interface ChartLayout {
  /** Files at its top that have another text, by name. */
  readonly texts: ReadonlyMap<string, string>;
  /** Folders in its `charts/`, by name, that lie elsewhere or are laid out themselves. */
  readonly charts: ReadonlyMap<string, LaidChart>;
}

/** A chart in another one's `charts/`. */
export interface LaidChart {
  /** Folder, relative to the configuration's. */
  readonly at: string;
  readonly layout: ChartLayout;
}

/** A chart to render, as `helm template` would. */
export interface HelmRequest {
  readonly spec: HelmSource;
  /** Values that count after the values files and before `set`: the ones given with the source, and those that are tried. */
  readonly overlay?: JsonObject;
  /** Where the chart's folder is not rendered as it is. */
  readonly layout?: ChartLayout;
  /** Leaves out the definitions in `crds/`, which state no image and are most of what some charts print. */
  readonly withoutDefinitions?: boolean;
  /** Longest time that it may take; the implementation has one of its own. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** A chart in an OCI registry. */
export interface PullRequest {
  /** Without a version: `oci://registry.example/charts/app`. */
  readonly address: string;
  /** Empty for the newest. */
  readonly version: string;
  readonly signal?: AbortSignal;
}

/** A packed chart that was fetched. */
export interface PulledChart {
  readonly kind: 'pulled';
  /** Path that `SourceFiles` reads it by, as long as the renderer is open. */
  readonly at: string;
}

/** Runs the real tools. Implemented in `adapters/tools`. */
export interface Renderer {
  /** Undefined where the tool is nowhere to be found. Cheap when asked again. */
  identify(tool: 'kustomize' | 'helm'): Promise<RenderingTool | undefined>;
  kustomize(request: KustomizeRequest): Promise<RenderedStream | FailedRendering>;
  helm(request: HelmRequest): Promise<RenderedStream | FailedRendering>;
  /** Absent where the network may not be used. */
  pullChart?(request: PullRequest): Promise<PulledChart | FailedRendering>;
}

/** Keeps what was rendered by the content of what it was rendered from. Implemented in `adapters/renderings`. */
export interface RenderingCache {
  find(key: string): Promise<unknown>;
  keep(key: string, value: unknown): Promise<void>;
}

/** Everything that sources need from outside. */
export interface SourceWorld {
  readonly files: SourceFiles;
  readonly renderer: Renderer;
  readonly cache: RenderingCache;
  /** Set by `readSources`; without it charts are rendered as configured and nothing more is tried. */
  readonly recognize?: Recognize;
  /** What of the sources could not be brought here. */
  readonly gaps?: readonly Gap[];
}
