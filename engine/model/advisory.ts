import type { SchemeId } from './package.ts';
import type { SeverityStatement } from './severity.ts';

/** One step of an OSV range: exactly one of the four is set. */
export interface RangeEvent {
  readonly introduced?: string;
  readonly fixed?: string;
  readonly lastAffected?: string;
  readonly limit?: string;
}

/** An OSV range. GIT ranges are left out of the index: no package states a commit. */
export interface VersionRange {
  readonly type: 'SEMVER' | 'ECOSYSTEM';
  readonly events: readonly RangeEvent[];
}

/** What an advisory says of one package. */
export interface AffectedPackage {
  /** As OSV writes it, with the release: `Debian:12`, `Alpine:v3.18`, `Go`, `PyPI`. */
  readonly ecosystem: string;
  /** As the ecosystem's advisories key it (the source package for Debian and Alpine); PyPI names normalized as PEP 503 says. */
  readonly name: string;
  /** Undefined where the ecosystem is not one that Plimsoll can compare versions of. */
  readonly scheme?: SchemeId;
  readonly ranges: readonly VersionRange[];
  /** Affected versions listed one by one. */
  readonly versions: readonly string[];
  readonly severities: readonly SeverityStatement[];
  /** `wont-fix`: no fix will come. `unknown`: the source does not know, or part of what it says could not be read; never "not affected". */
  readonly state?: 'wont-fix' | 'not-affected' | 'unknown';
  /** Why, in the source's own word: `postponed`, `end-of-life`, `no-dsa`, `Fix deferred`, `vulnerable_code_not_present`. */
  readonly stateReason?: string;
  /** RPM modules with their stream, `nodejs:18`, whose builds the ranges speak of; only where the source names them. */
  readonly modules?: readonly string[];
  /** Architectures that it is limited to; empty means all. */
  readonly architectures: readonly string[];
}

/** One advisory, OSV 1.7 read into the parts that are used. */
export interface Advisory {
  readonly id: string;
  /** Other ids of the same vulnerability. */
  readonly aliases: readonly string[];
  /** Vulnerabilities that this advisory is derived from or bundles (OSV `upstream`; `related` is not identity and is left out). */
  readonly upstream: readonly string[];
  /** ISO 8601 UTC. */
  readonly publishedAt?: string;
  readonly modifiedAt: string;
  readonly withdrawnAt?: string;
  readonly severities: readonly SeverityStatement[];
  /** Weaknesses, `CWE-79`; sorted. */
  readonly cwes?: readonly string[];
  readonly affected: readonly AffectedPackage[];
  /** The database that publishes it: `go`, `pypi`, `ghsa`, `debian`, `wolfi` …, from the id's prefix. */
  readonly database: string;
}

/**
 * What CISA's coordinators decided of a vulnerability, for triage.
 *
 * source  CISA, "Stakeholder-Specific Vulnerability Categorization Guide"
 */
export interface Ssvc {
  readonly exploitation?: 'none' | 'poc' | 'active';
  /** Whether an attack can be automated. */
  readonly automatable?: boolean;
  readonly technicalImpact?: 'partial' | 'total';
}

/** What is said of a CVE whatever package has it: from the CVE list, NVD, and CISA's additions. Nothing can be matched with it. */
export interface CveMetadata {
  readonly id: string;
  /** ISO 8601 UTC. */
  readonly publishedAt?: string;
  readonly modifiedAt?: string;
  /** It is no vulnerability after all, or has another number. */
  readonly rejected?: true;
  /** `source`: `nvd`, `ghsa`, `redhat`, `cisa-adp`, `cna:VulDB` … */
  readonly severities: readonly SeverityStatement[];
  /** Weaknesses, `CWE-79`; sorted. */
  readonly cwes: readonly string[];
  readonly ssvc?: Ssvc;
}

/** A vulnerability that is known to be used, from CISA's catalog. */
export interface KnownExploited {
  readonly id: string;
  /** ISO date. */
  readonly addedOn: string;
  readonly dueOn?: string;
}

/** The probability of exploitation in the next 30 days, from FIRST. */
export interface ExploitPrediction {
  readonly id: string;
  /** 0 to 1. */
  readonly score: number;
  /** 0 to 1. */
  readonly percentile?: number;
  /** ISO date that it was made for; of two predictions the later one holds. */
  readonly asOf?: string;
}

/** Which advisories a result rests on. */
export interface Snapshot {
  /** `sha256:…` over the content, whatever the order of import. */
  readonly id: string;
  /** The newest date that any record in it carries; ISO 8601 UTC. */
  readonly asOf: string;
  /** Where it was asked as it stood at an earlier instant: by the dates of publication and withdrawal. ISO 8601 UTC. */
  readonly evaluatedAsOf?: string;
}
