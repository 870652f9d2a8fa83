import type { JsonObject, JsonValue } from '../../../model/json.ts';
import type { Condition } from '../../../model/occurrence.ts';
import { allCharts, type Chart } from './chart.ts';
import { readGuards } from './guards.ts';
import { scalarsIn, type ValuePath, valueAt, writeValuePath } from './plain-values.ts';

/** A value that may be set differently so that a chart renders more. */
export interface Switch {
  readonly path: ValuePath;
  readonly to: JsonValue;
  /** As conditions and keys write it. */
  readonly name: string;
}

const switching = /^(?:enabled?|create[d]?|install(?:ed)?|deploy(?:ed)?|active|use)$/i;
/** Switches whose being on takes something away; together with the others they would hide what those show. */
const taking = /^(?:disable|skip|no(?=[A-Z])|without|only)|(?:Disabled|Only)$/;
/** Alternatives of one value that are tried, beyond the one that it has. */
const maxRounds = 3;

/**
 * The values that may turn something on, in sets that are tried together.
 *
 * First all that are false, those that templates ask for and no text gives, and for each value that templates compare with a text the
 * first text that it does not have; then the same with other texts; last, alone, those that take something away, and those off whose being
 * off renders something.
 *
 * out     only what some template asks, by its key at least; no switch twice in a set; the sets after the first may be fewer
 */
export function findSwitches(chart: Chart, values: JsonObject): readonly (readonly Switch[])[] {
  const guards = readGuards(chart);
  const base = new Map<string, Switch>();
  const negated = new Map<string, Switch>();
  const isAsked = (path: ValuePath): boolean => path[0] === 'tags' || isSwitching(path) || guards.keys.has(String(path.at(-1)));
  for (const { path, value } of scalarsIn(values))
    if (value === false && path.every((step) => typeof step === 'string') && isAsked(path))
      put(taking.test(String(path.at(-1))) ? negated : base, path, true);
  const conditions = allCharts(chart).flatMap(({ chart: { conditions }, path }) =>
    conditions.map((condition) => [...path.slice(0, -1), ...condition.trim().split('.')]),
  );
  for (const path of [...guards.asked, ...conditions])
    if (isSwitching(path) && valueAt(values, path) === undefined && isOpen(values, path)) put(base, path, true);
  const rounds = alternatives(guards.compared, values);
  for (const path of guards.negated) if (valueAt(values, path) === true) put(negated, path, false);
  const sets = rounds.map((round) => new Map([...base, ...round]));
  if (negated.size > 0) sets.push(negated);
  return sets.map((set) => [...set.values()]);
}

/** Whether a value's key says that it turns something on. */
export function isSwitching(path: ValuePath): boolean {
  return switching.test(String(path.at(-1)));
}

/** A switch in the words of the contract. */
export function toCondition({ name, to }: Switch): Condition {
  return { value: name, equals: to };
}

/** Texts that values are compared with, one each a round; at least one round, which may be empty. */
function alternatives(
  compared: readonly { readonly path: ValuePath; readonly text: string }[],
  values: JsonObject,
): readonly ReadonlyMap<string, Switch>[] {
  const texts = new Map<string, { path: ValuePath; texts: Set<string> }>();
  for (const { path, text } of compared) {
    const present = valueAt(values, path);
    if (typeof present !== 'string' || present === text || text === '') continue;
    const name = writeValuePath(path);
    const known = texts.get(name) ?? { path, texts: new Set() };
    known.texts.add(text);
    texts.set(name, known);
  }
  const rounds: Map<string, Switch>[] = [];
  const count = Math.max(1, ...[...texts.values()].map(({ texts }) => Math.min(texts.size, maxRounds)));
  for (let round = 0; round < count; round += 1) {
    const set = new Map<string, Switch>();
    for (const { path, texts: each } of texts.values()) put(set, path, [...each][round] ?? [...each][0] ?? '');
    rounds.push(set);
  }
  return rounds;
}

function put(into: Map<string, Switch>, path: ValuePath, to: JsonValue): void {
  const name = writeValuePath(path);
  into.set(name, { path, to, name });
}

/** Whether a value can be put there: what it would lie in is a mapping, or nothing yet. */
function isOpen(values: JsonObject, path: ValuePath): boolean {
  for (let length = 1; length < path.length; length += 1) {
    const above = valueAt(values, path.slice(0, length));
    if (above !== undefined && above !== null && (typeof above !== 'object' || Array.isArray(above))) return false;
  }
  return true;
}
