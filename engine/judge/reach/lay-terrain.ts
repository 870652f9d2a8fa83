import type { Block } from '../../formats/kubernetes/address-block.ts';
import { cutSegments } from './address-space.ts';
import type { PodGroup } from './find-pods.ts';
import type { PeerRule, PodSelection, Policy } from './policy.ts';
import { everything, labelsOnly, matches } from './selector.ts';
import type { Party, Terrain } from './terrain.ts';

/**
 * Everybody that policies can tell apart: pods; addresses, cut where a policy begins or ends; what serves Ingresses; any pod of the
 * cluster; and the pods that rules describe and no manifest declares.
 *
 * in      the labels of namespaces, by name; blocks that policies of a mesh tell from others
 */
export function layTerrain(
  policies: readonly Policy[],
  groups: readonly PodGroup[],
  {
    namespaces,
    blocks = [],
  }: { readonly namespaces: ReadonlyMap<string, ReadonlyMap<string, string>>; readonly blocks?: readonly Block[] },
): Terrain {
  const peers = policies.flatMap(({ ingress = [], egress = [] }) => [...ingress, ...egress].flatMap((rule) => rule.peers));
  const networks = peers.flatMap((peer) => (peer.kind === 'network' ? [peer.network] : []));
  const segments = cutSegments([...networks, ...blocks.map((block) => ({ block, except: [] }))]);
  const pods = groups.map((group): Party => {
    return { kind: 'pods', group, namespaceLabels: namespaces.get(group.namespace) ?? new Map() };
  });
  const unseen = findUnseen(peers, groups, namespaces);
  return {
    parties: [...pods, ...segments.map((segment): Party => ({ kind: 'segment', segment })), { kind: 'ingress' }, ...unseen],
    segments: { from: pods.length, all: segments },
  };
}

/** The first is any pod of the cluster. What labels alone describe and a manifest declares is not unseen. */
function findUnseen(
  peers: readonly PeerRule[],
  groups: readonly PodGroup[],
  namespaces: ReadonlyMap<string, ReadonlyMap<string, string>>,
): readonly Party[] {
  const found = new Map<string, PodSelection>([['\n', { namespaces: everything, pods: everything }]]);
  for (const peer of peers) {
    if (peer.kind !== 'pods') continue;
    const key = `${peer.namespaces.key}\n${peer.pods.key}`;
    if (!found.has(key)) found.set(key, peer);
  }
  const isDeclared = ({ namespaces: wanted, pods }: PodSelection) =>
    pods.requirements.length > 0 &&
    wanted.requirements.length > 0 &&
    labelsOnly(wanted) !== undefined &&
    labelsOnly(pods) !== undefined &&
    groups.some((group) => matches(pods, group.labels) && matches(wanted, namespaces.get(group.namespace) ?? new Map()));
  return [...found.values()]
    .filter((selection) => !isDeclared(selection))
    .map(({ namespaces: wanted, pods }): Party => ({ kind: 'unseen', namespaces: wanted, pods }));
}
