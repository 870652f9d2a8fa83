import {
  type DecisionProduct,
  type VexJustification,
  type VexStatus,
  vexJustifications,
  vexStatuses,
} from '../../model/triage-decision.ts';

/** Steps to a place in a document. */
export type VexPath = readonly (string | number)[];

/** Something in a VEX document that cannot be used, or not all of it. */
export interface VexFlaw {
  readonly at: VexPath;
  /** The end of a sentence that begins with the place. */
  readonly detail: string;
}

/** A statement as a document makes it, whatever its form. */
export interface StatedVex {
  readonly at: VexPath;
  /** Ids of one vulnerability; never empty. */
  readonly ids: readonly string[];
  readonly status: VexStatus;
  readonly justification?: VexJustification;
  /** The impact or action statement. */
  readonly text?: string;
  readonly products: readonly DecisionProduct[];
  /** ISO 8601 UTC. */
  readonly statedAt?: string;
}

/** What a VEX document says. */
export interface VexReading {
  readonly statements: readonly StatedVex[];
  readonly flaws: readonly VexFlaw[];
}

/** A statement before it is checked. */
export interface StatementDraft extends Omit<StatedVex, 'status' | 'justification'> {
  readonly status: string | undefined;
  readonly justification: string | undefined;
}

/**
 * A statement with its words checked.
 *
 * out     no statement where the status is none, where there is no vulnerability, or where `not_affected` has neither justification nor
 *         impact statement; one whose justification is unknown stands by its impact statement, if it has one
 * source  OpenVEX 0.2.0, "Status labels" and "Status justifications"; CISA, "Minimum Requirements for VEX"
 */
export function checkStatement({ status, justification, ...draft }: StatementDraft): VexReading {
  const flaw = (step: string, detail: string): VexFlaw => ({ at: [...draft.at, step], detail });
  if (draft.ids.length === 0) return { statements: [], flaws: [flaw('vulnerability', 'names no vulnerability')] };
  const known = vexStatuses.find((word) => word === status);
  if (!known) return { statements: [], flaws: [flaw('status', `${show(status)} is no status`)] };
  const because = vexJustifications.find((word) => word === justification);
  const flaws =
    justification === undefined || because ? [] : [flaw('justification', `${show(justification)} is no justification`)];
  if (known === 'not_affected' && !because && draft.text === undefined)
    return {
      statements: [],
      flaws: [...flaws, { at: draft.at, detail: 'says not_affected without justification or impact statement' }],
    };
  return { statements: [{ ...draft, status: known, ...(because && { justification: because }) }], flaws };
}

/** Several readings as one. */
export function joinReadings(readings: readonly VexReading[]): VexReading {
  return {
    statements: readings.flatMap(({ statements }) => statements),
    flaws: readings.flatMap(({ flaws }) => flaws),
  };
}

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,12})?(?:Z|[+-]\d\d:?\d\d)$/i;

/**
 * A timestamp in UTC, so that texts order as times do.
 *
 * in      RFC 3339
 * out     with milliseconds; undefined for anything else
 */
export function toUtc(text: string | undefined): string | undefined {
  const millis = text !== undefined && moment.test(text) ? Date.parse(text.replace(/(\.\d{3})\d+/, '$1')) : Number.NaN;
  return Number.isNaN(millis) ? undefined : new Date(millis).toISOString();
}

/** Text from outside for a sentence. */
function show(text: string | undefined): string {
  return text === undefined ? 'nothing' : JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
