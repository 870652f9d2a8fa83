import type { FixState } from './match.ts';
import type { Gap } from './reading.ts';
import type { Severity, SeverityStatement } from './severity.ts';

/** What another tool's report is about. */
export const scanKinds = ['vulnerabilities', 'checks', 'statements', 'sbom', 'end-of-life'] as const;

/** What another tool's report is about. */
export type ScanKind = (typeof scanKinds)[number];

/** An image as a report names it. */
export interface ScannedImage {
  /** As written. */
  readonly name: string;
  /** Canonical, of every name that is one; sorted. */
  readonly references: readonly string[];
  /** Digests of a manifest or index, `sha256:…`; never of a configuration. Sorted. */
  readonly digests: readonly string[];
}

/** A package as a report names it. */
export interface ScannedPackage {
  /** As written. */
  readonly purl?: string;
  /** Purl type, where the report tells it. */
  readonly type?: string;
  /** Full name in its ecosystem, as `Package` has it. */
  readonly name: string;
  /** With epoch. */
  readonly version?: string;
  /** Name of its source package, where the report tells it. */
  readonly source?: string;
  /** In the image or the project. */
  readonly path?: string;
  /** Digest of the layer, stored or uncompressed. */
  readonly layer?: string;
}

/** A vulnerability as one row names it. */
export interface NamedVulnerability {
  readonly id: string;
  /** Other ids that the row states for it; several CVEs mean that it bundles them. */
  readonly aliases: readonly string[];
}

/** One vulnerability row of a report, before any merging. */
export interface ScanRow {
  /** Index in the report's images; null where the row names none. */
  readonly image: number | null;
  /** Empty where the row names none: a package that is only affected through another one. */
  readonly vulnerabilities: readonly NamedVulnerability[];
  /** Empty where the row names none. */
  readonly packages: readonly ScannedPackage[];
  /** The report's own word, mapped; see `docs/concepts/scans.md`. */
  readonly severity: Severity;
  /** What it says besides, or cites of others. */
  readonly severities: readonly SeverityStatement[];
  readonly state: FixState;
  readonly fixedIn: readonly string[];
  /** Why the report itself sets it aside. */
  readonly suppressed?: string;
}

/** A package that a report lists, whether it has a vulnerability or not. */
export interface ListedPackage extends ScannedPackage {
  /** Index in the report's images; null where it names none. */
  readonly image: number | null;
}

/** Something other than a vulnerability that a report says is wrong: a failed check, a secret, a license. */
export interface ScanCheck {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** What it is about: a resource, a file. */
  readonly subject: string;
  /** `manual`: somebody has to look. */
  readonly outcome: 'failed' | 'manual';
}

/** A Kubernetes object as a report names it. */
export interface ScannedResource {
  readonly kind: string;
  /** Null where the report names none, or writes `default` where a manifest may name none. */
  readonly namespace: string | null;
  readonly name: string;
}

/** What a report says of one control and one subject, whatever that is. */
export interface CheckOutcome {
  readonly id: string;
  readonly title: string;
  /** What it is about: a resource, a file, a kind of node. */
  readonly subject: string;
  /** Where the subject is a Kubernetes object. */
  readonly resource?: ScannedResource;
  /** Where the subject stands in what is no manifest: in a Dockerfile, in Terraform. */
  readonly isOutside?: true;
  /** `not-checked`: skipped, only told, or left to somebody to look at; never a pass. */
  readonly outcome: 'passed' | 'failed' | 'not-checked';
  /** The report's own word: `WARN`. */
  readonly word: string;
}

/** What a VEX document says of one vulnerability. */
export interface ScanStatement {
  readonly vulnerability: NamedVulnerability;
  /** OpenVEX's words. */
  readonly status: 'not_affected' | 'affected' | 'fixed' | 'under_investigation';
  readonly justification?: string;
  /** Purls or names of products; empty where it names none. */
  readonly products: readonly StatedProduct[];
}

/** A product that a statement speaks of. */
export interface StatedProduct {
  /** Purl, where there is one, else the document's name for it. */
  readonly id: string;
  /** Packages in it that the statement is limited to. */
  readonly subcomponents: readonly string[];
}

/** A package that nobody supports any more. */
export interface EndOfLifeRow {
  readonly package: ScannedPackage;
  readonly product: string;
  /** ISO date, where the report tells it. */
  readonly endedOn?: string;
}

/** Everything that one document of another tool says. */
export interface ScanReport {
  /** As it was named; `a.jsonl#2` for the second document of a file. */
  readonly file: string;
  /** Id of the unit that read it; null when none knows it. */
  readonly format: string | null;
  /** Whose format it is: `trivy`, `grype`; `sarif`, `cyclonedx` for forms that many write. */
  readonly tool: string | null;
  /** The program that scanned, in small letters; the same as `tool` unless the form is one that many write. */
  readonly engine: string | null;
  /** Of the program; null where the report does not say. */
  readonly version: string | null;
  readonly kind: ScanKind | null;
  readonly images: readonly ScannedImage[];
  readonly rows: readonly ScanRow[];
  /** Rows that it keeps apart from its findings, since a rule or statement sets them aside. */
  readonly ignored: readonly ScanRow[];
  /** Every package that it looked at; null where it only names those with a vulnerability. */
  readonly packages: readonly ListedPackage[] | null;
  readonly checks: readonly ScanCheck[];
  /** Every control that it speaks of, passes too; only of reports that are about controls. */
  readonly outcomes?: readonly CheckOutcome[];
  /** Ids of controls that it held every resource against, while it lists failures only. */
  readonly silentPasses?: readonly string[];
  readonly statements: readonly ScanStatement[];
  readonly endOfLife: readonly EndOfLifeRow[];
  /** When its vulnerability database was made; ISO 8601, null where the report does not say. */
  readonly databaseAt: string | null;
  readonly gaps: readonly Gap[];
}

/** Codes of gaps that mean: the report does not say all that it should, so that its silence proves nothing. */
export const incompleteCodes: ReadonlySet<string> = new Set([
  'report-cut-off',
  'report-unreadable',
  'report-unknown',
  'report-too-large',
  'unit-crashed',
  'list-unread',
  'row-unread',
  'rows-missing',
  'results-missing',
  'scan-failed',
  'system-unsupported',
  'package-skipped',
]);
