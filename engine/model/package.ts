import type { Certainty } from './occurrence.ts';

/** The version schemes that packages are compared by. */
export type SchemeId =
  | 'dpkg'
  | 'rpm'
  | 'apk'
  | 'semver'
  | 'go'
  | 'pep440'
  | 'maven'
  | 'gem'
  | 'nuget'
  | 'packagist'
  | 'hex'
  | 'bitnami';

/** Purl types that catalogers give out. */
export type PackageType =
  | 'deb'
  | 'apk'
  | 'rpm'
  | 'npm'
  | 'pypi'
  | 'golang'
  | 'maven'
  | 'cargo'
  | 'nuget'
  | 'composer'
  | 'gem'
  | 'conda'
  | 'cran'
  | 'luarocks'
  | 'bitnami'
  | 'generic';

/** A package as one file of one layer states it: nothing of the image, distribution or base is known yet. */
export interface Package {
  readonly type: PackageType;
  /**
   * Full name in its ecosystem: `libssl3`, `@babel/core`, `github.com/gorilla/mux`, `org.apache.logging.log4j:log4j-core`, `symfony/yaml`;
   * PyPI names normalized as PEP 503 says.
   */
  readonly name: string;
  /** As stated, with epoch: `1:2.36-9+deb12u3`. Go modules keep their `v`, Go's standard library (`stdlib`) is `1.21.4`. */
  readonly version: string;
  /** The scheme of its ecosystem; the nearest where that has none of its own here (conda, cran, luarocks, generic). */
  readonly scheme: SchemeId;
  /** Source package that it was built from, by which some distributions key their advisories; only where it is stated and differs. */
  readonly source?: { readonly name: string; readonly version: string };
  /** As the ecosystem says it: `amd64`, `x86_64`, `noarch`. */
  readonly architecture?: string;
  /** As declared. */
  readonly license?: string;
  /** RPM modularity label, `nodejs:18:8090020231019152822:a75119d5`. */
  readonly module?: string;
  /** What it takes on the disk once installed; bytes, where it is stated. */
  readonly sizeBytes?: number;
  readonly certainty: Certainty;
  /** Path in the layer, no leading slash; `outer.jar!/BOOT-INF/lib/inner.jar` inside archives. */
  readonly path: string;
  /** 1-based line in `path`, for text databases. */
  readonly line?: number;
}

/** A package that a lock file names, be it installed or not. */
export interface LockedPackage extends Pick<Package, 'type' | 'name' | 'version'> {
  /** Only where the file says so: it serves to build or test, not to run. */
  readonly isDevelopment?: true;
}

/** Where a package stands: the layer that brought it and the file that says so. */
export interface Place {
  /** Layer digest as in the manifest. */
  readonly layer: string;
  readonly path: string;
}

/** A package that a lower layer brought and a later one took away: its files are still in what is pulled. */
export interface RemovedPackage {
  readonly purl: string;
  /** Layer digest as in the manifest. */
  readonly broughtBy: string;
  /** Layer digest as in the manifest. */
  readonly removedBy: string;
}

/** A package of an image, after its layers are folded. */
export interface InstalledPackage extends Omit<Package, 'path' | 'line'> {
  /** With `arch`, `distro`, `upstream`, `epoch` qualifiers as scanners write them. */
  readonly purl: string;
  /** Whether the layer that brought it belongs to the base image. */
  readonly fromBase: boolean;
  /** Purl of the distribution package that installed its files; null when none is known to. */
  readonly ownedBy: string | null;
  /** In order of layer and path; never empty. */
  readonly places: readonly Place[];
  /** Lock files around it that name it in this version, in order of layer and path; absent where none does. */
  readonly lockFiles?: readonly Place[];
}
