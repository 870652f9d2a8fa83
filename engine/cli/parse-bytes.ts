const units: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 1024,
  MIB: 1024 ** 2,
  GIB: 1024 ** 3,
  TIB: 1024 ** 4,
};

/** A size as people write it: `500MB`, `2GiB`, `1000000`; undefined for anything else, and for nothing at all. */
export function parseBytes(text: string): number | undefined {
  const [, number, unit = ''] = /^\s*(\d{1,15}(?:\.\d{1,3})?)\s*([A-Za-z]{0,3})\s*$/.exec(text) ?? [];
  const factor = units[unit.toUpperCase()];
  const bytes = number === undefined || factor === undefined ? 0 : Math.floor(Number(number) * factor);
  return bytes > 0 ? bytes : undefined;
}

/** A duration in milliseconds: `30d`, `12h`, `90m`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit] = /^\s*(\d{1,6})\s*([dhm])\s*$/.exec(text) ?? [];
  if (number === undefined) return undefined;
  return Number(number) * { d: 24 * 60, h: 60, m: 1 }[unit as 'd' | 'h' | 'm'] * 60_000;
}
