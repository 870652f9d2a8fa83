import { Buffer } from 'node:buffer';
import { isTooMuchJson } from '../json/is-too-much-json.ts';

/** Envelopes in envelopes are none of anybody's. */
const mostWraps = 3;

/** A document, and what the statement that it came in says it is. */
export interface Predicate {
  /** Absent where it came in no statement. */
  readonly type?: string;
  readonly bytes: Uint8Array;
}

/**
 * The document that an attestation carries: of a DSSE envelope its statement, of a statement its predicate.
 *
 * out     the bytes themselves where they are neither, or JSON that is made to be slow; an older cosign writes the predicate as text, or below `Data`
 * source  in-toto attestation framework, spec/v1; secure-systems-lab/dsse, envelope.md
 */
export function findPredicate(bytes: Uint8Array): Predicate {
  let found: Predicate = { bytes };
  for (let wraps = 0; wraps < mostWraps && found.type === undefined; wraps++) {
    const inner = unwrap(found.bytes);
    if (!inner) return found;
    found = inner;
  }
  return found;
}

function unwrap(bytes: Uint8Array): Predicate | undefined {
  const value = parse(bytes);
  if (typeof value !== 'object' || value === null) return undefined;
  const { payloadType, payload, predicateType: type, predicate } = value as Record<string, unknown>;
  if (typeof payloadType === 'string' && typeof payload === 'string') return { bytes: Buffer.from(payload, 'base64') };
  if (typeof type !== 'string' || predicate === undefined) return undefined;
  const data = typeof predicate === 'object' && predicate !== null && 'Data' in predicate ? predicate.Data : predicate;
  return { type, bytes: Buffer.from(typeof data === 'string' ? data : (JSON.stringify(data) ?? '')) };
}

function parse(bytes: Uint8Array): unknown {
  if (bytes.find((byte) => byte > 32) !== 0x7b) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  try {
    return isTooMuchJson(text) ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
