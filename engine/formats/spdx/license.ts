import parse from 'spdx-expression-parse';

const known = new Map<string, boolean>();
const longest = 2_000;

/**
 * Whether a text is the id of one license or exception on the SPDX list, as it is spelled there.
 *
 * source  https://spdx.org/licenses/
 */
export function isLicenseId(text: string): boolean {
  if (!/^[A-Za-z0-9.+-]{1,100}$/.test(text)) return false;
  return recall(`id ${text}`, () => isLicense(text) || isLicenseExpression(`MIT WITH ${text}`));
}

/**
 * Whether a text is a license expression of ids on the SPDX list.
 *
 * source  SPDX 2.3, annex D
 */
export function isLicenseExpression(text: string): boolean {
  if (text.length > longest) return false;
  return recall(text, () => {
    try {
      parse(text);
      return true;
    } catch {
      return false;
    }
  });
}

function isLicense(text: string): boolean {
  try {
    const found = parse(text);
    return 'license' in found && found.license === text && !text.startsWith('LicenseRef-');
  } catch {
    return false;
  }
}

/** The same few licenses stand at thousands of packages. */
function recall(key: string, decide: () => boolean): boolean {
  const found = known.get(key);
  if (found !== undefined) return found;
  const answer = decide();
  if (known.size < 10_000) known.set(key, answer);
  return answer;
}
