import { Models, SPDX } from '@cyclonedx/cyclonedx-library';

/**
 * A license as declared: an SPDX id where it is one, an SPDX expression where it reads as one of known ids, else a name.
 *
 * in      non-empty text
 */
export function toLicense(text: string): Models.License {
  if (SPDX.isSupportedSpdxId(text)) return new Models.SpdxLicense(text);
  return isExpression(text) ? new Models.LicenseExpression(text) : new Models.NamedLicense(text);
}

/** SPDX 2.3, annex D: ids joined by AND, OR and WITH, in parentheses. */
function isExpression(text: string): boolean {
  const words = text.replace(/[()]/g, ' ').trim().split(/\s+/);
  if (words.length < 3 || words.length % 2 === 0) return false;
  return words.every((word, index) =>
    index % 2 === 1
      ? /^(AND|OR|WITH)$/.test(word)
      : words[index - 1] === 'WITH' || SPDX.isSupportedSpdxId(word.replace(/\+$/, '')),
  );
}
