import type { Block } from '../../../formats/kubernetes/address-block.ts';
import { labelsOnly, nameLabel } from '../selector.ts';
import type { Party, Terrain } from '../terrain.ts';
import type { Caller } from './mesh-policy.ts';

/** How proxies know each party of a terrain, by its number. */
export function toCallers({ parties }: Terrain, blocks: readonly Block[]): readonly Caller[] {
  return parties.map((party) => toCaller(party, blocks));
}

const identities = { yes: 'known', no: 'plain', unknown: 'unknown' } as const;

function toCaller(party: Party, blocks: readonly Block[]): Caller {
  if (party.kind === 'pods') {
    const { namespace, mesh } = party.group;
    const identity = identities[mesh?.proxy ?? 'unknown'];
    const account = mesh?.account ?? 'default';
    return { identity, namespace, account, key: JSON.stringify([identity, namespace, account]) };
  }
  if (party.kind === 'segment') {
    const { segment: address } = party;
    const inside = blocks.map(({ bits, first, last }) =>
      Number(bits === address.bits && first <= address.first && address.last <= last),
    );
    return { identity: 'plain', address, key: `address ${inside.join('')}` };
  }
  const namespace = party.kind === 'unseen' ? labelsOnly(party.namespaces)?.get(nameLabel) : undefined;
  return { identity: 'unknown', key: `somebody ${namespace ?? ''}`, ...(namespace !== undefined && { namespace }) };
}
