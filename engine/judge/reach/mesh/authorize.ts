import type { Opening, PortCondition } from '../opening.ts';
import { intersect, isEmpty, noPorts, type PortSet, subtract, unite } from '../port-set.ts';
import { describeResource } from '../to-gap.ts';
import type { Caller, MeshPolicy } from './mesh-policy.ts';
import { meshPorts } from './read-rule.ts';

/** What one policy says to a caller: on which ports for sure, and on which under conditions. */
interface Said {
  readonly sure: PortSet;
  readonly conditional: readonly PortCondition[];
}

const effects = { ALLOW: 'only', DENY: 'not', CUSTOM: 'asks' } as const;

/**
 * What AuthorizationPolicies that select a pod let a caller in on.
 *
 * in      those of one pod
 * out     ports of TCP. Conditions `only`: one of them is enough; `not` and `asks`: all of them count
 * source  https://istio.io/latest/docs/reference/config/security/authorization-policy/: CUSTOM and DENY take away, then one ALLOW has to
 *         match where there is any
 */
export function authorize(caller: Caller, policies: readonly MeshPolicy[]): Opening {
  const said = policies.map((policy) => ({ action: policy.action, ...hear(caller, policy) }));
  const of = (action: MeshPolicy['action']) => said.filter((each) => each.action === action);
  const denied = of('DENY').reduce((sum, { sure }) => unite(sum, sure), noPorts);
  const allowing = of('ALLOW');
  const sure = allowing.length === 0 ? meshPorts : allowing.reduce((sum, each) => unite(sum, each.sure), noPorts);
  const only = allowing.flatMap(({ conditional }) => conditional.map((each) => ({ ...each, ports: subtract(each.ports, sure) })));
  const ports = subtract(
    only.reduce((sum, each) => unite(sum, each.ports), sure),
    denied,
  );
  const conditions = [...of('CUSTOM'), ...of('DENY')].flatMap(({ conditional }) => conditional);
  return {
    ports,
    conditions: [...conditions, ...only].flatMap((each) => {
      const open = intersect(each.ports, ports);
      return isEmpty(open) ? [] : [{ ...each, ports: open }];
    }),
  };
}

/** That somebody else is asked is a condition always. */
function hear(caller: Caller, { action, rules, resource }: MeshPolicy): Said {
  const effect = effects[action];
  const by = describeResource(resource);
  let sure = noPorts;
  const conditional: PortCondition[] = [];
  for (const { matches, ports, request } of rules) {
    const match = matches(caller);
    if (!match || isEmpty(ports)) continue;
    const what = [...new Set([...match, ...request])].join(' and ');
    if (what === '' && action !== 'CUSTOM') sure = unite(sure, ports);
    else conditional.push({ ports, effect, by, what: what || 'every request' });
  }
  return { sure, conditional };
}
