import type { PodGroup } from '../find-pods.ts';
import { type Opening, restrict } from '../opening.ts';
import { allPorts, intersect, isEmpty, noPorts, type PortSet, portsOf, subtract, unite } from '../port-set.ts';
import { describeResource } from '../to-gap.ts';
import { authorize } from './authorize.ts';
import type { Caller, MeshMode, MeshPolicy, PeerPolicy } from './mesh-policy.ts';
import type { MeshPolicies } from './read-mesh.ts';
import { meshPorts } from './read-rule.ts';

/** What the proxy of a pod lets somebody in on. */
export type Guard = (caller: Caller) => Opening;

/** What holds for a pod. */
interface Holding {
  readonly policies: readonly MeshPolicy[];
  readonly modes: readonly ModePorts[];
}

interface ModePorts {
  readonly mode: MeshMode;
  readonly ports: PortSet;
  /** `PeerAuthentication tide/default`. */
  readonly by: string;
}

/**
 * What proxies of Istio decide on connections to pods.
 *
 * out     undefined where nothing of the mesh holds for the pods, whether they have a proxy or not
 * cost    each caller that policies tell from others is asked about once
 */
export function createGuard(pods: PodGroup, mesh: MeshPolicies): Guard | undefined {
  const holding = findHolding(pods, mesh);
  if (holding.policies.length === 0 && holding.modes.every(({ mode }) => mode !== 'STRICT')) return undefined;
  const passing = unite(subtract(allPorts, meshPorts), pods.mesh?.unguarded ?? noPorts);
  const known = new Map<string, Opening>();
  return (caller) => {
    const found = known.get(caller.key) ?? judge(caller, holding, passing);
    known.set(caller.key, found);
    return found;
  };
}

function judge(caller: Caller, { policies, modes }: Holding, passing: PortSet): Opening {
  const parts = modes.map(({ mode, ports, by }): Opening => {
    const guarded = subtract(ports, passing);
    const heard: Caller = mode === 'DISABLE' ? { ...caller, identity: 'plain' } : caller;
    if (mode === 'STRICT' && heard.identity === 'plain') return { ports: noPorts, conditions: [] };
    const { ports: open, conditions } = restrict(authorize(heard, policies), guarded);
    const isConditional = mode === 'STRICT' && heard.identity === 'unknown' && !isEmpty(open);
    const tls = { ports: open, effect: 'only', by, what: 'mutual TLS' } as const;
    return { ports: open, conditions: isConditional ? [tls, ...conditions] : conditions };
  });
  return {
    ports: parts.reduce((sum, part) => unite(sum, part.ports), passing),
    conditions: parts.flatMap(({ conditions }) => conditions),
  };
}

function findHolding({ namespace, labels }: PodGroup, { authorizations, peers }: MeshPolicies): Holding {
  const policies = authorizations.filter((policy) => policy.selects(namespace, labels));
  const own = peers.filter((peer) => peer.selects(namespace, labels));
  return { policies, modes: findModes(own) };
}

/** The mode of each port: the pod's policy before the namespace's before the mesh's; permissive where none says. */
function findModes(peers: readonly PeerPolicy[]): readonly ModePorts[] {
  const ranked = (['mesh', 'namespace', 'workload'] as const).flatMap(
    (scope) => peers.find((peer) => peer.scope === scope) ?? [],
  );
  let rest: { readonly mode: MeshMode; readonly by: string } = { mode: 'PERMISSIVE', by: '' };
  for (const { mode, resource } of ranked) if (mode !== 'UNSET') rest = { mode, by: describeResource(resource) };
  const workload = ranked.find(({ scope }) => scope === 'workload');
  const ports = (workload?.byPort ?? []).map(({ port, mode }): ModePorts => {
    const stated = mode === 'UNSET' ? rest : { mode, by: workload ? describeResource(workload.resource) : '' };
    return { ...stated, ports: portsOf({ protocol: 'TCP', from: port, to: port }) };
  });
  const left = ports.reduce((all, each) => subtract(all, intersect(all, each.ports)), meshPorts);
  return [...ports, { ...rest, ports: left }];
}
