import type { Advisory, ExploitPrediction, KnownExploited, Snapshot } from '../../model/advisory.ts';

/**
 * Where matching looks advisories up; `store/advisories` implements it over SQLite, a record over what it embeds.
 */
export interface AdvisorySource {
  readonly snapshot: Snapshot;
  /**
   * Every advisory that names the package in an ecosystem, withdrawn ones too, ordered by id.
   *
   * in      ecosystem without release (`Debian`, not `Debian:12`), name as advisories key it
   */
  find(ecosystem: string, name: string): readonly Advisory[];
  /** The ecosystems, without release, that it holds any advisory for; what is not among them is undecided, not clean. */
  readonly ecosystems: ReadonlySet<string>;
  /** By CVE. */
  findExploited(id: string): KnownExploited | undefined;
  /** By CVE. */
  findPrediction(id: string): ExploitPrediction | undefined;
}
