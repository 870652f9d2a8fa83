import { Fault } from '../../model/fault.ts';
import type { GatePolicy, GateRule } from '../../model/gate.ts';
import type { JsonValue } from '../../model/json.ts';
import type { Release } from '../../model/release.ts';

/** The part of a record's `policy` that the gate needs; empty where the configuration demands nothing. */
export function toRecordedPolicy({ coverage, gate, licenses }: GatePolicy): Readonly<Record<string, JsonValue>> {
  const isComplete = coverage.unread === 0 && coverage.allow.length === 0;
  const parts = {
    ...(!isComplete && { coverage }),
    ...(gate.length > 0 && { gate }),
    ...(licenses && { licenses }),
  };
  return parts as unknown as Readonly<Record<string, JsonValue>>;
}

/**
 * The policy that a record keeps.
 *
 * out     complete coverage and nothing else where it keeps none
 * faults  record-too-new: a rule names what this version does not know, and would be held against more than it means
 */
export function readRecordedPolicy({ policy = {}, engine }: Release): GatePolicy {
  const { coverage, gate = [], licenses } = policy as Partial<GatePolicy>;
  for (const rule of gate) {
    const unknown = Object.keys(rule).find((key) => !known.has(key));
    if (unknown !== undefined)
      throw new Fault(
        'record-too-new',
        `a rule of the record asks for \`${unknown}\`; Plimsoll ${engine} wrote it and knows what that is`,
      );
  }
  return { coverage: coverage ?? { unread: 0, allow: [] }, gate, ...(licenses && { licenses }) };
}

const keys: Readonly<Record<keyof GateRule, true>> = {
  name: true,
  severity: true,
  fixable: true,
  tiers: true,
  components: true,
  owners: true,
  priority: true,
  kev: true,
  publishedDays: true,
  seenDays: true,
  since: true,
  unit: true,
  max: true,
  place: true,
};
const known: ReadonlySet<string> = new Set(Object.keys(keys));
