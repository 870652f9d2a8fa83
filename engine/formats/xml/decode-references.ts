const named: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/**
 * Text of XML with its references resolved.
 *
 * out     undefined where one is of no character, or of an entity that XML itself does not name
 * source  XML 1.0, productions 66 to 68
 */
export function decodeReferences(raw: string): string | undefined {
  if (!raw.includes('&')) return raw;
  let isWrong = false;
  const text = raw.replace(
    /&(?:(\w+);|#(\d{1,10});|#x([0-9a-fA-F]{1,10});)?/g,
    (_, name?: string, decimal?: string, hex?: string) => {
      const found = name === undefined ? toCharacter(decimal, hex) : named.get(name);
      isWrong ||= found === undefined;
      return found ?? '';
    },
  );
  return isWrong ? undefined : text;
}

function toCharacter(decimal: string | undefined, hex: string | undefined): string | undefined {
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  if (!(code <= 0x10ffff)) return undefined;
  const character = String.fromCodePoint(code);
  return noCharacter.test(character) ? undefined : character;
}

/** What XML has no place for, not even as a reference. */
export const noCharacter = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
