import type {
  Advisory,
  AffectedPackage,
  CveMetadata,
  ExploitPrediction,
  KnownExploited,
  Snapshot,
} from '../../model/advisory.ts';

/** An advisory without what it affects. */
export type AdvisoryHead = Omit<Advisory, 'affected'>;

/** What an advisory says of one package. Most are settled by that; the rest of the advisory is read where they are not. */
export interface AdvisoryStatement {
  /** The entries of that package in that ecosystem, of the releases that are wanted. */
  entries(covers: (ecosystem: string) => boolean): readonly AffectedPackage[];
  /** The rest of the advisory. */
  read(): AdvisoryHead;
}

/** What an advisory says that is read already. */
export function toStatement(advisory: Advisory): AdvisoryStatement {
  return {
    entries: (covers) => advisory.affected.filter(({ ecosystem }) => covers(ecosystem)),
    read: () => advisory,
  };
}

/** What a source says of a package, by the shortest way that it has. */
export function findStatements(source: AdvisorySource, ecosystem: string, name: string): readonly AdvisoryStatement[] {
  return source.findStatements?.(ecosystem, name) ?? source.find(ecosystem, name).map(toStatement);
}

/**
 * Where matching looks advisories up; `store/advisories` implements it over SQLite, a record over what it embeds.
 */
export interface AdvisorySource {
  readonly snapshot: Snapshot;
  /**
   * Every advisory that names the package in an ecosystem, withdrawn ones too, ordered by id.
   *
   * in      ecosystem without release (`Debian`, not `Debian:12`), name as advisories key it, see `formats/ecosystem`
   * out     of what an advisory affects only the entries of that package in that ecosystem
   */
  find(ecosystem: string, name: string): readonly Advisory[];
  /** The same, in any order and without reading more of an advisory than what it says of the package; where absent `find` stands in. */
  findStatements?(ecosystem: string, name: string): readonly AdvisoryStatement[];
  /** The ecosystems, without release, that it holds any advisory for; what is not among them is undecided, not clean. */
  readonly ecosystems: ReadonlySet<string>;
  /**
   * The ecosystems with release, as advisories spell them. A release that is not among them is undecided, not clean;
   * a source that does not say leaves that unchecked.
   */
  readonly releases?: ReadonlySet<string>;
  /**
   * Advisories that are this id or state it as an alias, for other ids and severities of the same vulnerability; ordered by id.
   *
   * out     `affected` is empty, and `severities` holds the ones stated for packages too: no match can be made from it
   */
  findRelated?(id: string): readonly Advisory[];
  /** By CVE. */
  findExploited(id: string): KnownExploited | undefined;
  /** By CVE. */
  findPrediction(id: string): ExploitPrediction | undefined;
  /** By CVE; what several publishers say of it in one. */
  findMetadata?(id: string): CveMetadata | undefined;
  /** Whose word on severity is shown first, where the configuration says. */
  readonly severityOrder?: readonly string[];
}
