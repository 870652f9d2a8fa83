import type { ReachCondition } from '../../model/reach.ts';
import { intersect, isEmpty, keyOfPorts, noPorts, type PortSet, toPorts, unite } from './port-set.ts';

/** A condition on some ports. */
export interface PortCondition extends Omit<ReachCondition, 'ports'> {
  readonly ports: PortSet;
}

/** What is open, and what of it under conditions. */
export interface Opening {
  readonly ports: PortSet;
  readonly conditions: readonly PortCondition[];
}

/** Nothing. */
export const nothingOpen: Opening = { ports: noPorts, conditions: [] };

/** These ports, under no conditions; one opening for one set. */
export function openOn(ports: PortSet): Opening {
  const found = plain.get(ports) ?? { ports, conditions: [] };
  plain.set(ports, found);
  return found;
}

const plain = new WeakMap<PortSet, Opening>([[noPorts, nothingOpen]]);

/** What of an opening is on these ports. */
export function restrict({ ports: open, conditions }: Opening, to: PortSet): Opening {
  const ports = intersect(open, to);
  return {
    ports,
    conditions: conditions.flatMap((each) => {
      const own = intersect(each.ports, ports);
      return isEmpty(own) ? [] : [{ ...each, ports: own }];
    }),
  };
}

/** What either opens; conditions of both stay. */
export function uniteOpenings(a: Opening, b: Opening): Opening {
  if (a === b || isEmpty(b.ports)) return a;
  if (isEmpty(a.ports)) return b;
  const conditions = new Map([...a.conditions, ...b.conditions].map((each) => [keyOfCondition(each), each]));
  return { ports: unite(a.ports, b.ports), conditions: [...conditions.values()] };
}

/** Equal for equal openings. */
export function keyOfOpening({ ports, conditions }: Opening): string {
  return [keyOfPorts(ports), ...conditions.map(keyOfCondition)].join('\n');
}

/** As output says it; nothing where there are none. */
export function toConditions({ conditions }: Opening): { readonly conditions?: readonly ReachCondition[] } {
  if (conditions.length === 0) return {};
  return { conditions: conditions.map(({ ports, ...rest }) => ({ ports: toPorts(ports), ...rest })) };
}

function keyOfCondition({ ports, effect, by, what }: PortCondition): string {
  return JSON.stringify([keyOfPorts(ports), effect, by, what]);
}
