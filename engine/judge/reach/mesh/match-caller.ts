import type { Block } from '../../../formats/kubernetes/address-block.ts';
import type { Caller, Match, MatchCaller } from './mesh-policy.ts';

/** All of them. */
export function matchAll(tests: readonly MatchCaller[]): MatchCaller {
  return (caller) => {
    const conditions: string[] = [];
    for (const test of tests) {
      const found = test(caller);
      if (!found) return undefined;
      conditions.push(...found);
    }
    return conditions;
  };
}

/** What holds under a condition of the request, whoever calls. */
export function matchRequest(condition: string): MatchCaller {
  return () => [condition];
}

/**
 * Callers by what their certificate says: principals, namespaces or service accounts.
 *
 * in      how a caller that is known is written, every way; patterns: `abc`, `abc*`, `*abc`, or `*` for anything
 * source  https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source
 */
export function matchIdentity(
  what: string,
  patterns: readonly string[],
  { isNegated, write }: { readonly isNegated: boolean; readonly write: (caller: Caller) => readonly string[] | undefined },
): MatchCaller {
  return (caller) => {
    if (caller.identity === 'plain') return isNegated ? always : undefined;
    const written = write(caller);
    const condition = [`${isNegated ? 'no ' : ''}${what} ${patterns.join(' or ')}`];
    if (!written) return condition;
    const isMatch = patterns.some((pattern) => written.some((text) => fits(pattern, text)));
    if (caller.identity === 'unknown' && isMatch) return condition;
    return isMatch !== isNegated ? always : undefined;
  };
}

/** Callers by the address that the connection comes from. */
export function matchAddress(blocks: readonly Block[], stated: readonly string[], isNegated: boolean): MatchCaller {
  const condition = [`an address ${isNegated ? 'outside' : 'within'} ${stated.join(', ')}`];
  return ({ address }) => {
    if (!address) return condition;
    const isInside = blocks.some(
      ({ bits, first, last }) => bits === address.bits && first <= address.first && address.last <= last,
    );
    return isInside !== isNegated ? always : undefined;
  };
}

const always: Match = [];

function fits(pattern: string, text: string): boolean {
  if (pattern === '*') return text !== '';
  if (pattern.endsWith('*')) return text.startsWith(pattern.slice(0, -1));
  return pattern.startsWith('*') ? text.endsWith(pattern.slice(1)) : text === pattern;
}
