import type { Block } from '../../formats/kubernetes/address-block.ts';

/** A block without others. */
export interface Network {
  readonly block: Block;
  readonly except: readonly Block[];
}

/** Neighboring addresses that every policy treats alike. */
export type Segment = Block;

const whole = {
  32: { bits: 32, first: 0n, last: (1n << 32n) - 1n },
  128: { bits: 128, first: 0n, last: (1n << 128n) - 1n },
} as const;

/**
 * Cuts the address space where any network begins or ends.
 *
 * out     segments in order; of IPv6 only where a network is of it, since a cluster without is the usual one
 */
export function cutSegments(networks: readonly Network[]): readonly Segment[] {
  const blocks = networks.flatMap(({ block, except }) => [block, ...except]);
  const families = ([32, 128] as const).filter((bits) => bits === 32 || blocks.some((block) => block.bits === bits));
  return families.flatMap((bits) => {
    const { first, last } = whole[bits];
    const own = blocks.filter((block) => block.bits === bits);
    const cuts = new Set([first, last + 1n, ...own.flatMap((block) => [block.first, block.last + 1n])]);
    const order = [...cuts].toSorted(byValue);
    return order.slice(1).map((next, at) => ({ bits, first: order[at] ?? first, last: next - 1n }));
  });
}

/** Which of the segments, in order, a network covers; from and to, the latter not included. */
export function findCovered(segments: readonly Segment[], { bits, first, last }: Block): readonly [number, number] {
  const isBehind = (segment: Segment, value: bigint) => segment.bits > bits || (segment.bits === bits && segment.first >= value);
  return [lowest(segments, (segment) => isBehind(segment, first)), lowest(segments, (segment) => isBehind(segment, last + 1n))];
}

/** The fewest CIDRs that are exactly these segments; they are in order. */
export function toBlocks(segments: readonly Segment[]): readonly string[] {
  const ranges: Block[] = [];
  for (const segment of segments) {
    const before = ranges.at(-1);
    if (before && before.bits === segment.bits && before.last + 1n === segment.first)
      ranges[ranges.length - 1] = { ...before, last: segment.last };
    else ranges.push(segment);
  }
  return ranges.flatMap(splitRange);
}

function splitRange({ bits, first, last }: Block): readonly string[] {
  const found: string[] = [];
  for (let at = first; at <= last; ) {
    let free = 0n;
    while (free < bits && at % (1n << (free + 1n)) === 0n && at + (1n << (free + 1n)) - 1n <= last) free++;
    found.push(`${bits === 32 ? writeShort(at) : writeLong(at)}/${BigInt(bits) - free}`);
    at += 1n << free;
  }
  return found;
}

function lowest(segments: readonly Segment[], holds: (segment: Segment) => boolean): number {
  let [from, to] = [0, segments.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const segment = segments[middle];
    if (segment && holds(segment)) to = middle;
    else from = middle + 1;
  }
  return from;
}

function byValue(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function writeShort(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
}

/** RFC 5952: the longest run of zeros, two groups at least, is `::`; small letters. */
function writeLong(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, at) => (value >> BigInt(112 - 16 * at)) & 0xffffn);
  let best = { at: 0, length: 1 };
  for (let at = 0; at < 8; at++) {
    let length = 0;
    while (at + length < 8 && groups[at + length] === 0n) length++;
    if (length > best.length) best = { at, length };
  }
  const write = (some: readonly bigint[]) => some.map((group) => group.toString(16)).join(':');
  if (best.length < 2) return write(groups);
  return `${write(groups.slice(0, best.at))}::${write(groups.slice(best.at + best.length))}`;
}
