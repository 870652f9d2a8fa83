/** A block of addresses. */
export interface Block {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * Reads a CIDR; bits behind the prefix are passed over, as Kubernetes does.
 *
 * out     undefined where it is none
 */
export function parseBlock(text: string): Block | undefined {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const bits = address.includes(':') ? 128 : 32;
  const value = bits === 32 ? parseShort(address) : parseLong(address);
  if (value === undefined || rest.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > bits) return undefined;
  const free = BigInt(bits - Number(prefix));
  const first = (value >> free) << free;
  return { bits, first, last: first + (1n << free) - 1n };
}

/** Whether a block lies in another one and leaves some of it, as an exception from it has to. */
export function isPartOf(part: Block | undefined, whole: Block): boolean {
  if (part?.bits !== whole.bits || part.first < whole.first || part.last > whole.last) return false;
  return part.first > whole.first || part.last < whole.last;
}

function parseShort(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

/** `::` stands once for as many groups as are missing; the last two may be written as IPv4. */
function parseLong(text: string): bigint | undefined {
  const tail = /^(.*:)([\d.]+)$/.exec(text);
  const short = tail?.[2]?.includes('.') ? parseShort(tail[2]) : undefined;
  if (text.includes('.') && short === undefined) return undefined;
  const hex = short === undefined ? text : `${tail?.[1]}${(short >> 16n).toString(16)}:${(short & 0xffffn).toString(16)}`;
  const halves = hex.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], rest = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...rest];
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}
