import type { ReachExposure, ReachPeer, StatedSelector, UnseenPods } from '../../../model/reach.ts';

/** A side in words: `Deployment tide/web`, `10.0.0.0/8`, `ingress`. */
export function describePeer(peer: ReachPeer): string {
  if ('ipBlock' in peer) return peer.ipBlock;
  if ('ingress' in peer) return 'ingress';
  return `${peer.kind} ${peer.namespace}/${peer.name}${peer.via === undefined ? '' : ` (via ${peer.via})`}`;
}

/** `only method GET (AuthorizationPolicy tide/web)`; where it is about some of the ports, with them. */
export function describeConditions({ ports, conditions = [] }: Pick<ReachExposure, 'ports' | 'conditions'>): string {
  const all = JSON.stringify(ports);
  return conditions
    .map(({ ports: own, effect, by, what }) => {
      const where = JSON.stringify(own) === all ? '' : `${describePorts(own)}: `;
      return `${where}${effect} ${what} (${by})`;
    })
    .join('; ');
}

/** Ports with what a mesh asks of who connects: `TCP 80, only method GET (AuthorizationPolicy tide/web)`. */
export function describeOpen(ports: ReachExposure['ports'], conditions: ReachExposure['conditions'] = []): string {
  return [describePorts(ports), describeConditions({ ports, conditions })].filter(Boolean).join(', ');
}

/** `all`, `none`, or `TCP 80, 443; UDP 53`. */
export function describePorts(ports: ReachExposure['ports']): string {
  if (ports === 'all') return 'all';
  if (ports.length === 0) return 'none';
  const byProtocol = Map.groupBy(ports, ({ protocol }) => protocol ?? 'any');
  const describeOne = (port: (typeof ports)[number]) =>
    'name' in port ? port.name : port.from === port.to ? `${port.from}` : `${port.from}-${port.to}`;
  return [...byProtocol].map(([protocol, own]) => `${protocol} ${own.map(describeOne).join(', ')}`).join('; ');
}

/** Pods that no manifest declares, by what selects them. */
export function describeUnseen(pods: UnseenPods): string {
  if (pods === 'entire-cluster') return 'any of the cluster';
  const [namespaces, own] = [describeSelector(pods.namespaceSelector), describeSelector(pods.podSelector)];
  return `${own === '' ? 'any' : own} in ${namespaces === '' ? 'any namespace' : `namespaces ${namespaces}`}`;
}

function describeSelector({ matchLabels = {}, matchExpressions = [] }: StatedSelector): string {
  return [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(
      ({ key, operator, values = [] }) => `${key} ${operator}${values.length > 0 ? ` (${values.join(', ')})` : ''}`,
    ),
  ].join(', ');
}
