/** The five severity words, always in this order. UNKNOWN is counted, never dropped. */
export const severities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'] as const;

/** One of the five severity words. */
export type Severity = (typeof severities)[number];

/** A count for each severity word. */
export type SeverityCounts = Readonly<Record<Severity, number>>;

/** What one source says about how bad a vulnerability is. */
export interface SeverityStatement {
  /** Who says so: the advisory's database or CNA, for example `nvd`, `ghsa`, `debian`, `redhat`. */
  readonly source: string;
  /** CVSS vector as published, for example `CVSS:3.1/AV:N/…`. */
  readonly vector?: string;
  /** CVSS base score, 0 to 10; whoever reads a vector works it out, so that it is missing only where the vector is malformed. */
  readonly score?: number;
  /** The source's own word mapped to one of ours, where it gives a word and no vector. */
  readonly word?: Severity;
}
