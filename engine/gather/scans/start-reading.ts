import { isObject, type Members } from '../../formats/json/members.ts';
import type { Gap } from '../../model/reading.ts';
import type { NamedVulnerability, ScanKind, ScannedPackage, ScanRow } from '../../model/scan.ts';
import type { Severity, SeverityStatement } from '../../model/severity.ts';
import { toFixState } from './fix-state.ts';
import { nameVulnerabilities } from './name-vulnerabilities.ts';
import type { ReportDocument, ScanReading } from './report-format.ts';

/** An object of a list, with its place in the document for gaps: `Results[0].Vulnerabilities[3]`. */
export interface PlacedMembers {
  readonly members: Members;
  readonly at: string;
}

/** A row as a unit found it; `ScanRow` has what each part becomes. */
export interface RowDraft {
  readonly image?: number | null;
  /** The id that the report shows first, then other ids of it; what is missing may stand in between. */
  readonly ids: readonly (string | undefined)[];
  /** Instead of `ids`, where a row names several vulnerabilities. */
  readonly vulnerabilities?: readonly NamedVulnerability[];
  readonly packages: readonly (ScannedPackage | undefined)[];
  readonly severity: Severity;
  readonly severities?: readonly SeverityStatement[];
  readonly fixedIn?: readonly string[];
  /** The report's own word for the state; see `toFixState`. */
  readonly status?: string | undefined;
  readonly suppressed?: string | undefined;
}

/** What a document gives, begun by `startReading`; lists that it lacks are empty. */
export type ReadingParts = Pick<ScanReading, 'tool' | 'kind'> &
  Partial<Omit<ScanReading, 'tool' | 'kind' | 'version' | 'databaseAt' | 'gaps'>> & {
    readonly kind: ScanKind;
    readonly version?: string | undefined;
    /** As written: ISO 8601, or seconds since 1970. */
    readonly databaseAt?: string | number | undefined;
  };

/** Collects what cannot be read while a unit reads a document. */
export interface ReadingInProgress {
  gap(code: string, detail: string): void;
  /** The objects of a list. Gaps: list-unread (there is something and it is no list), row-unread (an element that is no object). */
  objects(value: unknown, at: string): readonly PlacedMembers[];
  /** A value that has to be an object. Gaps: row-unread. */
  object(value: unknown, at: string): readonly PlacedMembers[];
  /** A row. Gaps: row-unnamed (it names no vulnerability; it is counted all the same). */
  row(at: string, draft: RowDraft): ScanRow;
  finish(parts: ReadingParts): ScanReading;
}

/** Begins to read a document; `unit` is the folder of the code that does. */
export function startReading({ path, line }: ReportDocument, unit: string): ReadingInProgress {
  const gaps: Gap[] = [];
  const gap = (code: string, detail: string): void => {
    gaps.push({ code, unit, path, ...(line !== undefined && line > 1 && { line }), detail });
  };
  const placed = (member: unknown, at: string): PlacedMembers[] => {
    if (isObject(member)) return [{ members: member, at }];
    gap('row-unread', `${at} is ${describe(member)}, not an object`);
    return [];
  };
  return {
    gap,
    object: placed,
    objects(value, at) {
      if (value === undefined || value === null) return [];
      if (Array.isArray(value)) return value.flatMap((member, index) => placed(member, `${at}[${index}]`));
      gap('list-unread', `${at} is ${describe(value)}, not a list`);
      return [];
    },
    row(at, draft) {
      const vulnerabilities = draft.vulnerabilities ?? nameVulnerabilities(draft.ids);
      if (vulnerabilities.length === 0) gap('row-unnamed', `${at} names no vulnerability`);
      return toRow(draft, vulnerabilities);
    },
    finish: (parts) => finish(parts, gaps),
  };
}

/** A row out of its parts. */
export function toRow(draft: RowDraft, vulnerabilities: readonly NamedVulnerability[]): ScanRow {
  const fixedIn = [...new Set(draft.fixedIn ?? [])];
  return {
    image: draft.image ?? null,
    vulnerabilities,
    packages: draft.packages.filter((item) => item !== undefined),
    severity: draft.severity,
    severities: draft.severities ?? [],
    state: toFixState(draft.status, fixedIn),
    fixedIn,
    ...(draft.suppressed && { suppressed: draft.suppressed }),
  };
}

function finish({ version, databaseAt, ...parts }: ReadingParts, gaps: readonly Gap[]): ScanReading {
  return {
    tool: parts.tool,
    engine: parts.engine ?? parts.tool,
    version: version === undefined || version === '[not provided]' ? null : version,
    kind: parts.kind,
    images: parts.images ?? [],
    rows: parts.rows ?? [],
    ignored: parts.ignored ?? [],
    packages: parts.packages ?? null,
    checks: parts.checks ?? [],
    ...(parts.outcomes && { outcomes: parts.outcomes }),
    ...(parts.silentPasses && { silentPasses: parts.silentPasses }),
    statements: parts.statements ?? [],
    endOfLife: parts.endOfLife ?? [],
    databaseAt: toMoment(databaseAt),
    gaps,
  };
}

/** ISO 8601 UTC; null for what is no moment, and for Go's year 1, which stands for none. */
function toMoment(written: string | number | undefined): string | null {
  if (written === undefined || written === '') return null;
  const moment = new Date(typeof written === 'number' ? written * 1000 : written);
  const year = moment.getUTCFullYear();
  return Number.isNaN(year) || year < 1971 || year > 9999 ? null : moment.toISOString();
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
