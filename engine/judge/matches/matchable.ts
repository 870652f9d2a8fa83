/** What matching has to know of a package; an InstalledPackage is one, and so is a purl that somebody asks about. */
export interface MatchablePackage {
  readonly purl: string;
  /** Purl type. */
  readonly type: string;
  /** Full name in its ecosystem. */
  readonly name: string;
  readonly version: string;
  readonly source?: { readonly name: string; readonly version: string };
  readonly architecture?: string;
  /** RPM modularity label. */
  readonly module?: string;
}

/** Why a package was not judged; becomes an Undecided with the package's purl. */
export interface Reason {
  /** Kebab-case. */
  readonly code: string;
  /** A sentence. */
  readonly reason: string;
}
