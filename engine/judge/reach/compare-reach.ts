import { type Block, parseBlock } from '../../formats/kubernetes/address-block.ts';
import type { Connection, ConnectionChange, Reach, ReachPeer, ReachWorkload } from '../../model/reach.ts';
import { cutSegments, findCovered, type Segment, toBlocks } from './address-space.ts';
import { nameOfWorkload } from './find-pods.ts';

/** The ports of a pair of sides, before and after. */
interface Pair {
  readonly from: ReachPeer;
  readonly to: ReachPeer;
  readonly before: Open;
  readonly after: Open;
}

type Open = Pick<Connection, 'ports' | 'conditions'>;

const none: Open = { ports: [] };

/**
 * Which connections came, went, or have other ports, from one state to the next.
 *
 * out     ordered as the connections are; addresses as the fewest CIDRs on which the change is one
 * cost    O(connections × log(addresses))
 */
export function compareReach(before: Reach, after: Reach): readonly ConnectionChange[] {
  const had = new Set(before.isolation.map(({ workload }) => nameOfWorkload(workload)));
  const has = new Set(after.isolation.map(({ workload }) => nameOfWorkload(workload)));
  const pairs = [...pairInside(before, after), ...pairOutside(before, after)];
  return pairs
    .filter((pair) => JSON.stringify(pair.before) !== JSON.stringify(pair.after))
    .map((pair): ConnectionChange => {
      const sides = [pair.from, pair.to].filter((side): side is ReachWorkload => 'name' in side);
      return {
        change: pair.before.ports.length === 0 ? 'added' : pair.after.ports.length === 0 ? 'removed' : 'changed',
        from: pair.from,
        to: pair.to,
        before: pair.before.ports,
        after: pair.after.ports,
        ...(pair.before.conditions && { conditionsBefore: pair.before.conditions }),
        ...(pair.after.conditions && { conditionsAfter: pair.after.conditions }),
        newWorkloads: sides.filter((side) => !had.has(nameOfWorkload(side))),
        goneWorkloads: sides.filter((side) => !has.has(nameOfWorkload(side))),
      };
    })
    .toSorted((a, b) => compareTexts(`${nameOf(a.from)} ${nameOf(a.to)}`, `${nameOf(b.from)} ${nameOf(b.to)}`));
}

/** Equal for one side. */
export function nameOf(peer: ReachPeer): string {
  return 'ipBlock' in peer ? peer.ipBlock : 'ingress' in peer ? '{ingress}' : nameOfWorkload(peer);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isOutside({ from, to }: Connection): boolean {
  return 'ipBlock' in from || 'ipBlock' in to;
}

function pairInside(before: Reach, after: Reach): readonly Pair[] {
  const keyOf = ({ from, to }: Connection) => `${nameOf(from)} ${nameOf(to)}`;
  const inside = ({ connections }: Reach) =>
    new Map(connections.filter((each) => !isOutside(each)).map((each) => [keyOf(each), each]));
  const [old, now] = [inside(before), inside(after)];
  return [...new Map([...old, ...now])].map(([key, { from, to }]) => {
    return { from, to, before: toOpen(old.get(key)), after: toOpen(now.get(key)) };
  });
}

interface Outside {
  readonly workload: ReachPeer;
  readonly isIngress: boolean;
  readonly blocks: readonly { readonly block: Block; readonly open: Open }[];
}

function pairOutside(before: Reach, after: Reach): readonly Pair[] {
  const [old, now] = [gatherBlocks(before), gatherBlocks(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const some = old.get(key) ?? now.get(key);
    return some ? pairBlocks(some, old.get(key)?.blocks ?? [], now.get(key)?.blocks ?? []) : [];
  });
}

function gatherBlocks({ connections }: Reach): ReadonlyMap<string, Outside> {
  const rows = connections.flatMap((connection) => {
    const { from, to } = connection;
    const isIngress = 'ipBlock' in from;
    const [address, workload] = isIngress ? [from, to] : [to, from];
    const block = 'ipBlock' in address ? parseBlock(address.ipBlock) : undefined;
    return block ? [{ key: `${isIngress} ${nameOf(workload)}`, workload, isIngress, block, open: toOpen(connection) }] : [];
  });
  return new Map(
    [...Map.groupBy(rows, ({ key }) => key)].flatMap(([key, blocks]) => {
      const [first] = blocks;
      return first ? [[key, { workload: first.workload, isIngress: first.isIngress, blocks }]] : [];
    }),
  );
}

/** Cut where either state begins or ends a block, and put together again where both say the same. */
function pairBlocks({ workload, isIngress }: Outside, old: Outside['blocks'], now: Outside['blocks']): readonly Pair[] {
  const segments = cutSegments([...old, ...now].map(({ block }) => ({ block, except: [] })));
  const [before, after] = [spread(segments, old), spread(segments, now)];
  const rows = segments.map((segment, at) => ({ segment, before: before[at] ?? none, after: after[at] ?? none }));
  const groups = Map.groupBy(rows, (row) => JSON.stringify([row.before, row.after]));
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const { before: had, after: has } = first;
    return toBlocks(own.map(({ segment }) => segment)).map((ipBlock) => {
      const sides = isIngress ? { from: { ipBlock }, to: workload } : { from: workload, to: { ipBlock } };
      return { ...sides, before: had, after: has };
    });
  });
}

function spread(segments: readonly Segment[], blocks: Outside['blocks']): readonly Open[] {
  const open = segments.map((): Open => none);
  for (const each of blocks) open.fill(each.open, ...findCovered(segments, each.block));
  return open;
}

function toOpen(connection: Connection | undefined): Open {
  if (!connection) return none;
  const { ports, conditions } = connection;
  return { ports, ...(conditions && { conditions }) };
}
